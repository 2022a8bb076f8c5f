//! Which packages are unpacked, who has them, and how much they take.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use blob::Hash;
use tokio::sync::OnceCell;

use super::room::Room;

#[derive(Debug)]
pub(super) struct Places {
    known: HashMap<Hash, Arc<Place>>,
    /// What lay in the directory at the start and is no package.
    pub(super) strangers: Vec<PathBuf>,
    /// Shared with every [`Room`].
    used: Arc<AtomicU64>,
}

#[derive(Debug)]
pub(super) struct Place {
    pub(super) path: PathBuf,
    /// There once the package is unpacked.
    pub(super) room: OnceCell<Room>,
    touched: Mutex<Instant>,
}

impl Places {
    pub(super) fn new(found: Vec<PathBuf>, now: Instant) -> Self {
        let (mut known, mut strangers) = (HashMap::new(), Vec::new());
        for path in found {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            match name.parse() {
                Ok(hash) => drop(known.insert(hash, Arc::new(Place::new(path, now)))),
                Err(_) => strangers.push(path),
            }
        }
        Self { known, strangers, used: Arc::default() }
    }

    pub(super) fn get_or_insert(
        &mut self,
        package: &Hash,
        path: impl FnOnce() -> PathBuf,
        now: Instant,
    ) -> Arc<Place> {
        let place = self.known.entry(*package);
        place.or_insert_with(|| Arc::new(Place::new(path(), now))).clone()
    }

    /// Takes out a package that nobody has.
    pub(super) fn remove(&mut self, package: &Hash) -> Option<Arc<Place>> {
        // Whoever has one got it from here, under the lock that is held now.
        let unused = |place: &&Arc<Place>| Arc::strong_count(place) == 1;
        self.known.get(package).filter(unused)?;
        self.known.remove(package)
    }

    pub(super) fn contains(&self, package: &Hash) -> bool {
        self.known.contains_key(package)
    }

    /// Those that nobody has, and for how long: the longest unused first.
    pub(super) fn idle(&self, now: Instant) -> Vec<(Hash, Duration)> {
        let unused = self.known.iter().filter(|(_, place)| Arc::strong_count(place) == 1);
        let mut idle: Vec<_> = unused
            .map(|(hash, place)| (*hash, now.saturating_duration_since(place.touched())))
            .collect();
        idle.sort_by_key(|(_, idle)| std::cmp::Reverse(*idle));
        idle
    }

    /// Those found at the start that nobody has asked for, and that are not counted yet.
    pub(super) fn unmeasured(&self) -> Vec<Arc<Place>> {
        let known = self.known.values();
        known.filter(|place| !place.room.initialized() && place.path.is_dir()).cloned().collect()
    }

    pub(super) fn bytes(&self) -> u64 {
        self.used.load(Relaxed)
    }

    pub(super) fn take_room(&self, bytes: u64) -> Room {
        Room::take(self.used.clone(), bytes)
    }
}

impl Place {
    fn new(path: PathBuf, now: Instant) -> Self {
        Self { path, room: OnceCell::new(), touched: Mutex::new(now) }
    }

    pub(super) fn touch(&self, now: Instant) {
        *self.touched.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }

    fn touched(&self) -> Instant {
        *self.touched.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
