//! Answers in each protocol's form.

mod error;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};

pub(crate) use self::error::error;
use crate::bind::{self, Body};
use crate::schema::{Place, Protocol, Service, Shape, Structure};
use crate::{Call, Value, cbor, event_stream, json, xml};

const EVENTS: &str = "application/vnd.amazon.eventstream";

/// An answer before it is a response.
struct Answer {
    status: u16,
    headers: HeaderMap,
    /// None for a body that is not there, or whose type is a member.
    content: Option<&'static str>,
    body: Bytes,
}

/// None when a value does not fit where the model wants it.
pub(crate) fn output(
    call: &Call,
    structure: &'static Structure,
    slots: &[Option<Value>],
    request_id: &str,
) -> Option<Response<Bytes>> {
    let answer = match call.protocol {
        Protocol::RestJson | Protocol::RestXml => rest(call, structure, slots)?,
        Protocol::Query => query(call, structure, slots, request_id),
        Protocol::AwsJson10 | Protocol::AwsJson11 | Protocol::Cbor => {
            rpc(call.protocol, structure, slots)?
        }
    };
    response(call.protocol, answer, request_id)
}

fn rest(call: &Call, structure: &'static Structure, slots: &[Option<Value>]) -> Option<Answer> {
    let namespace = call.operation.service().xml_namespace;
    let document = |root: &str, structure: &Structure, slots: &[Option<Value>]| {
        let mut bytes = Vec::new();
        if call.protocol == Protocol::RestJson {
            json::write_members(&mut bytes, structure, slots);
        } else {
            bytes.extend(XML);
            xml::open(&mut bytes, root, &in_namespace(namespace));
            xml::write_members(&mut bytes, structure, slots);
            xml::close(&mut bytes, root);
        }
        bytes
    };
    let written = bind::write(structure, slots, &document)?;
    let (content, body) = match written.body {
        None => (None, Bytes::new()),
        Some(Body::Document(bytes)) => (Some(content_type(call.protocol)), bytes.into()),
        Some(Body::Blob(bytes)) => (Some("application/octet-stream"), bytes),
        Some(Body::Text(text)) => (Some("text/plain"), text.into()),
        Some(Body::Events) => (Some(EVENTS), Bytes::new()),
        Some(Body::Stream) => (Some("application/octet-stream"), Bytes::new()),
    };
    let status = written.status.unwrap_or(call.operation.schema().status);
    Some(Answer { status, headers: written.headers, content, body })
}

const XML: &[u8] = b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

fn in_namespace(namespace: Option<&str>) -> Vec<(&'static str, String)> {
    namespace.map(|uri| ("xmlns", uri.to_owned())).into_iter().collect()
}

fn query(call: &Call, structure: &Structure, slots: &[Option<Value>], request_id: &str) -> Answer {
    let operation = call.operation.schema();
    let root = format!("{}Response", operation.name);
    let mut body = Vec::new();
    xml::open(&mut body, &root, &in_namespace(call.operation.service().xml_namespace));
    if let Some(wrapper) = operation.wrapper {
        xml::open(&mut body, wrapper, &[]);
        xml::write_members(&mut body, structure, slots);
        xml::close(&mut body, wrapper);
    }
    xml::open(&mut body, "ResponseMetadata", &[]);
    xml::element(&mut body, "RequestId", request_id);
    xml::close(&mut body, "ResponseMetadata");
    xml::close(&mut body, &root);
    let content = Some(content_type(Protocol::Query));
    Answer { status: 200, headers: HeaderMap::new(), content, body: body.into() }
}

fn rpc(protocol: Protocol, structure: &Structure, slots: &[Option<Value>]) -> Option<Answer> {
    let headers = HeaderMap::new();
    if structure.members.iter().any(|member| matches!(member.shape, Shape::Events(_))) {
        let body = event_stream::initial_response(structure, slots, protocol)?;
        return Some(Answer { status: 200, headers, content: Some(EVENTS), body });
    }
    let mut body = Vec::new();
    match protocol {
        // Where there is no output, nothing is said.
        _ if structure.members.is_empty() && structure.name == Structure::EMPTY.name => {}
        Protocol::Cbor => cbor::write_members(&mut body, structure, slots),
        _ => json::write_members(&mut body, structure, slots),
    }
    let content = Some(content_type(protocol));
    Some(Answer { status: 200, headers, content, body: body.into() })
}

fn content_type(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::AwsJson10 => "application/x-amz-json-1.0",
        Protocol::AwsJson11 => "application/x-amz-json-1.1",
        Protocol::RestJson => "application/json",
        Protocol::RestXml => "application/xml",
        Protocol::Query => "text/xml",
        Protocol::Cbor => "application/cbor",
    }
}

/// None when the status is none.
fn response(protocol: Protocol, answer: Answer, request_id: &str) -> Option<Response<Bytes>> {
    let Answer { status, mut headers, content, body } = answer;
    let status = StatusCode::from_u16(status).ok()?;
    let has_body = status != StatusCode::NO_CONTENT;
    if let Some(content) = content.filter(|_| has_body) {
        let content = HeaderValue::from_static(content);
        // A stream of events is one whatever a member says.
        if content == EVENTS || !headers.contains_key(CONTENT_TYPE) {
            headers.insert(CONTENT_TYPE, content);
        }
    }
    let named = match protocol {
        Protocol::RestXml => "x-amz-request-id",
        _ => "x-amzn-requestid",
    };
    if let Ok(id) = HeaderValue::from_str(request_id) {
        headers.insert(HeaderName::from_static(named), id);
    }
    if protocol == Protocol::Cbor {
        let spoken = HeaderValue::from_static("rpc-v2-cbor");
        headers.insert(HeaderName::from_static("smithy-protocol"), spoken);
    }
    let mut response = Response::new(if has_body { body } else { Bytes::new() });
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    Some(response)
}

/// What errors, too, say beside their message in the body.
fn is_told(place: Place) -> bool {
    matches!(place, Place::Body | Place::Payload)
}

/// The namespace of a service's answers.
fn namespace(service: Option<&Service>) -> Vec<(&'static str, String)> {
    in_namespace(service.and_then(|service| service.xml_namespace))
}
