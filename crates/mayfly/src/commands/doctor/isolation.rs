//! What the sandbox can use here.

use sandbox::{Finding, Options, Sandbox, State};

use super::Check;

pub(super) fn checks() -> Vec<Check> {
    // A tag of its own, so that no platform's leavings are touched, and always the same one, as
    // its empty cgroups may stay.
    let folder = std::env::temp_dir().join(format!("mayfly-doctor-{}", std::process::id()));
    let options = Options { dir: folder.clone(), ..Options::new("doctor") };
    match Sandbox::new(options) {
        Ok(sandbox) => {
            let checks = sandbox.report().findings.into_iter().map(check).collect();
            drop(sandbox);
            // Made by the sandbox for us alone, and of no use to anybody now.
            std::fs::remove_dir_all(folder).ok();
            checks
        }
        Err(error) => vec![Check::bad(
            "sandbox",
            error.to_string(),
            "functions cannot run here; see crates/sandbox/README.md for what they need",
        )],
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
