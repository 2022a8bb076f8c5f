//! Lambda's API: REST and JSON.

mod alias;
mod change;
mod code;
mod concurrency;
mod configuration;
mod create;
mod delete;
mod door;
mod event;
mod events;
mod find;
mod get;
mod invoke;
mod list;
mod log_tail;
mod names;
mod provisioned;
mod resource;
mod shown;
mod stream;
mod tags;
mod update;
mod versions;

use std::sync::Arc;

use ::invoke::Invoker;
use blob::Blobs;
use functions::{Layers, Registry};
use identity::{Keyring, Principal};
use package::Shelf;
use protocol::Fault;
use telemetry::Telemetry;

/// The front door for Lambda's clients.
#[derive(Debug, Clone)]
pub struct Lambda {
    pub keys: Arc<Keyring>,
    pub registry: Arc<Registry>,
    pub layers: Arc<Layers>,
    pub invoker: Invoker,
    pub telemetry: Telemetry,
    pub blobs: Blobs,
    pub shelf: Shelf,
    pub region: Arc<str>,
    /// Calls of all functions at once.
    pub concurrency: u32,
}

impl Lambda {
    /// The owner may do everything, a function call the functions of its own app.
    fn authorize(&self, principal: &Principal, action: &str, resource: &str) -> Result<(), Fault> {
        let Principal::Function { name, app } = principal else { return Ok(()) };
        let action = match action {
            "Invoke" | "InvokeWithResponseStream" => "InvokeFunction",
            other => other,
        };
        let prefix = self.arn("");
        let named = resource.strip_prefix(&prefix).and_then(|rest| rest.split(':').next());
        let called = named.and_then(|name| self.registry.get(name));
        // What does not exist is told so to those who may call it if it does.
        let own = called.is_none_or(|function| app.is_some() && *app == function.app);
        if own && matches!(action, "InvokeFunction" | "InvokeAsync") {
            return Ok(());
        }
        let message = format!(
            "User: {} is not authorized to perform: lambda:{action} on resource: {resource}",
            self.arn(name.as_str()),
        );
        Err(Fault::new(403, "AccessDeniedException", message))
    }
}
