//! Trying to load a version that is not in service yet. What was started for that is not thrown away:
//! the version's first instances are made of it.

mod cause;
mod place;

use std::time::{Duration, Instant};

use functions::Runtime;
use telemetry::report;

pub use cause::{Cause, Problem};
pub use place::Place;

use crate::launch::{INIT_MS, Launcher, Plan, Start, StartError, Started};
use crate::seed::Seed;
use crate::zygote::NoZygote;
use crate::{Failure, Running};

/// Nobody waits longer than this for a load, whatever the function's timeout allows its calls.
const LOAD_MS_MAX: u64 = 60_000;

/// What loading a version has left.
#[derive(Debug, Default)]
pub struct Loaded {
    /// What further instances are made of, or why there is no such thing; none where nobody looked.
    pub seed: Option<Result<Seed, NoZygote>>,
    /// An instance that is up and waits for its first call.
    pub instance: Option<Started>,
}

impl Launcher {
    /// Loads a version's code as its first instance would, and tells what kept it from loading.
    pub async fn try_load(&self, start: &Start) -> Result<Loaded, StartError> {
        let limit = limit(start);
        if start.function.config.runtime == Runtime::Wasm {
            return self.try_component(start, limit).await;
        }
        let seed = match self.may_copy(&start.function) {
            true => self.try_seed(start, limit).await,
            false => None,
        };
        if let Some(Ok(_)) = seed {
            return Ok(Loaded { seed, instance: None });
        }
        // A program of its own: what is wrong with a zygote need not be wrong with that, and it
        // tells what is wrong.
        let began = Instant::now();
        let started = tokio::time::timeout(limit + MARGIN, self.start(start, None)).await;
        let started = started.unwrap_or_else(|_| Err(late(limit, began.elapsed())))?;
        Ok(Loaded { seed, instance: Some(started) })
    }

    /// The version's code in a program that can be copied; none where such things do not work.
    async fn try_seed(&self, start: &Start, limit: Duration) -> Option<Result<Seed, NoZygote>> {
        let plan = Plan::new(self, start).ok()?;
        self.can_copy(&plan).await.ok()?;
        Some(self.seed_of(&plan, start, limit).await)
    }

    async fn try_component(&self, start: &Start, limit: Duration) -> Result<Loaded, StartError> {
        let began = Instant::now();
        let started = self.start(start, None).await?;
        if let Running::Component(component) = &started.instance
            && let Err(failure) = component.try_instance(limit).await
        {
            let failure = match failure {
                Failure::Timeout { after_ms } => Failure::InitTimeout { after_ms },
                other => other,
            };
            let init = began.elapsed();
            let init_us = u64::try_from(init.as_micros()).unwrap_or(u64::MAX);
            let status = report::Status::Error(failure.error_type());
            component.label().platform(None, report::init_report(init_us, status));
            let log_stream = Some(component.label().stream.clone());
            return Err(StartError { failure, init, log_stream });
        }
        Ok(Loaded { seed: None, instance: Some(started) })
    }
}

/// The start itself gives up first, where its limit is the same, and tells more.
const MARGIN: Duration = Duration::from_secs(2);

fn limit(start: &Start) -> Duration {
    let own_ms = u64::from(start.function.config.timeout_ms).max(INIT_MS);
    Duration::from_millis(own_ms.min(LOAD_MS_MAX))
}

fn late(limit: Duration, init: Duration) -> StartError {
    let after_ms = u64::try_from(limit.as_millis()).unwrap_or(u64::MAX);
    StartError { failure: Failure::InitTimeout { after_ms }, init, log_stream: None }
}
