//! The work of a guest, where it is done and what it takes.
//!
//! It starts on the thread of whoever waits for it, as most calls are over sooner than another
//! thread would wake up. A guest that computes for long goes on among its like, at low priority,
//! where it is in nobody's way.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use tokio::task::JoinHandle;

use crate::answer::{Shared, Unfinished};
use crate::call::Call;
use crate::engine::Engine;
use crate::failure::Failure;
use crate::instance::{Input, Live};
use crate::meter::Meter;
use crate::program::Plan;

/// How long a guest may hold the thread it began on.
const PATIENCE: Duration = Duration::from_millis(2);

pub(crate) struct Guest(Where);

enum Where {
    Here(Metered),
    Away(JoinHandle<Result<Bytes, Failure>>),
    /// It is over.
    Nowhere,
}

type Work = Pin<Box<dyn Future<Output = Result<Bytes, Failure>> + Send>>;

struct Metered {
    work: Work,
    meter: Arc<Meter>,
    engine: Engine,
    /// What the last poll took.
    took: Duration,
}

impl Guest {
    pub(crate) fn new(
        plan: &Arc<Plan>,
        call: Call,
        input: Input,
        meter: &Arc<Meter>,
        shared: &Arc<Shared>,
    ) -> Self {
        let engine = plan.component.engine().clone();
        let work = Box::pin(work(plan.clone(), call, input, meter.clone(), shared.clone()));
        Self(Where::Here(Metered { work, meter: meter.clone(), engine, took: Duration::ZERO }))
    }

    /// Stops it wherever it is; when this is over, nothing of it is left.
    pub(crate) async fn stop(&mut self) {
        if let Where::Away(task) = std::mem::replace(&mut self.0, Where::Nowhere) {
            task.abort();
            // It ends at the next tick. How, does not matter any more.
            let _ = task.await;
        }
    }
}

async fn work(
    plan: Arc<Plan>,
    call: Call,
    input: Input,
    meter: Arc<Meter>,
    shared: Arc<Shared>,
) -> Result<Bytes, Failure> {
    let mut live = match plan.kept.take() {
        Some(mut live) => {
            live.begin(&call, &meter);
            live
        }
        None => Live::start(&plan, &call, &meter, input.event()).await?,
    };
    let unfinished = Unfinished::new(shared);
    let answer = live.answer(input, &call).await;
    if let Ok(_) | Err(Failure::Function { .. }) = answer {
        unfinished.finish();
        plan.kept.put(&plan, live);
    }
    answer
}

impl Future for Guest {
    type Output = Result<Bytes, Failure>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        loop {
            let done = match &mut self.0 {
                Where::Here(here) => Pin::new(here).poll(cx),
                Where::Away(task) => Pin::new(task).poll(cx).map(|joined| {
                    joined.unwrap_or_else(|error| Err(Failure::Broken(error.to_string())))
                }),
                Where::Nowhere => return Poll::Pending,
            };
            match (done, std::mem::replace(&mut self.0, Where::Nowhere)) {
                (Poll::Ready(answer), _) => return Poll::Ready(answer),
                (Poll::Pending, Where::Here(here)) if here.took > PATIENCE => {
                    let engine = here.engine.clone();
                    self.0 = Where::Away(engine.heavy().spawn(here));
                }
                (Poll::Pending, same) => {
                    self.0 = same;
                    return Poll::Pending;
                }
            }
        }
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        if let Where::Away(task) = &self.0 {
            task.abort();
        }
    }
}

impl Future for Metered {
    type Output = Result<Bytes, Failure>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let Self { work, meter, engine, took } = Pin::into_inner(self);
        let _computing = engine.ticker().computing();
        let (done, time) = meter.measure(|| work.as_mut().poll(cx));
        *took = time;
        done
    }
}
