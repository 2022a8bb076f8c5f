//! A component that can be run.

use std::sync::Arc;
use std::time::Duration;

use wasmtime_wasi::p2::bindings::CommandPre;
use wasmtime_wasi_http::p2::bindings::ProxyPre;

use crate::compile::Compiled;
use crate::error::{listed, text};
use crate::instance::Prepared;
use crate::world::function::FunctionPre;
use crate::{Engine, Error, Program, Settings, World};

/// A component that was checked, compiled and linked. Clones are the same component.
#[derive(Clone)]
pub struct Component(Arc<Inner>);

struct Inner {
    engine: Engine,
    world: World,
    origin: Origin,
    prepared: Prepared,
}

/// Where a component's machine code came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// It had been compiled before.
    Cache,
    Compiled {
        took: Duration,
        /// Why it will have to be compiled again, if it will.
        not_cached: Option<String>,
    },
}

impl Component {
    pub(crate) fn link(engine: Engine, compiled: Compiled) -> Result<Self, Error> {
        let Compiled { component, origin } = compiled;
        let ty = component.component_type();
        let exports: Vec<_> = ty.exports(engine.wasmtime()).map(|(name, _)| name).collect();
        let Some(world) = World::of(&exports) else {
            return Err(Error::UnknownWorld { exports: listed(&exports) });
        };
        let unlinked = |error: wasmtime::Error| Error::Import(text(&error));
        let pre = engine.linker().instantiate_pre(&component).map_err(unlinked)?;
        let prepared = match world {
            World::Http => ProxyPre::new(pre).map(Prepared::Http),
            World::Command => CommandPre::new(pre).map(Prepared::Command),
            World::Function => FunctionPre::new(pre).map(Prepared::Function),
        };
        let prepared = prepared.map_err(|error| Error::Invalid(text(&error)))?;
        Ok(Self(Arc::new(Inner { engine, world, origin, prepared })))
    }

    /// Makes a program of it.
    pub fn program(&self, settings: Settings) -> Program {
        Program::new(self.clone(), settings)
    }

    pub fn world(&self) -> World {
        self.0.world
    }

    /// What its machine code and data take in memory, whoever runs it.
    pub fn code_bytes(&self) -> usize {
        let image = self.0.prepared.component().image_range();
        image.end as usize - image.start as usize
    }

    pub fn origin(&self) -> &Origin {
        &self.0.origin
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.0.engine
    }

    pub(crate) fn prepared(&self) -> &Prepared {
        &self.0.prepared
    }
}

impl std::fmt::Debug for Component {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Inner { world, origin, .. } = &*self.0;
        f.debug_struct("Component").field("world", world).field("origin", origin).finish()
    }
}
