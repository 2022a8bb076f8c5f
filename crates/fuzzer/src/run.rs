//! One run of a target: its corpus, and then what becomes of it until the time is up.

use std::time::{Duration, Instant};

use crate::corpus::Corpus;
use crate::coverage::Coverage;
use crate::mutate::mutated;
use crate::random::Random;
use crate::settings::Settings;
use crate::trial::Trial;

const REPORT_EVERY: Duration = Duration::from_secs(10);

/// Tries `target` with what is in `fuzz/<name>` of the crate in `crate_dir`, and with what becomes of
/// it. A panic of the target's is a find: its input is kept in a file, and named.
pub fn fuzz(crate_dir: &str, name: &str, target: impl Fn(&[u8])) {
    let settings = Settings::of(name);
    let trial = Trial::new(name, &settings.finds, target);
    if let Some(input) = &settings.input {
        let input = std::fs::read(input).unwrap_or_else(|error| panic!("{input:?}: {error}"));
        return trial.run(&input);
    }
    let mut corpus = Corpus::read(crate_dir, name, &settings.finds);
    let mut coverage = Coverage::default();
    for input in corpus.inputs() {
        coverage.begin();
        trial.run(input);
        coverage.end();
    }
    let mut random = Random::new(settings.seed);
    let (start, mut reported, mut runs) = (Instant::now(), Duration::ZERO, 0u64);
    while start.elapsed() < settings.lasts {
        let input = mutated(&corpus, &mut random);
        coverage.begin();
        trial.run(&input);
        if coverage.end() {
            corpus.keep(input);
        }
        runs += 1;
        if start.elapsed() > reported + REPORT_EVERY {
            reported = start.elapsed();
            report(name, runs, reported, &corpus, &coverage);
        }
    }
    report(name, runs, start.elapsed(), &corpus, &coverage);
}

fn report(name: &str, runs: u64, took: Duration, corpus: &Corpus, coverage: &Coverage) {
    let rate = runs as f64 / took.as_secs_f64().max(0.001);
    let (inputs, branches) = (corpus.inputs().len(), coverage.branches());
    println!("{name}: {runs} runs, {rate:.0}/s, {inputs} inputs, {branches} branches");
}
