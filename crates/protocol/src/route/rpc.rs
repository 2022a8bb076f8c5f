//! Operations that are called by name: in a header, or in a path of one form.

use http::header::CONTENT_TYPE;
use http::request::Parts;

use super::{Refusal, named, no_operation, scoped, starts_with_ignoring_case, text, unserved};
use crate::schema::{Protocol, Service};
use crate::{Call, Fault, SERVICES};

/// `X-Amz-Target: Logs_20140328.CreateLogGroup`
pub(super) fn by_target(head: &Parts, scope: Option<&str>, target: &str) -> Result<Call, Refusal> {
    let kind = text(head, CONTENT_TYPE.as_str()).unwrap_or_default();
    let protocol = match starts_with_ignoring_case(kind, "application/x-amz-json-1.0") {
        true => Protocol::AwsJson10,
        false => Protocol::AwsJson11,
    };
    let (prefix, name) = target.split_once('.').unwrap_or((target, ""));
    find(protocol, prefix, name, scope)
}

/// `/service/Logs_20140328/operation/CreateLogGroup`, after any other words.
pub(super) fn by_path(head: &Parts, scope: Option<&str>) -> Result<Call, Refusal> {
    let path: Vec<&str> = head.uri.path().rsplitn(5, '/').collect();
    match path.as_slice() {
        [name, "operation", service, "service", _] if head.method == http::Method::POST => {
            find(Protocol::Cbor, service, name, scope)
        }
        _ => {
            let message = format!("No operation is called by {} {}.", head.method, head.uri.path());
            Err(Refusal::new(Protocol::Cbor, Fault::unknown_operation(404, message)))
        }
    }
}

fn find(
    protocol: Protocol,
    target: &str,
    name: &str,
    scope: Option<&str>,
) -> Result<Call, Refusal> {
    let refuse = |fault| Refusal::new(protocol, fault);
    let has_target = |service: &&&Service| service.target == Some(target);
    let service = SERVICES.iter().find(has_target);
    let service = service.ok_or_else(|| unserved::by_target(protocol, target, scope))?;
    scoped(service, scope).map_err(refuse)?;
    let operation = named(service, name);
    let operation = operation
        .ok_or_else(|| refuse(Fault::unknown_operation(400, no_operation(service, name))))?;
    Ok(Call::new(operation, protocol))
}
