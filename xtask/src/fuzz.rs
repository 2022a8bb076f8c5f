//! Fuzzing for as long as one likes: builds a target so that its code tells which branches were taken,
//! and lets it go on from its corpus and from all that earlier runs found.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, bail};

use crate::steps::{cargo, output, run};

/// Counters at every branch, which the target's fuzzer reads. The compiler has them without any of its
/// unstable flags.
const COVERAGE: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=3 \
                        -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
                        -Ccodegen-units=1";

#[derive(Debug, Default, clap::Args)]
pub struct Options {
    /// What to fuzz; without one, names all.
    pub name: Option<String>,
    /// For how long.
    #[arg(long, value_name = "N", default_value_t = 3_600, conflicts_with = "input")]
    pub seconds: u64,
    /// Other inputs than last time are made of the same corpus.
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Try only this input.
    #[arg(long, value_name = "FILE")]
    pub input: Option<PathBuf>,
}

/// A parser that meets strangers: a corpus beside its crate, and a test of its name in `src/fuzz.rs`.
struct Target {
    package: String,
    name: String,
}

pub fn fuzz(options: &Options) -> anyhow::Result<()> {
    let targets = targets()?;
    let Some(name) = &options.name else {
        for target in targets {
            println!("{:<12} crates/{}/src/fuzz.rs", target.name, target.package);
        }
        return Ok(());
    };
    let Some(target) = targets.into_iter().find(|target| target.name == *name) else {
        bail!("there is no target \"{name}\"; `cargo xtask fuzz` names all");
    };
    let finds = crate::target().join("fuzz");
    let mut test = instrumented(&target)?;
    test.env("MAYFLY_FUZZ_FINDS", &finds).env("MAYFLY_FUZZ_SECONDS", options.seconds.to_string());
    if let Some(seed) = options.seed {
        test.env("MAYFLY_FUZZ_SEED", seed.to_string());
    }
    if let Some(input) = &options.input {
        let input = input.canonicalize().with_context(|| format!("{}", input.display()))?;
        test.env("MAYFLY_FUZZ_INPUT", input);
    }
    run(&mut test)
}

/// Only what is built for the named machine has counters, so that build scripts go without.
fn instrumented(target: &Target) -> anyhow::Result<Command> {
    let version = output(Command::new("rustc").arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    let host = host.context("rustc does not say what machine it is for")?;
    let mut test = cargo();
    test.args(["test", "--profile", "fuzz", "--target", host, "--lib", "-p", &target.package])
        .args(["--", "--exact", &format!("fuzz::{}", target.name), "--nocapture"])
        .env("CARGO_TARGET_DIR", crate::target().join("fuzzed"))
        .env("RUSTFLAGS", COVERAGE);
    Ok(test)
}

fn targets() -> anyhow::Result<Vec<Target>> {
    let mut targets = Vec::new();
    for dir in std::fs::read_dir(crate::root().join("crates"))? {
        let dir = dir?.path();
        let package = dir.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !dir.join("src/fuzz.rs").is_file() {
            continue;
        }
        for corpus in std::fs::read_dir(dir.join("fuzz"))? {
            let name = corpus?.file_name().to_string_lossy().into_owned();
            targets.push(Target { package: package.clone(), name });
        }
    }
    targets.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(targets)
}
