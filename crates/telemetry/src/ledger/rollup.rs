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
