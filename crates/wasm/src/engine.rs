//! What all components share: the compiler, the places for instances, the clock.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use wasmtime::component::Linker;

use crate::account::Account;
use crate::compile::Compiler;
use crate::config::{config, linker};
use crate::egress::Outside;
use crate::error::text;
use crate::state::State;
use crate::threads::Heavy;
use crate::ticker::Ticker;
use crate::{Component, Error, Failure, Options};

/// Runs components. Clones are the same engine.
#[derive(Clone)]
pub struct Engine(Arc<Inner>);

struct Inner {
    wasmtime: wasmtime::Engine,
    linker: Linker<State>,
    compiler: Compiler,
    ticker: Ticker,
    heavy: Heavy,
    places: Arc<Semaphore>,
    kept: Arc<Semaphore>,
    memory: Arc<Account>,
    outside: Arc<Outside>,
}

impl Engine {
    pub fn new(options: Options) -> Result<Self, Error> {
        let failed = |error: wasmtime::Error| Error::Engine(text(&error));
        let wasmtime = wasmtime::Engine::new(&config(&options)).map_err(failed)?;
        let linker = linker(&wasmtime).map_err(failed)?;
        let ticker = Ticker::start(wasmtime.weak()).map_err(|e| Error::Engine(e.to_string()))?;
        let heavy = Heavy::start(options.threads).map_err(|e| Error::Engine(e.to_string()))?;
        let outside = Outside::new(options.connections_max, heavy.handle().clone());
        let outside = outside.map_err(|error| Error::Engine(error.to_string()))?;
        let places = options.instances_max as usize;
        let semaphore = |permits| Arc::new(Semaphore::new(permits));
        Ok(Self(Arc::new(Inner {
            compiler: Compiler::new(&options, wasmtime.clone())?,
            wasmtime,
            linker,
            ticker,
            heavy,
            places: semaphore(places),
            // Those who wait for calls must not be in the way of those who are called.
            kept: semaphore(places / 2),
            memory: Arc::new(Account::new(options.memory_bytes_total)),
            outside: Arc::new(outside),
        })))
    }

    /// Makes a component ready to run: checked, compiled unless that was done before, linked.
    pub async fn compile(&self, bytes: Bytes) -> Result<Component, Error> {
        self.compile_for("", bytes).await
    }

    /// As [`compile`](Self::compile), for somebody: whoever brings many components has them compiled
    /// one after another, and others in between.
    pub async fn compile_for(&self, whose: &str, bytes: Bytes) -> Result<Component, Error> {
        let compiled = self.0.compiler.compile(whose, bytes).await?;
        Component::link(self.clone(), compiled)
    }

    pub(crate) fn wasmtime(&self) -> &wasmtime::Engine {
        &self.0.wasmtime
    }

    pub(crate) fn linker(&self) -> &Linker<State> {
        &self.0.linker
    }

    pub(crate) fn ticker(&self) -> &Ticker {
        &self.0.ticker
    }

    pub(crate) fn heavy(&self) -> &Handle {
        self.0.heavy.handle()
    }

    /// A place for one more instance; waits for one in line.
    pub(crate) async fn place(&self) -> Result<OwnedSemaphorePermit, Failure> {
        self.0.places.clone().acquire_owned().await.map_err(|_closed| Failure::Crowded)
    }

    pub(crate) fn kept_place(&self) -> Option<OwnedSemaphorePermit> {
        self.0.kept.clone().try_acquire_owned().ok()
    }

    /// What all instances have.
    pub(crate) fn memory(&self) -> &Arc<Account> {
        &self.0.memory
    }

    pub(crate) fn outside(&self) -> &Arc<Outside> {
        &self.0.outside
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").field("places", &self.0.places.available_permits()).finish()
    }
}
