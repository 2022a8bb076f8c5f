//! How a request says which operation it wants: all that tells our requests from others.

use http::Method;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use protocol::schema::Protocol;

use crate::elsewhere::{self, is_signed, parameter};

/// Where a request's operation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Address {
    /// In a path that begins with a date, as all of Lambda's do.
    Dated,
    /// In the header `X-Amz-Target`.
    Target,
    /// In a path like `/service/Logs_20140328/operation/CreateLogGroup`.
    Operation,
    /// In the parameter `Action` of a form or a URL.
    Action,
    /// Nowhere that we know, but a client of AWS's signed it, and speaks so.
    Elsewhere(Protocol),
}

impl Address {
    pub(crate) fn of(head: &Parts) -> Option<Self> {
        let path = head.uri.path();
        if is_dated(path) {
            // Lambda is not the only service that has such paths, but the only one of ours.
            return Some(elsewhere::unserved(head).map_or(Self::Dated, Self::Elsewhere));
        }
        let posted = head.method == Method::POST;
        if posted && is_operation(path) {
            return Some(Self::Operation);
        }
        if path != "/" {
            return elsewhere::protocol(head).map(Self::Elsewhere);
        }
        if posted && head.headers.contains_key("x-amz-target") {
            return Some(Self::Target);
        }
        let asks = if posted {
            protocol::wants_form(head) || !head.headers.contains_key(CONTENT_TYPE)
        } else {
            head.method == Method::GET && parameter(head, "Action=").is_some()
        };
        match asks && is_signed(head) {
            true => Some(Self::Action),
            false => elsewhere::protocol(head).map(Self::Elsewhere),
        }
    }

    /// How to speak to a client before its operation is known.
    pub(crate) fn protocol(self) -> Protocol {
        match self {
            Self::Dated => Protocol::RestJson,
            Self::Target => Protocol::AwsJson11,
            Self::Operation => Protocol::Cbor,
            Self::Action => Protocol::Query,
            Self::Elsewhere(protocol) => protocol,
        }
    }

    /// The only service that has such addresses, if there is one.
    pub(crate) fn service(self) -> Option<&'static str> {
        (self == Self::Dated).then_some("lambda")
    }
}

/// `/2015-03-31/…`
fn is_dated(path: &str) -> bool {
    let date = path.as_bytes().get(..12).unwrap_or_default();
    date.iter().enumerate().all(|(at, byte)| match at {
        0 | 11 => *byte == b'/',
        5 | 8 => *byte == b'-',
        _ => byte.is_ascii_digit(),
    }) && !date.is_empty()
}

fn is_operation(path: &str) -> bool {
    let rest = path.strip_prefix("/service/").and_then(|rest| rest.split_once("/operation/"));
    rest.is_some_and(|(service, operation)| {
        [service, operation].iter().all(|word| !word.is_empty() && !word.contains('/'))
    })
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    fn of(request: http::request::Builder) -> Option<Address> {
        Address::of(&request.body(()).unwrap().into_parts().0)
    }

    #[test]
    fn paths() {
        for (path, expected) in [
            ("/2015-03-31/functions/", Some(Address::Dated)),
            ("/2021-11-15/functions/f/response-streaming-invocations", Some(Address::Dated)),
            ("/2015-03-31", None),
            ("/2015-3-31/functions", None),
            ("/service/Logs_20140328/operation/CreateLogGroup", Some(Address::Operation)),
            ("/service//operation/CreateLogGroup", None),
            ("/service/Logs_20140328/operation/", None),
            ("/service/a/operation/b/c", None),
            ("/service/a/b/operation/c", None),
            ("/fn/f/", None),
            ("/", None),
        ] {
            assert_eq!(of(Request::post(path)), expected, "{path}");
        }
        assert_eq!(of(Request::get("/service/a/operation/b")), None);
    }

    #[test]
    fn headers_and_parameters() {
        const FORM: &str = "application/x-www-form-urlencoded; charset=utf-8";
        let signed = |request: http::request::Builder| {
            request.header("Authorization", "AWS4-HMAC-SHA256 Credential=x")
        };
        let post = |path: &str| Request::post(path);
        let json = Some(Address::Elsewhere(Protocol::RestJson));
        let presigned = "/?Action=GetCallerIdentity&X-Amz-Signature=0";
        for (request, expected) in [
            (post("/").header("X-Amz-Target", "Logs_20140328.X"), Some(Address::Target)),
            (post("/x").header("X-Amz-Target", "Logs_20140328.X"), None),
            (signed(post("/").header("Content-Type", FORM)), Some(Address::Action)),
            (signed(post("/").header("Content-Type", "text/plain")), json),
            (post("/").header("Content-Type", FORM), None),
            (
                signed(post("/x").header("Content-Type", FORM)),
                Some(Address::Elsewhere(Protocol::Query)),
            ),
            (signed(Request::get("/?Action=ListUsers")), Some(Address::Action)),
            (signed(Request::get("/?Name=ListUsers")), json),
            (signed(Request::put("/?Action=ListUsers")), json),
            (signed(Request::get("/bucket/key")), json),
            (Request::get(presigned), Some(Address::Action)),
            (post(presigned), Some(Address::Action)),
            (Request::get("/?Action=ListUsers"), None),
            (post("/").header("Authorization", "Basic eDp5"), None),
        ] {
            let shown = format!("{request:?}");
            assert_eq!(of(request), expected, "{shown}");
        }
    }
}
