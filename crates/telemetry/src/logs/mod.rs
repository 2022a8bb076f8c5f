//! The log of every function: accepted without waiting, committed in batches, kept for a while.

mod block;
mod bucket;
mod follow;
mod intake;
mod kept;
mod key;
mod lane;
mod pattern;
mod query;
mod retention;
mod view;
mod writer;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use store::Store;
use tokio::sync::{Notify, oneshot, watch};
use tokio::task::JoinHandle;

pub use follow::{Follow, FollowStream};
pub(crate) use key::BOOKS;
pub use key::Place;
pub use pattern::{Pattern, PatternError};
pub(crate) use query::Turn;
pub use query::{Page, Query};

use crate::clock::now_us;
use crate::{Error, LogEvent, Options};
use intake::Intake;
use writer::Writer;

#[derive(Debug)]
pub(crate) struct Logs {
    shared: Arc<Shared>,
    writer: Mutex<Option<JoinHandle<()>>>,
}

/// What the handles and the writer task share.
#[derive(Debug)]
struct Shared {
    store: Store,
    options: Options,
    intake: Mutex<Intake>,
    orders: Mutex<Vec<Forget>>,
    /// Tells the writer that there is something to do.
    wake: Notify,
    progress: watch::Sender<Progress>,
    wanted: watch::Sender<Wanted>,
}

/// How far the writer has come.
#[derive(Debug, Clone, Default)]
struct Progress {
    /// Everything up to this number is on disk or lost.
    seq: u64,
    losses: u64,
    why: Option<store::Error>,
    ended: bool,
}

#[derive(Debug, Clone, Copy, Default)]
struct Wanted {
    /// Somebody waits for everything up to this number.
    flush_to: u64,
    end: bool,
}

#[derive(Debug)]
struct Forget {
    function: Arc<str>,
    up_to: Place,
    done: oneshot::Sender<Result<(), store::Error>>,
}

impl Logs {
    /// Must be called inside a tokio runtime.
    pub(crate) fn open(store: Store, options: Options) -> Self {
        let intake = Intake::new(&options, now_us());
        let (progress, _) = watch::channel(Progress { seq: intake.last_seq(), ..<_>::default() });
        let (wanted, _) = watch::channel(Wanted::default());
        let shared = Arc::new(Shared {
            store,
            options,
            intake: Mutex::new(intake),
            orders: Mutex::default(),
            wake: Notify::new(),
            progress,
            wanted,
        });
        let writer = tokio::spawn(Writer::new(shared.clone()).run());
        Self { shared, writer: Mutex::new(Some(writer)) }
    }

    pub(crate) fn log(&self, event: LogEvent) {
        if self.shared.intake().offer(event, now_us()) {
            self.shared.wake.notify_one();
        }
    }

    pub(crate) async fn flush(&self) -> Result<(), Error> {
        let mut progress = self.shared.progress.subscribe();
        let losses = progress.borrow().losses;
        let flush_to = {
            let mut intake = self.shared.intake();
            intake.write_notices(now_us(), true);
            intake.last_seq()
        };
        self.shared.wanted.send_modify(|it| it.flush_to = it.flush_to.max(flush_to));
        self.shared.wake.notify_one();
        let reached = progress.wait_for(|it| it.seq >= flush_to || it.ended).await;
        let reached = reached.map_err(|_| Error::Closed)?;
        match &reached.why {
            Some(why) if reached.losses != losses => Err(Error::Store(why.clone())),
            _ if reached.seq < flush_to => Err(Error::Closed),
            _ => Ok(()),
        }
    }

    /// Deletes the log of a function up to now.
    pub(crate) async fn forget(&self, function: Arc<str>) -> Result<(), Error> {
        let up_to = self.shared.intake().forget(&function, now_us());
        let (done, answer) = oneshot::channel();
        self.shared.orders().push(Forget { function, up_to, done });
        self.shared.wake.notify_one();
        let ended = async {
            // An error means that the sender is gone, and then everything has ended.
            let _ = self.shared.progress.subscribe().wait_for(|it| it.ended).await;
        };
        tokio::select! {
            biased;
            answer = answer => Ok(answer.map_err(|_| Error::Closed)??),
            () = ended => Err(Error::Closed),
        }
    }

    pub(crate) fn held_bytes(&self) -> usize {
        self.shared.intake().held_bytes()
    }

    /// Writes what is there and ends the writer.
    pub(crate) async fn close(&self) -> Result<(), Error> {
        let flushed = self.flush().await;
        self.end();
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(writer) = writer {
            // It is never aborted; had it panicked, the flush would have told.
            let _ = writer.await;
        }
        flushed
    }

    fn end(&self) {
        self.shared.wanted.send_modify(|it| it.end = true);
        self.shared.wake.notify_one();
    }
}

impl Drop for Logs {
    fn drop(&mut self) {
        self.end();
    }
}

impl Shared {
    /// Nothing that holds the lock can panic half-way through a change that matters.
    fn intake(&self) -> MutexGuard<'_, Intake> {
        self.intake.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn orders(&self) -> MutexGuard<'_, Vec<Forget>> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
