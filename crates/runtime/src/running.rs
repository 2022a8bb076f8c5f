//! What the pool calls, whichever way it runs.

use std::sync::Arc;
use std::time::Duration;

use sandbox::{Exit, Usage};

use crate::{Call, Component, Ended, Finish, Instance, Output};

/// A running copy of a function: a program in a sandbox, or a component in this process.
#[derive(Debug)]
pub enum Running {
    Program(Instance),
    Component(Component),
}

impl Running {
    /// Runs one call to its end; see [`Instance::call`].
    pub async fn call(
        &self,
        call: Call,
        timeout: Duration,
        head: impl FnOnce(Output) + Send,
    ) -> (Ended, Finish) {
        match self {
            Self::Program(instance) => instance.call(call, timeout, head).await,
            Self::Component(component) => component.call(call, timeout, head).await,
        }
    }

    /// From here on, what is printed belongs to this call, where that is not known anyway.
    pub async fn begin(&self, request: &Arc<str>) {
        if let Self::Program(instance) = self {
            instance.begin(request).await;
        }
    }

    /// What it had in all; see [`Finish::usage`] for the part of one call.
    pub fn usage(&self) -> Usage {
        match self {
            Self::Program(instance) => instance.usage(),
            Self::Component(component) => component.usage(),
        }
    }

    /// Writes a line of the platform's own into its log.
    pub fn print(&self, request: Option<&Arc<str>>, text: String) {
        match self {
            Self::Program(instance) => instance.print(request, text),
            Self::Component(component) => component.label().platform(request, text),
        }
    }

    /// Whether its program is gone already.
    pub fn has_ended(&self) -> bool {
        match self {
            Self::Program(instance) => instance.process.has_ended(),
            Self::Component(_) => false,
        }
    }

    /// Waits until nothing of it is left.
    pub async fn gone(&self) -> Exit {
        match self {
            Self::Program(instance) => instance.gone().await,
            Self::Component(component) => component.gone().await,
        }
    }

    /// Ends it: it is asked first, if it can be.
    pub async fn stop(&self) {
        match self {
            Self::Program(instance) => instance.stop().await,
            Self::Component(component) => component.kill(),
        }
    }

    /// Ends it at once.
    pub fn kill(&self) {
        match self {
            Self::Program(instance) => instance.kill(),
            Self::Component(component) => component.kill(),
        }
    }
}
