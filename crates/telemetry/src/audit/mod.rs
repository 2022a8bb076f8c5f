//! Who was refused what, and why.
//!
//! [`Audit::note`] never waits: refusals that are alike are counted together for a moment and then
//! written in one commit. What strangers did is kept apart from what the platform's own users did, each
//! up to a number of entries, so that nobody can fill the disk, and a stranger cannot push out what
//! a user was refused.

mod intake;
mod key;
mod read;
mod record;
mod writer;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use store::Store;
use tokio::sync::{Notify, oneshot};
use tokio::task::JoinHandle;

pub use read::AuditQuery;
pub use record::{Kept, Refusal};

use crate::Error;
use crate::clock::now_us;
use intake::Intake;

/// A handle to the log of refusals; clones are the same.
#[derive(Debug, Clone)]
pub struct Audit(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    shared: Arc<Shared>,
    writer: Mutex<Option<JoinHandle<()>>>,
}

/// What the handles and the writer share.
#[derive(Debug)]
struct Shared {
    store: Store,
    intake: Mutex<Intake>,
    orders: Mutex<Orders>,
    /// There is something to do.
    wake: Notify,
    /// It should be done at once.
    hurry: Notify,
}

#[derive(Debug, Default)]
struct Orders {
    flushes: Vec<oneshot::Sender<Result<(), store::Error>>>,
    end: bool,
}

impl Audit {
    /// Must be called inside a tokio runtime.
    pub(crate) fn open(store: Store) -> Result<Self, Error> {
        let shared = Arc::new(Shared {
            store,
            intake: Mutex::default(),
            orders: Mutex::default(),
            wake: Notify::new(),
            hurry: Notify::new(),
        });
        let writer = tokio::spawn(writer::Writer::open(shared.clone())?.run());
        Ok(Self(Arc::new(Inner { shared, writer: Mutex::new(Some(writer)) })))
    }

    /// Keeps a refusal. It is on disk within about a second; with too many at once, some are only
    /// counted.
    pub fn note(&self, refusal: Refusal) {
        let shared = &self.0.shared;
        if shared.intake().offer(refusal, now_us()) {
            shared.wake.notify_one();
        }
    }

    /// Waits until everything noted before is on disk.
    pub async fn flush(&self) -> Result<(), Error> {
        let (done, answer) = oneshot::channel();
        {
            let mut orders = self.0.shared.orders();
            if orders.end {
                return Err(Error::Closed);
            }
            orders.flushes.push(done);
        }
        self.0.shared.wake.notify_one();
        self.0.shared.hurry.notify_one();
        Ok(answer.await.map_err(|_| Error::Closed)??)
    }

    /// Writes what is there and ends the writer.
    pub(crate) async fn close(&self) -> Result<(), Error> {
        let flushed = self.flush().await;
        self.0.shared.end();
        let writer = self.0.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(writer) = writer {
            // It is never aborted; had it panicked, the flush would have told.
            let _ = writer.await;
        }
        flushed
    }
}

impl Shared {
    /// Nothing that holds the lock can panic half-way through a change that matters.
    fn intake(&self) -> MutexGuard<'_, Intake> {
        self.intake.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn orders(&self) -> MutexGuard<'_, Orders> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn end(&self) {
        self.orders().end = true;
        self.wake.notify_one();
        self.hurry.notify_one();
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.shared.end();
    }
}
