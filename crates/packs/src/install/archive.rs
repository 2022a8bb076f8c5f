//! Editions in one file, for machines without a registry. What comes out of it is believed no more
//! than what a registry sends: the pins decide.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use package::{Limits, unpack};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{Interpreter, Source, Tell, blocking, fetch};
use crate::digest::list;
use crate::{Edition, Error};

const LEVEL: i64 = 6;

/// Fetches editions and writes them to a new file. `temp` is an empty folder for that.
pub async fn bundle(
    editions: &[(&'static Edition, Vec<Interpreter>)],
    temp: &Path,
    out: &Path,
    tell: Tell<'_>,
) -> Result<u64, Error> {
    let mut folders = Vec::new();
    for (edition, interpreters) in editions {
        let folder = temp.join(edition.id());
        fs::create_dir(&folder).map_err(Error::io("create the folder", &folder))?;
        let made = fetch(edition, &folder, &Source::Registry, interpreters, tell).await?;
        folders.push((edition.id(), made.0));
    }
    let out = out.to_owned();
    blocking(move || write(&folders, &out).map_err(Error::io("write", &out))).await
}

fn write(folders: &[(&str, PathBuf)], out: &Path) -> io::Result<u64> {
    let mut zip = ZipWriter::new(BufWriter::new(File::create(out)?));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(LEVEL))
        .unix_permissions(0o644);
    for (id, folder) in folders {
        let mut all = BTreeMap::new();
        list(folder, Path::new(""), &mut all)?;
        for (name, path) in all {
            zip.start_file(format!("{id}/{name}"), options).map_err(io::Error::other)?;
            io::copy(&mut File::open(path)?, &mut zip)?;
        }
    }
    let file = zip.finish().map_err(io::Error::other)?;
    file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    Ok(fs::metadata(out)?.len())
}

/// The edition's files out of a bundle.
pub(super) async fn take(
    edition: &'static Edition,
    bundle: Arc<File>,
    temp: &Path,
    files: &Path,
) -> Result<(), Error> {
    let (all, files) = (temp.join("bundle"), files.to_owned());
    blocking(move || {
        let archive = bundle.try_clone().map_err(Error::io("read the bundle in", &all))?;
        unpack(archive, &all, Limits::default())
            .map_err(|error| Error::Bundle(format!("this is no bundle of packs: {error}")))?;
        let wanted = all.join(edition.id());
        if !wanted.is_dir() {
            return Err(Error::Bundle(format!("the bundle has no {edition}, or another version")));
        }
        fs::rename(&wanted, &files).map_err(Error::io("move", &wanted))
    })
    .await
}
