//! All tests: Rust's, hostile programs, then the black-box ones that drive the real binary from
//! outside.

use std::path::Path;
use std::process::Command;

use crate::steps::{Steps, cargo, run, works};
use crate::tools;

#[derive(Debug, Default, clap::Args)]
pub struct Options {
    /// Only the Rust tests.
    #[arg(long, conflicts_with_all = ["blackbox", "expression"])]
    rust: bool,
    /// Only the black-box tests.
    #[arg(long)]
    blackbox: bool,
    /// Only black-box tests that match this pytest expression.
    #[arg(short = 'k', value_name = "EXPR")]
    expression: Option<String>,
    /// Passed on to pytest.
    #[arg(last = true)]
    pytest: Vec<String>,
}

impl Options {
    fn wants_rust(&self) -> bool {
        !self.blackbox && self.expression.is_none()
    }
}

pub fn test(options: &Options) -> anyhow::Result<()> {
    let mut steps = Steps::default();
    let outcome = run_tests(options, &mut steps);
    eprintln!("\n{}", steps.summary());
    outcome
}

pub(crate) fn run_tests(options: &Options, steps: &mut Steps) -> anyhow::Result<()> {
    steps.step("WebAssembly target", tools::wasm_target)?;
    if options.wants_rust() {
        steps.step("Rust tests", rust)?;
    }
    let python = steps.step("Python packages", tools::venv)?;
    if options.wants_rust() {
        steps.step("isolation: hostile programs", || alone("escape", "--show-output"))?;
        steps.step("soak: ten thousand lives, copies", || alone("soak", "--nocapture"))?;
    }
    if !options.rust {
        blackbox(&python, options, steps)?;
    }
    Ok(())
}

/// Tests that nothing else may run beside, as they measure or count. Of the whole workspace, as
/// libraries that one crate asks less of would be compiled once more.
fn alone(name: &str, show: &str) -> anyhow::Result<()> {
    run(cargo().args(["test", "--workspace", "--test", name, "--", show]))
}

fn rust() -> anyhow::Result<()> {
    let nextest = works(cargo().args(["nextest", "--version"]));
    let verb: &[&str] = match (nextest, std::env::var_os("CI")) {
        (true, Some(_)) => &["nextest", "run", "--profile", "ci"],
        (true, None) => &["nextest", "run"],
        (false, _) => &["test"],
    };
    run(cargo().args(verb).arg("--workspace"))
}

fn blackbox(python: &Path, options: &Options, steps: &mut Steps) -> anyhow::Result<()> {
    steps.step("Rust test programs", tools::programs)?;
    steps.step("AWS SDK for JavaScript", tools::node_clients)?;
    steps.step("official Node runtime", || or_without(tools::node_runtime(python)))?;
    steps.step("compilers of components", || or_without(tools::componentizers(python)))?;
    steps.step("build mayfly", || run(cargo().args(["build", "-p", "mayfly"])))?;
    let codec = ["build", "-p", "protocol", "--example", "codec"];
    steps.step("build the codecs' example", || run(cargo().args(codec)))?;
    steps.step("black-box tests", || run(&mut pytest(python, options)))?;
    steps.step("black-box tests, without copies", || {
        let mut pytest = pytest(python, options);
        run(pytest.arg("--ignore=tests/hosts").env("MAYFLY_FORK_START", "off"))
    })
}

fn pytest(python: &Path, options: &Options) -> Command {
    let mut pytest = Command::new(python);
    pytest.args(["-m", "pytest", "tests", "--durations=15"]);
    if let Some(expression) = &options.expression {
        pytest.args(["-k", expression]);
    }
    pytest.args(&options.pytest).env("MAYFLY_TARGET", crate::target()).current_dir(crate::root());
    pytest
}

/// On a person's machine that cannot build it, its tests are skipped, and loudly; never in CI.
fn or_without(built: anyhow::Result<()>) -> anyhow::Result<()> {
    match built {
        Err(error) if std::env::var_os("CI").is_none() => {
            eprintln!("!!! tests that need it will be SKIPPED: {error:#}");
            Ok(())
        }
        built => built,
    }
}
