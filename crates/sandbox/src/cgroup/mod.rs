//! Limits and accounts by cgroup. Each of the three things wanted (memory, processes, CPU time) is
//! found on its own, in version 2 or 1, since machines mix them.

mod claim;
mod find;
mod group;
mod kill;
mod numbers;
mod still;
mod sweep;

pub(crate) use group::{Group, Limits};
pub(crate) use numbers::Numbers;

use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    V1,
    V2,
}

/// Where the groups of our slots go, for one controller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) version: Version,
    /// This sandbox's alone: `…/mayfly-NAME`.
    pub(crate) parent: PathBuf,
    /// The group the platform itself is in.
    pub(crate) home: PathBuf,
}

/// A place, or why there is none.
type Found = Result<Place, String>;

#[derive(Debug)]
pub(crate) struct Cgroups {
    pub(crate) memory: Found,
    pub(crate) pids: Found,
    /// Shares of the processors.
    pub(crate) cpu: Found,
    pub(crate) cpu_time: Found,
    pub(crate) numbers: Numbers,
    /// The parents are ours for as long as we hold these.
    _held: Vec<OwnedFd>,
}

impl Cgroups {
    pub(crate) fn none(why: &str) -> Cgroups {
        let none = || Err(why.to_owned());
        Cgroups {
            memory: none(),
            pids: none(),
            cpu: none(),
            cpu_time: none(),
            numbers: Numbers::look(None),
            _held: Vec::new(),
        }
    }

    /// Finds what this machine has and makes the parents.
    pub(crate) fn find(name: &str) -> Cgroups {
        find::find(name)
    }

    /// Every place once; several controllers may share one.
    fn places(&self) -> Vec<&Place> {
        let mut places: Vec<&Place> = Vec::new();
        for place in [&self.memory, &self.pids, &self.cpu, &self.cpu_time].into_iter().flatten() {
            if !places.contains(&place) {
                places.push(place);
            }
        }
        places
    }

    /// Kills and removes what a sandbox of this name left, if it is dead. Whether it has to be tried
    /// again.
    pub(crate) fn sweep(&self, name: &str) -> bool {
        let mut gone = true;
        if let Ok(place) = &self.cpu {
            sweep::rouse(&place.parent.with_file_name(parent(name)));
        }
        for place in self.places() {
            gone &= sweep::sweep(place, &place.parent.with_file_name(parent(name)));
        }
        !gone
    }

    /// Takes the parents away too.
    pub(crate) fn remove_parents(&self) {
        for place in self.places() {
            let _ = std::fs::remove_dir(&place.parent);
            let _ = std::fs::remove_dir(leaf(&place.parent));
        }
    }

    /// Whether nothing is left of us.
    pub(crate) fn are_gone(&self) -> bool {
        !self.places().iter().any(|place| place.parent.exists() || leaf(&place.parent).exists())
    }
}

/// What the groups of one sandbox are in.
fn parent(name: &str) -> String {
    format!("mayfly-{name}")
}

/// The group the platform itself may have to move into: beside a parent, whose limits are not the
/// platform's.
fn leaf(parent: &Path) -> PathBuf {
    let mut name = parent.file_name().unwrap_or_default().to_owned();
    name.push("-platform");
    parent.with_file_name(name)
}
