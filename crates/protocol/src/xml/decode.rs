//! XML to values, led by the schema.

use super::reader::{Element, read};
use crate::bind::scalar;
use crate::schema::{Member, Place, Shape, Structure};
use crate::{Fault, Slots, TimestampFormat, Value};

/// Reads the members of a structure that share the body. Nothing is an empty structure.
pub(crate) fn decode(structure: &'static Structure, body: &[u8]) -> Result<Slots, Fault> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(vec![None; structure.members.len()]);
    }
    let malformed = |message: &str| Fault::new(400, "MalformedXML", message);
    let text = std::str::from_utf8(body).map_err(|_| malformed("the XML is not UTF-8"))?;
    members(structure, &read(text).map_err(malformed)?)
}

fn members(structure: &'static Structure, element: &Element<'_>) -> Result<Slots, Fault> {
    let mut slots = Vec::with_capacity(structure.members.len());
    for member in structure.members {
        slots.push(match member.place {
            Place::Body if member.attribute => attribute(member, element)?,
            Place::Body => member_of(member, element)?,
            _ => None,
        });
    }
    Ok(slots)
}

fn attribute(member: &Member, element: &Element<'_>) -> Result<Option<Value>, Fault> {
    // Prefixes are gone on both sides: `xsi:type` is `type`.
    let name = member.wire.rsplit(':').next().unwrap_or_default();
    let found = element.attributes.iter().find(|(found, _)| *found == name);
    found.map(|(_, text)| scalar::parse(&member.shape, text, format_of(member))).transpose()
}

fn member_of(member: &Member, element: &Element<'_>) -> Result<Option<Value>, Fault> {
    let mut named = element.children.iter().filter(|child| child.name == member.wire);
    match member.shape {
        Shape::List(list) if member.flattened => {
            let items = named.map(|item| value(&list.element, item, format_of(member)));
            let items: Vec<_> = items.collect::<Result<_, _>>()?;
            Ok((!items.is_empty()).then_some(Value::List(items)))
        }
        Shape::Map(map) if member.flattened => {
            let entries: Vec<_> = named.map(|item| entry(map, item)).collect::<Result<_, _>>()?;
            Ok((!entries.is_empty()).then_some(Value::Map(entries)))
        }
        _ => named.next().map(|child| value(&member.shape, child, format_of(member))).transpose(),
    }
}

fn format_of(member: &Member) -> TimestampFormat {
    member.timestamp.unwrap_or(TimestampFormat::DateTime)
}

fn value(shape: &Shape, element: &Element<'_>, format: TimestampFormat) -> Result<Value, Fault> {
    match shape {
        Shape::List(list) => {
            let items = element.children.iter().filter(|child| child.name == list.wire);
            let items = items.map(|item| value(&list.element, item, format));
            Ok(Value::List(items.collect::<Result<_, _>>()?))
        }
        Shape::Map(map) => {
            let entries = element.children.iter().filter(|child| child.name == "entry");
            let entries = entries.map(|item| entry(map, item));
            Ok(Value::Map(entries.collect::<Result<_, _>>()?))
        }
        Shape::Structure(structure) => members(structure, element).map(Value::Structure),
        Shape::Text(_) => Ok(Value::Text(element.text.clone())),
        _ => scalar::parse(shape, element.text.trim(), format),
    }
}

fn entry(map: &crate::schema::Map, element: &Element<'_>) -> Result<(String, Value), Fault> {
    let child = |name: &str| element.children.iter().find(|child| child.name == name);
    let missing = || Fault::new(400, "MalformedXML", "an entry of a map lacks its key or value");
    let key = child(map.wire.0).ok_or_else(missing)?.text.clone();
    let found = child(map.wire.1).ok_or_else(missing)?;
    Ok((key, value(&map.value, found, TimestampFormat::DateTime)?))
}
