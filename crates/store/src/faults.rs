use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;

use crate::Version;
use crate::engine::Failure;

pub(crate) type Rows = BTreeMap<Bytes, (Version, Bytes)>;

/// Causes faults in a store in memory, and is the "disk" behind it.
///
/// ```ignore
/// let faults = Faults::new();
/// let store = Store::in_memory_with(Options::default(), faults.clone())?;
/// faults.crash();                                                   // everything fails from here on
/// let store = Store::in_memory_with(Options::default(), faults)?;   // what was acknowledged is there
/// ```
#[derive(Debug, Clone, Default)]
pub struct Faults(Arc<Disk>);

#[derive(Debug, Default)]
struct Disk {
    state: Mutex<State>,
    released: Condvar,
}

#[derive(Debug, Default)]
pub(crate) struct State {
    /// Behind an `Arc` so that a snapshot is a clone of it; a commit copies it while one lives.
    pub(crate) rows: Arc<Rows>,
    pub(crate) reserved: u64,
    next: Option<Fault>,
    full: bool,
    delay: Duration,
    held: bool,
    /// Counts crashes: a store made before the last one stays dead.
    life: u64,
    commits: u64,
}

#[derive(Debug, Clone, Copy)]
enum Fault {
    Full,
    Before,
    After,
}

/// What became of a commit on the "disk".
pub(crate) enum Fate {
    Applied,
    Failed(Failure),
}

impl Faults {
    pub fn new() -> Self {
        Faults::default()
    }

    /// The next commit finds the disk full: nothing is written, the store goes on.
    pub fn full_next(&self) {
        self.lock().next = Some(Fault::Full);
    }

    /// Every commit finds the disk full, until [`Faults::free`].
    pub fn fill(&self) {
        self.lock().full = true;
    }

    pub fn free(&self) {
        self.lock().full = false;
    }

    /// The next commit fails before it is applied, which poisons the store.
    pub fn fail_next_before(&self) {
        self.lock().next = Some(Fault::Before);
    }

    /// The next commit is applied, but reported as failed, which poisons the store.
    pub fn fail_next_after(&self) {
        self.lock().next = Some(Fault::After);
    }

    /// Every commit takes that much longer, until changed.
    pub fn delay(&self, delay: Duration) {
        self.lock().delay = delay;
    }

    /// Commits wait just before they are applied until [`Faults::release`].
    pub fn hold(&self) {
        self.lock().held = true;
    }

    pub fn release(&self) {
        self.lock().held = false;
        self.0.released.notify_all();
    }

    /// The process "dies": what was acknowledged stays for the next store made with this handle,
    /// what was not may be gone, and the present store refuses everything.
    pub fn crash(&self) {
        let mut state = self.lock();
        state.life += 1;
        (state.held, state.full) = (false, false);
        state.next = None;
        self.0.released.notify_all();
    }

    /// How many transactions were applied: a real store would have synced as often.
    pub fn commits(&self) -> u64 {
        self.lock().commits
    }

    pub(crate) fn life(&self) -> u64 {
        self.lock().life
    }

    pub(crate) fn alive(&self, life: u64) -> bool {
        self.lock().life == life
    }

    pub(crate) fn read<T>(&self, read: impl FnOnce(&State) -> T) -> T {
        read(&self.lock())
    }

    /// Applies a commit with the faults ordered for it.
    pub(crate) fn apply(&self, life: u64, write: impl FnOnce(&mut State)) -> Fate {
        let delay = self.lock().delay;
        if !delay.is_zero() {
            std::thread::sleep(delay);
        }
        let mut state = self.lock();
        while state.held {
            state = self.0.released.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.life != life {
            return Fate::Failed(crashed());
        }
        let fault = state.next.take().or(state.full.then_some(Fault::Full));
        match fault {
            Some(Fault::Full) => return Fate::Failed(Failure::Full),
            Some(Fault::Before) => return Fate::Failed(injected()),
            Some(Fault::After) | None => {}
        }
        write(&mut state);
        state.commits += 1;
        match fault {
            Some(_) => Fate::Failed(injected()),
            None => Fate::Applied,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(crate) fn crashed() -> Failure {
    Failure::Broken("a crash, injected by a test".into())
}

fn injected() -> Failure {
    Failure::Broken("an I/O error, injected by a test".into())
}
