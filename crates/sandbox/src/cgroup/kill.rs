//! Kills by group, for where no pid namespace does it, and for what a dead platform left.

use super::Version;
use rustix::process::{Pid, PidfdFlags, Signal, pidfd_open, pidfd_send_signal};
use std::fs;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(5);

pub(super) fn empty(version: Version, dir: &Path) {
    let start = Instant::now();
    while !processes(dir).is_empty() {
        if start.elapsed() > PATIENCE {
            tracing::warn!("processes in {} do not die", dir.display());
            return;
        }
        kill(version, dir);
        sleep(Duration::from_millis(1));
    }
}

/// One pass; a fork may escape it where there is no `cgroup.kill`.
pub(super) fn kill(version: Version, dir: &Path) {
    if version == Version::V2 && fs::write(dir.join("cgroup.kill"), "1").is_ok() {
        return;
    }
    // A number may be somebody else's by the time it is used. A handle opened before the process
    // is listed again is that process, or one that has ended.
    let held: Vec<(Pid, OwnedFd)> = processes(dir)
        .into_iter()
        .filter_map(|pid| Some((pid, pidfd_open(pid, PidfdFlags::empty()).ok()?)))
        .collect();
    let still = processes(dir);
    for (pid, handle) in held {
        if still.contains(&pid) {
            let _ = pidfd_send_signal(handle, Signal::KILL);
        }
    }
}

pub(super) fn is_populated(dir: &Path) -> bool {
    !processes(dir).is_empty()
}

pub(super) fn processes(dir: &Path) -> Vec<Pid> {
    let list = fs::read_to_string(dir.join("cgroup.procs")).unwrap_or_default();
    list.lines().filter_map(|line| Pid::from_raw(line.parse().ok()?)).collect()
}
