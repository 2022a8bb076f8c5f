//! CBOR to values, led by the schema.

use super::reader::{Broken, Head, Items, Reader, TOO_DEEP};
use crate::schema::{Place, Shape, Structure};
use crate::{Fault, Slots, Timestamp, Value};

const DEPTH_MAX: usize = 64;
/// The tag of seconds since 1970.
const EPOCH: u64 = 1;

/// Reads the members of a structure. Nothing is an empty structure.
pub(crate) fn decode(structure: &'static Structure, body: &[u8]) -> Result<Slots, Fault> {
    if body.is_empty() {
        return Ok(vec![None; structure.members.len()]);
    }
    let mut reader = Reader::new(body);
    let shape = Shape::Structure(structure);
    let value = reader.head().and_then(|head| read(&mut reader, &shape, head, DEPTH_MAX));
    match value {
        Ok(_) if !reader.is_empty() => Err(Fault::serialization("the CBOR goes on after its end")),
        Ok(Value::Structure(slots)) => Ok(slots),
        Ok(_) => Ok(vec![None; structure.members.len()]),
        Err(broken) => Err(Fault::serialization(broken)),
    }
}

fn read(reader: &mut Reader<'_>, shape: &Shape, head: Head, depth: usize) -> Result<Value, Broken> {
    let depth = depth.checked_sub(1).ok_or(TOO_DEEP)?;
    match (head, shape) {
        (Head::Null, _) => Ok(Value::Null),
        (Head::Bool(value), Shape::Bool) => Ok(Value::Bool(value)),
        (Head::Integer(_) | Head::Float(_), _) => number(shape, head),
        (Head::Text(length), Shape::Text(_)) => Ok(Value::Text(reader.text(length)?.into_owned())),
        (Head::Bytes(length), Shape::Blob(_)) => {
            Ok(Value::Blob(reader.string(length, false)?.into_owned().into()))
        }
        (Head::Tag(EPOCH), Shape::Timestamp) => {
            let head = reader.head()?;
            epoch(head)
        }
        (Head::Tag(tag), _) if tag != EPOCH => {
            let head = reader.head()?;
            read(reader, shape, head, depth)
        }
        (Head::Array(length), Shape::List(list)) => {
            let (mut items, mut left) = (Vec::new(), Items(length));
            while let Some(head) = left.next(reader)? {
                reader.spend(1)?;
                items.push(read(reader, &list.element, head, depth)?);
            }
            Ok(Value::List(items))
        }
        (Head::Map(length), Shape::Map(map)) => {
            let (mut entries, mut left) = (Vec::new(), Items(length));
            while let Some(head) = left.next(reader)? {
                let Head::Text(length) = head else { return Err("a key in CBOR is no text") };
                reader.spend(2)?;
                let key = reader.text(length)?.into_owned();
                let head = reader.head()?;
                entries.push((key, read(reader, &map.value, head, depth)?));
            }
            Ok(Value::Map(entries))
        }
        (Head::Map(length), Shape::Structure(structure)) => {
            members(reader, structure, length, depth)
        }
        _ => Err(unfit(shape)),
    }
}

fn members(
    reader: &mut Reader<'_>,
    structure: &'static Structure,
    length: Option<usize>,
    depth: usize,
) -> Result<Value, Broken> {
    reader.spend(structure.members.len())?;
    let (mut slots, mut left) = (vec![None; structure.members.len()], Items(length));
    while let Some(head) = left.next(reader)? {
        let Head::Text(length) = head else { return Err("a key in CBOR is no text") };
        let name = reader.text(length)?;
        let mut members = structure.members.iter();
        let at = members.position(|member| member.place == Place::Body && member.wire == name);
        let head = reader.head()?;
        match at {
            None => reader.skip(head, depth)?,
            Some(at) => {
                let value = read(reader, &structure.members[at].shape, head, depth)?;
                slots[at] = Some(value).filter(|value| *value != Value::Null);
            }
        }
    }
    Ok(Value::Structure(slots))
}

fn number(shape: &Shape, head: Head) -> Result<Value, Broken> {
    let value = match (head, shape) {
        (Head::Integer(value), Shape::Integer(_)) => i32::try_from(value).ok().map(i64::from),
        (Head::Integer(value), Shape::Long(_)) => i64::try_from(value).ok(),
        (Head::Integer(value), Shape::Float(_)) => return Ok(Value::Float(value as f64)),
        (Head::Float(value), Shape::Float(_)) => return Ok(Value::Float(value)),
        // Floats that are whole, and small enough to be exact.
        (Head::Float(value), Shape::Integer(_) | Shape::Long(_))
            if value.fract() == 0.0 && value.abs() < 2.0_f64.powi(53) =>
        {
            return number(shape, Head::Integer(value as i128));
        }
        _ => None,
    };
    value.map(Value::Integer).ok_or_else(|| unfit(shape))
}

fn epoch(head: Head) -> Result<Value, Broken> {
    let seconds = match head {
        Head::Integer(value) => value as f64,
        Head::Float(value) => value,
        _ => return Err("a timestamp in CBOR is no number"),
    };
    let at = Timestamp::from_seconds(seconds).map(Value::Timestamp);
    at.ok_or("a timestamp in CBOR is out of range")
}

fn unfit(shape: &Shape) -> Broken {
    match shape {
        Shape::Bool => "a Boolean was expected",
        Shape::Integer(_) => "an Integer was expected",
        Shape::Long(_) => "a Long was expected",
        Shape::Float(_) => "a Double was expected",
        Shape::Text(_) => "a String was expected",
        Shape::Blob(_) => "a Blob was expected",
        Shape::Timestamp => "a Timestamp was expected",
        Shape::List(_) => "a List was expected",
        Shape::Map(_) => "a Map was expected",
        Shape::Structure(_) | Shape::Events(_) => "a Structure was expected",
    }
}
