use bytes::Bytes;
use http::Request;
use http::request::Parts;
use protocol::{Call, Contract, Fault};

/// A request's head: `POST /path?query`, then headers as `name: value`.
pub(crate) fn head(line: &str, headers: &[&str]) -> Parts {
    let (method, uri) = line.split_once(' ').unwrap();
    let mut builder = Request::builder().method(method).uri(uri);
    for header in headers {
        let (name, value) = header.split_once(": ").unwrap();
        builder = builder.header(name, value);
    }
    builder.body(()).unwrap().into_parts().0
}

pub(crate) const FORM: &str = "content-type: application/x-www-form-urlencoded; charset=utf-8";

/// What an operation reads of a request that must lead to it.
pub(crate) fn input<C: Contract>(
    line: &str,
    headers: &[&str],
    body: &str,
) -> Result<C::Input, Fault> {
    let head = head(line, headers);
    let call = protocol::route(&head, None, body.as_bytes()).expect("a route");
    assert_eq!(call.operation, C::OPERATION, "{line}");
    call.input::<C>(&head, Bytes::copy_from_slice(body.as_bytes()))
}

/// The call of a request that must lead somewhere.
pub(crate) fn call(line: &str, headers: &[&str], body: &str) -> Call {
    protocol::route(&head(line, headers), None, body.as_bytes()).expect("a route")
}
