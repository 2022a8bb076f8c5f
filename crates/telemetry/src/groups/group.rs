//! Making, finding and deleting groups.

use std::ops::ControlFlow;
use std::sync::Arc;

use store::{Batch, Record};

use super::record::{Doomed, GroupRecord, There};
use super::{GROUPS_MAX, GroupName, GroupsError, Inner, LogGroups, key, tags};
use crate::clock::now_us;
use std::collections::BTreeMap;

/// A log group as it is described.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub name: GroupName,
    pub created_ms: u64,
    pub retention_days: Option<u32>,
    pub stored_bytes: u64,
}

/// A group that is there, and where its events are.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// What clients made of it; a function's group may be without.
    pub(super) own: Option<GroupRecord>,
    /// The function whose prints are in it, if one has printed.
    pub(super) function: Option<Arc<str>>,
}

impl LogGroups {
    pub async fn create_group(
        &self,
        name: &GroupName,
        tags: BTreeMap<String, String>,
    ) -> Result<(), GroupsError> {
        tags::check(&tags)?;
        let _changing = self.0.changing.lock().await;
        if self.0.find(name).await?.is_some() {
            return Err(GroupsError::GroupExists);
        }
        let created_ms = now_us() / 1000;
        self.0.make(name, GroupRecord { created_ms, tags, ..GroupRecord::default() }).await?;
        Ok(())
    }

    pub async fn group(&self, name: &GroupName) -> Result<Group, GroupsError> {
        let Found { own, function } = self.0.find(name).await?.ok_or(GroupsError::NoGroup)?;
        let mut group =
            Group { name: name.clone(), created_ms: 0, retention_days: None, stored_bytes: 0 };
        if let Some(function) = function {
            let kept = self.0.logs.kept(&function)?.unwrap_or_default();
            group.created_ms = kept.oldest_us / 1000;
            group.stored_bytes = kept.bytes;
        }
        if let Some(own) = own {
            let tally = self.0.tallies.of(&self.0.store, own.id)?;
            group.created_ms = own.created_ms;
            group.retention_days = own.retention_days;
            group.stored_bytes += tally.bytes;
        }
        Ok(group)
    }

    /// Deletes a group with its streams and events; of a function's, what it has printed so far.
    pub async fn delete_group(&self, name: &GroupName) -> Result<(), GroupsError> {
        let _changing = self.0.changing.lock().await;
        let found = self.0.find(name).await?.ok_or(GroupsError::NoGroup)?;
        if let Some(own) = &found.own {
            let batch = Batch::new()
                .delete(key::group(name.as_str()))
                .delete(key::alive(own.id))
                .put(key::doomed(own.id, 0), Doomed::default().encode()?);
            self.0.store.commit(batch).await?;
            self.0.tallies.forget(own.id);
        }
        if let Some(function) = found.function {
            self.0.logs.forget(function).await?;
        }
        Ok(())
    }
}

impl Inner {
    pub(super) async fn find(&self, name: &GroupName) -> Result<Option<Found>, GroupsError> {
        let own = self.store.get(key::group(name.as_str()))?;
        let own = own.map(|entry| entry.record()).transpose()?;
        let function = match name.function() {
            Some(function) if self.logs.has(&function).await? => Some(function),
            _ => None,
        };
        let is_there = own.is_some() || function.is_some();
        Ok(Some(Found { own, function }).filter(|_| is_there))
    }

    /// The record of a group, made now for a function's group that has none. `changing` is held.
    pub(super) async fn own(&self, name: &GroupName) -> Result<GroupRecord, GroupsError> {
        let found = self.find(name).await?.ok_or(GroupsError::NoGroup)?;
        match (found.own, found.function) {
            (Some(own), _) => Ok(own),
            (None, function) => {
                let kept = self.logs.kept(&function.unwrap_or_default())?.unwrap_or_default();
                let created_ms = kept.oldest_us / 1000;
                self.make(name, GroupRecord { created_ms, ..GroupRecord::default() }).await
            }
        }
    }

    async fn make(
        &self,
        name: &GroupName,
        record: GroupRecord,
    ) -> Result<GroupRecord, GroupsError> {
        let mut count = 0;
        self.store.snapshot()?.each(key::groups(), |_| {
            count += 1;
            ControlFlow::Continue(())
        })?;
        if count >= GROUPS_MAX {
            return Err(GroupsError::LimitExceeded);
        }
        let record = GroupRecord { id: self.numbers(1), ..record };
        let (group, alive) = (key::group(name.as_str()), key::alive(record.id));
        let batch = Batch::new()
            .absent(&group)
            .absent(&alive)
            .put(&group, record.encode()?)
            .put(&alive, There.encode()?);
        self.store.commit(batch).await?;
        Ok(record)
    }

    /// Changes what is known of a group.
    pub(super) async fn change(
        &self,
        name: &GroupName,
        change: impl FnOnce(&mut GroupRecord) -> Result<(), GroupsError>,
    ) -> Result<(), GroupsError> {
        let _changing = self.changing.lock().await;
        let mut record = self.own(name).await?;
        change(&mut record)?;
        let batch = Batch::new()
            .present(key::alive(record.id))
            .put(key::group(name.as_str()), record.encode()?);
        self.store.commit(batch).await?;
        Ok(())
    }
}
