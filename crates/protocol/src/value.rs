//! What a message says, before its types are known: the one form that all wire protocols decode to
//! and encode from.

use bytes::Bytes;

use crate::Timestamp;

#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Only as an element of a list or a map; a member that is null is a member that is absent.
    Null,
    Bool(bool),
    Integer(i64),
    Float(f64),
    Text(String),
    Blob(Bytes),
    Timestamp(Timestamp),
    List(Vec<Value>),
    /// In the order of the message; of two equal keys the later one counts.
    Map(Vec<(String, Value)>),
    Structure(Slots),
}

/// The members of a structure: one slot for each member of its schema, in that order.
pub type Slots = Vec<Option<Value>>;
