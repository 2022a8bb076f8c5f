use crate::cgroup::{Cgroups, Place, Version};
use crate::features;
use crate::network::Way;
use crate::probe::Probed;
use crate::{Error, Mode};
use std::fmt;

/// What isolates programs from the rest of the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// Programs end, and are limited and accounted for, but see what the platform sees.
    Plain,
    /// Programs see what they were given and nothing else.
    Isolated,
}

/// What this machine allows, and what is used of it.
#[derive(Clone, Debug)]
pub struct Report {
    pub mode: Mode,
    pub backend: Backend,
    pub findings: Vec<Finding>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub feature: Feature,
    pub state: State,
}

/// What a slot is, or could be, made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Feature {
    UserNamespace,
    PidNamespace,
    MountNamespace,
    NetworkNamespace,
    MemoryLimit,
    ProcessLimit,
    CpuShares,
    CpuAccounting,
    Seccomp,
    Landlock,
    Overlayfs,
    OwnFiles,
    Internet,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Slots have it; `how` says in what form.
    InUse {
        how: String,
    },
    /// The machine offers it; slots do not use it.
    Available {
        how: String,
    },
    Missing {
        why: String,
        remedy: String,
    },
}

impl Report {
    pub(crate) fn new(mode: Mode, probed: &Probed, way: &Way, cgroups: &Cgroups) -> Report {
        let mut findings = features::namespaces(probed);
        let own_count = probed.isolation.is_some() && probed.birth.user;
        let groups = [
            (Feature::MemoryLimit, &cgroups.memory),
            (Feature::ProcessLimit, &cgroups.pids),
            (Feature::CpuShares, &cgroups.cpu),
            (Feature::CpuAccounting, &cgroups.cpu_time),
        ];
        for (feature, found) in groups {
            let total = cgroups.numbers.total();
            let state = match of_cgroup(found) {
                State::Missing { .. } if feature == Feature::ProcessLimit && own_count => {
                    State::InUse { how: format!("counted by user namespace, {total} in all") }
                }
                State::InUse { how } if feature == Feature::ProcessLimit => {
                    State::InUse { how: format!("{how}, {total} in all") }
                }
                state => state,
            };
            findings.push(Finding { feature, state });
        }
        findings.extend(features::kernel(probed, way));
        let backend = match probed.isolation {
            Some(_) => Backend::Isolated,
            None => Backend::Plain,
        };
        Report { mode, backend, findings }
    }

    pub fn state(&self, feature: Feature) -> Option<&State> {
        let finding = self.findings.iter().find(|finding| finding.feature == feature);
        finding.map(|finding| &finding.state)
    }

    /// Isolation in full, or an error that names what is not in use.
    pub(crate) fn check_complete(&self) -> Result<(), Error> {
        let used = |finding: &&Finding| matches!(finding.state, State::InUse { .. });
        let missing = self.findings.iter().filter(|finding| !used(finding));
        let missing: Vec<String> = missing.map(|finding| finding.feature.to_string()).collect();
        match missing.is_empty() {
            true => Ok(()),
            false => Err(Error::Reduced { missing: missing.join(", ") }),
        }
    }
}

fn of_cgroup(found: &Result<Place, String>) -> State {
    match found {
        Ok(Place { version: Version::V1, parent, .. }) => {
            State::InUse { how: format!("cgroup v1, {}", parent.display()) }
        }
        Ok(Place { version: Version::V2, parent, .. }) => {
            State::InUse { how: format!("cgroup v2, {}", parent.display()) }
        }
        Err(why) => State::Missing {
            why: why.clone(),
            remedy:
                "run as root, or as a systemd service with `Delegate=yes`; until then memory is \
                     watched by sampling and process counts are not limited"
                    .to_owned(),
        },
    }
}

impl fmt::Display for Feature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Feature::UserNamespace => "user namespace",
            Feature::PidNamespace => "pid namespace",
            Feature::MountNamespace => "mount namespace",
            Feature::NetworkNamespace => "network namespace",
            Feature::MemoryLimit => "memory limit",
            Feature::ProcessLimit => "process limit",
            Feature::CpuShares => "CPU shares",
            Feature::CpuAccounting => "CPU accounting",
            Feature::Seccomp => "seccomp",
            Feature::Landlock => "Landlock",
            Feature::Overlayfs => "overlayfs",
            Feature::OwnFiles => "files of its own",
            Feature::Internet => "internet",
        })
    }
}
