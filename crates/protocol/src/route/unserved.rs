//! Services that this platform does not have, named so that people know them.

use http::Method;
use http::request::Parts;

use super::{Refusal, wants_form};
use crate::schema::Protocol;
use crate::{Fault, SERVICES, names};

/// As much of a name that nobody knows as is told again.
const SHOWN_MAX: usize = 64;

/// Asked for by the name in signatures.
pub(super) fn by_scope(head: &Parts, scope: &str) -> Refusal {
    refusal(spoken(head, Some(scope)), names::of_scope(scope), scope)
}

/// Asked for by a header or a path, in which the service has another name.
pub(super) fn by_target(protocol: Protocol, target: &str, scope: Option<&str>) -> Refusal {
    let served = |scope: &&str| SERVICES.iter().any(|service| service.name == *scope);
    let scope = scope.filter(|scope| !served(scope));
    let public = names::of_target(target).or_else(|| names::of_scope(scope?));
    refusal(protocol, public, scope.unwrap_or(target))
}

/// Whether it is the name, in signatures, of a service of AWS's that is not here.
pub fn is_unserved(scope: &str) -> bool {
    let served = SERVICES.iter().any(|service| service.name == scope);
    !served && names::of_scope(scope).is_some()
}

/// The protocol that a client most likely understands, by the service that it claims to ask.
pub fn spoken(head: &Parts, scope: Option<&str>) -> Protocol {
    let action = |pair: &str| pair.starts_with("Action=");
    let asks = || head.uri.query().unwrap_or_default().split('&').any(action);
    if scope.is_some_and(names::is_in_xml) {
        Protocol::RestXml
    } else if wants_form(head) || (head.method == Method::GET && asks()) {
        Protocol::Query
    } else {
        Protocol::RestJson
    }
}

fn refusal(protocol: Protocol, public: Option<&str>, name: &str) -> Refusal {
    let who = match public {
        Some(public) => format!("{public} is not served by this platform yet"),
        None => {
            let name: String = name.chars().take(SHOWN_MAX).collect();
            format!("This platform knows no service '{name}'")
        }
    };
    let code = match protocol {
        Protocol::RestXml => "NotImplemented",
        Protocol::Query => "InvalidAction",
        _ => "UnknownOperationException",
    };
    let message = format!("{who}; served are {}.", served());
    Refusal { protocol, fault: Fault::new(501, code, message) }
}

fn served() -> String {
    let ids: Vec<_> = SERVICES.iter().map(|service| service.id).collect();
    match ids.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => ids.concat(),
    }
}
