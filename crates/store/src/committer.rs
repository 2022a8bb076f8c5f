//! Group commit: take one request, drain what else waits, one transaction, one sync, answer each.
//!
//! There is no timer. While one group syncs the next one gathers, so a slow disk makes larger
//! groups and a fast one smaller delays.

use std::sync::Arc;
use std::sync::OnceLock;

use tokio::sync::{OwnedSemaphorePermit, mpsc, oneshot};
use tracing::error;

use crate::batch::Op;
use crate::engine::{Engine, Failure, Transaction};
use crate::stats::Counters;
use crate::watch::Watchers;
use crate::{Batch, Error, Options, Version};

/// Version numbers are reserved in such strides, so that most commits need not store the counter.
const RESERVE: u64 = 1 << 20;

pub(crate) struct Request {
    pub(crate) batch: Batch,
    pub(crate) bytes: usize,
    pub(crate) answer: oneshot::Sender<Result<Version, Error>>,
    /// Holds the request's share of the queue until it is answered.
    pub(crate) _room: OwnedSemaphorePermit,
}

/// What the committer shares with the handles.
#[derive(Default)]
pub(crate) struct Shared {
    pub(crate) watchers: Arc<Watchers>,
    pub(crate) counters: Counters,
    poison: OnceLock<Arc<str>>,
}

impl Shared {
    pub(crate) fn poison(&self, reason: &str) -> Error {
        let reason = self.poison.get_or_init(|| {
            error!(reason, "the store stops: a commit could not be made durable");
            self.watchers.close();
            reason.into()
        });
        Error::Poisoned { reason: reason.clone() }
    }

    pub(crate) fn poisoned(&self) -> Option<Error> {
        self.poison.get().map(|reason| Error::Poisoned { reason: reason.clone() })
    }
}

pub(crate) struct Committer {
    engine: Box<dyn Engine>,
    shared: Arc<Shared>,
    options: Options,
    last: u64,
    reserved: u64,
}

impl Committer {
    pub(crate) fn new(engine: Box<dyn Engine>, shared: Arc<Shared>, options: Options) -> Self {
        let reserved = engine.reserved();
        Committer { engine, shared, options, last: reserved, reserved }
    }

    /// Runs until every handle is gone and every request is answered.
    pub(crate) fn run(mut self, mut requests: mpsc::UnboundedReceiver<Request>) {
        // However this ends, even by a bug's panic, nobody waits for a dead committer.
        let _ends = Ends(self.shared.clone());
        while let Some(first) = requests.blocking_recv() {
            let group = self.gather(first, &mut requests);
            self.serve(group);
            self.tidy();
        }
    }

    fn gather(&self, first: Request, more: &mut mpsc::UnboundedReceiver<Request>) -> Vec<Request> {
        let mut bytes = first.bytes;
        let mut group = vec![first];
        while group.len() < self.options.max_group && bytes < self.options.max_group_bytes {
            let Ok(next) = more.try_recv() else { break };
            bytes += next.bytes;
            group.push(next);
        }
        group
    }

    fn serve(&mut self, group: Vec<Request>) {
        let outcomes = match self.shared.poisoned() {
            None => self.apply(&group),
            Some(poisoned) => Err(poisoned),
        };
        match outcomes {
            Ok(outcomes) => {
                self.shared.counters.group(&group);
                for (request, outcome) in group.into_iter().zip(outcomes) {
                    if let Ok(version) = outcome {
                        self.shared.watchers.tell(&request.batch, version);
                    }
                    // The caller may have stopped waiting; the commit stands all the same.
                    let _ = request.answer.send(outcome);
                }
            }
            Err(error) => {
                for request in group {
                    let _ = request.answer.send(Err(error.clone()));
                }
            }
        }
    }

    /// The outcome of each batch, or the one error of them all.
    fn apply(&mut self, group: &[Request]) -> Result<Vec<Result<Version, Error>>, Error> {
        let mut last = self.last;
        let mut reserved = self.reserved;
        let outcomes = (|| {
            let mut transaction = self.engine.begin()?;
            let mut outcomes = Vec::with_capacity(group.len());
            for request in group {
                let next = Version(last + 1);
                let outcome = apply_one(transaction.as_mut(), &request.batch, next)?;
                if outcome.is_ok() {
                    last = next.0;
                }
                outcomes.push(outcome);
            }
            if last > reserved {
                reserved = last + RESERVE;
                transaction.reserve(reserved)?;
            }
            transaction.commit()?;
            Ok(outcomes)
        })();
        let outcomes = outcomes.map_err(|failure| match failure {
            Failure::Full => Error::Full,
            Failure::Busy => Error::Busy,
            Failure::Broken(reason) => {
                self.engine.abandon();
                self.shared.poison(&reason)
            }
        })?;
        (self.last, self.reserved) = (last, reserved);
        Ok(outcomes)
    }

    /// A full disk during upkeep harms nothing: the next upkeep tries again.
    fn tidy(&mut self) {
        if self.shared.poisoned().is_some() {
            return;
        }
        if let Err(Failure::Broken(reason)) = self.engine.tidy() {
            self.engine.abandon();
            self.shared.poison(&reason);
        }
    }
}

/// A failed check concerns its own batch alone; a failure of the engine concerns the group.
fn apply_one(
    transaction: &mut dyn Transaction,
    batch: &Batch,
    version: Version,
) -> Result<Result<Version, Error>, Failure> {
    for check in &batch.checks {
        if !transaction.holds(check)? {
            return Ok(Err(check.conflict()));
        }
    }
    for op in &batch.ops {
        match op {
            Op::Put(key, value) => transaction.put(key, value, version)?,
            Op::Delete(key) => transaction.delete(key)?,
            Op::DeleteRange(range) => transaction.delete_range(range)?,
        }
    }
    Ok(Ok(version))
}

struct Ends(Arc<Shared>);

impl Drop for Ends {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.poison("the committer panicked");
        }
        self.0.watchers.close();
    }
}
