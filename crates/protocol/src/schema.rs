//! What the published models say about messages, as tables that the generator writes and the codecs
//! read.

use crate::{Pattern, TimestampFormat};

/// How a service speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    AwsJson10,
    AwsJson11,
    RestJson,
    RestXml,
    Query,
    Cbor,
}

/// One service of AWS.
#[derive(Debug)]
pub struct Service {
    /// The name in signatures and host names: `logs`.
    pub name: &'static str,
    /// The name in models: `CloudWatch Logs`.
    pub id: &'static str,
    pub version: &'static str,
    pub protocol: Protocol,
    /// What stands before the dot in `X-Amz-Target`, and names the service to `rpc-v2-cbor`.
    pub target: Option<&'static str>,
    pub xml_namespace: Option<&'static str>,
    /// The code of an error that lists violated constraints.
    pub validation: &'static str,
    pub operations: &'static [&'static Operation],
    /// The operations of the model that this platform does not have.
    pub missing: &'static [Missing],
}

/// An operation of the platform.
#[derive(Debug)]
pub struct Operation {
    pub name: &'static str,
    pub method: &'static str,
    pub uri: &'static str,
    pub status: u16,
    pub input: &'static Structure,
    pub output: &'static Structure,
    /// The element around the output that the query protocol wants.
    pub wrapper: Option<&'static str>,
    pub idempotent: bool,
    /// Whether callers need not sign.
    pub anonymous: bool,
}

/// An operation of the model that the platform does not have.
#[derive(Debug, PartialEq, Eq)]
pub struct Missing {
    pub name: &'static str,
    pub method: &'static str,
    pub uri: &'static str,
}

/// The type of a value, with what it must satisfy.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    Bool,
    Integer(&'static Range<i64>),
    Long(&'static Range<i64>),
    Float(&'static Range<f64>),
    Text(&'static Text),
    Blob(&'static Blob),
    Timestamp,
    List(&'static List),
    Map(&'static Map),
    Structure(&'static Structure),
    /// A stream of events, each a member of the structure; the caller writes them one by one.
    Events(&'static Structure),
}

#[derive(Debug)]
pub struct Range<T> {
    pub min: Option<T>,
    pub max: Option<T>,
}

/// How many characters, bytes or elements.
#[derive(Debug, Clone, Copy)]
pub struct Length {
    pub min: Option<u64>,
    pub max: Option<u64>,
}

#[derive(Debug)]
pub struct Text {
    pub length: Length,
    pub pattern: Option<&'static Pattern>,
    /// The values of an enumeration; none for a text that is free.
    pub values: &'static [&'static str],
    pub sensitive: bool,
}

#[derive(Debug)]
pub struct Blob {
    pub length: Length,
    pub streaming: bool,
    pub sensitive: bool,
}

#[derive(Debug)]
pub struct List {
    pub element: Shape,
    /// The name of an element in XML and queries.
    pub wire: &'static str,
    pub length: Length,
    pub sensitive: bool,
}

#[derive(Debug)]
pub struct Map {
    pub key: &'static Text,
    pub value: Shape,
    /// The names of a key and a value in XML and queries.
    pub wire: (&'static str, &'static str),
    pub length: Length,
    pub sensitive: bool,
}

#[derive(Debug)]
pub struct Structure {
    pub name: &'static str,
    pub members: &'static [Member],
    pub sensitive: bool,
}

#[derive(Debug)]
pub struct Member {
    /// The name in the model.
    pub name: &'static str,
    /// The name in messages, where it stands.
    pub wire: &'static str,
    pub place: Place,
    pub shape: Shape,
    pub required: bool,
    pub timestamp: Option<TimestampFormat>,
    /// In XML: an attribute, not an element.
    pub attribute: bool,
    /// In XML and queries: the elements of a list or a map stand bare, without one around them.
    pub flattened: bool,
}

/// Where a member stands in a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Body,
    Label,
    Query,
    Header,
    /// Many headers with one prefix.
    Headers,
    Status,
    /// The whole body.
    Payload,
}

/// An error that a service's model knows.
#[derive(Debug)]
pub struct Error {
    pub code: &'static str,
    /// The code that clients know from when the service spoke the query protocol.
    pub query_code: Option<&'static str>,
    pub status: u16,
    pub shape: &'static Structure,
}

impl Length {
    pub const ANY: Self = Self { min: None, max: None };
}

impl Text {
    pub const ANY: Self =
        Self { length: Length::ANY, pattern: None, values: &[], sensitive: false };
}

impl Blob {
    pub const ANY: Self = Self { length: Length::ANY, streaming: false, sensitive: false };
}

impl Structure {
    pub const EMPTY: Self = Self { name: "Unit", members: &[], sensitive: false };

    /// The member that is the whole body, and its position.
    pub fn payload(&self) -> Option<(usize, &'static Member)> {
        let mut members = self.members.iter().enumerate();
        members.find(|(_, member)| member.place == Place::Payload)
    }

    /// The members that share the body, with their positions.
    pub fn body(&self) -> impl Iterator<Item = (usize, &'static Member)> {
        let members = self.members.iter().enumerate();
        members.filter(|(_, member)| member.place == Place::Body)
    }
}

/// One member, built the way the generated tables write it.
pub const fn member(name: &'static str, shape: Shape) -> Member {
    Member {
        name,
        wire: name,
        place: Place::Body,
        shape,
        required: false,
        timestamp: None,
        attribute: false,
        flattened: false,
    }
}

impl Member {
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    pub const fn wire(mut self, name: &'static str) -> Self {
        self.wire = name;
        self
    }

    pub const fn at(mut self, place: Place) -> Self {
        self.place = place;
        self
    }

    pub const fn timestamp(mut self, format: TimestampFormat) -> Self {
        self.timestamp = Some(format);
        self
    }

    pub const fn flattened(mut self) -> Self {
        self.flattened = true;
        self
    }

    pub const fn attribute(mut self) -> Self {
        self.attribute = true;
        self
    }
}

impl Shape {
    pub const TEXT: Self = Self::Text(&Text::ANY);
    pub const BLOB: Self = Self::Blob(&Blob::ANY);
    pub const INTEGER: Self = Self::Integer(&Range { min: None, max: None });
    pub const LONG: Self = Self::Long(&Range { min: None, max: None });
    pub const FLOAT: Self = Self::Float(&Range { min: None, max: None });

    /// Whether its values must not be shown, in logs or in messages.
    pub fn sensitive(&self) -> bool {
        match self {
            Self::Text(text) => text.sensitive,
            Self::Blob(blob) => blob.sensitive,
            Self::List(list) => list.sensitive || list.element.sensitive(),
            Self::Map(map) => map.sensitive || map.key.sensitive || map.value.sensitive(),
            Self::Structure(structure) => structure.sensitive,
            _ => false,
        }
    }
}
