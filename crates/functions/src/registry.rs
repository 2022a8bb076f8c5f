//! The registry: every deployed function in memory, every change committed before it is seen.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arc_swap::ArcSwap;
use store::{Batch, Key, Keyspace, Range, Record, Store};
use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::{AppName, Error, Function, FunctionConfig, FunctionName, OnFailure, VersionId};

/// `(FUNCTIONS, "function", name)` holds a [`Function`]; `(FUNCTIONS, "version")` the last number
/// given to a version.
const FUNCTIONS: Keyspace = Keyspace(1);

/// So many functions fit in one commit with room to spare.
const APP_FUNCTIONS_MAX: usize = 500;

type Index = BTreeMap<FunctionName, Arc<Function>>;

/// What a deploy wants one function to be.
#[derive(Debug, Clone)]
pub struct Spec {
    pub name: FunctionName,
    pub config: FunctionConfig,
    pub package: blob::Hash,
    pub package_bytes: u64,
    pub notes: Vec<String>,
}

/// What a deploy did to one function.
#[derive(Debug, Clone)]
pub struct Changed {
    pub function: Arc<Function>,
    pub change: Change,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Created,
    Updated,
    Unchanged,
    Removed,
}

#[derive(Debug)]
pub struct Registry {
    store: Store,
    index: Arc<ArcSwap<Index>>,
    /// Held while a change is made, so that changes follow one another.
    changing: Arc<Mutex<VersionId>>,
}

impl Registry {
    pub fn open(store: Store) -> Result<Self, Error> {
        let snapshot = store.snapshot()?;
        let mut index = Index::new();
        let mut range = Range::prefix(functions());
        loop {
            let page = snapshot.scan(range.clone(), 1_000)?;
            let Some(last) = page.last() else { break };
            range = range.starting_after(&last.key);
            for entry in &page {
                let function = Function::decode(&entry.value)?;
                index.insert(function.name.clone(), Arc::new(function));
            }
        }
        let last = match snapshot.get(counter())? {
            Some(entry) => LastVersion::decode(&entry.value)?.0,
            None => 0,
        };
        drop(snapshot);
        let changing = Arc::new(Mutex::new(VersionId(last)));
        Ok(Self { store, index: Arc::new(ArcSwap::from_pointee(index)), changing })
    }

    pub fn get(&self, name: &str) -> Option<Arc<Function>> {
        // A text that is no name is the name of no function.
        self.index.load().get(&FunctionName::parse(name).ok()?).cloned()
    }

    /// All functions, by name.
    pub fn list(&self) -> Vec<Arc<Function>> {
        self.index.load().values().cloned().collect()
    }

    /// Whether some function runs this package.
    pub fn packages(&self) -> BTreeSet<blob::Hash> {
        self.index.load().values().map(|function| function.package).collect()
    }

    /// Makes the app's functions be exactly these, or changes nothing.
    pub async fn deploy(
        &self,
        app: &AppName,
        specs: Vec<Spec>,
        now_ms: u64,
    ) -> Result<Vec<Changed>, Error> {
        let last = self.changing.clone().lock_owned().await;
        let before = self.index.load_full();
        check(app, &specs, &before)?;
        let mut next = *last;
        let mut batch = Batch::new();
        let mut index = Index::clone(&before);
        let mut changed = Vec::with_capacity(specs.len());
        for spec in specs {
            let old = before.get(&spec.name);
            if let Some(same) = old.filter(|old| is_same(old, &spec)) {
                changed.push(Changed { function: same.clone(), change: Change::Unchanged });
                continue;
            }
            next = VersionId(next.0 + 1);
            let function = Arc::new(Function {
                name: spec.name,
                app: app.clone(),
                version: next,
                config: spec.config,
                package: spec.package,
                package_bytes: spec.package_bytes,
                deployed_at_ms: now_ms,
                notes: spec.notes,
            });
            batch = batch.put(key(&function.name), function.encode()?);
            index.insert(function.name.clone(), function.clone());
            let change = if old.is_some() { Change::Updated } else { Change::Created };
            changed.push(Changed { function, change });
        }
        let kept: BTreeSet<_> = changed.iter().map(|c| c.function.name.clone()).collect();
        for gone in before.values().filter(|f| f.app == *app && !kept.contains(&f.name)) {
            batch = batch.delete(key(&gone.name));
            index.remove(&gone.name);
            changed.push(Changed { function: gone.clone(), change: Change::Removed });
        }
        if changed.iter().any(|c| c.change != Change::Unchanged) {
            batch = batch.put(counter(), LastVersion(next.0).encode()?);
            self.change(last, batch, next, index).await?;
        }
        Ok(changed)
    }

    pub async fn remove(&self, name: &str) -> Result<Arc<Function>, Error> {
        let last = self.changing.clone().lock_owned().await;
        let function =
            self.get(name).ok_or_else(|| Error::Unknown(name.chars().take(64).collect()))?;
        let batch = Batch::new().delete(key(&function.name));
        let mut index = Index::clone(&self.index.load_full());
        index.remove(&function.name);
        let next = *last;
        self.change(last, batch, next, index).await?;
        Ok(function)
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

#[derive(serde::Serialize, serde::Deserialize)]
struct LastVersion(u64);

impl Record for LastVersion {
    const VERSION: u8 = 1;
}

fn functions() -> Key {
    Key::in_space(FUNCTIONS).text("function")
}

fn key(name: &FunctionName) -> Key {
    functions().text(name.as_str())
}

fn counter() -> Key {
    Key::in_space(FUNCTIONS).text("version")
}

fn is_same(old: &Function, spec: &Spec) -> bool {
    old.config == spec.config && old.package == spec.package && old.notes == spec.notes
}

fn check(app: &AppName, specs: &[Spec], before: &Index) -> Result<(), Error> {
    if specs.len() > APP_FUNCTIONS_MAX {
        return Err(Error::TooMany { most: APP_FUNCTIONS_MAX, found: specs.len() });
    }
    let mut names = BTreeSet::new();
    for spec in specs {
        let name = &spec.name;
        if !names.insert(name) {
            return Err(Error::Twice(name.clone()));
        }
        if let Some(other) = before.get(name).filter(|other| other.app != *app) {
            return Err(Error::Taken { name: name.clone(), owner: other.app.clone() });
        }
        spec.config.check().map_err(|problem| Error::Config { name: name.clone(), problem })?;
    }
    for spec in specs {
        let Some(OnFailure::Function(target)) = &spec.config.on_failure else { continue };
        let stays = before.get(target).is_some_and(|function| function.app != *app);
        let problem = if leads_back(&spec.name, specs, before) {
            "on_failure leads back to the function itself, which would fail for ever; \
             let the last one have none"
                .to_owned()
        } else if !stays && !names.contains(target) {
            format!("on_failure names \"{target}\", which is not deployed")
        } else {
            continue;
        };
        return Err(Error::Config { name: spec.name.clone(), problem });
    }
    Ok(())
}

/// Whether a function's letters of failure come back to it, however many functions they go through.
fn leads_back(name: &FunctionName, specs: &[Spec], before: &Index) -> bool {
    let new: BTreeMap<_, _> = specs.iter().map(|spec| (&spec.name, &spec.config)).collect();
    let next = |name: &FunctionName| {
        let config = new.get(name).copied().or_else(|| Some(&before.get(name)?.config));
        let OnFailure::Function(target) = config?.on_failure.as_ref()?;
        Some(target)
    };
    // A chain that does not come back may still end in a circle of others: they are told of it.
    let mut seen = BTreeSet::new();
    let mut at = next(name);
    while let Some(target) = at.filter(|target| seen.insert(*target)) {
        if target == name {
            return true;
        }
        at = next(target);
    }
    false
}
