//! What the sandbox can use here.

use sandbox::{Finding, Options, Sandbox, State};

use super::Check;

pub(super) fn checks() -> Vec<Check> {
    // A tag of its own, so that no running platform's leavings are touched.
    let tag = format!("doctor-{}", std::process::id());
    let options = Options::new(tag);
    let folder = options.dir.clone();
    let checks = match Sandbox::new(options) {
        Ok(sandbox) => sandbox.report().findings.into_iter().map(check).collect(),
        Err(error) => vec![Check::bad(
            "sandbox",
            error.to_string(),
            "functions cannot run here; see crates/sandbox/README.md for what they need",
        )],
    };
    // Only there if the sandbox got as far as making it, and empty as no slot was asked for.
    std::fs::remove_dir(folder).ok();
    checks
}

fn check(finding: Finding) -> Check {
    let name = finding.feature.to_string();
    match finding.state {
        State::InUse { how } => Check::good(name, how),
        State::Available { how } => Check::good(name, format!("{how} (available)")),
        State::Missing { why, remedy } => Check::warn(name, why, remedy),
    }
}
