//! A REST request's members, from wherever they stand.

use bytes::Bytes;
use http::HeaderMap;
use http::request::Parts;

use super::scalar;
use crate::form::{self, Pairs};
use crate::schema::{Member, Place, Shape, Structure};
use crate::{Fault, Slots, TimestampFormat, Value};

/// What stands in the labels of a path, decoded.
pub(crate) type Labels = Vec<(&'static str, String)>;

/// Reads a request. `decode` reads the structure that is the body, or the members that share it.
pub(crate) fn read(
    structure: &'static Structure,
    labels: &Labels,
    head: &Parts,
    body: Bytes,
    decode: fn(&'static Structure, &[u8]) -> Result<Slots, Fault>,
) -> Result<Slots, Fault> {
    let mut slots = match structure.payload() {
        None if structure.body().next().is_some() => decode(structure, &body)?,
        None => vec![None; structure.members.len()],
        Some((at, member)) => {
            let mut slots = vec![None; structure.members.len()];
            slots[at] = payload(member, body, decode)?;
            slots
        }
    };
    let query = form::parse(head.uri.query().unwrap_or_default().as_bytes())?;
    for (member, slot) in structure.members.iter().zip(&mut slots) {
        match member.place {
            Place::Label => *slot = label(member, labels)?,
            Place::Query => *slot = parameter(member, structure, &query)?,
            Place::Header => *slot = header(member, &head.headers)?,
            Place::Headers => *slot = prefixed(member, &head.headers),
            Place::Body | Place::Payload | Place::Status => {}
        }
    }
    Ok(slots)
}

fn payload(
    member: &Member,
    body: Bytes,
    decode: fn(&'static Structure, &[u8]) -> Result<Slots, Fault>,
) -> Result<Option<Value>, Fault> {
    if body.is_empty() {
        return Ok(None);
    }
    Ok(match member.shape {
        Shape::Blob(_) => Some(Value::Blob(body)),
        Shape::Structure(structure) => Some(Value::Structure(decode(structure, &body)?)),
        Shape::Text(_) => {
            let text = std::str::from_utf8(&body);
            let text = text.map_err(|_| Fault::serialization("the body is not UTF-8"))?;
            Some(Value::Text(text.to_owned()))
        }
        _ => None,
    })
}

fn label(member: &Member, labels: &Labels) -> Result<Option<Value>, Fault> {
    let label = labels.iter().find(|(name, _)| *name == member.wire);
    let format = member.timestamp.unwrap_or(TimestampFormat::DateTime);
    label.map(|(_, text)| scalar::parse(&member.shape, text, format)).transpose()
}

fn parameter(
    member: &Member,
    structure: &Structure,
    query: &Pairs,
) -> Result<Option<Value>, Fault> {
    let format = member.timestamp.unwrap_or(TimestampFormat::DateTime);
    let mut named = query.iter().filter(|(name, _)| name == member.wire).map(|(_, text)| text);
    match member.shape {
        Shape::List(list) => {
            let items = named.map(|text| scalar::parse(&list.element, text, format));
            let items: Vec<_> = items.collect::<Result<_, _>>()?;
            Ok((!items.is_empty()).then_some(Value::List(items)))
        }
        // A map takes all that no other member is named after.
        Shape::Map(_) => {
            let taken = |name: &str| {
                structure.members.iter().any(|m| m.place == Place::Query && m.wire == name)
            };
            let rest = query.iter().filter(|(name, _)| !taken(name));
            let rest: Vec<_> =
                rest.map(|(name, text)| (name.clone(), Value::Text(text.clone()))).collect();
            Ok((!rest.is_empty()).then_some(Value::Map(rest)))
        }
        _ => named.next().map(|text| scalar::parse(&member.shape, text, format)).transpose(),
    }
}

fn header(member: &Member, headers: &HeaderMap) -> Result<Option<Value>, Fault> {
    let format = member.timestamp.unwrap_or(TimestampFormat::HttpDate);
    let Some(text) = headers.get(member.wire) else { return Ok(None) };
    let text = text_of(text)?;
    let value = match member.shape {
        Shape::List(list) => {
            let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
            let items = items.map(|item| scalar::parse(&list.element, item, format));
            Value::List(items.collect::<Result<_, _>>()?)
        }
        _ => scalar::parse(&member.shape, text, format)?,
    };
    Ok(Some(value))
}

fn text_of(value: &http::HeaderValue) -> Result<&str, Fault> {
    std::str::from_utf8(value.as_bytes())
        .map_err(|_| Fault::serialization("a header of the request is not UTF-8"))
}

fn prefixed(member: &Member, headers: &HeaderMap) -> Option<Value> {
    let prefix = member.wire.to_ascii_lowercase();
    let found = headers.iter().filter_map(|(name, value)| {
        let name = name.as_str().strip_prefix(&prefix)?;
        Some((name.to_owned(), Value::Text(text_of(value).ok()?.to_owned())))
    });
    let found: Vec<_> = found.collect();
    (!found.is_empty()).then_some(Value::Map(found))
}
