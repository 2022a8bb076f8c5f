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
use functions::{AppName, Layers, Registry};
use identity::policy::Context;
use identity::{Keyring, Principal};
use package::Shelf;
use protocol::Fault;
use telemetry::Telemetry;

pub(crate) use self::door::{bytes_max, is_call};
use crate::Access;
use crate::access::Wish;

/// Lambda's operations.
#[derive(Debug, Clone)]
pub struct Lambda {
    pub keys: Arc<Keyring>,
    pub access: Access,
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
    /// By policies; a function in its own name may call the functions of its own app.
    fn authorize(
        &self,
        principal: &Principal,
        operation: &str,
        resource: &str,
    ) -> Result<(), Fault> {
        let action = match operation {
            "Invoke" | "InvokeWithResponseStream" => "lambda:InvokeFunction".to_owned(),
            other => format!("lambda:{other}"),
        };
        let refused = match principal {
            Principal::Function { name, app } => {
                let calls = matches!(&*action, "lambda:InvokeFunction" | "lambda:InvokeAsync");
                if calls && self.is_of_app(resource, app.as_ref()) {
                    return Ok(());
                }
                let who = self.arn(name.as_str());
                format!(
                    "User: {who} is not authorized to perform: {action} on resource: {resource}"
                )
            }
            _ => {
                let context = Context::new();
                let wish = Wish { action: &action, resource, context, resource_policy: None };
                match self.access.check(principal, wish) {
                    Ok(()) => return Ok(()),
                    Err(refused) => refused,
                }
            }
        };
        Err(Fault::new(403, "AccessDeniedException", refused))
    }

    /// Whether a function is of the app. What does not exist counts: its caller is told so.
    fn is_of_app(&self, resource: &str, app: Option<&AppName>) -> bool {
        let prefix = self.arn("");
        let named = resource.strip_prefix(&prefix).and_then(|rest| rest.split(':').next());
        let called = named.and_then(|name| self.registry.get(name));
        called.is_none_or(|function| app.is_some() && function.app.as_ref() == app)
    }
}
