//! Values as Java prints them, which is how AWS quotes what it was given.

use std::fmt::{self, Display, Formatter, Write};

use crate::schema::Shape;
use crate::{TimestampFormat, Value};

/// What is longer is cut: the message is not a place to send a request back.
const SHOWN_CHARS: usize = 2_048;

pub(super) struct Spelled<'a> {
    shape: &'a Shape,
    value: &'a Value,
}

impl<'a> Spelled<'a> {
    pub(super) fn of(shape: &'a Shape, value: &'a Value) -> Self {
        Self { shape, value }
    }
}

impl Display for Spelled<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut short = Short { into: f, left: SHOWN_CHARS };
        // An error here says that enough was written.
        let whole = spell(&mut short, self.shape, self.value).is_ok();
        if whole { Ok(()) } else { f.write_str("...") }
    }
}

/// Refuses to take more than so many characters.
struct Short<'a, 'b> {
    into: &'a mut Formatter<'b>,
    left: usize,
}

impl Write for Short<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        match text.char_indices().nth(self.left) {
            Some((cut, _)) => {
                self.left = 0;
                self.into.write_str(&text[..cut])?;
                Err(fmt::Error)
            }
            None => {
                self.left -= text.chars().count();
                self.into.write_str(text)
            }
        }
    }
}

fn spell(into: &mut Short<'_, '_>, shape: &Shape, value: &Value) -> fmt::Result {
    match (value, shape) {
        (Value::Null, _) => into.write_str("null"),
        (Value::Bool(value), _) => write!(into, "{value}"),
        (Value::Integer(value), _) => write!(into, "{value}"),
        (Value::Float(value), _) => write!(into, "{value:?}"),
        (Value::Text(text), _) => into.write_str(text),
        (Value::Blob(blob), _) => {
            let size = blob.len();
            write!(into, "java.nio.HeapByteBuffer[pos=0 lim={size} cap={size}]")
        }
        (Value::Timestamp(at), _) => into.write_str(&at.spell(TimestampFormat::DateTime)),
        (Value::List(items), Shape::List(list)) => {
            into.write_str("[")?;
            for (at, item) in items.iter().enumerate() {
                into.write_str(if at > 0 { ", " } else { "" })?;
                spell(into, &list.element, item)?;
            }
            into.write_str("]")
        }
        (Value::Map(entries), Shape::Map(map)) => {
            into.write_str("{")?;
            for (at, (key, item)) in entries.iter().enumerate() {
                write!(into, "{}{key}=", if at > 0 { ", " } else { "" })?;
                spell(into, &map.value, item)?;
            }
            into.write_str("}")
        }
        (Value::Structure(slots), Shape::Structure(structure)) => {
            write!(into, "{}(", structure.name)?;
            for (at, (member, slot)) in structure.members.iter().zip(slots).enumerate() {
                write!(into, "{}{}=", if at > 0 { ", " } else { "" }, lower_first(member.name))?;
                match slot {
                    Some(_) if member.shape.sensitive() => into.write_str("null")?,
                    Some(value) => spell(into, &member.shape, value)?,
                    None => into.write_str("null")?,
                }
            }
            into.write_str(")")
        }
        _ => Ok(()),
    }
}

/// A member's name as AWS's messages write it.
pub(super) fn lower_first(name: &str) -> String {
    let mut chars = name.chars();
    let first = chars.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(chars).collect()
}
