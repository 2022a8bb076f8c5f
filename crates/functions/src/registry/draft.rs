//! A function while it is changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Entry;
use crate::{Error, Function, FunctionName, Label, Revision, Settings, VersionId};

#[derive(Debug)]
pub struct Draft {
    name: FunctionName,
    entry: Option<Arc<Entry>>,
    last: VersionId,
    now_ms: u64,
}

impl Draft {
    pub(super) fn new(
        name: FunctionName,
        entry: Option<Arc<Entry>>,
        last: VersionId,
        now_ms: u64,
    ) -> Self {
        Self { name, entry, last, now_ms }
    }

    pub(super) fn into_parts(self) -> (Option<Arc<Entry>>, VersionId) {
        (self.entry, self.last)
    }

    pub fn now_ms(&self) -> u64 {
        self.now_ms
    }

    /// What it is now; none before it is made.
    pub fn entry(&self) -> Option<&Entry> {
        self.entry.as_deref()
    }

    fn existing(&mut self) -> Result<&mut Entry, Error> {
        let entry = self.entry.as_mut().ok_or_else(|| Error::Unknown(self.name.to_string()))?;
        Ok(Arc::make_mut(entry))
    }

    /// Makes it, or makes its latest version this one. `version`, `revision` and the time are given
    /// here.
    pub fn put_latest(&mut self, function: Function) -> Result<Arc<Function>, Error> {
        self.last = VersionId(self.last.0 + 1);
        self.put_tried(function, self.last)
    }

    /// As [`put_latest`](Self::put_latest), with a number that was given before.
    pub(super) fn put_tried(
        &mut self,
        mut function: Function,
        version: VersionId,
    ) -> Result<Arc<Function>, Error> {
        let name = function.name.clone();
        function.config.check().map_err(|problem| Error::Config { name, problem })?;
        function.label = Label::Latest;
        function.version = version;
        function.revision = Revision::fresh();
        function.deployed_at_ms = self.now_ms;
        let latest = Arc::new(function);
        match &mut self.entry {
            Some(entry) => Arc::make_mut(entry).latest = latest.clone(),
            None => {
                let (published, settings) = (BTreeMap::new(), Arc::default());
                let entry = Entry { latest: latest.clone(), published, settings };
                self.entry = Some(Arc::new(entry));
            }
        }
        Ok(latest)
    }

    /// Changes what a running instance need not hear of.
    pub fn adjust_latest(
        &mut self,
        change: impl FnOnce(&mut Function),
    ) -> Result<Arc<Function>, Error> {
        let entry = self.existing()?;
        let function = Arc::make_mut(&mut entry.latest);
        change(function);
        function.revision = Revision::fresh();
        let (name, config) = (function.name.clone(), &function.config);
        config.check().map_err(|problem| Error::Config { name, problem })?;
        Ok(entry.latest.clone())
    }

    /// Makes what is worked on a version that stays, unless it is the one published last.
    pub fn publish(&mut self, description: Option<String>) -> Result<Arc<Function>, Error> {
        let (now_ms, version) = (self.now_ms, VersionId(self.last.0 + 1));
        let entry = self.existing()?;
        let number = entry.settings.published;
        if let Some(last) = entry.published.get(&number)
            && is_same(&entry.latest, last, description.as_deref())
        {
            return Ok(last.clone());
        }
        let number = number + 1;
        let mut function = Function::clone(&entry.latest);
        function.label = Label::Published(number);
        function.version = version;
        function.revision = Revision::fresh();
        function.deployed_at_ms = now_ms;
        if let Some(description) = description {
            function.config.declared.description = description;
        }
        let function = Arc::new(function);
        entry.published.insert(number, function.clone());
        Arc::make_mut(&mut entry.settings).published = number;
        self.last = version;
        Ok(function)
    }

    pub fn settings(&mut self) -> Result<&mut Settings, Error> {
        Ok(Arc::make_mut(&mut self.existing()?.settings))
    }

    /// Takes a published version away.
    pub fn remove_version(&mut self, number: u64) -> Result<Option<Arc<Function>>, Error> {
        Ok(self.existing()?.published.remove(&number))
    }

    /// Takes it away as a whole.
    pub fn remove(&mut self) -> Option<Arc<Entry>> {
        self.entry.take()
    }
}

/// Whether publishing again would change nothing.
fn is_same(latest: &Function, last: &Function, description: Option<&str>) -> bool {
    let described = description.unwrap_or(&latest.config.declared.description);
    let same_but_for_description = || {
        let mut config = latest.config.clone();
        config.declared.description.clone_from(&last.config.declared.description);
        // These belong to the function, not to its versions.
        config.concurrency = last.config.concurrency;
        config.url.clone_from(&last.config.url);
        config == last.config
    };
    latest.package == last.package
        && last.config.declared.description == described
        && same_but_for_description()
}
