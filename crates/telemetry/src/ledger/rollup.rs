//! Totals per function and minute of the last hour, in memory. Pure: time comes as an argument.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use super::{Record, Totals};

const MINUTE_US: u64 = 60_000_000;
/// An hour, and the minute that has begun.
const MINUTES: u64 = 61;
/// Others are not counted here but read from the ledger.
const FUNCTIONS: usize = 10_000;

#[derive(Debug, Default)]
pub(super) struct Rollups {
    functions: HashMap<Arc<str>, Minutes>,
    /// Some function had to be left out.
    overflowed: bool,
    /// What the ledger held at the start has been counted.
    pub(super) complete: bool,
}

/// The minutes in which something happened, in order.
#[derive(Debug, Default)]
struct Minutes(VecDeque<(u64, Totals)>);

impl Rollups {
    /// Where what is remembered here begins.
    pub(super) fn begins_us(now_us: u64) -> u64 {
        (now_us / MINUTE_US).saturating_sub(MINUTES - 1) * MINUTE_US
    }

    pub(super) fn count(&mut self, record: &Record, now_us: u64) {
        if record.start_us < Self::begins_us(now_us) {
            return;
        }
        let known = self.functions.contains_key(&record.function);
        if !known && self.functions.len() >= FUNCTIONS {
            self.forget_old(now_us);
            if self.functions.len() >= FUNCTIONS {
                self.overflowed = true;
                return;
            }
        }
        let minutes = self.functions.entry(record.function.clone()).or_default();
        minutes.at(record.start_us / MINUTE_US).add(record);
        minutes.forget_before(Self::begins_us(now_us));
    }

    /// The totals since the minute that `since_us` is in; `None` when only the ledger knows.
    pub(super) fn totals(&self, function: &str, since_us: u64, now_us: u64) -> Option<Totals> {
        if since_us < Self::begins_us(now_us) {
            return None;
        }
        let mut totals = Totals::counting(!self.complete);
        let Some(minutes) = self.functions.get(function) else {
            return (!self.overflowed).then_some(totals);
        };
        let since = since_us / MINUTE_US;
        let wanted = minutes.0.iter().filter(|(minute, _)| *minute >= since);
        wanted.for_each(|(_, of_minute)| totals.merge(of_minute));
        Some(totals)
    }

    fn forget_old(&mut self, now_us: u64) {
        let begins_us = Self::begins_us(now_us);
        self.functions.retain(|_, minutes| {
            minutes.forget_before(begins_us);
            !minutes.0.is_empty()
        });
        // What was left out before may have been in this hour: stay careful until a restart.
    }
}

impl Minutes {
    fn at(&mut self, minute: u64) -> &mut Totals {
        let at = self.0.partition_point(|(other, _)| *other < minute);
        if self.0.get(at).is_none_or(|(other, _)| *other != minute) {
            self.0.insert(at, (minute, Totals::default()));
        }
        &mut self.0[at].1
    }

    fn forget_before(&mut self, begins_us: u64) {
        while self.0.front().is_some_and(|(minute, _)| minute * MINUTE_US < begins_us) {
            self.0.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{Outcome, Trigger};

    fn record(function: &str, start_us: u64) -> Record {
        Record {
            request_id: "r".into(),
            function: function.into(),
            version: String::new(),
            start_us,
            init_us: None,
            duration_us: 1,
            billed_ms: 1,
            memory_mb: 128,
            max_memory_mb: 1,
            cpu_us: 1,
            outcome: Outcome::Ok,
            trace_id: String::new(),
            bytes_in: 0,
            bytes_out: 0,
            trigger: Trigger::Sync,
            attempt: 1,
            cold: false,
        }
    }

    #[test]
    fn an_hour_is_remembered_minute_by_minute() {
        let mut rollups = Rollups::default();
        let calls = |rollups: &Rollups, since: u64, now: u64| {
            let totals = rollups.totals("f", since * MINUTE_US, now * MINUTE_US);
            totals.map(|totals| totals.calls)
        };
        for minute in 100..300 {
            rollups.count(&record("f", minute * MINUTE_US + 7), minute * MINUTE_US + 9);
        }
        assert_eq!(calls(&rollups, 299, 299), Some(1));
        assert_eq!(calls(&rollups, 239, 299), Some(61));
        assert_eq!(calls(&rollups, 238, 299), None);
        assert_eq!(calls(&rollups, 290, 350), Some(10));
        // Out of order, and too late to count.
        rollups.count(&record("f", 250 * MINUTE_US), 299 * MINUTE_US);
        rollups.count(&record("f", 150 * MINUTE_US), 299 * MINUTE_US);
        assert_eq!(calls(&rollups, 239, 299), Some(62));
        assert_eq!(rollups.functions["f"].0.len(), 61);
    }

    #[test]
    fn functions_are_bounded() {
        let mut rollups = Rollups::default();
        let name = |index: usize| format!("f{index}");
        for index in 0..=FUNCTIONS {
            rollups.count(&record(&name(index), 0), 0);
        }
        assert_eq!(rollups.functions.len(), FUNCTIONS);
        assert!(rollups.totals(&name(0), 0, 0).is_some());
        assert!(rollups.totals(&name(FUNCTIONS), 0, 0).is_none(), "only the ledger knows");
        rollups.count(&record("later", 100 * MINUTE_US), 100 * MINUTE_US);
        assert_eq!(rollups.functions.len(), 1);
    }
}
