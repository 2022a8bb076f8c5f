//! Says what messages mean, and makes messages of what is meant: a line of JSON in, a line out. The
//! black-box tests hold it against the clients' own codecs.

use std::io::{BufRead, Write};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::Request;
use protocol::lambda::{
    InvokeResponseStreamUpdate, InvokeWithResponseStreamCompleteEvent,
    InvokeWithResponseStreamResponseEvent,
};
use protocol::logs::{LiveTailSessionMetadata, LiveTailSessionUpdate, StartLiveTailResponseStream};
use protocol::schema::{Protocol, Shape, Structure};
use protocol::{Call, Fault, Mismatch, Operation, Slots, Timestamp, Value, route};
use serde_json::{Value as Json, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let asked: Json = serde_json::from_str(&line?)?;
        let told = match asked["what"].as_str() {
            Some("request") => request(&asked),
            Some("response") => response(&asked),
            Some("events") => events(),
            Some("pattern") => pattern(&asked),
            _ => error(&asked),
        };
        writeln!(out, "{told}")?;
        out.flush()?;
    }
    Ok(())
}

/// Reads a request, twice: as it is, and through the operation's types.
fn request(asked: &Json) -> Json {
    let mut builder = Request::builder()
        .method(asked["method"].as_str().unwrap_or_default())
        .uri(asked["uri"].as_str().unwrap_or_default());
    for (name, value) in asked["headers"].as_object().into_iter().flatten() {
        builder = builder.header(name, value.as_str().unwrap_or_default());
    }
    let head = builder.body(()).expect("a request").into_parts().0;
    let body = Bytes::from(BASE64_STANDARD.decode(asked["body"].as_str().unwrap()).unwrap());
    let mut call = match route(&head, asked["scope"].as_str(), &body) {
        Ok(call) => call,
        Err(refusal) => return json!({ "refused": refusal.fault.to_string() }),
    };
    if let Some(spoken) = protocol_of(&asked["protocol"]) {
        call.protocol = spoken;
    }
    let operation = call.operation;
    let read = call.untyped_input(&head, body);
    let read = read.and_then(|slots| same(&slots, operation.retyped_input(slots.clone())));
    match read {
        Ok(slots) => json!({
            "operation": operation.name(),
            "protocol": format!("{:?}", call.protocol),
            "input": structure_to_json(operation.schema().input, &slots),
        }),
        Err(fault) => json!({ "refused": fault.to_string() }),
    }
}

/// What went through its type must be what it was.
fn same(slots: &Slots, retyped: Result<Slots, Mismatch>) -> Result<Slots, Fault> {
    match retyped {
        Ok(retyped) if retyped == *slots => Ok(retyped),
        other => Err(Fault::new(500, "Types", format!("{slots:?} became {other:?}"))),
    }
}

fn response(asked: &Json) -> Json {
    let call = call_of(asked);
    let output = call.operation.schema().output;
    let slots = structure_from_json(output, &asked["output"]);
    match same(&slots, call.operation.retyped_output(slots.clone())) {
        Ok(slots) => message(&call.untyped_output(&slots, "the-request-id")),
        Err(fault) => json!({ "refused": fault.to_string() }),
    }
}

fn events() -> Json {
    let chunk = InvokeResponseStreamUpdate { payload: Some(Bytes::from_static(b"\0bytes\xff")) };
    let complete = InvokeWithResponseStreamCompleteEvent {
        error_code: Some("Unhandled".to_owned()),
        ..Default::default()
    };
    let update = LiveTailSessionUpdate {
        session_metadata: Some(LiveTailSessionMetadata { sampled: Some(true) }),
        ..Default::default()
    };
    let frames = [
        InvokeWithResponseStreamResponseEvent::PayloadChunk(chunk).frame(Protocol::RestJson),
        InvokeWithResponseStreamResponseEvent::InvokeComplete(complete).frame(Protocol::RestJson),
        StartLiveTailResponseStream::SessionUpdate(update).frame(Protocol::Cbor),
    ];
    let body: Vec<u8> = frames.into_iter().flatten().flatten().collect();
    json!({ "body": BASE64_STANDARD.encode(body) })
}

/// Which texts an input must not be, by the published pattern of one of its members.
fn pattern(asked: &Json) -> Json {
    let call = call_of(asked);
    let members = call.operation.schema().input.members.iter();
    let mut named = members.filter(|member| asked["member"] == member.name);
    let Some(Shape::Text(text)) = named.next().map(|member| member.shape) else {
        return Json::Null;
    };
    let Some(pattern) = text.pattern else { return Json::Null };
    let texts = asked["texts"].as_array().into_iter().flatten().filter_map(Json::as_str);
    let matches: Vec<bool> = texts.map(|text| pattern.matches(text)).collect();
    json!({ "published": pattern.published, "matches": matches })
}

fn error(asked: &Json) -> Json {
    let status = asked["status"].as_u64().and_then(|status| u16::try_from(status).ok());
    let text = |name: &str| asked[name].as_str().unwrap_or_default().to_owned();
    let fault = Fault::new(status.unwrap_or(400), text("code"), text("message"));
    message(&call_of(asked).error(fault, "the-request-id"))
}

fn call_of(asked: &Json) -> Call {
    let wanted = |operation: &Operation| {
        asked["service"] == operation.service().name && asked["operation"] == operation.name()
    };
    let operation = Operation::all().find(wanted).expect("an operation of the list");
    let protocol = protocol_of(&asked["protocol"]).unwrap_or(operation.service().protocol);
    Call::new(operation, protocol)
}

fn protocol_of(name: &Json) -> Option<Protocol> {
    Some(match name.as_str()? {
        "AwsJson10" => Protocol::AwsJson10,
        "AwsJson11" => Protocol::AwsJson11,
        "RestJson" => Protocol::RestJson,
        "RestXml" => Protocol::RestXml,
        "Query" => Protocol::Query,
        "Cbor" => Protocol::Cbor,
        _ => return None,
    })
}

fn message(response: &http::Response<Bytes>) -> Json {
    let headers = response.headers().iter();
    let headers: serde_json::Map<_, _> = headers
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().into()))
        .collect();
    json!({
        "status": response.status().as_u16(),
        "headers": headers,
        "body": BASE64_STANDARD.encode(response.body()),
    })
}

fn structure_to_json(structure: &Structure, slots: &Slots) -> Json {
    let members = structure.members.iter().zip(slots);
    let present = members.filter_map(|(member, slot)| {
        Some((member.name.to_owned(), to_json(&member.shape, slot.as_ref()?)))
    });
    Json::Object(present.collect())
}

fn to_json(shape: &Shape, value: &Value) -> Json {
    match (value, shape) {
        (Value::Bool(value), _) => json!(value),
        (Value::Integer(value), _) => json!(value),
        (Value::Float(value), _) => json!(value),
        (Value::Text(value), _) => json!(value),
        (Value::Blob(value), _) => json!(BASE64_STANDARD.encode(value)),
        (Value::Timestamp(value), _) => json!(value.millis()),
        (Value::List(items), Shape::List(list)) => {
            items.iter().map(|item| to_json(&list.element, item)).collect()
        }
        (Value::Map(entries), Shape::Map(map)) => {
            let entries = entries.iter();
            let entries = entries.map(|(key, item)| (key.clone(), to_json(&map.value, item)));
            Json::Object(entries.collect())
        }
        (Value::Structure(slots), Shape::Structure(structure)) => {
            structure_to_json(structure, slots)
        }
        _ => Json::Null,
    }
}

fn structure_from_json(structure: &Structure, json: &Json) -> Slots {
    let members = structure.members.iter();
    members.map(|member| json.get(member.name).map(|json| from_json(&member.shape, json))).collect()
}

fn from_json(shape: &Shape, json: &Json) -> Value {
    let text = || json.as_str().unwrap_or_default();
    match shape {
        Shape::Bool => Value::Bool(json == &Json::Bool(true)),
        Shape::Integer(_) | Shape::Long(_) => Value::Integer(json.as_i64().unwrap_or_default()),
        Shape::Float(_) => Value::Float(json.as_f64().unwrap_or_default()),
        Shape::Text(_) => Value::Text(text().to_owned()),
        Shape::Blob(_) => Value::Blob(BASE64_STANDARD.decode(text()).unwrap_or_default().into()),
        Shape::Timestamp => {
            Value::Timestamp(Timestamp::from_millis(json.as_i64().unwrap_or_default()))
        }
        Shape::List(list) => {
            let items = json.as_array().into_iter().flatten();
            Value::List(items.map(|item| from_json(&list.element, item)).collect())
        }
        Shape::Map(map) => {
            let entries = json.as_object().into_iter().flatten();
            let entries = entries.map(|(key, item)| (key.clone(), from_json(&map.value, item)));
            Value::Map(entries.collect())
        }
        Shape::Structure(structure) => Value::Structure(structure_from_json(structure, json)),
        Shape::Events(_) => Value::Null,
    }
}
