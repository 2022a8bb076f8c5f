//! Sums over records.

use super::histogram::Histogram;
use super::{Outcome, Record};

/// What a function's calls come to.
#[derive(Debug, Clone, Default)]
pub struct Totals {
    /// All records: also refused calls.
    pub calls: u64,
    pub errors: u64,
    pub throttles: u64,
    pub cold: u64,
    pub billed_ms: u64,
    /// Memory size times billed time, in MB·ms.
    pub mb_ms: u64,
    /// Not everything has been counted: the platform has just started, or there is too much.
    pub partial: bool,
    durations: Histogram,
}

impl Totals {
    pub(super) fn counting(partial: bool) -> Self {
        Self { partial, ..Self::default() }
    }

    pub(super) fn add(&mut self, record: &Record) {
        self.calls += 1;
        self.errors += u64::from(record.outcome.is_error());
        self.cold += u64::from(record.cold);
        self.billed_ms = self.billed_ms.saturating_add(record.billed_ms);
        let mb_ms = record.billed_ms.saturating_mul(u64::from(record.memory_mb));
        self.mb_ms = self.mb_ms.saturating_add(mb_ms);
        match record.outcome {
            Outcome::Throttled => self.throttles += 1,
            Outcome::Expired | Outcome::RecursiveLoop => {}
            _ => self.durations.add(record.duration_us),
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.calls += other.calls;
        self.errors += other.errors;
        self.throttles += other.throttles;
        self.cold += other.cold;
        self.billed_ms = self.billed_ms.saturating_add(other.billed_ms);
        self.mb_ms = self.mb_ms.saturating_add(other.mb_ms);
        self.durations.merge(&other.durations);
    }

    /// What is usually billed, rounded down.
    pub fn gb_ms(&self) -> u64 {
        self.mb_ms / 1024
    }

    pub fn p50_us(&self) -> Option<u64> {
        self.durations.percentile(50)
    }

    pub fn p99_us(&self) -> Option<u64> {
        self.durations.percentile(99)
    }
}
