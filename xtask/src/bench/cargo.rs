//! Benchmarks of single crates, found by name in whichever crate has them.

use crate::metadata::packages;
use crate::steps::{cargo, run};

pub(super) struct Benchmark {
    pub(super) name: String,
    pub(super) package: String,
}

impl Benchmark {
    pub(super) fn run(&self, arguments: &[String]) -> anyhow::Result<()> {
        let bench = ["bench", "-p", &self.package, "--bench", &self.name, "--"];
        run(cargo().args(bench).args(arguments))
    }
}

pub(super) fn benchmarks() -> anyhow::Result<Vec<Benchmark>> {
    let mut all = Vec::new();
    for package in packages()?.into_values() {
        let benches = package.targets.into_iter().filter(|(kind, _)| kind == "bench");
        all.extend(benches.map(|(_, name)| Benchmark { name, package: package.name.clone() }));
    }
    Ok(all)
}
