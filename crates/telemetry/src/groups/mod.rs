//! Log groups and their streams, as CloudWatch Logs has them.
//!
//! What clients put lies in rows of its own, one for each event, a group's events in the order of
//! their times; a stream is no more than a label on them. What functions print lies where it always
//! did, and is shown as the group `/aws/lambda/NAME`: it exists as soon as the function has said
//! something, and clients may add streams of their own to it.

mod check;
mod error;
mod events;
mod filter;
mod get;
mod group;
mod key;
mod lists;
mod live;
mod names;
mod position;
mod put;
mod record;
mod retention;
mod source;
mod stream;
mod sweep;
mod tags;
mod tally;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use store::Store;
use tokio::sync::{Mutex, MutexGuard};
use tokio::task::JoinHandle;

use crate::Options;
use crate::clock::now_us;
use crate::logs::Logs;
use live::Readers;
use tally::Tallies;

pub use check::{InputEvent, Rejected};
pub use error::GroupsError;
pub use filter::{Filter, FilteredEvent, FilteredPage, Streams};
pub use get::{EventsPage, GetEvents, OutputEvent};
pub use group::Group;
pub use lists::{GroupsPage, GroupsQuery, Order, StreamsPage, StreamsQuery};
pub use live::{Live, LiveNews, Put};
pub use names::{GroupName, StreamName};
pub use retention::RETENTION_DAYS;
pub use stream::Stream;

/// Groups of a platform, beside those of its functions; and streams of a group.
const GROUPS_MAX: usize = 10_000;
const STREAMS_MAX: u64 = 100_000;
/// Puts to so many streams go on side by side.
const LANES: usize = 64;

/// A handle to the log groups; clones are the same.
#[derive(Debug, Clone)]
pub struct LogGroups(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    store: Store,
    logs: Arc<Logs>,
    keep_bytes: u64,
    /// Held while a group or a stream is made, changed or deleted.
    changing: Mutex<()>,
    /// One of these is held while events are put into a stream.
    lanes: Vec<Mutex<()>>,
    tallies: Tallies,
    readers: Readers,
    /// The last number given to a group, a stream or an event.
    numbers: AtomicU64,
    sweeper: std::sync::OnceLock<JoinHandle<()>>,
}

impl LogGroups {
    /// Must be called inside a tokio runtime.
    pub(crate) fn open(store: Store, logs: Arc<Logs>, options: &Options) -> Self {
        let inner = Arc::new(Inner {
            store,
            logs,
            keep_bytes: options.keep_group_bytes,
            changing: Mutex::new(()),
            lanes: (0..LANES).map(|_| Mutex::new(())).collect(),
            tallies: Tallies::default(),
            readers: Readers::default(),
            // Higher than any number given before a restart: no one puts 4096 events per µs.
            numbers: AtomicU64::new(now_us() << 12),
            sweeper: std::sync::OnceLock::new(),
        });
        let every = Duration::from_millis(options.housekeeping_ms.max(1));
        let sweeper = tokio::spawn(keep_sweeping(Arc::downgrade(&inner), every));
        // It was made a moment ago and is set here alone.
        let _ = inner.sweeper.set(sweeper);
        Self(inner)
    }

    /// Ends what goes on by itself.
    pub(crate) fn close(&self) {
        if let Some(sweeper) = self.0.sweeper.get() {
            sweeper.abort();
        }
    }
}

impl Inner {
    /// The first of so many numbers never given before.
    fn numbers(&self, count: usize) -> u64 {
        self.numbers.fetch_add(count as u64, Ordering::Relaxed) + 1
    }

    /// Held for a stream while events are put into it.
    async fn lane(&self, stream: u64) -> MutexGuard<'_, ()> {
        // As many as there were made; the remainder is one of them.
        self.lanes[(stream % LANES as u64) as usize].lock().await
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let Some(sweeper) = self.sweeper.get() {
            sweeper.abort();
        }
    }
}

async fn keep_sweeping(groups: Weak<Inner>, every: Duration) {
    loop {
        tokio::time::sleep(every).await;
        let Some(groups) = groups.upgrade() else { return };
        if let Err(error) = groups.sweep(now_us()).await {
            tracing::warn!(%error, "could not delete log events whose time is over");
        }
    }
}
