//! What a simulation adds up.

use super::Report;
use super::population::{COPY_MB, Profile};

/// Waits beyond this many ms are counted as this long.
const LONGEST_WAIT: usize = 5_000;
/// Nobody feels a shorter wait.
const FELT_MS: u64 = 10;

pub(super) struct Tally {
    functions: Vec<OfFunction>,
    /// Calls by the ms they waited, weighted.
    waits: Vec<f64>,
    waited_ms: f64,
    memory_peak_mb: u64,
}

struct OfFunction {
    weight: f64,
    memory_mb: f64,
    zygote_mb: f64,
    calls: u64,
    waited: u64,
    slow: u64,
    refused: u64,
    starts: u64,
    /// In MB and ms.
    idle: f64,
    busy: f64,
    zygote: f64,
}

impl Tally {
    pub(super) fn new(profiles: &[Profile]) -> Self {
        let of = |profile: &Profile| OfFunction {
            weight: profile.weight,
            memory_mb: f64::from(profile.memory_mb),
            zygote_mb: f64::from(profile.zygote_mb),
            calls: 0,
            waited: 0,
            slow: 0,
            refused: 0,
            starts: 0,
            idle: 0.0,
            busy: 0.0,
            zygote: 0.0,
        };
        let functions = profiles.iter().map(of).collect();
        let waits = vec![0.0; LONGEST_WAIT + 1];
        Self { functions, waits, waited_ms: 0.0, memory_peak_mb: 0 }
    }

    fn of(&mut self, function: u32) -> &mut OfFunction {
        &mut self.functions[function as usize]
    }

    pub(super) fn arrived(&mut self, function: u32) {
        self.of(function).calls += 1;
    }

    pub(super) fn started(&mut self, function: u32) {
        self.of(function).starts += 1;
    }

    pub(super) fn refused(&mut self, function: u32) {
        self.of(function).refused += 1;
    }

    pub(super) fn assigned(&mut self, function: u32, waited_ms: u64) {
        let of = self.of(function);
        of.waited += u64::from(waited_ms > 0);
        of.slow += u64::from(waited_ms > FELT_MS);
        let weight = of.weight;
        self.waited_ms += weight * waited_ms as f64;
        self.waits[(waited_ms as usize).min(LONGEST_WAIT)] += weight;
    }

    pub(super) fn held(&mut self, function: u32, copied: bool, busy: bool, ms: u64) {
        let of = self.of(function);
        let held = if copied { COPY_MB } else { of.memory_mb } * ms as f64;
        if busy {
            of.busy += held;
        } else {
            of.idle += held;
        }
    }

    pub(super) fn held_zygote(&mut self, function: u32, ms: u64) {
        let of = self.of(function);
        of.zygote += of.zygote_mb * ms as f64;
    }

    pub(super) fn memory(&mut self, mb: u64) {
        self.memory_peak_mb = self.memory_peak_mb.max(mb);
    }

    pub(super) fn report(&self, days: f64) -> Report {
        let called: Vec<&OfFunction> = self.functions.iter().filter(|of| of.calls > 0).collect();
        let all = |value: &dyn Fn(&OfFunction) -> f64| -> f64 {
            self.functions.iter().map(|of| of.weight * value(of)).sum()
        };
        let thousands = all(&|_| 1.0) / 1_000.0;
        let gb_h = |mb_ms: f64| mb_ms / 1_024.0 / 3_600_000.0 / thousands / days;
        let calls = all(&|of| of.calls as f64).max(1.0);
        let rare = |value: u64, of: &OfFunction| {
            if of.calls as f64 <= 1_440.0 * days { value as f64 } else { 0.0 }
        };
        let mut cold: Vec<(f64, f64)> = called.iter().map(|of| (of.cold(), of.weight)).collect();
        cold.sort_by(|a, b| a.0.total_cmp(&b.0));
        Report {
            simulated_calls: self.functions.iter().map(|of| of.calls).sum(),
            cold_of_calls: all(&|of| of.waited as f64) / calls,
            cold_of_rare_calls: all(&|of| rare(of.waited, of)) / all(&|of| rare(of.calls, of)),
            slow_of_calls: all(&|of| of.slow as f64) / calls,
            slow_of_rare_calls: all(&|of| rare(of.slow, of)) / all(&|of| rare(of.calls, of)),
            cold_median: quantile(&cold, 0.5),
            cold_third_quartile: quantile(&cold, 0.75),
            idle_gb_h: gb_h(all(&|of| of.idle + of.zygote)),
            zygote_gb_h: gb_h(all(&|of| of.zygote)),
            busy_gb_h: gb_h(all(&|of| of.busy)),
            wait_mean_ms: self.waited_ms / self.waits.iter().sum::<f64>().max(1.0),
            wait_p99_ms: self.wait(0.99),
            wait_p999_ms: self.wait(0.999),
            refused: all(&|of| of.refused as f64) / calls,
            fairness: jain(called.iter().map(|of| (1.0 - of.cold(), of.weight))),
            memory_peak_mb: self.memory_peak_mb,
        }
    }

    fn wait(&self, at: f64) -> u64 {
        let mut left = at * self.waits.iter().sum::<f64>();
        let reached = |n: &f64| {
            left -= n;
            left <= 0.0
        };
        self.waits.iter().position(reached).unwrap_or(LONGEST_WAIT) as u64
    }
}

impl OfFunction {
    fn cold(&self) -> f64 {
        (self.waited + self.refused) as f64 / self.calls.max(1) as f64
    }
}

/// Of values with weights, in order.
fn quantile(values: &[(f64, f64)], at: f64) -> f64 {
    let mut left = at * values.iter().map(|(_, weight)| weight).sum::<f64>();
    let reached = |(_, weight): &&(f64, f64)| {
        left -= weight;
        left <= 0.0
    };
    values.iter().find(reached).map_or(0.0, |(value, _)| *value)
}

fn jain(values: impl Iterator<Item = (f64, f64)>) -> f64 {
    let (mut n, mut sum, mut squares) = (0.0, 0.0, 0.0);
    for (value, weight) in values {
        n += weight;
        sum += weight * value;
        squares += weight * value * value;
    }
    if squares == 0.0 { 1.0 } else { sum * sum / (n * squares) }
}
