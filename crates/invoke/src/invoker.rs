//! The handle front doors hold: call now, or keep the call and run it soon.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::time::Duration;

use functions::{Function, FunctionName, Registry, Runtime, Variant};
use identity::Keyring;
use package::Shelf;
use runtime::{Failing, Launcher, Output};
use store::Store;
use telemetry::{LogEvent, Outcome, Telemetry};
use tokio::sync::{OwnedRwLockReadGuard, RwLock, Semaphore, oneshot};
use web::{Budget, EndGate, Holder};

use crate::Options;
use crate::invocation::{Answer, Invocation, Refused};
use crate::lineage::{HOPS_MAX, Link, may_loop};
use crate::memory::Memory;
use crate::policy::{Counts, KeepAlive, Limits};
use crate::pool::{Placement, Pool, Starter};
use crate::queue::Queue;
use crate::run::{Account, now_us, run, start_failed, turned_away};
use crate::to_the_end::ToTheEnd;

/// What an invoker is made of.
#[derive(Debug)]
pub struct Parts {
    pub store: Store,
    pub registry: Arc<Registry>,
    pub launcher: Launcher,
    pub shelf: Shelf,
    pub keys: Arc<Keyring>,
    pub telemetry: Telemetry,
    pub budget: Budget,
}

#[derive(Debug, Clone)]
pub struct Invoker(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    registry: Arc<Registry>,
    caller: Caller,
    queue: Queue,
    /// Versions that are tried at once.
    trials: Semaphore,
    stopping: AtomicBool,
}

/// How long accounts may take to be written when the platform stops, after the last instance has
/// ended.
const ACCOUNTING: Duration = Duration::from_secs(3);

/// How long the end of an answer may wait for a component that works on.
const A_MOMENT: Duration = Duration::from_millis(100);

/// The log stream of calls that no instance has seen.
const LOOPS: &str = "stopped";

/// Runs calls and keeps their accounts; shared by those who wait and by the queue.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(crate) pool: Pool,
    pub(crate) telemetry: Telemetry,
    budget: Budget,
    arn_prefix: Arc<str>,
    /// Read-locked by every call until its account is written, and locked for good at the end.
    open: Arc<RwLock<()>>,
}

/// Held by a call until its account is written.
pub(crate) type Open = OwnedRwLockReadGuard<()>;

impl Invoker {
    pub fn new(parts: Parts, options: Options) -> Self {
        let Parts { store, registry, launcher, shelf, keys, telemetry, budget } = parts;
        let processors = std::thread::available_parallelism().map_or(1, |n| n.get());
        let limits = Limits {
            account_concurrency: options.account_concurrency,
            memory_mb: options.memory_mb.unwrap_or_else(|| Memory::read().budget_mb()),
            line_wait_ms: options.line_wait_ms,
            max_growing: u32::try_from(processors).unwrap_or(u32::MAX),
            ..Limits::default()
        };
        let place = &launcher.place;
        let arn_prefix =
            format!("arn:aws:lambda:{}:{}:function:", place.region, place.account).into();
        let starter = Starter { launcher, shelf, keys };
        let pool = Pool::new(starter, limits, KeepAlive::default());
        for entry in registry.all().iter() {
            pool.deploy(entry);
        }
        let caller = Caller { pool, telemetry, budget, arn_prefix, open: Arc::default() };
        let queue = Queue::open(store, registry.clone(), caller.clone(), &options);
        let (trials, stopping) = (Semaphore::new(processors), AtomicBool::new(false));
        Self(Arc::new(Inner { registry, caller, queue, trials, stopping }))
    }

    /// Runs a call now. A stream's head is returned as soon as it is there.
    ///
    /// The call runs to its end even when the caller stops waiting.
    pub async fn invoke(&self, mut invocation: Invocation) -> Result<Answer, Refused> {
        if self.0.stopping.load(SeqCst) {
            return Err(Refused::Stopping);
        }
        let name = &invocation.function.name;
        let link = Link::of(&invocation.trace_id, name);
        let wanted = || self.0.registry.entry(name.as_str()).is_some_and(|entry| may_loop(&entry));
        if link.loops && !wanted() {
            let refused = Refused::Recursive { function: name.clone(), most: HOPS_MAX };
            self.0.caller.stopped(&invocation, &refused);
            self.0.caller.keep(turned_away(&invocation, Outcome::RecursiveLoop, 1)).await;
            return Err(refused);
        }
        invocation.trace_id = link.trace.into();
        let Some(open) = self.0.caller.open() else { return Err(Refused::Stopping) };
        let (reply, mut answer) = oneshot::channel();
        let caller = self.0.caller.clone();
        let mut call = ToTheEnd::new(async move {
            caller.serve(invocation, reply).await;
            drop(open);
        });
        tokio::select! {
            biased;
            () = &mut call => {}
            // A stream has begun; the call goes on by itself.
            answer = &mut answer => return answer.unwrap_or(Err(Refused::Stopping)),
        }
        // A call that is over has replied.
        answer.await.unwrap_or(Err(Refused::Stopping))
    }

    /// Keeps an asynchronous call. When this returns it is on the disk and will run.
    pub async fn enqueue(&self, invocation: Invocation) -> Result<Arc<str>, Refused> {
        if self.0.stopping.load(SeqCst) {
            return Err(Refused::Stopping);
        }
        self.0.queue.accept(invocation).await
    }

    /// A function was deployed or removed. News may come late: what counts is what the registry has
    /// by now.
    pub fn refresh(&self, name: &FunctionName) {
        self.0.caller.pool.follow(name, || self.0.registry.entry(name.as_str()));
    }

    pub fn counts(&self, name: &FunctionName) -> Counts {
        self.0.caller.pool.counts(name)
    }

    /// What there is of one version.
    pub fn counts_of(&self, variant: &Variant) -> Counts {
        self.0.caller.pool.counts_of(variant)
    }

    /// How the function's instances start, for people; nothing before one has.
    pub fn describe_starts(&self, function: &Function) -> Option<String> {
        self.0.caller.pool.describe_starts(function)
    }

    /// What the function's instances do not get of the egress it asks for, in a line for people.
    pub fn shortfall(&self, function: &Function) -> Option<String> {
        self.0.caller.pool.launcher().shortfall(function)
    }

    /// Why functions with egress "internet" have none, in a line for people.
    pub fn no_internet(&self) -> Option<String> {
        self.0.caller.pool.launcher().no_internet()
    }

    /// Set while no instance can be started, whatever its code.
    pub fn failing(&self) -> Option<Failing> {
        self.0.caller.pool.launcher().failing()
    }

    /// Asynchronous calls of a function that are not done.
    pub fn waiting(&self, name: &FunctionName) -> u64 {
        self.0.queue.waiting(name)
    }

    /// Asynchronous calls of all functions that are not done, and the bytes of their events.
    pub fn all_waiting(&self) -> (usize, u64) {
        self.0.queue.all_waiting()
    }

    /// What the events of these may take.
    pub fn queue_bytes_max(&self) -> u64 {
        self.0.queue.bytes_max()
    }

    pub(crate) fn pool(&self) -> &Pool {
        &self.0.caller.pool
    }

    pub(crate) fn telemetry(&self) -> &Telemetry {
        &self.0.caller.telemetry
    }

    pub(crate) fn trials(&self) -> &Semaphore {
        &self.0.trials
    }

    /// Takes no more calls, lets the running ones end within `patience`, then ends every instance
    /// and waits until every call is accounted for.
    pub async fn stop(&self, patience: Duration) {
        self.0.stopping.store(true, SeqCst);
        self.0.queue.stop();
        let _ = tokio::time::timeout(patience, self.0.caller.pool.quiet()).await;
        self.0.caller.pool.stop_all().await;
        let _ = tokio::time::timeout(ACCOUNTING, self.0.caller.open.write()).await;
    }
}

type Reply = oneshot::Sender<Result<Answer, Refused>>;

impl Caller {
    /// The right to make a call; none once the platform has stopped.
    pub(crate) fn open(&self) -> Option<Open> {
        self.open.clone().try_read_owned().ok()
    }

    async fn serve(&self, invocation: Invocation, reply: Reply) {
        let (request_id, version) = (invocation.request_id.clone(), invocation.function.label);
        let reply = Arc::new(std::sync::Mutex::new(Some(reply)));
        // A stream's head answers early, everything else answers at the end: whoever is first.
        let send = |result: Result<Answer, Refused>| {
            let reply = reply.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
            if let Some(reply) = reply {
                let _ = reply.send(result);
            }
        };
        let answer = |output| Answer { request_id: request_id.clone(), version, output };
        // Until the call's record is kept, and this function is over.
        let (_holder, gate) = web::end_gate();
        let works_on = invocation.function.config.runtime == Runtime::Wasm;
        let head = |head| send(Ok(answer(Ok(until_kept(head, gate, works_on)))));
        let result = self.call(invocation, 1, false, head).await;
        match result {
            Ok(Account { record, failure, value, .. }) => {
                self.keep(record).await;
                send(Ok(answer(match (value, failure) {
                    (_, Some(failure)) => Err(failure),
                    (Some(value), None) => Ok(Output::Value(value)),
                    // The head of a stream has been sent before.
                    (None, None) => return,
                })));
            }
            Err((record, refusal)) => {
                self.keep(record).await;
                send(Err(Refused::Policy(refusal)));
            }
        }
    }

    async fn keep(&self, record: telemetry::Record) {
        if let Err(error) = self.telemetry.record(record).await {
            // The store is gone: the next commit of anything says so to everybody.
            tracing::error!(%error, "a call is missing in the ledger");
        }
    }

    /// Tells in the function's log of a call that would have gone on with a loop.
    pub(crate) fn stopped(&self, invocation: &Invocation, why: &Refused) {
        let name = &invocation.function.name;
        tracing::warn!(function = %name, "a loop of calls is stopped");
        let text = format!("RequestId: {} Stopped: {why}", invocation.request_id);
        let event = LogEvent::platform(name.as_str().into(), LOOPS.into(), now_us(), text);
        self.telemetry.log(event.of_request(invocation.request_id.clone()));
    }

    pub(crate) fn arn(&self, name: &FunctionName) -> Arc<str> {
        format!("{}{name}", self.arn_prefix).into()
    }

    /// Finds an instance and runs the call there. The account is not in the ledger yet.
    pub(crate) async fn call(
        &self,
        invocation: Invocation,
        attempt: u32,
        patient: bool,
        head: impl FnOnce(Output) + Send,
    ) -> Result<Account, (telemetry::Record, crate::Refusal)> {
        let name = &invocation.function.name;
        let (ticket, placement) = self.pool.place(&invocation.function.variant(), patient).await;
        match placement {
            Placement::Run(live) => {
                let arn = match &invocation.qualifier {
                    Some(qualifier) => format!("{}:{qualifier}", self.arn(name)).into(),
                    None => self.arn(name),
                };
                let function = Holder::Function(name.as_str().into());
                let shares = self.budget.shares(invocation.from.clone()).and(function);
                let account = run(&live, invocation, arn, attempt, shares, head).await;
                self.pool.measured(&live, account.peak_mb);
                if !account.reusable {
                    // Before the call gives its place back, or the next call would get it.
                    self.pool.retire(&live);
                }
                if ticket.give_back() {
                    // Its event is sent first: the instance works while this answer is written.
                    tokio::task::yield_now().await;
                }
                Ok(account)
            }
            Placement::Refused(refusal) => {
                Err((turned_away(&invocation, Outcome::Throttled, attempt), refusal))
            }
            Placement::StartFailed(error) => Ok(start_failed(&invocation, &error, attempt)),
        }
    }
}

/// A stream whose reader learns of its end once the call's record is kept. A component that works on
/// after its answer does not hold its caller up for long.
fn until_kept(head: Output, gate: EndGate, works_on: bool) -> Output {
    match head {
        Output::Stream(head, chunks) => Output::Stream(head, chunks.gated(gate)),
        Output::Http(answer) => {
            Output::Http(web::gated(answer, gate, works_on.then_some(A_MOMENT)))
        }
        value @ Output::Value(_) => value,
    }
}
