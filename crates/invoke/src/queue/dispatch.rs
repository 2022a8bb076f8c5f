//! The queue: accepts calls, runs them when due, tries again, gives up with a letter.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use functions::{Destination, Function, FunctionName, Registry};
use runtime::{Failure, Input};
use store::{Batch, Record as _, Store};
use telemetry::{Outcome, Record, Trigger};
use tokio::sync::Notify;

use super::backlog::{Backlog, Room, TooMuch};
use super::destination::{Condition, EVENT_BYTES_MAX, letter};
use super::record::{Kept, call_key, calls, event_key, id_of};
use crate::Options;
use crate::invocation::{Invocation, Refused};
use crate::invoker::Caller;
use crate::lineage::{self, HOPS_MAX, Link, may_loop};
use crate::run::{Account, now_us, turned_away};

/// Rows read at a time when memory is filled from the store.
const PAGE: usize = 1_000;
/// The pause before a full disk is tried again.
const FULL_PAUSE: Duration = Duration::from_millis(250);
/// The pause before the store is asked again that could not be read.
const REFILL_PAUSE: Duration = Duration::from_secs(1);
/// One function's events may take this part of what all may.
const FUNCTION_SHARE: u64 = 4;
/// A call that found no place comes back after half its age, within these bounds.
const COME_BACK_MS: (u64, u64) = (500, 300_000);

#[derive(Debug, Clone)]
pub(crate) struct Queue(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    store: Store,
    registry: Arc<Registry>,
    caller: Caller,
    retry_base_ms: u64,
    room: Room,
    backlog: Mutex<Backlog>,
    bell: Notify,
    stopping: AtomicBool,
}

impl Queue {
    /// Opens the queue. What was kept before a restart is taken up in the background.
    pub(crate) fn open(
        store: Store,
        registry: Arc<Registry>,
        caller: Caller,
        options: &Options,
    ) -> Self {
        let bytes = options.queue_bytes_max;
        let bytes_of_one = bytes / FUNCTION_SHARE;
        let room = Room { calls: options.queue_calls_max, bytes, bytes_of_one };
        let queue = Self(Arc::new(Inner {
            store,
            registry,
            caller,
            retry_base_ms: options.retry_base_ms,
            room,
            backlog: Mutex::new(Backlog::new(options.queue_window, room)),
            bell: Notify::new(),
            stopping: AtomicBool::new(false),
        }));
        tokio::spawn(queue.clone().refill());
        tokio::spawn(queue.clone().dispatch());
        queue
    }

    pub(crate) async fn accept(&self, invocation: Invocation) -> Result<Arc<str>, Refused> {
        let Invocation { function, request_id, trace_id, input, client_context, qualifier, .. } =
            invocation;
        let Input::Event(event) = input else {
            return Err(Refused::Store("only events can be kept, not requests".into()));
        };
        let most = EVENT_BYTES_MAX;
        if event.len() > most {
            return Err(Refused::TooLarge {
                what: "an asynchronous event",
                bytes: event.len(),
                most,
            });
        }
        let event_bytes = event.len() as u64;
        let reserved = self.backlog().reserve(&function.name, event_bytes);
        reserved.map_err(|much| self.too_much(much))?;
        let now_ms = now_ms();
        let kept = Kept {
            function: function.name.clone(),
            trace_id,
            client_context,
            qualifier,
            accepted_ms: now_ms,
            due_ms: now_ms,
            failed: 0,
            event_bytes,
        };
        // In a task of its own: a commit goes through even when its caller hangs up, and a call that
        // is kept must be known.
        let queue = self.clone();
        let task = tokio::spawn(async move { queue.keep(request_id, kept, event).await });
        task.await.unwrap_or_else(|cut| Err(Refused::Store(cut.to_string())))
    }

    async fn keep(&self, id: Arc<str>, kept: Kept, event: Bytes) -> Result<Arc<str>, Refused> {
        let kept_now = match keep(Batch::new(), &id, &kept, event) {
            Ok(batch) => self.0.store.commit(batch).await,
            Err(error) => Err(error),
        };
        {
            let mut backlog = self.backlog();
            backlog.unreserve(&kept.function, kept.event_bytes);
            if kept_now.is_ok() {
                backlog.add(id.clone(), kept.function, kept.due_ms, kept.event_bytes);
            }
        }
        self.0.bell.notify_one();
        kept_now.map(|_| id).map_err(|error| Refused::Store(error.to_string()))
    }

    pub(crate) fn waiting(&self, function: &FunctionName) -> u64 {
        self.backlog().of(function) as u64
    }

    /// Asynchronous calls of all functions that are not done, and the bytes of their events.
    pub(crate) fn all_waiting(&self) -> (usize, u64) {
        self.backlog().all()
    }

    pub(crate) fn bytes_max(&self) -> u64 {
        self.0.room.bytes
    }

    fn too_much(&self, much: TooMuch) -> Refused {
        let Room { calls, bytes, bytes_of_one } = self.0.room;
        match much {
            TooMuch::Calls => Refused::QueueFull { most: calls },
            TooMuch::Bytes => Refused::QueueBytes { whose: "all functions", most: bytes },
            TooMuch::BytesOfOne => {
                Refused::QueueBytes { whose: "this function", most: bytes_of_one }
            }
        }
    }

    /// Starts no more calls. What is not done stays in the store for the next start.
    pub(crate) fn stop(&self) {
        self.0.stopping.store(true, SeqCst);
        self.0.bell.notify_one();
    }

    fn backlog(&self) -> std::sync::MutexGuard<'_, Backlog> {
        self.0.backlog.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn expect(&self, id: Arc<str>, kept: Kept) {
        self.backlog().add(id, kept.function, kept.due_ms, kept.event_bytes);
        self.0.bell.notify_one();
    }

    fn stopping(&self) -> bool {
        self.0.stopping.load(SeqCst)
    }

    async fn refill(self) {
        let mut range = calls();
        while !self.stopping() {
            let page = self.0.store.snapshot().and_then(|all| all.scan(range.clone(), PAGE));
            let page = match page {
                Ok(page) => page,
                Err(error @ (store::Error::Closed | store::Error::Poisoned { .. })) => {
                    tracing::error!(%error, "kept calls cannot be read");
                    return;
                }
                Err(error) => {
                    tracing::error!(%error, "kept calls cannot be read for a moment");
                    tokio::time::sleep(REFILL_PAUSE).await;
                    continue;
                }
            };
            let Some(last) = page.last() else { return };
            range = range.starting_after(&last.key);
            for entry in &page {
                match (id_of(&entry.key), Kept::decode(&entry.value)) {
                    (Some(id), Ok(mut kept)) => {
                        if kept.event_bytes == 0
                            && let Ok(Some(event)) = self.0.store.get(event_key(&id))
                        {
                            kept.event_bytes = event.value.len() as u64;
                        }
                        self.expect(id, kept);
                    }
                    (_, problem) => {
                        let problem = problem.err();
                        tracing::error!(?problem, "a kept call cannot be read and is left alone");
                    }
                }
            }
            tokio::task::yield_now().await;
        }
    }

    async fn dispatch(self) {
        while !self.stopping() {
            let rung = self.0.bell.notified();
            let next_due_ms = {
                let mut backlog = self.backlog();
                while let Some(id) = backlog.take(now_ms()) {
                    let Some(open) = self.0.caller.open() else { return };
                    let queue = self.clone();
                    tokio::spawn(async move {
                        queue.run(id).await;
                        drop(open);
                    });
                }
                backlog.next_due_ms()
            };
            match next_due_ms {
                Some(at) => {
                    // Never longer than a minute: the wall clock may be set.
                    let wait = at.saturating_sub(now_ms()).clamp(1, 60_000);
                    let _ = tokio::time::timeout(Duration::from_millis(wait), rung).await;
                }
                None => rung.await,
            }
        }
    }

    async fn run(self, id: Arc<str>) {
        match self.try_once(&id).await {
            Ok(Next::Done) => self.backlog().done(&id),
            Ok(Next::Again { due_ms }) => self.backlog().again(&id, due_ms),
            Err(error) => {
                // The store says nothing any more; the call is safe in it.
                tracing::error!(%error, request = %id, "a kept call cannot go on");
                self.backlog().again(&id, now_ms() + COME_BACK_MS.1);
            }
        }
        self.0.bell.notify_one();
    }

    async fn try_once(&self, id: &Arc<str>) -> Result<Next, QueueError> {
        let (Some(kept), Some(event)) =
            (self.0.store.get(call_key(id))?, self.0.store.get(event_key(id))?)
        else {
            return Ok(Next::Done);
        };
        let kept = Kept::decode(&kept.value)?;
        let entry = self.0.registry.entry(kept.function.as_str());
        let qualifier = kept.qualifier.as_deref();
        let found = entry.as_ref().and_then(|entry| {
            let function = entry.resolve(qualifier, || dice(id)).ok()?;
            Some((function.clone(), entry.events(qualifier, function), may_loop(entry)))
        });
        let Some((function, events, loops_wanted)) = found else {
            self.0.store.commit(forget(Batch::new(), id)).await?;
            return Ok(Next::Done);
        };
        let event = event.value;
        let link = Link::of(&kept.trace_id, &function.name);
        let invocation = Invocation {
            from: None,
            function: function.clone(),
            request_id: id.clone(),
            trace_id: link.trace.into(),
            input: Input::Event(event.clone()),
            client_context: kept.client_context.clone(),
            trigger: Trigger::Async,
            qualifier: kept.qualifier.clone(),
        };
        let age_ms = now_ms().saturating_sub(kept.accepted_ms);
        let attempt = kept.failed + 1;
        if age_ms > events.max_age_ms {
            let record = turned_away(&invocation, Outcome::Expired, kept.failed);
            let over = Over { function: &function, id, event, record, outcome: None };
            return self.end(over, events.on_failure, Condition::EventAgeExceeded).await;
        }
        if link.loops && !loops_wanted {
            let refused = Refused::Recursive { function: function.name.clone(), most: HOPS_MAX };
            self.0.caller.stopped(&invocation, &refused);
            // The letter about it goes to nobody who may be part of the loop.
            let elsewhere = |to: &Destination| {
                let Destination::Function(target) = to;
                !lineage::has(&invocation.trace_id, target)
            };
            let destination = events.on_failure.filter(elsewhere);
            let record = turned_away(&invocation, Outcome::RecursiveLoop, kept.failed);
            let over = Over { function: &function, id, event, record, outcome: None };
            return self.end(over, destination, Condition::RetriesExhausted).await;
        }
        let result = self.0.caller.call(invocation, attempt, true, drop).await;
        if self.stopping() && !matches!(&result, Ok(Account { failure: None, .. })) {
            // The platform's own stop is no fault of the function: the call runs again.
            return Ok(Next::Again { due_ms: u64::MAX });
        }
        let Ok(Account { record, failure, value, .. }) = result else {
            let pause_ms = (age_ms / 2).clamp(COME_BACK_MS.0, COME_BACK_MS.1);
            return Ok(Next::Again { due_ms: now_ms() + pause_ms });
        };
        let Some(failure) = failure else {
            let outcome = Some(Ok(value.unwrap_or_default()));
            let over = Over { function: &function, id, event, record, outcome };
            return self.end(over, events.on_success, Condition::Success).await;
        };
        if kept.failed < events.retries {
            let due_ms = now_ms() + (self.0.retry_base_ms << kept.failed.min(8));
            let again = Kept { failed: attempt, due_ms, ..kept };
            self.commit(Batch::new().put(call_key(id), again.encode()?), record).await?;
            return Ok(Next::Again { due_ms });
        }
        let over = Over { function: &function, id, event, record, outcome: Some(Err(failure)) };
        self.end(over, events.on_failure, Condition::RetriesExhausted).await
    }

    /// The call leaves the queue and its letter enters it, in one commit.
    async fn end(
        &self,
        over: Over<'_>,
        destination: Option<Destination>,
        why: Condition,
    ) -> Result<Next, QueueError> {
        let Over { function, id, event, record, outcome } = over;
        let mut batch = forget(Batch::new(), id);
        let mut written = None;
        if let Some(Destination::Function(target)) = destination {
            let arn = self.0.caller.arn(&function.name);
            // A letter is never refused. Where too much waits already it says only what became of
            // the call, so that small events with large answers fill no disk.
            let room = self.backlog().has_room(&target, EVENT_BYTES_MAX as u64);
            let most = if room.is_ok() { EVENT_BYTES_MAX } else { 0 };
            let text = letter(&record, &arn, why, &event, outcome.as_ref(), most);
            let letter_id: Arc<str> = uuid::Uuid::new_v4().to_string().into();
            let now_ms = now_ms();
            let kept = Kept {
                function: target,
                trace_id: record.trace_id.as_str().into(),
                client_context: None,
                qualifier: None,
                accepted_ms: now_ms,
                due_ms: now_ms,
                failed: 0,
                event_bytes: text.len() as u64,
            };
            batch = keep(batch, &letter_id, &kept, text.into())?;
            written = Some((letter_id, kept));
        }
        self.commit(batch, record).await?;
        if let Some((letter_id, kept)) = written {
            self.expect(letter_id, kept);
        }
        Ok(Next::Done)
    }

    /// The queue's change and the ledger's line reach the disk together, or not at all, and behind
    /// the call's log lines. The call has run: while the disk is full this waits, rather than let it
    /// run again.
    async fn commit(&self, batch: Batch, record: Record) -> Result<(), QueueError> {
        let telemetry = &self.0.caller.telemetry;
        let ledger = telemetry.ledger();
        let batch = ledger.append(batch, &record)?;
        loop {
            match telemetry.lines_kept().await {
                Err(telemetry::Error::Store(store::Error::Full | store::Error::Busy))
                    if !self.stopping() =>
                {
                    tokio::time::sleep(FULL_PAUSE).await;
                    continue;
                }
                kept => kept?,
            }
            match self.0.store.commit(batch.clone()).await {
                Err(store::Error::Full | store::Error::Busy) if !self.stopping() => {
                    tokio::time::sleep(FULL_PAUSE).await;
                }
                committed => {
                    committed?;
                    ledger.counted(&record);
                    return Ok(());
                }
            }
        }
    }
}

/// Why a kept call cannot go on: what it is kept in does not work any more.
#[derive(Debug, thiserror::Error)]
enum QueueError {
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error(transparent)]
    Ledger(#[from] telemetry::Error),
}

enum Next {
    Done,
    Again { due_ms: u64 },
}

/// A call that is over, for good or ill; without an outcome it never ran.
struct Over<'a> {
    function: &'a Function,
    id: &'a Arc<str>,
    event: Bytes,
    record: Record,
    outcome: Option<Result<Bytes, Failure>>,
}

fn keep(batch: Batch, id: &str, kept: &Kept, event: Bytes) -> Result<Batch, store::Error> {
    Ok(batch.put(call_key(id), kept.encode()?).put(event_key(id), event))
}

fn forget(batch: Batch, id: &str) -> Batch {
    batch.delete(call_key(id)).delete(event_key(id))
}

/// For calls that an alias spreads over two versions: always the same one for the same call.
fn dice(id: &str) -> u32 {
    id.bytes()
        .fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

fn now_ms() -> u64 {
    now_us() / 1_000
}
