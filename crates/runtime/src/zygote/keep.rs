//! Which functions have a zygote, and which cannot have one and why.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use functions::VersionId;

use super::Zygote;
use super::selftest::Tested;
use crate::{Hosts, Interpreter};

/// Zygotes at once. Each holds what its function needs in memory to be loaded.
const MOST: usize = 32;

/// All zygotes. Clones are handles to the same ones.
#[derive(Debug, Clone, Default)]
pub struct Zygotes(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    wanted: bool,
    tested: HashMap<PathBuf, Tested>,
    all: HashMap<VersionId, Place>,
}

#[derive(Debug)]
enum Place {
    Growing,
    Ready { zygote: Arc<Zygote>, used: Instant },
    Unfit { why: String },
}

impl Zygotes {
    /// None at all, or as functions are started.
    pub fn new(wanted: bool) -> Self {
        Self(Arc::new(Mutex::new(State { wanted, ..State::default() })))
    }

    pub(crate) fn of(&self, version: VersionId) -> Option<Arc<Zygote>> {
        match self.lock().all.get_mut(&version)? {
            Place::Ready { zygote, used } if zygote.is_alive() => {
                *used = Instant::now();
                Some(zygote.clone())
            }
            _ => None,
        }
    }

    /// Whether one is to be made now. Whoever is told so settles it.
    pub(super) fn claim(&self, version: VersionId) -> bool {
        let mut state = self.lock();
        let there = match state.all.get(&version) {
            Some(Place::Ready { zygote, .. }) => zygote.is_alive(),
            Some(_) => true,
            None => false,
        };
        if !state.wanted || there {
            return false;
        }
        state.make_room();
        state.all.insert(version, Place::Growing);
        true
    }

    pub(super) fn settle(&self, version: VersionId, grown: Result<Zygote, String>) {
        let mut state = self.lock();
        // Its function may have been removed meanwhile.
        if let Some(place) = state.all.get_mut(&version) {
            *place = match grown {
                Ok(zygote) => Place::Ready { zygote: Arc::new(zygote), used: Instant::now() },
                Err(why) => Place::Unfit { why },
            };
        }
    }

    /// One that did not do what it is for is not tried again.
    pub(crate) fn dismiss(&self, zygote: &Zygote, why: &str) {
        tracing::debug!(version = zygote.version.0, why, "its zygote is given up");
        let place = Place::Unfit { why: why.to_owned() };
        self.lock().all.insert(zygote.version, place);
    }

    /// Forgets those of versions that are not current any more.
    pub fn keep(&self, is_current: impl Fn(VersionId) -> bool) {
        self.lock().all.retain(|version, _| is_current(*version));
    }

    /// Gives up all of them, as the machine runs out of memory or the platform stops.
    pub fn shed(&self) {
        self.lock().all.retain(|_, place| !matches!(place, Place::Ready { .. }));
    }

    /// No more from now on.
    pub fn close(&self) {
        let mut state = self.lock();
        state.wanted = false;
        state.all.clear();
    }

    /// How instances of this version start, for people; nothing before the first has.
    pub fn describe(&self, version: VersionId) -> Option<String> {
        match self.lock().all.get(&version)? {
            Place::Growing => None,
            Place::Ready { .. } => Some("as copies of a loaded one".into()),
            Place::Unfit { why } => Some(format!("from nothing: {why}")),
        }
    }

    /// Tries on each interpreter whether its programs can be copied here. Blocking.
    pub fn test(&self, hosts: &Hosts) {
        for interpreter in crate::all().iter().filter(|one| one.supported()) {
            let tested = super::try_copying(hosts, interpreter);
            self.lock().tested.insert(interpreter.path.clone(), tested);
        }
    }

    /// What came out of the test, once there is something.
    pub(super) fn tested(&self, interpreter: &Interpreter) -> Option<Tested> {
        self.lock().tested.get(&interpreter.path).cloned()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn make_room(&mut self) {
        let ready = |place: &Place| match place {
            Place::Ready { used, .. } => Some(*used),
            _ => None,
        };
        let all: Vec<_> = self.all.iter().filter_map(|(v, p)| Some((ready(p)?, *v))).collect();
        if all.len() >= MOST
            && let Some((_, oldest)) = all.iter().min()
        {
            self.all.remove(oldest);
        }
    }
}
