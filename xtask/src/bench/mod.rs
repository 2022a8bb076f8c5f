//! Speed: every promise of it measured beside its peers, and the benchmarks of single crates.

mod aws;
mod cargo;
mod component;
mod http;
mod lab;
mod measures;
mod others;
mod platform;
mod processes;
mod project;
mod raw;
mod results;
mod rounds;
mod server;
mod stats;
mod table;

use std::path::PathBuf;

use anyhow::bail;

use self::cargo::{Benchmark, benchmarks};
use self::lab::Lab;
use self::measures::Measure;

#[derive(Debug, Default, clap::Args)]
pub struct Options {
    /// What to measure; everything about speed without a name.
    names: Vec<String>,
    /// Say what can be measured.
    #[arg(long)]
    list: bool,
    /// Measure a debug build, which is quick to make: numbers for whoever works on the bench.
    #[arg(long)]
    debug: bool,
    /// Measure this binary instead of building one.
    #[arg(long, value_name = "FILE", conflicts_with = "debug")]
    binary: Option<PathBuf>,
    /// How many rounds, in percent of the usual.
    #[arg(long, value_name = "PERCENT", default_value_t = 100)]
    rounds: usize,
    /// Passed on to the benchmark of a crate.
    #[arg(last = true)]
    arguments: Vec<String>,
}

pub fn bench(options: &Options) -> anyhow::Result<()> {
    if options.list {
        return list();
    }
    let mut chosen = Vec::new();
    for name in &options.names {
        let measure = measures::ALL.iter().find(|measure| measure.name == name);
        let of_crate = benchmarks()?.into_iter().find(|benchmark| benchmark.name == *name);
        if measure.is_none() && of_crate.is_none() {
            bail!("there is no benchmark \"{name}\"; `cargo xtask bench --list` names all");
        }
        chosen.extend(measure);
        if let Some(benchmark) = of_crate {
            benchmark.run(&options.arguments)?;
        }
    }
    if options.names.is_empty() {
        chosen.extend(measures::ALL);
    }
    if chosen.is_empty() { Ok(()) } else { run_all(&chosen, options) }
}

/// Runs them one after the other. One that cannot be run does not keep the others from it.
fn run_all(measures: &[&Measure], options: &Options) -> anyhow::Result<()> {
    let lab = Lab::open(options)?;
    println!("{} on {}; raw numbers in {}", lab.build, lab.machine(), lab.folder.display());
    let (mut rows, mut failed) = (Vec::new(), Vec::new());
    for measure in measures {
        eprintln!("\n=== {}: {}", measure.name, measure.about);
        match (measure.run)(&lab) {
            Ok(findings) => {
                raw::write(&lab, measure.name, &findings)?;
                findings.notes.iter().for_each(|note| eprintln!("{note}"));
                rows.extend(findings.rows);
            }
            Err(error) => {
                eprintln!("could not be run: {error:#}");
                failed.push(measure.name);
            }
        }
    }
    print!("\n{}", table::table(&rows));
    if failed.is_empty() { Ok(()) } else { bail!("could not be run: {}", failed.join(", ")) }
}

fn list() -> anyhow::Result<()> {
    for measure in measures::ALL {
        println!("{:14} {}", measure.name, measure.about);
    }
    for Benchmark { name, package } in benchmarks()? {
        println!("{name:14} of crates/{package} alone; what comes after -- is passed on to it");
    }
    Ok(())
}
