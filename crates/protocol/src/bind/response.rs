//! A REST response's members, to wherever they belong.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};

use super::scalar;
use crate::schema::{Member, Place, Shape, Structure};
use crate::{TimestampFormat, Value};

/// What a response consists of.
pub(crate) struct Written {
    pub(crate) status: Option<u16>,
    pub(crate) headers: HeaderMap,
    /// None where there is nothing to say.
    pub(crate) body: Option<Body>,
}

pub(crate) enum Body {
    /// In the protocol's own format.
    Document(Vec<u8>),
    Blob(Bytes),
    Text(String),
    /// The caller sends events.
    Events,
    /// The caller sends bytes.
    Stream,
}

/// Writes a document of a name, from the members of a structure that share the body.
pub(crate) type Document<'a> = &'a dyn Fn(&str, &Structure, &[Option<Value>]) -> Vec<u8>;

/// Writes a response. None when a value does not fit into a header.
pub(crate) fn write(
    structure: &'static Structure,
    slots: &[Option<Value>],
    document: Document<'_>,
) -> Option<Written> {
    let mut written = Written { status: None, headers: HeaderMap::new(), body: None };
    if structure.body().next().is_some() {
        written.body = Some(Body::Document(document(structure.name, structure, slots)));
    }
    for (member, slot) in structure.members.iter().zip(slots) {
        match (member.place, slot) {
            (Place::Payload, None) => match member.shape {
                Shape::Events(_) => written.body = Some(Body::Events),
                Shape::Blob(blob) if blob.streaming => written.body = Some(Body::Stream),
                _ => {}
            },
            (Place::Payload, Some(value)) => {
                written.body = match (value, member.shape) {
                    (Value::Blob(blob), _) => Some(Body::Blob(blob.clone())),
                    (Value::Text(text), _) => Some(Body::Text(text.clone())),
                    (Value::Structure(slots), Shape::Structure(structure)) => {
                        Some(Body::Document(document(member.wire, structure, slots)))
                    }
                    _ => None,
                }
            }
            (Place::Status, Some(Value::Integer(status))) => {
                written.status = u16::try_from(*status).ok();
            }
            (Place::Header | Place::Headers, Some(value)) => {
                header(member, value, &mut written.headers)?;
            }
            _ => {}
        }
    }
    Some(written)
}

/// Adds the header, or the headers, that a member is.
pub(crate) fn header(member: &Member, value: &Value, headers: &mut HeaderMap) -> Option<()> {
    let format = member.timestamp.unwrap_or(TimestampFormat::HttpDate);
    let spell = |value: &Value| scalar::spell(value, format);
    match value {
        Value::Map(entries) => {
            for (name, value) in entries {
                put(headers, &format!("{}{name}", member.wire), &spell(value)?)?;
            }
        }
        Value::List(items) => {
            let items: Vec<_> = items.iter().map(spell).collect::<Option<_>>()?;
            put(headers, member.wire, &items.join(", "))?;
        }
        value => put(headers, member.wire, &spell(value)?)?,
    }
    Some(())
}

fn put(headers: &mut HeaderMap, name: &str, value: &str) -> Option<()> {
    let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
    let value = HeaderValue::from_bytes(value.as_bytes()).ok()?;
    headers.insert(name, value);
    Some(())
}
