//! Functions in the store. `(FUNCTIONS, "function", name)` holds the latest version,
//! `(FUNCTIONS, "published", name, number)` one that stays, `(FUNCTIONS, "settings", name)` what
//! belongs to all of them, and `(FUNCTIONS, "version")` the last [`VersionId`] that was given.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use store::{Batch, Key, Keyspace, Range, Record, Snapshot, Store};

use super::{Entry, Index};
use crate::record::Kept;
use crate::{Error, Function, FunctionName, Label, Settings, VersionId};

const FUNCTIONS: Keyspace = Keyspace(1);

#[derive(serde::Serialize, serde::Deserialize)]
pub(super) struct LastVersion(pub(super) u64);

impl Record for LastVersion {
    const VERSION: u8 = 1;
}

fn functions() -> Key {
    Key::in_space(FUNCTIONS).text("function")
}

fn published() -> Key {
    Key::in_space(FUNCTIONS).text("published")
}

fn settings() -> Key {
    Key::in_space(FUNCTIONS).text("settings")
}

pub(super) fn counter() -> Key {
    Key::in_space(FUNCTIONS).text("version")
}

fn latest_key(name: &FunctionName) -> Key {
    functions().text(name.as_str())
}

fn published_key(name: &FunctionName, number: u64) -> Key {
    published().text(name.as_str()).u64(number)
}

fn settings_key(name: &FunctionName) -> Key {
    settings().text(name.as_str())
}

pub(super) fn read(store: &Store) -> Result<(Index, VersionId), Error> {
    let snapshot = store.snapshot()?;
    let mut entries: BTreeMap<FunctionName, Entry> = BTreeMap::new();
    each(&snapshot, functions(), |value| {
        let latest = Arc::new(Function::decode(value)?);
        let name = latest.name.clone();
        let entry = Entry { latest, published: BTreeMap::new(), settings: Arc::default() };
        entries.insert(name, entry);
        Ok(())
    })?;
    each(&snapshot, published(), |value| {
        let function = Function::decode(value)?;
        if let (Some(entry), Label::Published(number)) =
            (entries.get_mut(&function.name), function.label)
        {
            entry.published.insert(number, Arc::new(function));
        }
        Ok(())
    })?;
    for (name, entry) in &mut entries {
        let mut settings = Settings::default();
        if let Some(kept) = snapshot.get(settings_key(name))? {
            Kept(settings) = Kept::decode(&kept.value)?;
        }
        let latest = &entry.latest;
        settings.adopt_url(latest.config.url.as_ref(), latest.deployed_at_ms);
        entry.settings = Arc::new(settings);
    }
    let last = match snapshot.get(counter())? {
        Some(entry) => LastVersion::decode(&entry.value)?.0,
        None => 0,
    };
    let index = entries.into_iter().map(|(name, entry)| (name, Arc::new(entry))).collect();
    Ok((index, VersionId(last)))
}

/// The packages of all functions in the store, and those of the layers they have.
pub(crate) fn stored_packages(
    snapshot: &Snapshot,
    packages: &mut BTreeSet<blob::Hash>,
) -> Result<(), Error> {
    for of in [functions(), published()] {
        each(snapshot, of, |value| {
            let function = Function::decode(value)?;
            packages.insert(function.package);
            packages.extend(function.config.layers.iter().map(|layer| layer.package));
            Ok(())
        })?;
    }
    Ok(())
}

fn each(
    snapshot: &Snapshot,
    of: Key,
    mut take: impl FnMut(&[u8]) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut result = Ok(());
    snapshot.each(Range::prefix(of), |entry| {
        result = take(&entry.value);
        if result.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    result
}

/// With what is to be written to make the one the other.
pub(super) fn difference(
    mut batch: Batch,
    name: &FunctionName,
    old: Option<&Entry>,
    new: Option<&Entry>,
) -> Result<Batch, Error> {
    let Some(new) = new else {
        return Ok(match old {
            Some(old) => removal(batch, name, old),
            None => batch,
        });
    };
    let none = BTreeMap::new();
    let before = old.map_or(&none, |old| &old.published);
    let after = &new.published;
    for (number, function) in after {
        if before.get(number) != Some(function) {
            batch = batch.put(published_key(name, *number), function.encode()?);
        }
    }
    for gone in before.keys().filter(|number| !after.contains_key(number)) {
        batch = batch.delete(published_key(name, *gone));
    }
    if old.is_none_or(|old| old.latest != new.latest) {
        batch = batch.put(latest_key(name), new.latest.encode()?);
    }
    if old.map_or(&Settings::default(), |old| &*old.settings) != &*new.settings {
        batch = batch.put(settings_key(name), Kept(Settings::clone(&new.settings)).encode()?);
    }
    Ok(batch)
}

/// However many versions there are, few changes: so many fit in one commit.
fn removal(mut batch: Batch, name: &FunctionName, old: &Entry) -> Batch {
    batch = batch.delete(latest_key(name));
    if *old.settings != Settings::default() {
        batch = batch.delete(settings_key(name));
    }
    if !old.published.is_empty() {
        batch = batch.delete_range(Range::prefix(published().text(name.as_str())));
    }
    batch
}
