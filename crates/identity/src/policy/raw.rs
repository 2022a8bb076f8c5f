//! The JSON shape of a policy document, before anything in it is understood.

use std::fmt;

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::shapes::{Many, Pairs, Scalar};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct RawDocument {
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub(super) version: Option<String>,
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    pub(super) statement: Many<RawStatement>,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct RawStatement {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub(super) sid: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub(super) effect: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub(super) principal: Option<RawPrincipal>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub(super) not_principal: Option<RawPrincipal>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub(super) action: Option<Many<String>>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub(super) not_action: Option<Many<String>>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub(super) resource: Option<Many<String>>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub(super) not_resource: Option<Many<String>>,
    #[serde(skip_serializing_if = "Pairs::is_empty")]
    pub(super) condition: Pairs<Pairs<Many<Scalar>>>,
}

/// What is there must be there: `null` is a mistake.
fn given<'a, D: Deserializer<'a>, T: Deserialize<'a>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

pub(super) enum RawPrincipal {
    /// `"*"` and, by mistake, any other text.
    Text(String),
    Listed(Pairs<Many<String>>),
}

struct ReadsPrincipal;

impl<'a> Visitor<'a> for ReadsPrincipal {
    type Value = RawPrincipal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"*\" or an object")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<RawPrincipal, E> {
        Ok(RawPrincipal::Text(text.to_owned()))
    }

    fn visit_map<A: MapAccess<'a>>(self, map: A) -> Result<RawPrincipal, A::Error> {
        Pairs::read(map).map(RawPrincipal::Listed)
    }
}

impl<'a> Deserialize<'a> for RawPrincipal {
    fn deserialize<D: Deserializer<'a>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(ReadsPrincipal)
    }
}

impl Serialize for RawPrincipal {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => text.serialize(to),
            Self::Listed(pairs) => pairs.serialize(to),
        }
    }
}
