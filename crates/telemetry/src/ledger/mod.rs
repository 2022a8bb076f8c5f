//! The ledger: one record per call, never dropped, so that the sum of records is the number of
//! calls. It is in the journal before its call is answered, and in the store behind the call's log
//! lines.

mod histogram;
mod history;
mod key;
mod query;
mod record;
mod rollup;
mod totals;
mod writer;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use store::{Batch, Record as _, Store};
use tokio::sync::{Notify, mpsc, oneshot, watch};
use tokio::task::JoinHandle;
use tokio::time::sleep;

pub use record::{Outcome, Record, Trigger};
pub use totals::Totals;

use crate::clock::now_us;
use crate::journal::{Hold, Journal, NoRoom};
use crate::logs::Logs;
use crate::{Error, Options};
use rollup::Rollups;
use writer::{BATCH_RECORDS, Kept, Message, Writer};

/// Records accepted and not yet written; past it `record` waits.
const WAITING_RECORDS: usize = 8_192;
/// The pause before a journal without room is tried again.
const ROOM_PAUSE: Duration = Duration::from_millis(20);

/// A handle to the ledger; clones are the same ledger.
#[derive(Debug, Clone)]
pub struct Ledger(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    store: Store,
    journal: Option<Arc<Journal>>,
    rollups: Arc<Mutex<Rollups>>,
    messages: mpsc::Sender<Message>,
    /// Rung when the writer should not wait for more.
    hurry: Arc<Notify>,
    /// Why records cannot be written at the moment.
    trouble: watch::Receiver<Option<store::Error>>,
    tasks: Mutex<Option<Tasks>>,
}

#[derive(Debug)]
struct Tasks {
    writer: JoinHandle<()>,
    history: JoinHandle<()>,
}

impl Ledger {
    /// Must be called inside a tokio runtime. Does not wait for what is counted in the background.
    /// `left` is what an earlier run did not bring to the store.
    pub(crate) fn open(
        store: Store,
        options: &Options,
        logs: Arc<Logs>,
        journal: Option<Arc<Journal>>,
        left: Vec<(Record, Hold)>,
    ) -> Result<Self, Error> {
        let rollups = Arc::new(Mutex::new(Rollups::default()));
        let past = store.snapshot()?;
        let mut pending = VecDeque::with_capacity(left.len());
        for (record, hold) in left {
            if past.get(key::record(&record))?.is_none() {
                rollups.lock().unwrap_or_else(PoisonError::into_inner).count(&record, now_us());
                pending.push_back(Kept { record, _hold: Some(hold) });
            }
        }
        if !pending.is_empty() {
            let calls = pending.len();
            tracing::info!(calls, "calls of the last run are brought to the ledger");
        }
        let history = tokio::spawn(history::run(
            store.clone(),
            past,
            rollups.clone(),
            options.keep_ledger_s,
            options.housekeeping_ms,
        ));
        let (messages, received) = mpsc::channel(WAITING_RECORDS);
        let (health, trouble) = watch::channel(None);
        let hurry = Arc::new(Notify::new());
        let writer = Writer {
            store: store.clone(),
            logs,
            journal: journal.clone(),
            messages: received,
            health,
            window: Duration::from_millis(options.window_ms),
            hurry: hurry.clone(),
            pending,
            flushes: Vec::new(),
        };
        let writer = tokio::spawn(writer.run());
        let tasks = Mutex::new(Some(Tasks { writer, history }));
        Ok(Self(Arc::new(Inner { store, journal, rollups, messages, hurry, trouble, tasks })))
    }

    /// Accepts a record: it is in the journal when this returns, and in the store soon; see
    /// [`flush`](Self::flush). Waits while too many wait, because a record is never dropped.
    pub async fn record(&self, record: Record) -> Result<(), Error> {
        let record = record.with_short_texts();
        let mut trouble = self.0.trouble.clone();
        let hold = tokio::select! {
            biased;
            hold = self.note(&record) => hold?,
            error = trouble_of(&mut trouble, writer::is_lasting) => return Err(error),
        };
        let room = tokio::select! {
            biased;
            room = self.0.messages.reserve() => room.map_err(|_| self.stopped()),
            error = trouble_of(&mut trouble, writer::is_lasting) => Err(error),
        };
        self.counted(&record);
        match room {
            Ok(room) => room.send(Message::Record(Kept { record, _hold: hold })),
            // The next start brings it to the store.
            Err(_) if hold.is_some() => return Ok(()),
            Err(error) => return Err(error),
        }
        if self.0.messages.capacity() + BATCH_RECORDS <= WAITING_RECORDS {
            self.0.hurry.notify_one();
        }
        Ok(())
    }

    /// Notes the record, and all log events that were accepted before it, where killing the process
    /// does not reach them.
    async fn note(&self, record: &Record) -> Result<Option<Hold>, Error> {
        let Some(journal) = &self.0.journal else { return Ok(None) };
        let encoded = record.encode()?;
        let hold = loop {
            match journal.record(&encoded) {
                Ok(hold) => break hold,
                Err(NoRoom) => sleep(ROOM_PAUSE).await,
            }
        };
        while journal.write().is_err() {
            sleep(ROOM_PAUSE).await;
        }
        Ok(hold)
    }

    /// Adds a record to a batch of the caller's, who calls [`counted`](Self::counted) once that
    /// batch is committed.
    pub fn append(&self, batch: Batch, record: &Record) -> Result<Batch, Error> {
        let record = record.clone().with_short_texts();
        Ok(batch.put(key::record(&record), record.encode()?))
    }

    /// Adds a record that the caller has committed to the totals.
    pub fn counted(&self, record: &Record) {
        self.rollups().count(record, now_us());
    }

    /// Waits until every record accepted before is committed.
    pub async fn flush(&self) -> Result<(), Error> {
        self.ask(Message::Flush).await
    }

    /// Writes what was accepted; later records are refused.
    pub(crate) async fn close(&self) -> Result<(), Error> {
        let closed = self.ask(Message::Close).await;
        let tasks = self.0.tasks.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(Tasks { writer, history }) = tasks {
            history.abort();
            if closed.is_err() {
                if let Some(journal) = &self.0.journal {
                    // What was noted is brought to the store at the next start.
                    journal.freeze();
                }
                writer.abort();
            }
            // Cancelled or ended: both are fine.
            let _ = (writer.await, history.await);
        }
        closed
    }

    async fn ask(&self, question: fn(writer::Answer) -> Message) -> Result<(), Error> {
        let (answer, answered) = oneshot::channel();
        let mut trouble = self.0.trouble.clone();
        let asked = async {
            let sent = self.0.messages.send(question(answer)).await;
            sent.map_err(|_| self.stopped())?;
            self.0.hurry.notify_one();
            answered.await.map_err(|_| self.stopped())?.map_err(Error::Store)
        };
        tokio::select! {
            biased;
            answer = asked => answer,
            error = trouble_of(&mut trouble, |_| true) => Err(error),
        }
    }

    fn stopped(&self) -> Error {
        self.0.trouble.borrow().clone().map_or(Error::Closed, Error::Store)
    }

    fn rollups(&self) -> MutexGuard<'_, Rollups> {
        self.0.rollups.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // The writer writes what it was sent and ends, as nobody can send any more.
        let tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(tasks) = tasks {
            tasks.history.abort();
        }
    }
}

/// Waits until there is trouble of a kind that matters.
async fn trouble_of(
    trouble: &mut watch::Receiver<Option<store::Error>>,
    matters: fn(&store::Error) -> bool,
) -> Error {
    let found = trouble.wait_for(|it| it.as_ref().is_some_and(matters)).await;
    match found.ok().and_then(|error| error.clone()) {
        Some(error) => Error::Store(error),
        // The writer has ended; whoever waits for it is told so.
        None => std::future::pending().await,
    }
}
