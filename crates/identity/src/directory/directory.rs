//! The directory: everything in memory, every change committed before it is seen.

use std::collections::HashMap;
use std::sync::Arc;

use arc_swap::ArcSwap;
use functions::Registry;
use sha2::{Digest, Sha256};
use store::{Batch, Store};
use tokio::sync::Mutex;

use super::index::{Index, Op};
use super::seal::Sealer;
use super::used::Used;
use super::{DirectoryError, Face};
use crate::{Keyring, random};

#[derive(Debug)]
pub struct Directory {
    pub(super) account: Arc<str>,
    pub(super) store: Store,
    pub(super) registry: Arc<Registry>,
    pub(super) index: Arc<ArcSwap<Index>>,
    /// Held while a change is made, so that changes follow one another.
    changing: Arc<Mutex<()>>,
    pub(super) used: std::sync::Mutex<Used>,
    pub(super) sealer: Sealer,
}

/// A part of a list: what comes behind a name, and no more than so many.
#[derive(Debug, Clone)]
pub struct Page {
    pub path_prefix: String,
    /// The marker of the page before.
    pub after: Option<String>,
    pub limit: usize,
}

impl Default for Page {
    fn default() -> Self {
        Self { path_prefix: "/".into(), after: None, limit: 100 }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Listed<T> {
    pub items: Vec<T>,
    /// Where the next page begins, when there is one.
    pub marker: Option<String>,
}

impl Directory {
    /// Reads the directory of the account whose owner's keys these are. Functions have roles in it.
    pub fn open(
        store: Store,
        registry: Arc<Registry>,
        keys: &Keyring,
    ) -> Result<Self, DirectoryError> {
        let snapshot = store.snapshot()?;
        let index = Index::read(&snapshot)?;
        let used = Used::read(&snapshot)?;
        drop(snapshot);
        Ok(Self {
            account: keys.account().into(),
            store,
            registry,
            index: Arc::new(ArcSwap::from_pointee(index)),
            changing: Arc::default(),
            used: std::sync::Mutex::new(used),
            sealer: Sealer::new(&keys.admin().secret_key),
        })
    }

    pub fn account(&self) -> &str {
        &self.account
    }

    /// Decides by what is there, commits, and then shows what was committed. In a task of its own: a
    /// commit goes through even when its caller stops waiting, and memory must follow it.
    pub(super) async fn change<T>(
        &self,
        decide: impl FnOnce(&Index) -> Result<(Vec<Op>, T), DirectoryError>,
    ) -> Result<T, DirectoryError> {
        let alone = self.changing.clone().lock_owned().await;
        let before = self.index.load_full();
        let (ops, answer) = decide(&before)?;
        if ops.is_empty() {
            return Ok(answer);
        }
        let mut batch = Batch::new();
        let mut index = Index::clone(&before);
        for op in ops {
            batch = op.write(batch)?;
            index.apply(op);
        }
        let (store, shown) = (self.store.clone(), self.index.clone());
        let task = tokio::spawn(async move {
            store.commit(batch).await?;
            shown.store(Arc::new(index));
            drop(alone);
            Ok(())
        });
        // Only the end of the whole program takes the task away.
        task.await.unwrap_or(Err(DirectoryError::Store(store::Error::Closed)))?;
        Ok(answer)
    }

    pub(super) fn arn(&self, kind: &str, face: &Face) -> String {
        format!("arn:aws:iam::{}:{kind}{}{}", self.account, face.path, face.name)
    }
}

/// An id nobody has had: the kind's four letters and 17 more.
pub(super) fn fresh_id(prefix: &str) -> Result<String, DirectoryError> {
    let text = random::text(17, random::KEY_ID);
    let text = text.map_err(|error| DirectoryError::Random(error.to_string()))?;
    Ok(format!("{prefix}{text}"))
}

/// An id that is the same on every platform and after every start.
pub(super) fn lasting_id(prefix: &str, name: &str) -> String {
    let alphabet = random::KEY_ID;
    let hash = Sha256::digest(name.as_bytes());
    let letters = hash.iter().take(17);
    let letters = letters.map(|byte| char::from(alphabet[usize::from(*byte) % alphabet.len()]));
    format!("{prefix}{}", letters.collect::<String>())
}

/// The entities of a map that a page asks for, in the order of their names.
pub(super) fn page<T: Clone>(
    all: &std::collections::BTreeMap<String, T>,
    page: &Page,
    path: impl Fn(&T) -> &str,
) -> Listed<T> {
    use std::ops::Bound;
    let start = match &page.after {
        Some(after) => Bound::Excluded(after.clone()),
        None => Bound::Unbounded,
    };
    let rest = all.range((start, Bound::Unbounded));
    let mut fitting = rest.filter(|(_, entity)| path(entity).starts_with(&page.path_prefix));
    let (mut items, mut last) = (Vec::new(), None);
    for (name, entity) in fitting.by_ref().take(page.limit.max(1)) {
        items.push(entity.clone());
        last = Some(name.clone());
    }
    let marker = last.filter(|_| fitting.next().is_some());
    Listed { items, marker }
}

/// How often each managed policy is attached, and how often it is a boundary.
pub(super) fn uses(index: &Index) -> HashMap<&str, (usize, usize)> {
    let mut counts: HashMap<&str, (usize, usize)> = HashMap::new();
    let users = index.users.values().map(|user| (&user.holdings, user.boundary.as_deref()));
    let roles = index.roles.values().map(|role| (&role.holdings, role.boundary.as_deref()));
    let groups = index.groups.values().map(|group| (&group.holdings, None));
    for (holdings, boundary) in users.chain(roles).chain(groups) {
        for arn in &holdings.attached {
            counts.entry(arn).or_default().0 += 1;
        }
        if let Some(arn) = boundary {
            counts.entry(arn).or_default().1 += 1;
        }
    }
    counts
}
