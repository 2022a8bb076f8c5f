//! Benchmarks, found by name in whichever crate has them.

use anyhow::bail;

use crate::metadata::packages;
use crate::steps::{cargo, run};

/// A benchmark that is an example binary of another name.
const ALSO_KNOWN_AS: &[(&str, &str)] = &[("policy", "sim")];

#[derive(Debug, Default, clap::Args)]
pub struct Options {
    /// The benchmark's name.
    name: Option<String>,
    /// Passed on to it.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

pub fn bench(options: &Options) -> anyhow::Result<()> {
    let all = benchmarks()?;
    let Some(name) = &options.name else {
        for benchmark in &all {
            println!("{:12} (in {})", benchmark.name, benchmark.package);
        }
        return Ok(());
    };
    let Some(found) = all.iter().find(|benchmark| benchmark.name == *name) else {
        let known: Vec<_> = all.iter().map(|benchmark| benchmark.name.as_str()).collect();
        bail!("there is no benchmark \"{name}\"; known are: {}", known.join(", "));
    };
    let mut command = cargo();
    match found.kind {
        Kind::Bench => command.args(["bench", "--bench"]),
        Kind::Example => command.args(["run", "--release", "--example"]),
    };
    run(command.args([&found.target, "-p", &found.package, "--"]).args(&options.arguments))
}

enum Kind {
    Bench,
    Example,
}

struct Benchmark {
    name: String,
    package: String,
    target: String,
    kind: Kind,
}

fn benchmarks() -> anyhow::Result<Vec<Benchmark>> {
    let mut all = Vec::new();
    for package in packages()?.into_values() {
        for (kind, target) in &package.targets {
            let alias = ALSO_KNOWN_AS.iter().find(|(_, real)| real == target);
            let (kind, name) = match (kind.as_str(), alias) {
                ("bench", _) => (Kind::Bench, target.as_str()),
                ("example", Some((name, _))) => (Kind::Example, *name),
                _ => continue,
            };
            let (name, package, target) = (name.to_owned(), package.name.clone(), target.clone());
            all.push(Benchmark { name, package, target, kind });
        }
    }
    Ok(all)
}
