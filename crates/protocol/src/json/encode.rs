//! Values to JSON.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::schema::{Member, Place, Shape, Structure};
use crate::{TimestampFormat, Value};

/// Writes the members of a structure that share the body, as an object.
pub(crate) fn write_members(into: &mut Vec<u8>, structure: &Structure, slots: &[Option<Value>]) {
    let members = structure.members.iter().zip(slots);
    let present = members.filter(|(member, _)| member.place == Place::Body);
    let present = present.filter_map(|(member, slot)| Some((member, slot.as_ref()?)));
    object(into, present.map(|(member, value)| (member.wire, value, member)), write_member);
}

fn write_member(into: &mut Vec<u8>, value: &Value, member: &Member) {
    match value {
        Value::Timestamp(at) => {
            write_timestamp(into, *at, member.timestamp);
        }
        value => write_value(into, &member.shape, value),
    }
}

fn write_timestamp(into: &mut Vec<u8>, at: crate::Timestamp, format: Option<TimestampFormat>) {
    match format.unwrap_or(TimestampFormat::EpochSeconds) {
        TimestampFormat::EpochSeconds => {
            into.extend(at.spell(TimestampFormat::EpochSeconds).bytes());
        }
        format => write_text(into, &at.spell(format)),
    }
}

pub(crate) fn write_value(into: &mut Vec<u8>, shape: &Shape, value: &Value) {
    match (value, shape) {
        (Value::Bool(true), _) => into.extend(b"true"),
        (Value::Bool(false), _) => into.extend(b"false"),
        (Value::Integer(number), _) => into.extend(number.to_string().bytes()),
        (Value::Float(number), _) => write_float(into, *number),
        (Value::Text(text), _) => write_text(into, text),
        (Value::Blob(blob), _) => write_text(into, &BASE64_STANDARD.encode(blob)),
        (Value::Timestamp(at), _) => write_timestamp(into, *at, None),
        (Value::List(items), Shape::List(list)) => {
            into.push(b'[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    into.push(b',');
                }
                write_value(into, &list.element, item);
            }
            into.push(b']');
        }
        (Value::Map(entries), Shape::Map(map)) => {
            let entries = entries.iter().map(|(key, item)| (key.as_str(), item, ()));
            object(into, entries, |into, item, ()| write_value(into, &map.value, item));
        }
        (Value::Structure(slots), Shape::Structure(structure)) => {
            write_members(into, structure, slots);
        }
        // Null, and what cannot be: a value that is not of its shape.
        _ => into.extend(b"null"),
    }
}

fn object<'a, T>(
    into: &mut Vec<u8>,
    entries: impl Iterator<Item = (&'a str, &'a Value, T)>,
    write: impl Fn(&mut Vec<u8>, &Value, T),
) {
    into.push(b'{');
    for (at, (name, value, with)) in entries.enumerate() {
        if at > 0 {
            into.push(b',');
        }
        write_text(into, name);
        into.push(b':');
        write(into, value, with);
    }
    into.push(b'}');
}

fn write_float(into: &mut Vec<u8>, number: f64) {
    if number.is_nan() {
        into.extend(b"\"NaN\"");
    } else if number.is_infinite() {
        into.extend(if number > 0.0 { &b"\"Infinity\""[..] } else { b"\"-Infinity\"" });
    } else {
        // `{:?}` keeps a point or an exponent, so that readers see a float.
        into.extend(format!("{number:?}").bytes());
    }
}

pub(crate) fn write_text(into: &mut Vec<u8>, text: &str) {
    into.push(b'"');
    let mut rest = text.as_bytes();
    while let Some(at) = rest.iter().position(|byte| *byte < 0x20 || matches!(byte, b'"' | b'\\')) {
        into.extend_from_slice(&rest[..at]);
        match rest[at] {
            b'"' => into.extend(b"\\\""),
            b'\\' => into.extend(b"\\\\"),
            b'\n' => into.extend(b"\\n"),
            b'\r' => into.extend(b"\\r"),
            b'\t' => into.extend(b"\\t"),
            other => into.extend(format!("\\u{other:04x}").bytes()),
        }
        rest = &rest[at + 1..];
    }
    into.extend_from_slice(rest);
    into.push(b'"');
}
