//! Who asks: root, or an ordinary user, to whom a machine offers less.

use std::path::Path;

use sandbox::{Feature, Finding, State};

use super::Check;

#[derive(Debug, Clone, Copy)]
pub(super) struct Account {
    uid: u32,
}

impl Account {
    pub(super) fn own() -> Self {
        Self { uid: rustix::process::geteuid().as_raw() }
    }

    pub(super) fn is_root(self) -> bool {
        self.uid == 0
    }

    pub(super) fn check(self) -> Check {
        let name = "account";
        if self.is_root() {
            return Check::good(name, "root: functions get all that this machine offers");
        }
        let uid = self.uid;
        Check::warn(
            name,
            format!("user {uid}, not root: functions run, with less around them (! below)"),
            "start the platform as root for all of it (`sudo mayfly up`), or go on with less",
        )
    }

    /// What an ordinary user can do about what is missing is little, and not always what root can.
    pub(super) fn advise(self, finding: Finding) -> Finding {
        let Finding { feature, state } = finding;
        let State::Missing { why, remedy } = state else { return Finding { feature, state } };
        if self.is_root() {
            return Finding { feature, state: State::Missing { why, remedy } };
        }
        let until = match feature {
            Feature::MemoryLimit => "; until then memory is looked at from time to time",
            Feature::ProcessLimit => "; until then processes are not limited",
            Feature::CpuShares => "; until then functions share the processors as they like",
            Feature::CpuAccounting => "; until then processor time is asked of each process",
            _ => "",
        };
        let (why, remedy) = match feature {
            _ if !until.is_empty() => (why, format!("{}{until}", groups())),
            Feature::Internet => (
                "only root can ask for it".to_owned(),
                "run as root: without it functions have no way to the internet of their own"
                    .to_owned(),
            ),
            Feature::UserNamespace => {
                (why, "run as root: then each function is a user of its own".to_owned())
            }
            _ => (why, remedy),
        };
        Finding { feature, state: State::Missing { why, remedy } }
    }
}

/// How an ordinary user comes to control groups.
fn groups() -> &'static str {
    match Path::new("/sys/fs/cgroup/cgroup.controllers").exists() {
        true => {
            "run as root, or have groups of your own: `systemd-run --user --scope -p Delegate=yes \
             mayfly up`"
        }
        false => "run as root: groups of version 1 are not for others",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn advice(uid: u32, feature: Feature) -> String {
        let state = State::Missing { why: "why".into(), remedy: "`modprobe x`, as root".into() };
        match (Account { uid }).advise(Finding { feature, state }).state {
            State::Missing { why, remedy } => format!("{why}: {remedy}"),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_root_can_do_is_no_advice_for_others() {
        let all = [Feature::MemoryLimit, Feature::CpuShares, Feature::Internet];
        for feature in all {
            assert_eq!(advice(0, feature), "why: `modprobe x`, as root");
            let text = advice(1_000, feature);
            assert!(text.contains("run as root") && !text.contains("modprobe"), "{text}");
        }
        // Each sentence is about its own thing.
        assert!(!advice(1_000, Feature::CpuShares).contains("memory"));
        assert_eq!(Account { uid: 0 }.check().mark, super::super::Mark::Good);
        assert_eq!(Account { uid: 7 }.check().mark, super::super::Mark::Warn);
    }
}
