//! Values to XML.

use crate::bind::scalar;
use crate::schema::{Member, Place, Shape, Structure};
use crate::{TimestampFormat, Value};

/// Writes the members of a structure that share the body, one element each.
pub(crate) fn write_members(into: &mut Vec<u8>, structure: &Structure, slots: &[Option<Value>]) {
    for (member, slot) in structure.members.iter().zip(slots) {
        if let (Place::Body, false, Some(value)) = (member.place, member.attribute, slot) {
            write_member(into, member, value);
        }
    }
}

fn write_member(into: &mut Vec<u8>, member: &Member, value: &Value) {
    match (value, member.shape) {
        (Value::List(items), Shape::List(list)) if member.flattened => {
            for item in items {
                write_value(into, member.wire, &list.element, item);
            }
        }
        (Value::Map(entries), Shape::Map(map)) if member.flattened => {
            for (key, item) in entries {
                write_entry(into, member.wire, map, key, item);
            }
        }
        (Value::Timestamp(at), _) => {
            let format = member.timestamp.unwrap_or(TimestampFormat::DateTime);
            element(into, member.wire, &at.spell(format));
        }
        (value, shape) => write_value(into, member.wire, &shape, value),
    }
}

/// Writes a value as an element of that name.
pub(crate) fn write_value(into: &mut Vec<u8>, name: &str, shape: &Shape, value: &Value) {
    match (value, shape) {
        (Value::List(items), Shape::List(list)) => {
            open(into, name, &[]);
            for item in items {
                write_value(into, list.wire, &list.element, item);
            }
            close(into, name);
        }
        (Value::Map(entries), Shape::Map(map)) => {
            open(into, name, &[]);
            for (key, item) in entries {
                write_entry(into, "entry", map, key, item);
            }
            close(into, name);
        }
        (Value::Structure(slots), Shape::Structure(structure)) => {
            let attributes = structure.members.iter().zip(slots).filter_map(|(member, slot)| {
                let text = scalar::spell(slot.as_ref()?, TimestampFormat::DateTime)?;
                member.attribute.then_some((member.wire, text))
            });
            let attributes: Vec<_> = attributes.collect();
            open(into, name, &attributes);
            write_members(into, structure, slots);
            close(into, name);
        }
        (value, _) => {
            let text = scalar::spell(value, TimestampFormat::DateTime).unwrap_or_default();
            element(into, name, &text);
        }
    }
}

fn write_entry(into: &mut Vec<u8>, name: &str, map: &crate::schema::Map, key: &str, value: &Value) {
    open(into, name, &[]);
    element(into, map.wire.0, key);
    write_value(into, map.wire.1, &map.value, value);
    close(into, name);
}

/// An element with text in it.
pub(crate) fn element(into: &mut Vec<u8>, name: &str, text: &str) {
    open(into, name, &[]);
    escape(into, text);
    close(into, name);
}

pub(crate) fn open(into: &mut Vec<u8>, name: &str, attributes: &[(&str, String)]) {
    into.push(b'<');
    into.extend(name.bytes());
    for (name, value) in attributes {
        into.push(b' ');
        into.extend(name.bytes());
        into.extend(b"=\"");
        escape(into, value);
        into.push(b'"');
    }
    into.push(b'>');
}

pub(crate) fn close(into: &mut Vec<u8>, name: &str) {
    into.extend(b"</");
    into.extend(name.bytes());
    into.push(b'>');
}

fn escape(into: &mut Vec<u8>, text: &str) {
    for c in text.chars() {
        match c {
            '<' => into.extend(b"&lt;"),
            '>' => into.extend(b"&gt;"),
            '&' => into.extend(b"&amp;"),
            '"' => into.extend(b"&quot;"),
            // Readers turn these into spaces or newlines where they stand bare.
            '\r' => into.extend(b"&#xD;"),
            '\n' | '\t' => into.push(c as u8),
            // XML has no way to say these.
            '\0'..='\x1F' | '\u{FFFE}' | '\u{FFFF}' => into.extend("\u{FFFD}".bytes()),
            c => into.extend(c.encode_utf8(&mut [0; 4]).bytes()),
        }
    }
}
