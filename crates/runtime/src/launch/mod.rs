//! Starting an instance: a slot, a program in it, and its first word. Where there is a seed, the
//! program comes of that.

mod come_up;
mod fork;
mod ordinary;
mod program;
mod wire;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use functions::{Function, Runtime};
use identity::Session;
use sandbox::{Failing, Sandbox};
use telemetry::{Telemetry, report};

pub(crate) use program::{Inside, Outside, Plan, WRAPPER, log_stream};
pub(crate) use wire::{ANSWERS_FD, CALLS_FD, LOG_FD, Wire, frames_variable};

use crate::environment::Place;
use crate::hosts::Hosts;
use crate::seed::{Parked, Ready, Slots, Stems};
use crate::zygote::{Copying, Zygote};
use crate::{Components, Failure, Instance, Running, Seed};

/// Loading may take this long, or the function's timeout if that is longer.
pub(crate) const INIT_MS: u64 = 10_000;

/// What starts instances: everything they have in common.
#[derive(Debug, Clone)]
pub struct Launcher {
    pub sandbox: Sandbox,
    pub telemetry: Telemetry,
    pub hosts: Hosts,
    pub place: Place,
    pub copying: Copying,
    pub components: Components,
}

/// What one start is about.
#[derive(Debug, Clone)]
pub struct Start {
    pub function: Arc<Function>,
    /// The unpacked package.
    pub code: PathBuf,
    /// Unpacked layers, the later over the earlier.
    pub layers: Vec<PathBuf>,
    pub session: Arc<Session>,
    /// Whether it is kept ready rather than started for a call.
    pub provisioned: bool,
}

/// An instance that is up.
#[derive(Debug)]
pub struct Started {
    pub instance: Running,
    pub took: Duration,
    /// Whether it came of the seed.
    pub seeded: bool,
}

/// Why an instance did not come up, and how long it tried.
#[derive(Debug, Clone)]
pub struct StartError {
    pub failure: Failure,
    pub init: Duration,
    /// The log stream that has the details, when the program ran at all.
    pub log_stream: Option<Arc<str>>,
}

impl Launcher {
    /// Starts an instance and waits until its code is loaded. It comes of the seed, if one is given
    /// that has something to give.
    pub async fn start(&self, start: &Start, seed: Option<&Seed>) -> Result<Started, StartError> {
        match start.function.config.runtime {
            Runtime::Wasm => self.load(start).await,
            _ => self.start_program(start, seed).await,
        }
    }

    /// How instances of the function start, for people, where nothing but its settings decides.
    pub fn describe_starts(&self, function: &Function) -> Option<String> {
        let config = &function.config;
        (config.runtime == Runtime::Wasm).then(|| match config.reuse {
            true => "compiled ahead, an instance kept for further calls".into(),
            false => "compiled ahead, a fresh instance for each call".into(),
        })
    }

    /// What the function's instances do not get of the egress it asks for, in a line for people.
    pub fn shortfall(&self, function: &Function) -> Option<String> {
        let config = &function.config;
        // Components reach out from this process, which looks where to itself.
        let is_program = config.runtime != Runtime::Wasm;
        is_program.then(|| self.sandbox.shortfall(program::egress(config.egress))).flatten()
    }

    /// Why functions with egress "internet" have none, in a line for people.
    pub fn no_internet(&self) -> Option<String> {
        self.sandbox.shortfall(sandbox::Egress::Internet)
    }

    /// Set while no instance can be started, whatever its code.
    pub fn failing(&self) -> Option<Failing> {
        self.sandbox.failing()
    }

    async fn start_program(
        &self,
        start: &Start,
        seed: Option<&Seed>,
    ) -> Result<Started, StartError> {
        let began = Instant::now();
        let up = match seed {
            Some(Seed::Zygote(zygote)) => self.copy(start, zygote, began).await,
            Some(Seed::Stem(stems)) => self.assign(start, stems, began).await,
            Some(Seed::Slot(_)) | None => None,
        };
        if let Some(up) = up {
            return up.map(|up| Started { seeded: true, ..up });
        }
        let ready = match seed {
            Some(Seed::Slot(Slots(shelf))) => shelf.take(),
            _ => None,
        };
        let seeded = ready.is_some();
        let parked = match ready {
            Some(parked) => Ok(parked),
            None => Parked::make(self, start).await,
        };
        let instance = self.occupy(parked, start).map_err(|problem| StartError {
            failure: Failure::Broken(problem),
            init: began.elapsed(),
            log_stream: None,
        })?;
        let up = self.bring_up(start, instance, began).await?;
        Ok(Started { seeded, ..up })
    }

    /// A copy of the zygote; none where a program of its own may do better.
    async fn copy(
        &self,
        start: &Start,
        zygote: &Zygote,
        began: Instant,
    ) -> Option<Result<Started, StartError>> {
        if !zygote.is_alive() {
            return None;
        }
        match self.bring_up_seeded(start, self.fork(start, zygote).await, began).await {
            Ok(up) => Some(up),
            Err(why) => {
                tracing::debug!(function = %start.function.name, why, "its zygote is given up");
                zygote.failed(why).await;
                None
            }
        }
    }

    /// What becomes of a stem cell; none where there is none that takes orders.
    async fn assign(
        &self,
        start: &Start,
        stems: &Stems,
        began: Instant,
    ) -> Option<Result<Started, StartError>> {
        let instance = stems.shelf.take()?.become_instance(self, start).await;
        match self.bring_up_seeded(start, instance, began).await {
            Ok(up) => Some(up),
            Err(why) => {
                tracing::debug!(function = %start.function.name, why, "a stem cell is given up");
                None
            }
        }
    }

    /// An error is what kept it from coming up and need not keep a program of its own; what the
    /// function's code says is final.
    async fn bring_up_seeded(
        &self,
        start: &Start,
        instance: Result<Instance, String>,
        began: Instant,
    ) -> Result<Result<Started, StartError>, String> {
        match self.bring_up(start, instance?, began).await {
            Err(error) if !matches!(error.failure, Failure::Init(_)) => {
                Err(error.failure.message("none"))
            }
            up => Ok(up),
        }
    }

    async fn bring_up(
        &self,
        start: &Start,
        instance: Instance,
        began: Instant,
    ) -> Result<Started, StartError> {
        let limit_ms = INIT_MS.max(u64::from(start.function.config.timeout_ms));
        let limit = tokio::time::sleep(Duration::from_millis(limit_ms));
        let up = tokio::select! {
            biased;
            up = instance.come_up() => up,
            () = limit => Err(Failure::InitTimeout { after_ms: limit_ms }),
        };
        let init = began.elapsed();
        match up {
            Ok(()) => {
                let instance = Running::Program(instance);
                Ok(Started { instance, took: init, seeded: false })
            }
            Err(failure) => {
                instance.kill();
                let _ = instance.gone().await;
                let init_us = u64::try_from(init.as_micros()).unwrap_or(u64::MAX);
                let status = match &failure {
                    Failure::InitTimeout { .. } => report::Status::Timeout,
                    failure => report::Status::Error(failure.error_type()),
                };
                instance.print(None, report::init_report(init_us, status));
                let log_stream = Some(instance.log_stream().clone());
                Err(StartError { failure, init, log_stream })
            }
        }
    }
}
