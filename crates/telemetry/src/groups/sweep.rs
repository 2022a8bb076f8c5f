//! Deleting what is over: events that are too old or too many, and what is left of groups and
//! streams that were deleted. In portions, so that nobody is held up.

use std::ops::ControlFlow;

use bytes::Bytes;
use store::{Batch, Range, Record};

use super::record::{Doomed, EventRecord, GroupRecord};
use super::{GroupName, GroupsError, Inner, key, retention};
use crate::logs::Place;

/// What one portion deletes at most: more than a put writes, so that it always gets ahead.
const STEP_ROWS: usize = 15_000;
const STEP_BYTES: u64 = 4 * 1024 * 1024;
/// What one portion deletes row by row, and looks at for it.
const PICKED_ROWS: usize = 1_500;
const LOOKED_AT_BYTES: u64 = 16 * 1024 * 1024;
/// What is deleted is looked at so many at a time.
const DOOMED: usize = 1_000;

/// The first rows of a range.
struct Portion {
    range: Range,
    rows: usize,
    bytes: u64,
}

impl Inner {
    pub(super) async fn sweep(&self, now_us: u64) -> Result<(), GroupsError> {
        for doomed in self.store.snapshot()?.scan(key::all_doomed(), DOOMED)? {
            match key::doomed_of(&doomed.key)? {
                (group, 0) => self.clear_group(group).await?,
                (group, stream) => self.clear_stream(group, stream, doomed.record()?).await?,
            }
        }
        for (name, record, days) in self.expiring()? {
            let cutoff_us = retention::cutoff_us(days, now_us);
            while self.trim(record.id, |place| place.at_us < cutoff_us).await? {
                tokio::task::yield_now().await;
            }
            if let Some(function) = name.function() {
                let kept = self.logs.kept(&function)?;
                if kept.is_some_and(|kept| kept.oldest_us < cutoff_us) {
                    self.logs.trim_before(function, cutoff_us);
                }
            }
        }
        Ok(())
    }

    /// Deletes a group's oldest events when there are too many; as many as a put could write.
    pub(super) async fn keep_within_size(&self, group: u64) -> Result<(), GroupsError> {
        if self.tallies.of(&self.store, group)?.bytes > self.keep_bytes {
            self.trim(group, |_| true).await?;
        }
        Ok(())
    }

    /// Deletes a portion of a group's oldest events; true when there may be more to delete.
    async fn trim(&self, group: u64, goes: impl FnMut(Place) -> bool) -> Result<bool, GroupsError> {
        let mut goes = goes;
        let goes = |key: &[u8]| key::place(key).is_ok_and(&mut goes);
        let Some(portion) = self.portion(key::events(group), goes)? else { return Ok(false) };
        let tally = self.tallies.take(&self.store, group, portion.bytes)?;
        let batch = Batch::new()
            .present(key::alive(group))
            .delete_range(portion.range)
            .put(key::tally(group), tally.encode()?);
        match self.store.commit(batch).await {
            Ok(_) => Ok(portion.rows == STEP_ROWS || portion.bytes >= STEP_BYTES),
            // The group was deleted meanwhile, and its events go with it.
            Err(error) if error.is_conflict() => Ok(false),
            Err(error) => {
                self.tallies.add(&self.store, group, portion.bytes)?;
                Err(error.into())
            }
        }
    }

    fn portion(
        &self,
        range: Range,
        mut goes: impl FnMut(&[u8]) -> bool,
    ) -> Result<Option<Portion>, GroupsError> {
        let (mut rows, mut bytes, mut last) = (0, 0, Bytes::new());
        self.store.snapshot()?.each(range.clone(), |entry| {
            if rows == STEP_ROWS || bytes >= STEP_BYTES || !goes(&entry.key) {
                return ControlFlow::Break(());
            }
            rows += 1;
            bytes += (entry.key.len() + entry.value.len()) as u64;
            last = entry.key;
            ControlFlow::Continue(())
        })?;
        let behind = [&last[..], &[0]].concat();
        let portion = Portion { range: range.ending_before(behind), rows, bytes };
        Ok(Some(portion).filter(|_| rows > 0))
    }

    async fn clear_group(&self, group: u64) -> Result<(), GroupsError> {
        for range in [key::events(group), key::streams(group), key::stream_names(group)] {
            while let Some(portion) = self.portion(range.clone(), |_| true)? {
                self.store.commit(Batch::new().delete_range(portion.range)).await?;
                tokio::task::yield_now().await;
            }
        }
        let mut batch = Batch::new().delete(key::tally(group)).delete(key::doomed(group, 0));
        // Streams that were deleted before the group was.
        for doomed in self.store.snapshot()?.scan(key::doomed_in(group), DOOMED)? {
            batch = batch.delete(doomed.key);
        }
        self.store.commit(batch).await?;
        Ok(())
    }

    /// Deletes the events of a stream from among those of the others.
    async fn clear_stream(
        &self,
        group: u64,
        stream: u64,
        doomed: Doomed,
    ) -> Result<(), GroupsError> {
        let mut from = Place::before(doomed.from_us);
        loop {
            let (mut picked, mut bytes, mut looked_at) = (Vec::new(), 0, 0);
            let range = key::events(group).starting_after(key::event(group, from));
            let mut more = false;
            self.store.snapshot()?.each(range, |entry| {
                let Ok(place) = key::place(&entry.key) else { return ControlFlow::Continue(()) };
                if place.at_us >= doomed.until_us {
                    return ControlFlow::Break(());
                }
                from = place;
                let size = (entry.key.len() + entry.value.len()) as u64;
                looked_at += size;
                if entry.record().is_ok_and(|event: EventRecord| event.stream == stream) {
                    bytes += size;
                    picked.push(entry.key);
                }
                more = picked.len() == PICKED_ROWS || looked_at >= LOOKED_AT_BYTES;
                if more { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })?;
            let tally = self.tallies.take(&self.store, group, bytes)?;
            let mut batch = picked.into_iter().fold(Batch::new(), Batch::delete);
            batch = batch.present(key::alive(group)).put(key::tally(group), tally.encode()?);
            if !more {
                batch = batch.delete(key::doomed(group, stream));
            }
            match self.store.commit(batch).await {
                Ok(_) if more => tokio::task::yield_now().await,
                Ok(_) => return Ok(()),
                // The group was deleted too, and everything in it goes.
                Err(error) if error.is_conflict() => {
                    let marker = Batch::new().delete(key::doomed(group, stream));
                    return self.store.commit(marker).await.map(drop).map_err(GroupsError::from);
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// The groups whose events expire, and after how many days.
    fn expiring(&self) -> Result<Vec<(GroupName, GroupRecord, u32)>, GroupsError> {
        let mut expiring = Vec::new();
        self.store.snapshot()?.each(key::groups(), |entry| {
            let name = key::group_name(&entry.key).ok();
            let name = name.and_then(|name| GroupName::parse(&name).ok());
            if let (Some(name), Ok(record)) = (name, entry.record::<GroupRecord>())
                && let Some(days) = record.retention_days
            {
                expiring.push((name, record, days));
            }
            ControlFlow::Continue(())
        })?;
        Ok(expiring)
    }
}
