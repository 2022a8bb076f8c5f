//! Benchmarks, found by name in whichever crate has them.

use anyhow::bail;

use crate::metadata::packages;
use crate::steps::{cargo, run};

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
    run(cargo()
        .args(["bench", "-p", &found.package, "--bench", name, "--"])
        .args(&options.arguments))
}

struct Benchmark {
    name: String,
    package: String,
}

fn benchmarks() -> anyhow::Result<Vec<Benchmark>> {
    let mut all = Vec::new();
    for package in packages()?.into_values() {
        let benches = package.targets.into_iter().filter(|(kind, _)| kind == "bench");
        all.extend(benches.map(|(_, name)| Benchmark { name, package: package.name.clone() }));
    }
    Ok(all)
}
