//! Operations of the query protocol: `Action=ListUsers&Version=2010-05-08`, in a form or in a URL.

use http::Method;
use http::request::Parts;

use super::{Asked, Refusal, named, no_operation, wants_form};
use crate::form::{self, Pairs};
use crate::schema::Protocol;
use crate::{Call, Fault, SERVICES};

/// Whether a request is a query. A request to nobody is one only if it looks like one.
pub(super) fn is_one(head: &Parts, asked: Asked) -> bool {
    let looks = || {
        let names = |pair: &str| pair.starts_with("Action=");
        wants_form(head)
            || head.method == Method::GET
                && head.uri.path() == "/"
                && head.uri.query().unwrap_or_default().split('&').any(names)
    };
    asked.any().map_or_else(looks, |service| service.protocol == Protocol::Query)
}

pub(super) fn find(head: &Parts, asked: Asked, body: &[u8]) -> Result<Call, Refusal> {
    let refuse = |fault| Refusal::new(Protocol::Query, fault);
    let url = head.uri.query().unwrap_or_default().as_bytes();
    let form = form::parse(if wants_form(head) { body } else { url }).map_err(refuse)?;
    let action = value(&form, "Action").unwrap_or_default();
    let version = value(&form, "Version");
    if action.is_empty() {
        let message = "The request must contain the parameter Action.";
        return Err(refuse(Fault::new(400, "MissingAction", message)));
    }
    let unknown = |message| refuse(Fault::new(400, "InvalidAction", message));
    let nowhere = || {
        let version = version.unwrap_or("NO_VERSION_SPECIFIED");
        unknown(format!("Could not find operation {action} for version {version}"))
    };
    // Without a version and a name of the service, the action alone has to tell.
    let is_told = asked.0.is_some() || version.is_some();
    let service = SERVICES.iter().copied().find(|service| {
        service.protocol == Protocol::Query
            && asked.is(service)
            && version.is_none_or(|version| version == service.version)
            && (is_told || named(service, action).is_some())
    });
    let service = service.ok_or_else(nowhere)?;
    let operation = named(service, action).ok_or_else(|| {
        match service.missing.iter().any(|missing| missing.name == action) {
            true => unknown(no_operation(service, action)),
            false => nowhere(),
        }
    })?;
    Ok(Call { operation, protocol: Protocol::Query, labels: Vec::new(), form })
}

fn value<'a>(form: &'a Pairs, name: &str) -> Option<&'a str> {
    form.iter().rev().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
}
