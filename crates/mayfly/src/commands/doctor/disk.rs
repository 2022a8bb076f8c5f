//! How long the data directory's disk takes to make a write durable: the floor under every commit.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::Check;
use crate::render::micros;

const WRITES: usize = 20;
const BLOCK: [u8; 4096] = [0x5a; 4096];
/// Above this an asynchronous call is felt to be slow.
const SLOW: Duration = Duration::from_millis(10);

pub(super) fn check(folder: &Path) -> Check {
    let name = "sync speed";
    match speed(folder) {
        Ok(median) if median < SLOW => Check::good(name, describe(median, folder)),
        Ok(median) => Check::warn(
            name,
            describe(median, folder),
            "put the data on a local disk with `mayfly up --data DIR`, for faster durable writes",
        ),
        Err(error) => Check::bad(
            name,
            format!("cannot write in {}: {error}", folder.display()),
            "choose a directory of yours with `mayfly up --data DIR`",
        ),
    }
}

fn describe(median: Duration, folder: &Path) -> String {
    let us = u64::try_from(median.as_micros()).unwrap_or(u64::MAX);
    let each = micros(us);
    let path = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    format!("{each} to write 4 KB durably (median of {WRITES}) in {}", path.display())
}

/// The directory itself, or the nearest one above that is there.
pub(super) fn existing(data: &Path) -> PathBuf {
    let named = data.ancestors().filter(|path| !path.as_os_str().is_empty());
    named.map(Path::to_owned).find(|path| path.is_dir()).unwrap_or_else(|| ".".into())
}

/// The median time of a small durable write.
pub fn speed(folder: &Path) -> io::Result<Duration> {
    let path = folder.join(format!(".mayfly-doctor-{}", std::process::id()));
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
    let times = time_writes(file);
    std::fs::remove_file(&path)?;
    times.map(|times| median(times).unwrap_or_default())
}

fn time_writes(mut file: File) -> io::Result<Vec<Duration>> {
    let mut times = Vec::with_capacity(WRITES);
    for _ in 0..WRITES {
        let start = Instant::now();
        file.write_all(&BLOCK)?;
        file.sync_data()?;
        times.push(start.elapsed());
    }
    Ok(times)
}

pub fn median(mut times: Vec<Duration>) -> Option<Duration> {
    times.sort_unstable();
    let upper = *times.get(times.len() / 2)?;
    let lower = *times.get((times.len() - 1) / 2)?;
    Some((lower + upper) / 2)
}
