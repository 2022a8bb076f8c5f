//! The registry: every function in memory, every change committed before it is seen.

mod deploy;
mod draft;
mod entry;
mod index;
mod kept;

use std::collections::BTreeSet;
use std::sync::Arc;

use arc_swap::ArcSwap;
use store::{Batch, Record, Store};
use tokio::sync::{Mutex, OwnedMutexGuard};

pub use deploy::{Change, Changed, Spec, Tried};
pub use draft::Draft;
pub use entry::{Entry, Events, Unresolved};
use index::Index;
use kept::LastVersion;
pub(crate) use kept::stored_packages;

use crate::{Error, Function, FunctionName, VersionId};

#[derive(Debug)]
pub struct Registry {
    store: Store,
    index: Arc<ArcSwap<Index>>,
    /// Held while a change is made, so that changes follow one another.
    changing: Arc<Mutex<VersionId>>,
    /// What the packages of one function's versions may take.
    code_bytes_max: u64,
}

/// When nobody says otherwise.
const CODE_BYTES_MAX: u64 = 5 * 1024 * 1024 * 1024;

impl Registry {
    pub fn open(store: Store) -> Result<Self, Error> {
        let (index, last) = kept::read(&store)?;
        let changing = Arc::new(Mutex::new(last));
        let index = Arc::new(ArcSwap::from_pointee(index));
        Ok(Self { store, index, changing, code_bytes_max: CODE_BYTES_MAX })
    }

    /// With a limit on what the packages of one function's versions may take.
    #[must_use]
    pub fn with_code_limit(self, code_bytes_max: u64) -> Self {
        Self { code_bytes_max, ..self }
    }

    pub fn entry(&self, name: &str) -> Option<Arc<Entry>> {
        // A text that is no name is the name of no function.
        self.index.load().get(&FunctionName::parse(name).ok()?).cloned()
    }

    /// By a name whose capitals were lost, as those of host names are.
    pub fn entry_in_any_case(&self, name: &str) -> Option<Arc<Entry>> {
        let index = self.index.load();
        index
            .iter()
            .find(|(own, _)| own.as_str().eq_ignore_ascii_case(name))
            .map(|(_, e)| e.clone())
    }

    /// The version of the function that is worked on.
    pub fn get(&self, name: &str) -> Option<Arc<Function>> {
        self.entry(name).map(|entry| entry.latest.clone())
    }

    /// All functions, by name.
    pub fn list(&self) -> Vec<Arc<Function>> {
        self.index.load().values().map(|entry| entry.latest.clone()).collect()
    }

    pub fn all(&self) -> Vec<Arc<Entry>> {
        self.index.load().values().cloned().collect()
    }

    /// Up to `most` functions, by name, of those after `last`.
    pub fn page(&self, last: Option<&FunctionName>, most: usize) -> Vec<Arc<Entry>> {
        self.index.load().after(last).take(most).cloned().collect()
    }

    /// Every package that some version of some function is made of.
    pub fn packages(&self) -> BTreeSet<blob::Hash> {
        let mut packages = BTreeSet::new();
        for function in self.index.load().values().flat_map(|entry| entry.all()) {
            packages.insert(function.package);
            packages.extend(function.config.layers.iter().map(|layer| layer.package));
        }
        packages
    }

    /// Changes one function, or makes it where there is none: `change` sees what it is now and says
    /// what it becomes. What it refuses is not changed at all.
    pub async fn edit<T, E: From<Error>>(
        &self,
        name: &FunctionName,
        now_ms: u64,
        change: impl FnOnce(&mut Draft) -> Result<T, E>,
    ) -> Result<T, E> {
        let last = self.changing.clone().lock_owned().await;
        let before = self.index.load_full();
        let old = before.get(name);
        let mut draft = Draft::new(name.clone(), old.cloned(), *last, now_ms);
        let result = change(&mut draft)?;
        let (new, next) = draft.into_parts();
        if old == new.as_ref() {
            return Ok(result);
        }
        self.check_code(old.map(|old| &**old), new.as_deref())?;
        let batch =
            Batch::new().put(kept::counter(), LastVersion(next.0).encode().map_err(Error::from)?);
        let batch = kept::difference(batch, name, old.map(|old| &**old), new.as_deref())?;
        let mut index = Index::clone(&before);
        match new {
            Some(entry) => index.insert(name.clone(), entry),
            None => index.remove(name),
        };
        self.change(last, batch, next, index).await?;
        Ok(result)
    }

    /// A function that takes too much may still be made smaller.
    fn check_code(&self, old: Option<&Entry>, new: Option<&Entry>) -> Result<(), Error> {
        let Some(new) = new else { return Ok(()) };
        let (bytes, most) = (new.code_bytes(), self.code_bytes_max);
        if bytes > most && old.is_none_or(|old| old.code_bytes() < bytes) {
            let whose = format!("function \"{}\"", new.latest.name);
            return Err(Error::TooMuchCode { whose, bytes, most });
        }
        Ok(())
    }

    /// Removes the function with all its versions.
    pub async fn remove(&self, name: &str) -> Result<Arc<Entry>, Error> {
        let unknown = || Error::Unknown(name.chars().take(64).collect());
        let name = FunctionName::parse(name).map_err(|_| unknown())?;
        self.edit(&name, 0, |draft| draft.remove().ok_or_else(unknown)).await
    }

    /// Commits, and then shows what was committed. In a task of its own: a commit goes through even
    /// when its caller stops waiting, and memory must follow it.
    async fn change(
        &self,
        mut last: OwnedMutexGuard<VersionId>,
        batch: Batch,
        next: VersionId,
        index: Index,
    ) -> Result<(), Error> {
        let (store, shown) = (self.store.clone(), self.index.clone());
        let task = tokio::spawn(async move {
            store.commit(batch).await?;
            *last = next;
            shown.store(Arc::new(index));
            Ok(())
        });
        // Only the end of the whole program takes the task away.
        task.await.unwrap_or(Err(Error::Store(store::Error::Closed)))
    }
}
