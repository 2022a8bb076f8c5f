//! Errors in each protocol's form.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Response, StatusCode};

use super::{Answer, content_type, is_told, namespace, response};
use crate::schema::{Member, Place, Protocol, Service};
use crate::{Fault, Value, bind, cbor, json, xml};

pub(crate) fn error(
    protocol: Protocol,
    service: Option<&Service>,
    fault: &Fault,
    request_id: &str,
) -> Response<Bytes> {
    let mut headers = HeaderMap::new();
    let body = match protocol {
        Protocol::RestJson => {
            if let Ok(code) = HeaderValue::from_str(&fault.code) {
                headers.insert("x-amzn-errortype", code);
            }
            in_json(fault, None)
        }
        Protocol::AwsJson10 | Protocol::AwsJson11 => in_json(fault, Some(&fault.code)),
        Protocol::Query => in_query(fault, service, request_id),
        Protocol::RestXml => in_xml(fault, request_id),
        Protocol::Cbor => in_cbor(fault),
    };
    for (member, value) in fault.details().filter(|(member, _)| member.place == Place::Header) {
        // A header that cannot be written is left out: the error matters more.
        let _ = bind::header(member, value, &mut headers);
    }
    if let Some(code) = fault.query_code.filter(|_| protocol != Protocol::Query)
        && let Ok(told) = HeaderValue::from_str(&format!("{code};{}", blame(fault)))
    {
        headers.insert("x-amzn-query-error", told);
    }
    // Some status is better than none.
    let status = StatusCode::from_u16(fault.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let content = Some(content_type(protocol));
    let answer = Answer { status: status.as_u16(), headers, content, body: body.into() };
    response(protocol, answer, request_id).unwrap_or_default()
}

fn blame(fault: &Fault) -> &'static str {
    if fault.is_senders() { "Sender" } else { "Receiver" }
}

fn told(fault: &Fault) -> impl Iterator<Item = (&'static Member, &Value)> {
    fault.details().filter(|(member, _)| is_told(member.place))
}

fn in_json(fault: &Fault, code: Option<&str>) -> Vec<u8> {
    let mut body = vec![b'{'];
    if let Some(code) = code {
        body.extend(b"\"__type\":");
        json::write_text(&mut body, code);
        body.push(b',');
    }
    for (member, value) in told(fault) {
        json::write_text(&mut body, member.wire);
        body.push(b':');
        json::write_value(&mut body, &member.shape, value);
        body.push(b',');
    }
    json::write_text(&mut body, fault.message_name());
    body.push(b':');
    json::write_text(&mut body, &fault.message);
    body.push(b'}');
    body
}

fn in_cbor(fault: &Fault) -> Vec<u8> {
    let mut body = Vec::new();
    let message = (fault.message_name(), fault.message.as_str());
    cbor::write_error_head(&mut body, &fault.code, message, told(fault).count());
    for (member, value) in told(fault) {
        cbor::write_entry(&mut body, member.wire, &member.shape, value);
    }
    body
}

fn in_query(fault: &Fault, service: Option<&Service>, request_id: &str) -> Vec<u8> {
    let mut body = Vec::new();
    xml::open(&mut body, "ErrorResponse", &namespace(service));
    xml::open(&mut body, "Error", &[]);
    xml::element(&mut body, "Type", blame(fault));
    in_elements(&mut body, fault);
    xml::close(&mut body, "Error");
    xml::element(&mut body, "RequestId", request_id);
    xml::close(&mut body, "ErrorResponse");
    body
}

fn in_xml(fault: &Fault, request_id: &str) -> Vec<u8> {
    let mut body = super::XML.to_vec();
    xml::open(&mut body, "Error", &[]);
    in_elements(&mut body, fault);
    xml::element(&mut body, "RequestId", request_id);
    xml::close(&mut body, "Error");
    body
}

fn in_elements(body: &mut Vec<u8>, fault: &Fault) {
    xml::element(body, "Code", &fault.code);
    xml::element(body, "Message", &fault.message);
    for (member, value) in told(fault) {
        xml::write_value(body, member.wire, &member.shape, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Error, Structure};

    #[test]
    fn a_service_that_left_the_query_protocol_tells_both_codes() {
        static NO_QUEUE: Error = Error {
            code: "QueueDoesNotExist",
            query_code: Some("AWS.SimpleQueueService.NonExistentQueue"),
            status: 400,
            shape: &Structure::EMPTY,
        };
        let fault = Fault::modeled(&NO_QUEUE, "no");
        let response = error(Protocol::AwsJson10, None, &fault, "id");
        let told = "AWS.SimpleQueueService.NonExistentQueue;Sender";
        assert_eq!(response.headers()["x-amzn-query-error"], told);
        assert_eq!(&response.body()[..], br#"{"__type":"QueueDoesNotExist","message":"no"}"#);
    }
}
