//! What happened before the start is counted in the background, and what is too old is deleted.

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use store::{Batch, Entry, Error, Snapshot, Store};
use tokio::task::yield_now;
use tokio::time::{MissedTickBehavior, interval};

use super::rollup::Rollups;
use super::{Record, key};
use crate::clock::now_us;

const TURN_RECORDS: usize = 2_000;
/// Deleting a day's records more rarely costs no more than each minute's at once.
const HOUSEKEEPINGS: u64 = 60;

pub(super) async fn run(
    store: Store,
    past: Snapshot,
    rollups: Arc<Mutex<Rollups>>,
    keep_s: u64,
    housekeeping_ms: u64,
) {
    if let Err(error) = count(past, &rollups).await {
        tracing::error!(%error, "could not count the last hour's calls");
    }
    let every = Duration::from_millis(housekeeping_ms.max(1).saturating_mul(HOUSEKEEPINGS));
    let mut ticks = interval(every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let before_us = now_us().saturating_sub(keep_s.saturating_mul(1_000_000));
        if let Err(error) = delete(&store, before_us).await {
            tracing::warn!(%error, "could not delete old ledger records");
        }
    }
}

/// Counts what `past` holds of the last hour. Records accepted since are not in it, so each is
/// counted once.
async fn count(past: Snapshot, rollups: &Mutex<Rollups>) -> Result<(), Error> {
    let since_us = Rollups::begins_us(now_us());
    let mut functions = key::all();
    while let Some(function) = first(&past, functions)? {
        let mut range = key::between(&function, since_us, u64::MAX);
        loop {
            let rows = past.scan(range.clone(), TURN_RECORDS)?;
            for row in &rows {
                let record: Record = row.record()?;
                lock(rollups).count(&record, now_us());
            }
            match rows.last() {
                Some(last) if rows.len() == TURN_RECORDS => range = range.starting_after(&last.key),
                _ => break,
            }
            yield_now().await;
        }
        functions = key::functions_after(&function);
        yield_now().await;
    }
    lock(rollups).complete = true;
    Ok(())
}

async fn delete(store: &Store, before_us: u64) -> Result<(), Error> {
    let mut functions = key::all();
    loop {
        let found = first(&store.snapshot()?, functions)?;
        let Some(function) = found else { return Ok(()) };
        let old = key::between(&function, 0, before_us);
        loop {
            let (mut seen, mut last) = (0, None);
            store.snapshot()?.each(old.clone(), |Entry { key, .. }| {
                (seen, last) = (seen + 1, Some(key));
                if seen < TURN_RECORDS { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            })?;
            let Some(last) = last else { break };
            let some = old.clone().ending_before([&last[..], &[0]].concat());
            store.commit(Batch::new().delete_range(some)).await?;
            if seen < TURN_RECORDS {
                break;
            }
        }
        functions = key::functions_after(&function);
        yield_now().await;
    }
}

/// The first function with records in this range.
fn first(snapshot: &Snapshot, range: store::Range) -> Result<Option<String>, Error> {
    let row = snapshot.scan(range, 1)?;
    row.first().map(|row| Ok(key::parts(&row.key)?.function)).transpose()
}

fn lock(rollups: &Mutex<Rollups>) -> std::sync::MutexGuard<'_, Rollups> {
    rollups.lock().unwrap_or_else(PoisonError::into_inner)
}
