//! Lambda's API: REST and JSON.

mod alias;
mod change;
mod code;
mod concurrency;
mod conditions;
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

use http::request::Parts;
use percent_encoding::percent_decode_str;
use std::net::IpAddr;
use std::sync::Arc;

use ::invoke::Invoker;
use blob::Blobs;
use functions::{FunctionName, Layers, Registry, ResourcePolicy};
use identity::policy::{Context, Document, Kind, Policy};
use identity::{Keyring, Principal};
use package::Shelf;
use protocol::Fault;
use protocol::lambda::DestinationConfig;
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
        mut context: Context,
    ) -> Result<(), Fault> {
        // Nothing need be looked up for the owner, who calls the most.
        if *principal == Principal::Admin {
            return Ok(());
        }
        let action = action(operation);
        context.fill(self.tags_of(resource));
        let resource_policy = self.resource_policy(resource);
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

    /// What becomes of a function's calls goes where the function may send it by its own rights, or
    /// else where who says so may.
    fn may_send(
        &self,
        principal: &Principal,
        from: &str,
        to: &DestinationConfig,
    ) -> Result<(), Fault> {
        let success = to.on_success.as_ref().and_then(|on| on.destination.as_deref());
        let failure = to.on_failure.as_ref().and_then(|on| on.destination.as_deref());
        let sender = self.named(from, None).ok().and_then(|named| self.acting(&named.name));
        for to in success.into_iter().chain(failure).filter(|to| !to.is_empty()) {
            let resource = self.by_arn(to);
            let may = sender.as_ref().is_some_and(|sender| self.may_call(sender, &resource));
            if !may {
                self.authorize(principal, "Invoke", &resource, Context::new())?;
            }
        }
        Ok(())
    }

    /// A function as it acts while it runs.
    fn acting(&self, name: &FunctionName) -> Option<Principal> {
        let function = self.registry.get(name.as_str())?;
        let role = self.access.directory().acting(&function, change::now_ms());
        Some(Principal::AssumedRole(Arc::new(role)))
    }

    /// Whether a function may call another, or itself.
    fn may_call(&self, function: &Principal, resource: &str) -> bool {
        let wish = Wish {
            action: "lambda:InvokeFunction",
            resource,
            context: self.tags_of(resource),
            resource_policy: self.resource_policy(resource),
        };
        self.access.allows(function, wish)
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
            context: self.tags_of(resource).with("lambda:FunctionUrlAuthType", "AWS_IAM"),
            resource_policy: self.resource_policy(resource),
        };
        self.access.check(principal, wish)
    }

    /// Whether the function in a request's path, if there is one, says itself who may use it.
    pub(crate) fn is_shared(&self, head: &Parts) -> bool {
        let named = head.uri.path().split('/').nth(3).unwrap_or_default();
        let named = percent_decode_str(named).decode_utf8_lossy();
        let entry = self.named(&named, None).ok();
        let entry = entry.and_then(|named| self.registry.entry(named.name.as_str()));
        entry.is_some_and(|entry| !entry.settings.policies.is_empty())
    }

    /// The tags of a function, whichever of its versions or aliases is meant.
    fn tags_of(&self, resource: &str) -> Context {
        let mut context = Context::new();
        let named = resource.strip_prefix(&self.arn("")).and_then(|rest| rest.split(':').next());
        if let Some(entry) = named.and_then(|name| self.registry.entry(name)) {
            for (key, value) in &entry.settings.tags {
                context.add(&format!("aws:ResourceTag/{key}"), value);
            }
        }
        context
    }

    /// What a function, or one of its versions or aliases, says itself of who may use it; or what a
    /// layer's version says.
    fn resource_policy(&self, resource: &str) -> Option<Policy> {
        let policy = |said: &ResourcePolicy| {
            let document = Document::parse(&said.document, Kind::Resource).ok()?;
            Some(Policy { name: resource.into(), document: Arc::new(document) })
        };
        if let Some((layer, number)) = self.layer_named(resource) {
            return policy(self.layers.get(layer, number)?.policy.as_ref()?);
        }
        let named = resource.strip_prefix(&self.arn(""))?;
        let (name, qualifier) = named.split_once(':').unwrap_or((named, "$LATEST"));
        policy(self.registry.entry(name)?.settings.policies.get(qualifier)?)
    }
}

/// What policies call an operation.
pub(crate) fn action(operation: &str) -> String {
    match operation {
        "Invoke" | "InvokeWithResponseStream" => "lambda:InvokeFunction".to_owned(),
        "GetLayerVersionByArn" => "lambda:GetLayerVersion".to_owned(),
        other => format!("lambda:{other}"),
    }
}
