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
mod restore;
mod retention;
mod view;
mod writer;

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use store::Store;
use tokio::sync::{Notify, oneshot, watch};
use tokio::task::JoinHandle;

pub use follow::{Follow, FollowStream};
pub(crate) use key::BOOKS;
pub use key::Place;
pub(crate) use lane::Worth;
pub use pattern::{Pattern, PatternError};
pub(crate) use query::Turn;
pub use query::{Page, Query};

use crate::clock::now_us;
use crate::journal::{Journal, Left};
use crate::{Error, LogEvent, Options};
use intake::Intake;
use kept::Kept;
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
    journal: Option<Arc<Journal>>,
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
    /// How often the store has refused a batch.
    failures: u64,
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
    /// Must be called inside a tokio runtime. `left` is what an earlier run did not bring to the
    /// store.
    pub(crate) fn open(
        store: Store,
        options: Options,
        journal: Option<Arc<Journal>>,
        left: Vec<Left>,
    ) -> Result<Self, Error> {
        let mut intake = Intake::new(&options, journal.clone(), now_us());
        // What is restored is yet to be written.
        let written = intake.last_seq();
        let restored = restore::restore(&store, &mut intake, left)?;
        if restored > 0 {
            // Their numbers are older: whoever flushes waits for them too.
            intake.skip_one();
            tracing::info!(
                events = restored,
                "log events of the last run are brought to the store"
            );
        }
        let (progress, _) = watch::channel(Progress { seq: written, ..<_>::default() });
        let (wanted, _) = watch::channel(Wanted::default());
        let shared = Arc::new(Shared {
            store,
            options,
            journal,
            intake: Mutex::new(intake),
            orders: Mutex::default(),
            wake: Notify::new(),
            progress,
            wanted,
        });
        shared.wake.notify_one();
        let writer = tokio::spawn(Writer::new(shared.clone()).run());
        Ok(Self { shared, writer: Mutex::new(Some(writer)) })
    }

    pub(crate) fn log(&self, event: LogEvent) {
        if self.shared.intake().offer(event, now_us()) {
            self.shared.wake.notify_one();
        }
        if let Some(journal) = self.shared.journal.as_ref().filter(|journal| journal.has_plenty()) {
            // On a full disk it is tried again when the next call ends.
            let _: std::io::Result<()> = journal.write();
        }
    }

    /// Waits until everything logged before is on disk, and what was dropped is told of there. An
    /// error says why the store does not take it at the moment: it is tried again all the same.
    pub(crate) async fn flush(&self) -> Result<(), Error> {
        let mut progress = self.shared.progress.subscribe();
        let failures = progress.borrow().failures;
        let flush_to = {
            let mut intake = self.shared.intake();
            intake.write_notices(now_us(), true);
            if intake.owes_notices() {
                // The journal has room again when the store has taken something.
                return Err(Error::Store(store::Error::Full));
            }
            intake.last_seq()
        };
        self.shared.wanted.send_modify(|it| it.flush_to = it.flush_to.max(flush_to));
        self.shared.wake.notify_one();
        let failed = |it: &Progress| it.failures != failures;
        let reached = progress.wait_for(|it| it.seq >= flush_to || it.ended || failed(it)).await;
        let reached = reached.map_err(|_| Error::Closed)?;
        match &reached.why {
            Some(why) if failed(&reached) => Err(Error::Store(why.clone())),
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

    pub(crate) fn bytes_on_disk(&self) -> Result<u64, Error> {
        let (mut bytes, mut broken) = (0, None);
        self.shared.store.snapshot()?.each(key::all_kept(), |entry| {
            match entry.record::<Kept>() {
                Ok(kept) => {
                    bytes += kept.bytes;
                    ControlFlow::Continue(())
                }
                Err(error) => {
                    broken = Some(error);
                    ControlFlow::Break(())
                }
            }
        })?;
        broken.map_or(Ok(bytes), |error| Err(error.into()))
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
