//! JSON to values, in one pass and led by the schema: what no member asks for is skipped unread.

use std::cell::RefCell;
use std::fmt;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::budget::{Budget, SPENT};
use crate::schema::{Member, Place, Shape, Structure};
use crate::{Fault, Slots, Timestamp, TimestampFormat, Value};

/// Reads the members of a structure that share the body. Nothing and null are an empty structure.
/// The depth is bounded by the parser's own limit, 128.
pub(crate) fn decode(structure: &'static Structure, body: &[u8]) -> Result<Slots, Fault> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(vec![None; structure.members.len()]);
    }
    let (said, budget) = (RefCell::new(None), Budget::new());
    let shape = Shape::Structure(structure);
    let seed = Seed { shape, format: None, said: &said, budget: &budget };
    let mut reader = serde_json::Deserializer::from_slice(body);
    let read = seed.deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    match read {
        Ok(Value::Structure(slots)) => Ok(slots),
        Ok(_) => Ok(vec![None; structure.members.len()]),
        Err(error) => {
            let said = said.into_inner().unwrap_or_else(|| error.to_string());
            Err(Fault::serialization(said))
        }
    }
}

#[derive(Clone, Copy)]
struct Seed<'a> {
    shape: Shape,
    format: Option<TimestampFormat>,
    /// What is wrong, in AWS's words; the parser's own error adds where it was to its text.
    said: &'a RefCell<Option<String>>,
    budget: &'a Budget,
}

impl Seed<'_> {
    fn refuse<E: Error>(&self, message: impl Into<String>) -> E {
        *self.said.borrow_mut() = Some(message.into());
        E::custom("")
    }

    /// `token` stands where something else is wanted.
    fn unfit<E: Error>(&self, token: &str) -> E {
        let wanted = match self.shape {
            Shape::Bool => "Boolean",
            Shape::Integer(_) => "Integer",
            Shape::Long(_) => "Long",
            Shape::Float(_) => "Double",
            Shape::Text(_) => "String",
            Shape::Blob(_) => "Blob",
            Shape::Timestamp => "Date",
            Shape::List(_) => return self.refuse("Expected list or null"),
            Shape::Map(_) => return self.refuse("Expected map or null"),
            Shape::Structure(_) | Shape::Events(_) => {
                return self.refuse("Expected structure or null");
            }
        };
        self.refuse(format!("{token} cannot be converted to {wanted}"))
    }

    fn spend<E: Error>(&self, slots: usize) -> Result<(), E> {
        if self.budget.allows(slots) { Ok(()) } else { Err(self.refuse(SPENT)) }
    }

    fn with(&self, shape: Shape, format: Option<TimestampFormat>) -> Self {
        Self { shape, format, ..*self }
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        match self.shape {
            Shape::Bool => Ok(Value::Bool(value)),
            _ if value => Err(self.unfit("TRUE_VALUE")),
            _ => Err(self.unfit("FALSE_VALUE")),
        }
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        let fits = i32::try_from(value).is_ok();
        match self.shape {
            Shape::Long(_) => Ok(Value::Integer(value)),
            Shape::Integer(_) if fits => Ok(Value::Integer(value)),
            _ => self.visit_f64(value as f64),
        }
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        match i64::try_from(value) {
            Ok(value) => self.visit_i64(value),
            Err(_) => self.visit_f64(value as f64),
        }
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        const NUMBER: &str = "NUMBER_VALUE";
        match self.shape {
            Shape::Float(_) => Ok(Value::Float(value)),
            Shape::Timestamp
                if matches!(self.format, None | Some(TimestampFormat::EpochSeconds)) =>
            {
                let at = Timestamp::from_seconds(value);
                at.map(Value::Timestamp).ok_or_else(|| self.unfit(NUMBER))
            }
            Shape::Integer(_) => {
                let whole = whole(value).filter(|whole| i32::try_from(*whole).is_ok());
                whole.map(Value::Integer).ok_or_else(|| self.unfit(NUMBER))
            }
            Shape::Long(_) => whole(value).map(Value::Integer).ok_or_else(|| self.unfit(NUMBER)),
            _ => Err(self.unfit(NUMBER)),
        }
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        const STRING: &str = "STRING_VALUE";
        let value = match self.shape {
            Shape::Text(_) => Some(Value::Text(text.to_owned())),
            Shape::Blob(_) => BASE64_STANDARD.decode(text).ok().map(|b| Value::Blob(b.into())),
            Shape::Float(_) => not_finite(text).map(Value::Float),
            Shape::Timestamp => {
                let format = self.format.filter(|f| *f != TimestampFormat::EpochSeconds);
                format.and_then(|f| Timestamp::parse(text, f)).map(Value::Timestamp)
            }
            _ => None,
        };
        value.ok_or_else(|| self.unfit(STRING))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let Shape::List(list) = self.shape else {
            return Err(self.refuse("Start of list found where not expected"));
        };
        let seed = self.with(list.element, None);
        let mut values = Vec::new();
        while let Some(value) = items.next_element_seed(seed)? {
            self.spend(1)?;
            values.push(value);
        }
        Ok(Value::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        match self.shape {
            Shape::Structure(structure) => {
                self.spend(structure.members.len())?;
                let mut slots = vec![None; structure.members.len()];
                while let Some(found) = entries.next_key_seed(Name(structure))? {
                    let Some((at, member)) = found else {
                        entries.next_value::<IgnoredAny>()?;
                        continue;
                    };
                    let seed = self.with(member.shape, member.timestamp);
                    let value = entries.next_value_seed(seed)?;
                    slots[at] = Some(value).filter(|value| *value != Value::Null);
                }
                Ok(Value::Structure(slots))
            }
            Shape::Map(map) => {
                let seed = self.with(map.value, None);
                let mut values = Vec::new();
                while let Some(key) = entries.next_key::<String>()? {
                    self.spend(2)?;
                    values.push((key, entries.next_value_seed(seed)?));
                }
                Ok(Value::Map(values))
            }
            _ => Err(self.refuse("Start of structure or map found where not expected")),
        }
    }
}

/// Finds the member that a key names.
struct Name(&'static Structure);

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Option<(usize, &'static Member)>;

    fn deserialize<D: serde::Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_str(self)
    }
}

impl Visitor<'_> for Name {
    type Value = Option<(usize, &'static Member)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        let mut members = self.0.members.iter().enumerate();
        Ok(members.find(|(_, member)| member.place == Place::Body && member.wire == name))
    }
}

/// A float that is a whole number, as one.
fn whole(value: f64) -> Option<i64> {
    // 2^63 itself is a float, and the first that is too large.
    let fits = value.fract() == 0.0 && (-(2.0_f64.powi(63))..2.0_f64.powi(63)).contains(&value);
    fits.then_some(value as i64)
}

fn not_finite(text: &str) -> Option<f64> {
    match text {
        "NaN" => Some(f64::NAN),
        "Infinity" => Some(f64::INFINITY),
        "-Infinity" => Some(f64::NEG_INFINITY),
        _ => None,
    }
}
