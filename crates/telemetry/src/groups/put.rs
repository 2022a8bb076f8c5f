//! Putting events into a stream.

use store::{Batch, Record};

use super::record::{EventRecord, Seen, StreamRecord};
use super::{GroupName, GroupsError, InputEvent, LogGroups, Put, Rejected, StreamName, check, key};
use crate::clock::now_us;
use crate::logs::Place;

/// So many events go into one commit, with room for what is written beside them.
const COMMIT_EVENTS: usize = 1_500;

impl LogGroups {
    /// Puts events into a stream; when this returns, those that were not rejected are on disk.
    pub async fn put_events(
        &self,
        group: &GroupName,
        stream: &StreamName,
        events: Vec<InputEvent>,
    ) -> Result<Rejected, GroupsError> {
        let now_ms = now_us() / 1000;
        let groups = &self.0;
        let found = groups.find(group).await?.ok_or(GroupsError::NoGroup)?;
        let retention = found.own.as_ref().and_then(|own| own.retention_days);
        let (taken, rejected) = check::batch(&events, retention, now_ms)?;
        let own = found.own.ok_or(GroupsError::NoStream)?;
        let row = key::stream(own.id, stream.as_str());
        let id = groups.stream(own.id, stream)?.ok_or(GroupsError::NoStream)?.id;
        let _lane = groups.lane(id).await;
        let record = groups.stream(own.id, stream)?.filter(|record| record.id == id);
        let record = record.ok_or(GroupsError::NoStream)?;
        let taken = events.get(taken).unwrap_or_default();
        let (Some(first), Some(last)) = (taken.first(), taken.last()) else { return Ok(rejected) };
        let seen = Seen {
            first_ms: record.seen.map_or(first.at_ms, |seen| seen.first_ms.min(first.at_ms)),
            last_ms: record.seen.map_or(last.at_ms, |seen| seen.last_ms.max(last.at_ms)),
            ingested_ms: now_ms,
        };
        let record = StreamRecord { seen: Some(seen), ..record };
        let mut seq = groups.numbers(taken.len());
        for events in taken.chunks(COMMIT_EVENTS) {
            // Neither the group nor the stream may have been deleted meanwhile.
            let mut batch = Batch::new()
                .present(key::alive(own.id))
                .present(key::stream_name(own.id, id))
                .put(&row, record.encode()?);
            let mut bytes = 0;
            for event in events {
                let place = Place { at_us: event.at_ms.saturating_mul(1000), seq };
                let text = event.text.clone();
                let value = EventRecord { stream: id, ingested_ms: now_ms, text }.encode()?;
                let row = key::event(own.id, place);
                bytes += (row.len() + value.len()) as u64;
                batch = batch.put(row, value);
                seq += 1;
            }
            let tally = groups.tallies.add(&groups.store, own.id, bytes)?;
            batch = batch.put(key::tally(own.id), tally.encode()?);
            if let Err(error) = groups.store.commit(batch).await {
                groups.tallies.take(&groups.store, own.id, bytes)?;
                return Err(if error.is_conflict() { GroupsError::NoStream } else { error.into() });
            }
        }
        groups.readers.tell(|| Put {
            group: group.clone(),
            stream: stream.clone(),
            ingested_ms: now_ms,
            events: taken.to_vec(),
        });
        // The events are on disk, whatever becomes of older ones.
        if let Err(error) = groups.keep_within_size(own.id).await {
            tracing::warn!(%error, %group, "could not delete the oldest log events of a group");
        }
        Ok(rejected)
    }
}
