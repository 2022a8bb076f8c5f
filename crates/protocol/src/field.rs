//! Between values and Rust's types.

use std::collections::BTreeMap;

use bytes::Bytes;

use crate::schema::Structure;
use crate::{Slots, Timestamp, Value};

/// A value was not what its schema says. Decoding and validation see to it that requests are; so
/// this is a mistake in this crate, or an output of one version read by another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a value does not fit its type")]
pub struct Mismatch;

/// What can be a member of a structure.
pub trait Field: Sized {
    fn take(value: Option<Value>) -> Result<Self, Mismatch>;
    fn put(self) -> Option<Value>;
}

/// A generated structure.
pub trait Record: Sized {
    const SCHEMA: &'static Structure;

    fn from_slots(slots: Slots) -> Result<Self, Mismatch>;
    fn into_slots(self) -> Slots;
}

/// The place of a stream in a structure. The stream itself is the caller's: it reads the request's
/// body, or sends its own after what the response starts with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Streamed;

/// The input or output of an operation that has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unit;

impl Record for Unit {
    const SCHEMA: &'static Structure = &Structure::EMPTY;

    fn from_slots(_: Slots) -> Result<Self, Mismatch> {
        Ok(Self)
    }

    fn into_slots(self) -> Slots {
        Vec::new()
    }
}

impl Field for Streamed {
    fn take(_: Option<Value>) -> Result<Self, Mismatch> {
        Ok(Self)
    }

    fn put(self) -> Option<Value> {
        None
    }
}

macro_rules! plain_field {
    ($($rust:ty: $variant:ident),*) => { $(
        impl Field for $rust {
            fn take(value: Option<Value>) -> Result<Self, Mismatch> {
                match value {
                    Some(Value::$variant(value)) => Ok(value),
                    _ => Err(Mismatch),
                }
            }

            fn put(self) -> Option<Value> {
                Some(Value::$variant(self))
            }
        }
    )* };
}

plain_field!(
    bool: Bool, i64: Integer, f64: Float, String: Text, Bytes: Blob, Timestamp: Timestamp
);

impl Field for i32 {
    fn take(value: Option<Value>) -> Result<Self, Mismatch> {
        Self::try_from(i64::take(value)?).map_err(|_| Mismatch)
    }

    fn put(self) -> Option<Value> {
        Some(Value::Integer(self.into()))
    }
}

impl<T: Field> Field for Option<T> {
    fn take(value: Option<Value>) -> Result<Self, Mismatch> {
        match value {
            None | Some(Value::Null) => Ok(None),
            some => T::take(some).map(Some),
        }
    }

    fn put(self) -> Option<Value> {
        self.and_then(T::put)
    }
}

impl<T: Field> Field for Vec<T> {
    fn take(value: Option<Value>) -> Result<Self, Mismatch> {
        match value {
            Some(Value::List(list)) => list.into_iter().map(|item| T::take(Some(item))).collect(),
            _ => Err(Mismatch),
        }
    }

    fn put(self) -> Option<Value> {
        let list = self.into_iter().map(|item| item.put().unwrap_or(Value::Null));
        Some(Value::List(list.collect()))
    }
}

impl<T: Field> Field for BTreeMap<String, T> {
    fn take(value: Option<Value>) -> Result<Self, Mismatch> {
        match value {
            Some(Value::Map(map)) => {
                map.into_iter().map(|(key, item)| Ok((key, T::take(Some(item))?))).collect()
            }
            _ => Err(Mismatch),
        }
    }

    fn put(self) -> Option<Value> {
        let map = self.into_iter().map(|(key, item)| (key, item.put().unwrap_or(Value::Null)));
        Some(Value::Map(map.collect()))
    }
}

/// Slots through a type and back.
pub(crate) fn retyped<R: Record>(slots: Slots) -> Result<Slots, Mismatch> {
    Ok(R::from_slots(slots)?.into_slots())
}
