//! A request for any operation, with all that its model requires and no more.

use http::Request;
use http::request::Builder;
use protocol::Operation;
use protocol::schema::{Member, Place, Protocol, Shape, Structure};
use serde_json::{Map, Value, json};

/// Texts that must look like something.
const TEXTS: &[(&str, &str)] = &[
    ("AccessKeyId", "AKIAIOSFODNN7EXAMPLE"),
    ("Arn", "arn:aws:lambda:us-east-1:000000000000:layer:l:1"),
    (
        "CodeSigningConfigArn",
        "arn:aws:lambda:us-east-1:000000000000:code-signing-config:csc-0123456789abcdef0",
    ),
    ("FunctionName", "f"),
    ("FunctionVersion", "1"),
    ("Name", "live"),
    ("PolicyArn", "arn:aws:iam::000000000000:policy/p"),
    ("PolicySourceArn", "arn:aws:iam::000000000000:user/eve"),
    ("Principal", "*"),
    ("Qualifier", "live"),
    ("Resource", "arn:aws:lambda:us-east-1:000000000000:function:f"),
    ("Role", "arn:aws:iam::000000000000:role/r"),
    ("RoleArn", "arn:aws:iam::000000000000:role/r"),
    ("VersionId", "v1"),
    ("element of ActionNames", "s3:GetObject"),
];
const ACTION: &str = "lambda:GetFunction";

/// The head, without a host and a signature, and the body.
pub(crate) fn request(operation: Operation) -> (Builder, String) {
    match operation.service().protocol {
        Protocol::Query => query(operation),
        Protocol::RestJson => rest(operation),
        Protocol::AwsJson10 | Protocol::AwsJson11 => targeted(operation),
        other => panic!("there are no samples in {other:?} yet"),
    }
}

fn query(operation: Operation) -> (Builder, String) {
    let version = operation.service().version;
    let mut form = format!("Action={}&Version={version}", operation.name());
    for member in required(operation.schema().input) {
        fill(&mut form, member.wire, &value(member.name, &member.shape));
    }
    let kind = "application/x-www-form-urlencoded; charset=utf-8";
    (Request::post("/").header("Content-Type", kind), form)
}

fn fill(form: &mut String, name: &str, value: &Value) {
    match value {
        Value::Array(all) => {
            for (at, one) in all.iter().enumerate() {
                fill(form, &format!("{name}.member.{}", at + 1), one);
            }
        }
        Value::Object(all) => {
            for (key, one) in all {
                fill(form, &format!("{name}.{key}"), one);
            }
        }
        plain => {
            let text = encoded(&text(plain));
            form.push_str(&format!("&{name}={text}"));
        }
    }
}

fn targeted(operation: Operation) -> (Builder, String) {
    let target = operation.service().target.unwrap_or_default();
    let (head, body) = rest(operation);
    let head = head.header("Content-Type", "application/x-amz-json-1.1");
    (head.header("X-Amz-Target", format!("{target}.{}", operation.name())), body)
}

fn rest(operation: Operation) -> (Builder, String) {
    let schema = operation.schema();
    let (mut uri, mut body) = (schema.uri.to_owned(), Map::new());
    let mut head = Request::builder().method(schema.method);
    for member in required(schema.input) {
        let sample = value(member.name, &member.shape);
        let plain = match &sample {
            Value::Array(all) => all.first().map(text).unwrap_or_default(),
            one => text(one),
        };
        match member.place {
            Place::Label => uri = uri.replace(&format!("{{{}}}", member.wire), &encoded(&plain)),
            Place::Query => {
                let sign = if uri.contains('?') { '&' } else { '?' };
                uri.push_str(&format!("{sign}{}={}", member.wire, encoded(&plain)));
            }
            Place::Header => head = head.header(member.wire, plain),
            Place::Body => drop(body.insert(member.wire.to_owned(), sample)),
            Place::Payload | Place::Headers | Place::Status => {}
        }
    }
    let body = Value::Object(body).to_string();
    // Layers allow one action alone.
    let layers = operation.name() == "AddLayerVersionPermission";
    let body = if layers { body.replace(ACTION, "lambda:GetLayerVersion") } else { body };
    (head.uri(uri), body)
}

fn required(structure: &'static Structure) -> impl Iterator<Item = &'static Member> {
    structure.members.iter().filter(|member| member.required)
}

fn value(name: &str, shape: &Shape) -> Value {
    match shape {
        Shape::Bool => json!(true),
        Shape::Integer(range) | Shape::Long(range) => json!(range.min.unwrap_or(1).max(1)),
        Shape::Float(range) => json!(range.min.unwrap_or(1.0)),
        Shape::Blob(_) => json!("e30="),
        Shape::Timestamp => json!(0),
        Shape::List(list) => json!([value(&format!("element of {name}"), &list.element)]),
        Shape::Map(_) => json!({ "k": "v" }),
        Shape::Structure(structure) | Shape::Events(structure) => {
            let members = required(structure);
            let all = members.map(|m| (m.wire.to_owned(), value(m.name, &m.shape)));
            Value::Object(all.collect())
        }
        Shape::Text(_) if name == "Action" => json!(ACTION),
        Shape::Text(rules) => {
            match (TEXTS.iter().find(|(known, _)| *known == name), rules.values) {
                (Some((_, text)), _) => json!(text),
                (None, [first, ..]) => json!(first),
                (None, []) => {
                    let least = usize::try_from(rules.length.min.unwrap_or(1)).unwrap();
                    json!("x".repeat(least.max(1)))
                }
            }
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| match plain(byte) {
            true => char::from(byte).to_string(),
            false => format!("%{byte:02X}"),
        })
        .collect()
}
