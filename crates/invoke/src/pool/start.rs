//! Instances from the wish for one to their end.

use std::sync::Arc;
use std::time::Duration;

use runtime::StartError;

use super::driver::State;
use super::{Live, Pool};
use crate::policy::{Event, InstanceId, VersionId};

impl Pool {
    pub(super) fn start(
        &self,
        state: &mut State,
        id: InstanceId,
        version: VersionId,
        provisioned: bool,
    ) {
        let pool = self.clone();
        let Some(function) = state.versions.get(&version).cloned() else {
            // Only versions that were deployed are started; a removal cancels its starts.
            tokio::spawn(async move { pool.start_failed(id, None) });
            return;
        };
        if let Some((offered, code)) = state.offers.instance(version) {
            tokio::spawn(async move {
                let took = offered.took;
                let live = Live::new(id, offered, function, code, false, false);
                pool.started(Arc::new(live), took).await;
            });
            return;
        }
        let seed = state.zygotes.get(version).or_else(|| state.berths.get(version));
        tokio::spawn(async move {
            let started = pool.0.starter.start(function.clone(), provisioned, seed.clone()).await;
            if seed.is_none() {
                pool.park(&mut pool.lock().berths, version, &function);
            }
            match started {
                Ok((started, code)) => {
                    let took = started.took;
                    let copied = started.seeded && seed.is_some_and(|seed| seed.is_begun());
                    let live = Live::new(id, started, function, code, copied, !provisioned);
                    let live = Arc::new(live);
                    pool.started(live, took).await;
                }
                Err(error) => {
                    let failure = error.failure.message("none");
                    tracing::debug!(function = %function.name, failure, "start failed");
                    pool.start_failed(id, Some(error));
                }
            }
        });
    }

    /// Takes the instance in and watches over it until it is gone.
    async fn started(self, live: Arc<Live>, took: Duration) {
        {
            let mut state = self.lock();
            state.instances.insert(live.id, live.clone());
            let took_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
            let event = Event::Started { instance: live.id, took_us, copied: live.copied };
            self.tell(&mut state, event);
        }
        live.instance.gone().await;
        self.retire(&live);
        self.0.quiet.notify_waiters();
    }

    fn start_failed(&self, id: InstanceId, error: Option<StartError>) {
        let mut state = self.lock();
        state.failed = error;
        self.tell(&mut state, Event::StartFailed { instance: id });
        state.failed = None;
        self.0.quiet.notify_waiters();
    }
}
