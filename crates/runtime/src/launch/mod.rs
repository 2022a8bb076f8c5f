//! Starting an instance: a slot, a program in it, and its first word. Where a zygote is ready, the
//! program is a copy of it.

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
use sandbox::Sandbox;
use telemetry::{Telemetry, report};

pub(crate) use program::{Plan, WRAPPER, log_stream};
pub(crate) use wire::{ANSWERS_FD, CALLS_FD, LOG_FD, frames_variable};

use crate::environment::Place;
use crate::hosts::Hosts;
use crate::zygote::{Copying, Zygote};
use crate::{Components, Failure, Instance, Running};

/// Loading may take this long, or the function's timeout if that is longer.
const INIT_MS: u64 = 10_000;

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
    pub session: Arc<Session>,
    /// Whether it is kept ready rather than started for a call.
    pub provisioned: bool,
}

/// An instance that is up.
#[derive(Debug)]
pub struct Started {
    pub instance: Running,
    pub took: Duration,
    /// Whether it is a copy of the zygote.
    pub copied: bool,
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
    /// Starts an instance and waits until its code is loaded. It is a copy of the zygote, if one is
    /// given that can be copied.
    pub async fn start(
        &self,
        start: &Start,
        zygote: Option<&Zygote>,
    ) -> Result<Started, StartError> {
        match start.function.config.runtime {
            Runtime::Wasm => self.load(start).await,
            _ => self.start_program(start, zygote).await,
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

    async fn start_program(
        &self,
        start: &Start,
        zygote: Option<&Zygote>,
    ) -> Result<Started, StartError> {
        let began = Instant::now();
        if let Some(zygote) = zygote.filter(|zygote| zygote.is_alive()) {
            let why = match self.fork(start, zygote).await {
                Ok(instance) => match self.bring_up(start, instance, began).await {
                    Err(error) if !matches!(error.failure, Failure::Init(_)) => {
                        error.failure.message("none")
                    }
                    up => return up.map(|up| Started { copied: true, ..up }),
                },
                Err(why) => why,
            };
            // What kept the copy from coming up need not keep a program of its own.
            tracing::debug!(function = %start.function.name, why, "its zygote is given up");
            zygote.failed(why).await;
        }
        let instance = self.spawn(start).await.map_err(|problem| StartError {
            failure: Failure::Broken(problem),
            init: began.elapsed(),
            log_stream: None,
        })?;
        self.bring_up(start, instance, began).await
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
                Ok(Started { instance, took: init, copied: false })
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
