//! What we ship: how large, of how many crates, and how long a build of it takes.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context;

use crate::steps::{cargo, output, run};

#[derive(Debug, Default, clap::Args)]
pub struct Options {
    /// Build from nothing, in a folder of its own, and say how long it took.
    #[arg(long)]
    cold: bool,
}

pub fn size(options: &Options) -> anyhow::Result<()> {
    let folder = crate::target().join(if options.cold { "cold" } else { "" });
    if options.cold && folder.exists() {
        std::fs::remove_dir_all(&folder).context("cannot empty target/cold")?;
    }
    let took = build(&folder)?;
    let binary = folder.join("release/mayfly");
    let bytes = std::fs::metadata(&binary).context("the build left no binary")?.len();
    let mut rows = vec![
        ("binary", format!("{:.1} MB", bytes as f64 / 1e6)),
        ("crates in it", crates()?.to_string()),
    ];
    if options.cold {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        rows.push(("cold build", format!("{:.0} s on {cores} cores", took.as_secs_f64())));
    }
    for (what, value) in rows {
        println!("{what:14}{value:>16}");
    }
    Ok(())
}

fn build(folder: &Path) -> anyhow::Result<Duration> {
    let start = Instant::now();
    run(cargo().args(["build", "--release", "-p", "mayfly", "--target-dir"]).arg(folder))?;
    Ok(start.elapsed())
}

/// Crates whose code is in the binary: no build scripts, no procedural macros, no test helpers.
fn crates() -> anyhow::Result<usize> {
    let edges = "normal,no-proc-macro";
    let tree = output(cargo().args(["tree", "-p", "mayfly", "-e", edges, "--prefix", "none"]))?;
    let name_and_version = |line: &str| {
        let mut words = line.split_whitespace();
        Some((words.next()?.to_owned(), words.next()?.to_owned()))
    };
    Ok(tree.lines().filter_map(name_and_version).collect::<BTreeSet<_>>().len())
}
