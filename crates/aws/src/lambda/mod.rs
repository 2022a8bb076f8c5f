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
mod layers;
mod list;
mod log_tail;
mod managed;
mod names;
mod permission;
mod provisioned;
mod resource;
mod shown;
mod stream;
mod tags;
mod update;
mod urls;
mod versions;

use std::net::IpAddr;
use std::sync::Arc;

use ::invoke::Invoker;
use blob::Blobs;
use functions::{Layers, Registry};
use identity::policy::{Context, Document, Kind, Policy};
use identity::{Keyring, Principal};
use package::Shelf;
use protocol::Fault;
use telemetry::Telemetry;

pub(crate) use self::door::{bytes_max, is_call};
use crate::access::Wish;
use crate::peer::checking;
use crate::{Access, Packages};

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
    pub packages: Packages,
    pub region: Arc<str>,
    /// Where the platform listens, for the addresses it tells.
    pub endpoint: Arc<str>,
    /// Calls of all functions at once.
    pub concurrency: u32,
}

impl Lambda {
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
        let (context, resource_policy) = (Context::new(), self.resource_policy(resource));
        let wish = Wish { action: &action, resource, context, resource_policy };
        let checked = self.access.check(principal, wish);
        checked.map_err(|refused| Fault::new(403, "AccessDeniedException", refused))
    }

    /// Whoever gives a function a role gives away its rights.
    fn may_pass(&self, principal: &Principal, role: &str) -> Result<(), Fault> {
        let wish = Wish {
            action: "iam:PassRole",
            resource: role,
            context: Context::new().with("iam:PassedToService", "lambda.amazonaws.com"),
            resource_policy: None,
        };
        let refused = self.access.check(principal, wish);
        refused.map_err(|refused| Fault::new(403, "AccessDeniedException", refused))
    }

    /// Whether somebody may call a function by its URL where requests are signed.
    pub fn may_call_url(
        &self,
        principal: &Principal,
        from: IpAddr,
        name: &str,
        alias: Option<&str>,
    ) -> bool {
        let arn = self.arn(name);
        let resource = alias.map_or(arn.clone(), |alias| format!("{arn}:{alias}"));
        checking(from, || self.authorize_url(principal, &resource)).is_ok()
    }

    fn authorize_url(&self, principal: &Principal, resource: &str) -> Result<(), String> {
        let wish = Wish {
            action: "lambda:InvokeFunctionUrl",
            resource,
            context: Context::new().with("lambda:FunctionUrlAuthType", "AWS_IAM"),
            resource_policy: self.resource_policy(resource),
        };
        self.access.check(principal, wish)
    }

    /// What a function, or one of its versions or aliases, says itself of who may use it.
    fn resource_policy(&self, resource: &str) -> Option<Policy> {
        let named = resource.strip_prefix(&self.arn(""))?;
        let (name, qualifier) = named.split_once(':').unwrap_or((named, "$LATEST"));
        let entry = self.registry.entry(name)?;
        let text = &entry.settings.policies.get(qualifier)?.document;
        let document = Document::parse(text, Kind::Resource).ok()?;
        Some(Policy { name: resource.into(), document: Arc::new(document) })
    }
}
