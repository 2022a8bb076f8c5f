//! What the sandbox can use here.

use sandbox::{Finding, Options, Sandbox, State};

use super::Check;

pub(super) fn checks() -> Vec<Check> {
    let folder = match tempfile::tempdir() {
        Ok(folder) => folder,
        Err(error) => return vec![super::no_folder("sandbox", &error)],
    };
    match Sandbox::new(Options::new(folder.path())) {
        Ok(sandbox) => {
            let mut checks: Vec<_> = sandbox.report().findings.into_iter().map(check).collect();
            checks.push(nesting(&sandbox));
            drop(sandbox);
            checks
        }
        Err(error) => vec![Check::bad(
            "sandbox",
            error.to_string(),
            "functions cannot run here; see crates/sandbox/README.md for what they need",
        )],
    }
}

/// What copies of loaded programs live in.
fn nesting(sandbox: &Sandbox) -> Check {
    let name = "slots for copies";
    match sandbox.can_nest() {
        Ok(()) => Check::good(name, "below the slot of the program they are copies of"),
        Err(why) => Check::warn(
            name,
            format!("none, so every instance loads its code itself: {why}"),
            "run the platform as root, with the features above, for starts in milliseconds",
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
