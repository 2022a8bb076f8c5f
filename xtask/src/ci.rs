//! What a change must pass before it lands.

use crate::steps::{Steps, cargo, run};
use crate::test::{Options, run_tests};
use crate::tools;

pub fn ci() -> anyhow::Result<()> {
    let mut steps = Steps::default();
    let outcome = all(&mut steps);
    eprintln!("\n{}", steps.summary());
    outcome
}

fn all(steps: &mut Steps) -> anyhow::Result<()> {
    steps.step("format", || run(cargo().args(["fmt", "--all", "--check"])))?;
    steps.step("clippy", || {
        let lint = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
        run(cargo().args(lint))
    })?;
    steps.step("tidy", crate::tidy)?;
    steps.step("generated files", || crate::codegen(&crate::CodegenOptions { check: true }))?;
    steps.step("Debian packages", tools::debian)?;
    run_tests(&Options::default(), steps)
}
