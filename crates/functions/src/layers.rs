//! Layers: packages that functions share. A version of one never changes, and its number is never
//! given again.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use arc_swap::ArcSwap;
use serde::{Deserialize, Serialize};
use store::{Batch, Key, Keyspace, Range, Record, Store};
use tokio::sync::Mutex;

use crate::{Error, ResourcePolicy};

/// `(LAYERS, "version", name, number)` holds a [`LayerVersion`], `(LAYERS, "last", name)` the number
/// that was given last.
const LAYERS: Keyspace = Keyspace(8);

/// Stored as JSON, so that one without a newer setting is still understood.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LayerVersion {
    pub name: String,
    pub number: u64,
    pub description: String,
    pub package: Option<blob::Hash>,
    pub bytes: u64,
    pub runtimes: Vec<String>,
    pub architectures: Vec<String>,
    pub license: Option<String>,
    pub created_ms: u64,
    pub policy: Option<ResourcePolicy>,
}

#[derive(Serialize, Deserialize)]
struct Kept(#[serde(with = "crate::stored::json")] LayerVersion);

impl Record for Kept {
    const VERSION: u8 = 1;
}

#[derive(Serialize, Deserialize)]
struct Last(u64);

impl Record for Last {
    const VERSION: u8 = 1;
}

type Index = BTreeMap<String, BTreeMap<u64, Arc<LayerVersion>>>;

#[derive(Debug)]
pub struct Layers {
    store: Store,
    index: Arc<ArcSwap<Index>>,
    changing: Arc<Mutex<()>>,
    /// What the packages of one layer's versions may take.
    code_bytes_max: u64,
}

/// When nobody says otherwise.
const CODE_BYTES_MAX: u64 = 5 * 1024 * 1024 * 1024;

impl Layers {
    pub fn open(store: Store) -> Result<Self, Error> {
        let (mut index, mut wrong) = (Index::new(), None);
        let all = Range::prefix(Key::in_space(LAYERS).text("version"));
        store.snapshot()?.each(all, |entry| match Kept::decode(&entry.value) {
            Ok(Kept(layer)) => {
                let versions = index.entry(layer.name.clone()).or_default();
                versions.insert(layer.number, Arc::new(layer));
                ControlFlow::Continue(())
            }
            Err(error) => {
                wrong = Some(error);
                ControlFlow::Break(())
            }
        })?;
        match wrong {
            Some(error) => Err(error.into()),
            None => Ok(Self {
                store,
                index: Arc::new(ArcSwap::from_pointee(index)),
                changing: Arc::default(),
                code_bytes_max: CODE_BYTES_MAX,
            }),
        }
    }

    /// With a limit on what the packages of one layer's versions may take.
    #[must_use]
    pub fn with_code_limit(self, code_bytes_max: u64) -> Self {
        Self { code_bytes_max, ..self }
    }

    pub fn get(&self, name: &str, number: u64) -> Option<Arc<LayerVersion>> {
        self.index.load().get(name)?.get(&number).cloned()
    }

    /// All versions of a layer, the newest first.
    pub fn versions(&self, name: &str) -> Vec<Arc<LayerVersion>> {
        let index = self.index.load();
        index.get(name).into_iter().flat_map(|all| all.values().rev().cloned()).collect()
    }

    /// The newest version of each layer, by name.
    pub fn newest(&self) -> Vec<Arc<LayerVersion>> {
        let index = self.index.load();
        index.values().filter_map(|all| all.last_key_value()).map(|(_, one)| one.clone()).collect()
    }

    pub fn packages(&self) -> Vec<blob::Hash> {
        let index = self.index.load();
        index.values().flat_map(|all| all.values()).filter_map(|layer| layer.package).collect()
    }

    /// Makes it the next version of its layer.
    pub async fn publish(&self, mut layer: LayerVersion) -> Result<Arc<LayerVersion>, Error> {
        let turn = self.changing.clone().lock_owned().await;
        let others: u64 = self.versions(&layer.name).iter().map(|version| version.bytes).sum();
        let (bytes, most) = (others.saturating_add(layer.bytes), self.code_bytes_max);
        if bytes > most {
            let whose = format!("layer \"{}\"", layer.name);
            return Err(Error::TooMuchCode { whose, bytes, most });
        }
        let key = last_key(&layer.name);
        let last = self.store.snapshot()?.get(&key)?;
        let last = last.map(|entry| Last::decode(&entry.value)).transpose()?;
        layer.number = last.map_or(0, |Last(number)| number) + 1;
        let batch = Batch::new().put(key, Last(layer.number).encode()?);
        let layer = Arc::new(layer);
        self.keep(turn, batch, layer.clone()).await?;
        Ok(layer)
    }

    /// Changes who may use it.
    pub async fn set_policy(
        &self,
        name: &str,
        number: u64,
        policy: Option<ResourcePolicy>,
    ) -> Result<Option<Arc<LayerVersion>>, Error> {
        let turn = self.changing.clone().lock_owned().await;
        let Some(old) = self.get(name, number) else { return Ok(None) };
        let layer = Arc::new(LayerVersion { policy, ..LayerVersion::clone(&old) });
        self.keep(turn, Batch::new(), layer.clone()).await?;
        Ok(Some(layer))
    }

    /// Functions that have it keep it.
    pub async fn remove(&self, name: &str, number: u64) -> Result<(), Error> {
        let turn = self.changing.clone().lock_owned().await;
        if self.get(name, number).is_none() {
            return Ok(());
        }
        let batch = Batch::new().delete(version_key(name, number));
        let name = name.to_owned();
        self.change(turn, batch, move |index| {
            let left = index.get_mut(&name).map(|versions| {
                versions.remove(&number);
                versions.is_empty()
            });
            if left == Some(true) {
                index.remove(&name);
            }
        })
        .await
    }

    async fn keep(&self, turn: Turn, batch: Batch, layer: Arc<LayerVersion>) -> Result<(), Error> {
        let value = Kept(LayerVersion::clone(&layer)).encode()?;
        let batch = batch.put(version_key(&layer.name, layer.number), value);
        self.change(turn, batch, move |index| {
            index.entry(layer.name.clone()).or_default().insert(layer.number, layer);
        })
        .await
    }

    /// In a task of its own, as memory must follow what was committed.
    async fn change(
        &self,
        turn: Turn,
        batch: Batch,
        change: impl FnOnce(&mut Index) + Send + 'static,
    ) -> Result<(), Error> {
        let (store, shown) = (self.store.clone(), self.index.clone());
        let task = tokio::spawn(async move {
            store.commit(batch).await?;
            let mut index = Index::clone(&shown.load_full());
            change(&mut index);
            shown.store(Arc::new(index));
            drop(turn);
            Ok(())
        });
        task.await.unwrap_or(Err(Error::Store(store::Error::Closed)))
    }
}

/// The packages of the layers in the store.
pub(crate) fn stored_packages(
    snapshot: &store::Snapshot,
    packages: &mut BTreeSet<blob::Hash>,
) -> Result<(), Error> {
    let mut wrong = None;
    let all = Range::prefix(Key::in_space(LAYERS).text("version"));
    snapshot.each(all, |entry| match Kept::decode(&entry.value) {
        Ok(Kept(layer)) => {
            packages.extend(layer.package);
            ControlFlow::Continue(())
        }
        Err(error) => {
            wrong = Some(error);
            ControlFlow::Break(())
        }
    })?;
    wrong.map_or(Ok(()), |error| Err(error.into()))
}

type Turn = tokio::sync::OwnedMutexGuard<()>;

fn version_key(name: &str, number: u64) -> Key {
    Key::in_space(LAYERS).text("version").text(name).u64(number)
}

fn last_key(name: &str) -> Key {
    Key::in_space(LAYERS).text("last").text(name)
}
