//! Limits and accounts by cgroup. Each of the three things wanted (memory, processes, CPU time) is
//! found on its own, in version 2 or 1, since machines mix them.

mod find;
mod group;
mod kill;
mod numbers;
mod still;
mod sweep;

pub(crate) use group::{Group, Limits};
pub(crate) use numbers::Numbers;

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    V1,
    V2,
}

/// Where the groups of our slots go, for one controller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) version: Version,
    /// Ours alone: `…/mayfly-<tag>`.
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
    /// The name of a group that stays empty and keeps the parents from being taken away by another
    /// sandbox of the same tag that ends while we begin.
    keeper: String,
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
            keeper: String::new(),
        }
    }

    /// Finds what this machine has and makes the parents.
    pub(crate) fn find(tag: &str) -> Cgroups {
        find::find(tag)
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

    /// Kills and removes what a dead platform with the same tag left.
    pub(crate) fn sweep(&self) {
        if let Ok(place) = &self.cpu {
            sweep::rouse(place);
        }
        for place in self.places() {
            sweep::sweep(place, &self.keeper);
        }
    }

    /// Takes the parents away too, unless somebody else needs them.
    pub(crate) fn remove_parents(&self) {
        for place in self.places() {
            let _ = std::fs::remove_dir(place.parent.join(&self.keeper));
            let _ = std::fs::remove_dir(&place.parent);
        }
    }
}

fn keeper() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("keeper-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}
