//! The task that commits records in batches, again and again until the store takes them.

use std::sync::Arc;
use std::time::Duration;

use store::{Batch, Error, Record as _, Store};
use tokio::sync::{Notify, mpsc, oneshot, watch};
use tokio::time::{sleep, timeout};

use super::{Record, key};

pub(super) const BATCH_RECORDS: usize = 1_000;
const PAUSE: Duration = Duration::from_millis(250);

pub(super) type Answer = oneshot::Sender<Result<(), Error>>;

#[derive(Debug)]
pub(super) enum Message {
    Record(Record),
    Flush(Answer),
    Close(Answer),
}

pub(super) struct Writer {
    store: Store,
    messages: mpsc::Receiver<Message>,
    health: watch::Sender<Option<Error>>,
    window: Duration,
    hurry: Arc<Notify>,
    pending: Vec<Record>,
    flushes: Vec<Answer>,
}

/// The store will not take anything again before a restart.
pub(super) fn is_lasting(error: &Error) -> bool {
    !matches!(error, Error::Full | Error::Busy)
}

impl Writer {
    pub(super) fn new(
        store: Store,
        messages: mpsc::Receiver<Message>,
        health: watch::Sender<Option<Error>>,
        window_ms: u64,
        hurry: Arc<Notify>,
    ) -> Self {
        let window = Duration::from_millis(window_ms);
        let (pending, flushes) = (Vec::new(), Vec::new());
        Self { store, messages, health, window, hurry, pending, flushes }
    }

    pub(super) async fn run(mut self) {
        while self.gather().await {
            match self.commit().await {
                Ok(()) => {
                    if self.health.borrow().is_some() {
                        self.health.send_replace(None);
                    }
                    self.pending.clear();
                    self.flushes.drain(..).for_each(|answer| drop(answer.send(Ok(()))));
                }
                Err(error) => {
                    let flushes = self.flushes.drain(..);
                    flushes.for_each(|answer| drop(answer.send(Err(error.clone()))));
                    if self.health.borrow().is_none() {
                        tracing::error!(%error, "the ledger cannot be written");
                    }
                    let lasting = is_lasting(&error);
                    self.health.send_replace(Some(error));
                    if lasting {
                        return;
                    }
                    sleep(PAUSE).await;
                }
            }
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
            Message::Record(record) => self.pending.push(record),
            Message::Flush(answer) => self.flushes.push(answer),
            Message::Close(answer) => {
                self.messages.close();
                self.flushes.push(answer);
            }
        }
    }

    async fn commit(&self) -> Result<(), Error> {
        if self.pending.is_empty() {
            return Ok(());
        }
        let mut rows = Batch::new();
        for record in &self.pending {
            rows = rows.put(key::record(record), record.encode()?);
        }
        self.store.commit(rows).await.map(drop)
    }
}
