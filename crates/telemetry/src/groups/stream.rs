//! Making, finding and deleting streams.

use store::{Batch, Record};

use super::record::{Doomed, Named, Seen, StreamRecord};
use super::{GroupName, GroupsError, Inner, LogGroups, STREAMS_MAX, StreamName, key};
use crate::clock::now_us;

/// A log stream as it is described.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stream {
    pub name: String,
    pub created_ms: u64,
    pub first_event_ms: Option<u64>,
    pub last_event_ms: Option<u64>,
    pub last_ingestion_ms: Option<u64>,
}

impl Stream {
    pub(super) fn of(name: String, record: &StreamRecord) -> Self {
        Self {
            name,
            created_ms: record.created_ms,
            first_event_ms: record.seen.map(|seen| seen.first_ms),
            last_event_ms: record.seen.map(|seen| seen.last_ms),
            last_ingestion_ms: record.seen.map(|seen| seen.ingested_ms),
        }
    }
}

impl LogGroups {
    pub async fn create_stream(
        &self,
        group: &GroupName,
        stream: &StreamName,
    ) -> Result<(), GroupsError> {
        let _changing = self.0.changing.lock().await;
        let mut own = self.0.own(group).await?;
        if self.0.stream(own.id, stream)?.is_some() || self.0.prints(group, stream).await? {
            return Err(GroupsError::StreamExists);
        }
        if own.streams >= STREAMS_MAX {
            return Err(GroupsError::LimitExceeded);
        }
        own.streams += 1;
        let id = self.0.numbers(1);
        let record = StreamRecord { id, created_ms: now_us() / 1000, seen: None };
        let (row, name) = (key::stream(own.id, stream.as_str()), key::stream_name(own.id, id));
        let batch = Batch::new()
            .present(key::alive(own.id))
            .absent(&row)
            .absent(&name)
            .put(&row, record.encode()?)
            .put(&name, Named(stream.to_string()).encode()?)
            .put(key::group(group.as_str()), own.encode()?);
        self.0.store.commit(batch).await?;
        Ok(())
    }

    /// Deletes a stream that clients made. What a function prints goes with its group alone.
    pub async fn delete_stream(
        &self,
        group: &GroupName,
        stream: &StreamName,
    ) -> Result<(), GroupsError> {
        let _changing = self.0.changing.lock().await;
        let found = self.0.find(group).await?.ok_or(GroupsError::NoGroup)?;
        let mut own = found.own.ok_or(GroupsError::NoStream)?;
        let id = self.0.stream(own.id, stream)?.ok_or(GroupsError::NoStream)?.id;
        // Whoever puts events now must have told of their times.
        let _lane = self.0.lane(id).await;
        let record = self.0.stream(own.id, stream)?.ok_or(GroupsError::NoStream)?;
        own.streams = own.streams.saturating_sub(1);
        let mut batch = Batch::new()
            .present(key::alive(own.id))
            .delete(key::stream(own.id, stream.as_str()))
            .delete(key::stream_name(own.id, id))
            .put(key::group(group.as_str()), own.encode()?);
        if let Some(Seen { first_ms, last_ms, .. }) = record.seen {
            let from_us = first_ms.saturating_mul(1000);
            let until_us = last_ms.saturating_mul(1000).saturating_add(1);
            let doomed = Doomed { from_us, until_us };
            batch = batch.put(key::doomed(own.id, id), doomed.encode()?);
        }
        self.0.store.commit(batch).await?;
        Ok(())
    }
}

impl Inner {
    pub(super) fn stream(
        &self,
        group: u64,
        stream: &StreamName,
    ) -> Result<Option<StreamRecord>, GroupsError> {
        let entry = self.store.get(key::stream(group, stream.as_str()))?;
        Ok(entry.map(|entry| entry.record()).transpose()?)
    }

    /// Whether this is a stream of what the group's function prints.
    pub(super) async fn prints(
        &self,
        group: &GroupName,
        stream: &StreamName,
    ) -> Result<bool, GroupsError> {
        let Some(function) = group.function() else { return Ok(false) };
        let streams = self.logs.streams(&function).await?;
        Ok(streams.contains_key(stream.as_str()))
    }
}
