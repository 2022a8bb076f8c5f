//! A policy document as its author wrote it, and what it means.

use std::sync::Arc;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::policy::{Document, Kind, Malformed, counted_length};

#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    kind: Kind,
    text: Arc<str>,
    document: Arc<Document>,
}

impl Written {
    pub(super) fn parse(text: &str, kind: Kind) -> Result<Self, Malformed> {
        let document = Arc::new(Document::parse(text, kind)?);
        Ok(Self { kind, text: text.into(), document })
    }

    /// Character for character what its author wrote.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn document(&self) -> &Arc<Document> {
        &self.document
    }

    /// What counts against the limits.
    pub(super) fn counted(&self) -> usize {
        counted_length(&self.text)
    }
}

impl Serialize for Written {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        (self.kind, &*self.text).serialize(to)
    }
}

impl<'a> Deserialize<'a> for Written {
    fn deserialize<D: Deserializer<'a>>(from: D) -> Result<Self, D::Error> {
        let (kind, text) = <(Kind, String)>::deserialize(from)?;
        Self::parse(&text, kind).map_err(D::Error::custom)
    }
}
