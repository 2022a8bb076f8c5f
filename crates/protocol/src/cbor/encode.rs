//! Values to CBOR, each length told ahead.

use crate::schema::{Place, Shape, Structure};
use crate::{TimestampFormat, Value};

const UNSIGNED: u8 = 0;
const NEGATIVE: u8 = 1;
const BYTES: u8 = 2;
const TEXT: u8 = 3;
const ARRAY: u8 = 4;
const MAP: u8 = 5;
const TAG: u8 = 6;

/// Writes the members of a structure that share the body.
pub(crate) fn write_members(into: &mut Vec<u8>, structure: &Structure, slots: &[Option<Value>]) {
    let members = structure.members.iter().zip(slots);
    let present = members.filter(|(member, _)| member.place == Place::Body);
    let present: Vec<_> =
        present.filter_map(|(member, slot)| Some((member, slot.as_ref()?))).collect();
    head(into, MAP, present.len() as u64);
    for (member, value) in present {
        write_entry(into, member.wire, &member.shape, value);
    }
}

/// Writes the start of an error: a map of so many entries, the first of them its code and message.
pub(crate) fn write_error_head(into: &mut Vec<u8>, code: &str, message: (&str, &str), more: usize) {
    head(into, MAP, 2 + more as u64);
    for part in ["__type", code, message.0, message.1] {
        text(into, part);
    }
}

pub(crate) fn write_entry(into: &mut Vec<u8>, name: &str, shape: &Shape, value: &Value) {
    text(into, name);
    write_value(into, shape, value);
}

fn write_value(into: &mut Vec<u8>, shape: &Shape, value: &Value) {
    match (value, shape) {
        (Value::Bool(false), _) => into.push(0xF4),
        (Value::Bool(true), _) => into.push(0xF5),
        (Value::Integer(number), _) => integer(into, *number),
        (Value::Float(number), _) => float(into, *number),
        (Value::Text(value), _) => text(into, value),
        (Value::Blob(blob), _) => {
            head(into, BYTES, blob.len() as u64);
            into.extend_from_slice(blob);
        }
        (Value::Timestamp(at), _) => {
            head(into, TAG, 1);
            match at.spell(TimestampFormat::EpochSeconds).parse() {
                Ok(whole) => integer(into, whole),
                Err(_) => float(into, at.seconds()),
            }
        }
        (Value::List(items), Shape::List(list)) => {
            head(into, ARRAY, items.len() as u64);
            for item in items {
                write_value(into, &list.element, item);
            }
        }
        (Value::Map(entries), Shape::Map(map)) => {
            head(into, MAP, entries.len() as u64);
            for (key, item) in entries {
                write_entry(into, key, &map.value, item);
            }
        }
        (Value::Structure(slots), Shape::Structure(structure)) => {
            write_members(into, structure, slots);
        }
        // Null, and what cannot be: a value that is not of its shape.
        _ => into.push(0xF6),
    }
}

fn integer(into: &mut Vec<u8>, number: i64) {
    match u64::try_from(number) {
        Ok(number) => head(into, UNSIGNED, number),
        // -1 is written as 0, and so on: all bits turned.
        Err(_) => head(into, NEGATIVE, !number as u64),
    }
}

fn float(into: &mut Vec<u8>, number: f64) {
    into.push(0xFB);
    into.extend(number.to_be_bytes());
}

fn text(into: &mut Vec<u8>, text: &str) {
    head(into, TEXT, text.len() as u64);
    into.extend(text.bytes());
}

/// The shortest head that says this number.
fn head(into: &mut Vec<u8>, major: u8, argument: u64) {
    let major = major << 5;
    match argument {
        0..=23 => into.push(major | argument as u8),
        24..=0xFF => into.extend([major | 24, argument as u8]),
        0x100..=0xFFFF => {
            into.push(major | 25);
            into.extend((argument as u16).to_be_bytes());
        }
        0x1_0000..=0xFFFF_FFFF => {
            into.push(major | 26);
            into.extend((argument as u32).to_be_bytes());
        }
        _ => {
            into.push(major | 27);
            into.extend(argument.to_be_bytes());
        }
    }
}
