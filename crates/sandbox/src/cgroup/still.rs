//! Keeps who is inside from running. It must stay possible to kill them, and for them to die with the
//! platform: version 2's freezer lets them, version 1's does not, where a thousandth of a processor is
//! left to them instead.

use super::{Group, Version};
use std::fs;
use std::path::Path;

const PERIOD: (&str, &str) = ("cpu.cfs_period_us", "1000000");
const QUOTA: &str = "cpu.cfs_quota_us";

impl Group {
    /// From now on nobody inside runs. Whether there is a way to do it.
    pub(crate) fn still(&self) -> bool {
        if let Some(dir) = self.second() {
            return fs::write(dir.join("cgroup.freeze"), "1").is_ok();
        }
        let Some((Version::V1, dir)) = &self.cpu else { return false };
        let set = fs::write(dir.join(PERIOD.0), PERIOD.1)
            .and_then(|()| fs::write(dir.join(QUOTA), "1000"));
        set.is_ok()
    }

    pub(crate) fn rouse(&self) {
        if let Some(dir) = self.second() {
            // What has gone away needs it no longer.
            let _ = fs::write(dir.join("cgroup.freeze"), "0");
        } else if let Some((Version::V1, dir)) = &self.cpu {
            rouse(dir);
        }
    }

    fn second(&self) -> Option<&Path> {
        let mut dirs = self.dirs.iter();
        dirs.find(|(version, _)| *version == Version::V2).map(|(_, dir)| dir.as_path())
    }
}

/// Where a dead platform may have left somebody.
pub(super) fn rouse(dir: &Path) {
    let file = dir.join(QUOTA);
    if file.exists() {
        let _ = fs::write(file, "-1");
    }
}
