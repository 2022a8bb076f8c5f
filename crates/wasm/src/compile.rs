//! From a component's bytes to machine code, once.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use rayon::{ThreadPool, ThreadPoolBuilder};
use tokio::task::spawn_blocking;
use wasmtime::Engine;
use wasmtime::component::Component;

use crate::cache::{Cache, Name};
use crate::check::check;
use crate::component::Origin;
use crate::error::text;
use crate::line::Line;
use crate::threads::{COMPILE_NICE, give_way};
use crate::{Apart, Error, Options};

/// The compiler recurses as deep as what it reads is nested; that has limits, which fit in here.
pub(crate) const STACK_BYTES: usize = 16 * 1024 * 1024;

pub(crate) struct Compiled {
    pub(crate) component: Component,
    pub(crate) origin: Origin,
}

pub(crate) struct Compiler {
    shared: Arc<Shared>,
    line: Line,
    apart: Option<Apart>,
    thread_count: usize,
    component_bytes_max: usize,
}

struct Shared {
    engine: Engine,
    cache: Cache,
    threads: ThreadPool,
}

impl Compiler {
    pub(crate) fn new(options: &Options, engine: Engine) -> Result<Self, Error> {
        let cache = Cache::open(&options.cache_dir, options.cache_bytes_max)?;
        let threads = ThreadPoolBuilder::new()
            .num_threads(options.threads)
            .stack_size(STACK_BYTES)
            .thread_name(|_| "wasm-compile".to_owned())
            .start_handler(|_| give_way(COMPILE_NICE))
            .build();
        let threads = threads.map_err(|error| Error::Engine(error.to_string()))?;
        let shared = Arc::new(Shared { engine, cache, threads });
        let component_bytes_max = options.component_bytes_max;
        Ok(Self {
            shared,
            line: Line::new(options.compiles_max),
            apart: options.apart,
            thread_count: options.threads,
            component_bytes_max,
        })
    }

    pub(crate) async fn compile(&self, whose: &str, bytes: Bytes) -> Result<Compiled, Error> {
        let shared = self.shared.clone();
        let (content, bytes_max) = (bytes.clone(), self.component_bytes_max);
        let looked = blocking(move || {
            check(&content, bytes_max)?;
            let name = Name::of(&content, &shared.engine);
            let found = shared.load(&name);
            Ok((name, found))
        });
        let (name, found) = looked.await?;
        if let Some(found) = found {
            return Ok(found);
        }
        let _turn = self.line.turn(whose).await;
        let shared = self.shared.clone();
        let Some(apart) = self.apart else {
            return blocking(move || {
                // Whoever waited for the same component finds it now.
                shared.load(&name).map_or_else(|| shared.compile(&name, &bytes), Ok)
            })
            .await;
        };
        let (again, same) = (shared.clone(), name.clone());
        if let Some(found) = blocking(move || Ok(again.load(&same))).await? {
            return Ok(found);
        }
        let start = Instant::now();
        let code = apart.compile(&bytes, self.thread_count).await?;
        blocking(move || shared.take_in(&name, code, start.elapsed())).await
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    spawn_blocking(work).await.unwrap_or_else(|error| Err(Error::Compiler(error.to_string())))
}

impl Shared {
    fn load(&self, name: &Name) -> Option<Compiled> {
        let component = self.cache.load(name, &self.engine)?;
        Some(Compiled { component, origin: Origin::Cache })
    }

    /// What a process of our own has compiled.
    fn take_in(&self, name: &Name, code: Vec<u8>, took: Duration) -> Result<Compiled, Error> {
        let component = self.cache.load_ours(&code, &self.engine);
        let component = component.ok_or_else(|| Error::Compiler("its code is not ours".into()))?;
        let not_cached = self.cache.store(name, &code).err();
        Ok(Compiled { component, origin: Origin::Compiled { took, not_cached } })
    }

    fn compile(&self, name: &Name, bytes: &[u8]) -> Result<Compiled, Error> {
        let start = Instant::now();
        let compiled = self.threads.install(|| Component::from_binary(&self.engine, bytes));
        let component = compiled.map_err(|error| Error::Invalid(text(&error)))?;
        let took = start.elapsed();
        let code = component.serialize().map_err(|error| error.to_string());
        let not_cached = code.and_then(|code| self.cache.store(name, &code)).err();
        Ok(Compiled { component, origin: Origin::Compiled { took, not_cached } })
    }
}
