//! What the sandbox can use here.

use sandbox::{Finding, Options, Sandbox, State};

use super::Check;
use super::account::Account;

pub(super) struct Isolation {
    pub(super) checks: Vec<Check>,
    /// Whether there are slots for copies of loaded programs.
    pub(super) copies: bool,
}

pub(super) fn look(account: Account) -> Isolation {
    let nothing = |check| Isolation { checks: vec![check], copies: false };
    let folder = match tempfile::tempdir() {
        Ok(folder) => folder,
        Err(error) => return nothing(super::no_folder("sandbox", &error)),
    };
    match Sandbox::new(Options::new(folder.path())) {
        Ok(sandbox) => {
            let findings = sandbox.report().findings.into_iter();
            let mut checks: Vec<_> = findings.map(|one| check(account.advise(one))).collect();
            let nests = sandbox.can_nest();
            let copies = nests.is_ok();
            checks.push(nesting(nests, account));
            Isolation { checks, copies }
        }
        Err(error) => nothing(Check::bad(
            "sandbox",
            error.to_string(),
            "functions cannot run here; see crates/sandbox/README.md for what they need",
        )),
    }
}

/// What copies of loaded programs live in.
fn nesting(nests: Result<(), String>, account: Account) -> Check {
    let name = "slots for copies";
    match nests {
        Ok(()) => Check::good(name, "below the slot of the program they are copies of"),
        Err(why) => Check::warn(
            name,
            format!("none, so every instance loads its code itself: {why}"),
            match account.is_root() {
                true => "get the features above, for starts in milliseconds",
                false => "run the platform as root, for starts in milliseconds",
            },
        ),
    }
}

fn check(finding: Finding) -> Check {
    let name = finding.feature.to_string();
    match finding.state {
        State::InUse { how } => Check::good(name, how),
        State::Available { how } => Check::good(name, format!("{how} (available)")),
        State::Missing { why, remedy } => Check::warn(name, why, remedy),
    }
}
