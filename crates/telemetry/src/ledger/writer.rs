//! The task that commits records in batches, again and again until the store takes them.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use store::{Batch, Error, Record as _, Store};
use tokio::sync::{Notify, mpsc, oneshot, watch};
use tokio::time::{sleep, timeout};

use super::{Record, key};
use crate::journal::{Hold, Journal};
use crate::logs::Logs;

pub(super) const BATCH_RECORDS: usize = 1_000;
const PAUSE: Duration = Duration::from_millis(250);

pub(super) type Answer = oneshot::Sender<Result<(), Error>>;

#[derive(Debug)]
pub(super) enum Message {
    Record(Kept),
    Flush(Answer),
    Close(Answer),
}

/// A record on its way to the store, and what keeps its note until then.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) record: Record,
    pub(super) _hold: Option<Hold>,
}

pub(super) struct Writer {
    pub(super) store: Store,
    pub(super) logs: Arc<Logs>,
    pub(super) journal: Option<Arc<Journal>>,
    pub(super) messages: mpsc::Receiver<Message>,
    pub(super) health: watch::Sender<Option<Error>>,
    pub(super) window: Duration,
    pub(super) hurry: Arc<Notify>,
    pub(super) pending: VecDeque<Kept>,
    pub(super) flushes: Vec<Answer>,
}

/// The store will not take anything again before a restart.
pub(super) fn is_lasting(error: &Error) -> bool {
    !matches!(error, Error::Full | Error::Busy)
}

impl Writer {
    pub(super) async fn run(mut self) {
        while self.gather().await {
            match self.commit().await {
                Ok(()) => {
                    if self.health.borrow().is_some() {
                        self.health.send_replace(None);
                    }
                    self.pending.drain(..self.pending.len().min(BATCH_RECORDS));
                    if let Some(journal) = &self.journal {
                        journal.reclaim();
                    }
                    // What is left over are an earlier run's.
                    if self.pending.is_empty() {
                        self.flushes.drain(..).for_each(|answer| drop(answer.send(Ok(()))));
                    }
                }
                Err(error) => {
                    let lasting = is_lasting(&error);
                    if let Some(journal) = self.journal.as_ref().filter(|_| lasting) {
                        // What was noted is brought to the store at the next start.
                        journal.freeze();
                    }
                    let flushes = self.flushes.drain(..);
                    flushes.for_each(|answer| drop(answer.send(Err(error.clone()))));
                    if self.health.borrow().is_none() {
                        tracing::error!(%error, "the ledger cannot be written");
                    }
                    self.health.send_replace(Some(error));
                    if lasting {
                        return;
                    }
                    self.sync_journal().await;
                    sleep(PAUSE).await;
                }
            }
        }
    }

    /// While the store takes nothing, the journal is all there is: also when the power goes.
    async fn sync_journal(&self) {
        let Some(journal) = self.journal.clone() else { return };
        let synced = tokio::task::spawn_blocking(move || journal.sync()).await;
        if let Ok(Err(error)) = synced {
            tracing::error!(%error, "the journal could not be made durable");
        }
    }

    /// Waits for something to do and, if nobody is in a hurry, a little for more. False at the end.
    async fn gather(&mut self) -> bool {
        if self.pending.is_empty() && self.flushes.is_empty() {
            let Some(message) = self.messages.recv().await else { return false };
            self.accept(message);
        }
        if self.flushes.is_empty() {
            // Not by receiving: each record of a busy platform would wake this task.
            let _ = timeout(self.window, self.hurry.notified()).await;
        }
        while self.pending.len() < BATCH_RECORDS
            && let Ok(message) = self.messages.try_recv()
        {
            self.accept(message);
        }
        true
    }

    fn accept(&mut self, message: Message) {
        match message {
            Message::Record(kept) => self.pending.push_back(kept),
            Message::Flush(answer) => self.flushes.push(answer),
            Message::Close(answer) => {
                self.messages.close();
                self.flushes.push(answer);
            }
        }
    }

    /// A call's log lines reach the disk before its record does, and so does what is said of those
    /// that were dropped: whenever the power goes, a call in the ledger has its lines in the log.
    async fn commit(&self) -> Result<(), Error> {
        if self.pending.is_empty() {
            return Ok(());
        }
        self.logs.flush().await.map_err(|error| match error {
            crate::Error::Store(error) => error,
            _ => Error::Closed,
        })?;
        let mut rows = Batch::new();
        for Kept { record, .. } in self.pending.iter().take(BATCH_RECORDS) {
            rows = rows.put(key::record(record), record.encode()?);
        }
        self.store.commit(rows).await.map(drop)
    }
}
