//! Reading the ledger.

use std::ops::ControlFlow;

use bytes::Bytes;
use store::Range;

use super::{Ledger, Record, Totals, key};
use crate::Error;
use crate::clock::now_us;

/// What one answer may hold.
const PAGE_RECORDS: usize = 10_000;
/// Records read before other tasks get their turn.
const TURN_RECORDS: usize = 2_000;
/// Records looked at to find one by its id, and to sum up more than the last hour.
const FIND_RECORDS: usize = 50_000;
const SUM_RECORDS: usize = 500_000;

impl Ledger {
    /// The records of calls that started at `since_us` or later and before `until_us`, newest
    /// first.
    pub async fn records(
        &self,
        function: &str,
        since_us: u64,
        until_us: u64,
        limit: usize,
    ) -> Result<Vec<Record>, Error> {
        self.flush().await?;
        let limit = limit.min(PAGE_RECORDS);
        let snapshot = self.0.store.snapshot()?;
        let rows = snapshot.scan_back(key::between(function, since_us, until_us), limit)?;
        let records: Result<_, _> = rows.iter().map(store::Entry::record).collect();
        Ok(records?)
    }

    /// The latest attempt with this request id, if it is among the function's latest calls.
    pub async fn find(&self, function: &str, request_id: &str) -> Result<Option<Record>, Error> {
        self.flush().await?;
        let mut found = None;
        let range = key::between(function, 0, u64::MAX);
        self.walk_back(range, FIND_RECORDS, |row, value| {
            if key::parts(row)?.request_id == request_id {
                found = Some(<Record as store::Record>::decode(value)?);
            }
            Ok(found.is_none())
        })
        .await?;
        Ok(found)
    }

    /// What the calls since then come to. Within the last hour whole minutes are counted.
    pub async fn totals(&self, function: &str, since_us: u64) -> Result<Totals, Error> {
        if let Some(totals) = self.rollups().totals(function, since_us, now_us()) {
            return Ok(totals);
        }
        self.flush().await?;
        let mut totals = Totals::default();
        let range = key::between(function, since_us, u64::MAX);
        let all = self.walk_back(range, SUM_RECORDS, |_, value| {
            totals.add(&<Record as store::Record>::decode(value)?);
            Ok(true)
        });
        totals.partial = !all.await?;
        Ok(totals)
    }

    /// Shows at most `limit` rows, the last one first, until `visit` says no. True at the end of
    /// the range.
    async fn walk_back(
        &self,
        mut range: Range,
        limit: usize,
        mut visit: impl FnMut(&Bytes, &Bytes) -> Result<bool, store::Error>,
    ) -> Result<bool, Error> {
        for _ in 0..limit.div_ceil(TURN_RECORDS) {
            let (mut seen, mut last, mut broken) = (0, None, None);
            self.0.store.snapshot()?.each_back(range.clone(), |entry| {
                let goes_on = visit(&entry.key, &entry.value);
                seen += 1;
                last = Some(entry.key);
                match goes_on {
                    Ok(true) if seen < TURN_RECORDS => return ControlFlow::Continue(()),
                    Ok(true) => {}
                    Ok(false) => last = None,
                    Err(error) => broken = Some(error),
                }
                ControlFlow::Break(())
            })?;
            match (broken, last) {
                (Some(error), _) => return Err(error.into()),
                (None, Some(last)) if seen == TURN_RECORDS => range = range.ending_before(last),
                (None, _) => return Ok(true),
            }
            tokio::task::yield_now().await;
        }
        Ok(false)
    }
}
