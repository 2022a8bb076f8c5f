//! Which operation a request asks for. One place for all protocols and services.

mod query;
mod rest;
mod rpc;
mod unserved;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HOST};
use http::request::Parts;
use http::{Method, Response};

use crate::schema::{Protocol, Service};
use crate::{Call, Fault, Operation, SERVICES, write};
pub use unserved::{is_unserved, spoken};

/// A request that asks for nothing we have, and the protocol to say so in.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    pub fault: Fault,
    pub protocol: Protocol,
}

impl Refusal {
    fn new(protocol: Protocol, fault: Fault) -> Self {
        Self { fault, protocol }
    }

    pub fn response(&self, request_id: &str) -> Response<Bytes> {
        write::error(self.protocol, None, &self.fault, request_id)
    }
}

/// Whether `route` has to see the body: the names of a query's operations stand in its form.
pub fn wants_form(head: &Parts) -> bool {
    head.method == Method::POST
        && text(head, CONTENT_TYPE.as_str()).is_some_and(|kind| {
            starts_with_ignoring_case(kind, "application/x-www-form-urlencoded")
        })
}

/// Finds the operation. `scope` is the service that the request was signed for, if it was signed.
/// `body` is looked at where `wants_form` says so.
pub fn route(head: &Parts, scope: Option<&str>, body: &[u8]) -> Result<Call, Refusal> {
    if let Some(target) = text(head, "x-amz-target") {
        return rpc::by_target(head, scope, target);
    }
    if text(head, "smithy-protocol").is_some_and(|spoken| spoken == "rpc-v2-cbor") {
        return rpc::by_path(head, scope);
    }
    let asked = Asked(service_of(head, scope)?);
    if query::is_one(head, asked) {
        return query::find(head, asked, body);
    }
    rest::find(head, asked)
}

/// The name of the service that a request is for, where that is known. Services that followed one
/// another can share it.
#[derive(Clone, Copy)]
struct Asked(Option<&'static str>);

impl Asked {
    fn is(self, service: &Service) -> bool {
        self.0.is_none_or(|name| name == service.name)
    }

    /// Any of the services it can be.
    fn any(self) -> Option<&'static Service> {
        let name = self.0?;
        SERVICES.iter().copied().find(|service| service.name == name)
    }
}

/// The service that a request was signed for, or else the one that the host is named after.
fn service_of(head: &Parts, scope: Option<&str>) -> Result<Option<&'static str>, Refusal> {
    let named = |name: &str| {
        SERVICES.iter().find(|service| service.name == name).map(|service| service.name)
    };
    if let Some(scope) = scope {
        return named(scope).map(Some).ok_or_else(|| unserved::by_scope(head, scope));
    }
    let host = head.uri.host().or_else(|| text(head, HOST.as_str())).unwrap_or_default();
    Ok(host.split(['.', ':']).next().and_then(named))
}

fn no_operation(service: &Service, name: &str) -> String {
    if service.missing.iter().any(|missing| missing.name == name) {
        format!("This platform does not have the operation {name} of {} yet.", service.id)
    } else {
        format!("{} has no operation {name}.", service.id)
    }
}

/// The operation of that name.
fn named(service: &Service, name: &str) -> Option<Operation> {
    let mut all = Operation::all();
    all.find(|operation| {
        operation.schema().name == name && std::ptr::eq(operation.service(), service)
    })
}

/// Signatures are for one service each.
fn scoped(service: &Service, scope: Option<&str>) -> Result<(), Fault> {
    match scope {
        Some(scope) if scope != service.name => {
            let message =
                format!("Credential should be scoped to correct service: '{}'. ", service.name);
            Err(Fault::new(403, "InvalidSignatureException", message))
        }
        _ => Ok(()),
    }
}

fn text<'a>(head: &'a Parts, name: &str) -> Option<&'a str> {
    head.headers.get(name)?.to_str().ok()
}

fn starts_with_ignoring_case(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start))
}
