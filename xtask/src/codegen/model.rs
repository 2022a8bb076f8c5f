//! A published service model, as far as we read it.

use std::fmt;
use std::marker::PhantomData;
use std::path::Path;

use anyhow::{Context, bail};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

#[derive(Debug, serde::Deserialize)]
pub(super) struct Model {
    pub(super) metadata: Metadata,
    pub(super) operations: Ordered<Operation>,
    pub(super) shapes: Ordered<Shape>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Metadata {
    pub(super) protocol: String,
    pub(super) json_version: Option<String>,
    pub(super) service_id: String,
    pub(super) target_prefix: Option<String>,
    pub(super) xml_namespace: Option<XmlNamespace>,
    pub(super) signing_name: Option<String>,
    pub(super) endpoint_prefix: String,
    /// Whether a service that left the query protocol still tells its codes.
    pub(super) aws_query_compatible: Option<serde::de::IgnoredAny>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(untagged)]
pub(super) enum XmlNamespace {
    Plain(String),
    Uri { uri: String },
}

#[derive(Debug, serde::Deserialize)]
pub(super) struct Operation {
    pub(super) http: Http,
    pub(super) input: Option<Reference>,
    pub(super) output: Option<Reference>,
    #[serde(default)]
    pub(super) errors: Vec<Reference>,
    #[serde(default)]
    pub(super) idempotent: bool,
    pub(super) authtype: Option<String>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Http {
    pub(super) method: String,
    pub(super) request_uri: String,
    #[serde(default = "ok")]
    pub(super) response_code: u16,
}

fn ok() -> u16 {
    200
}

/// A use of a shape, with what this use adds.
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Reference {
    pub(super) shape: String,
    pub(super) result_wrapper: Option<String>,
    pub(super) location: Option<String>,
    pub(super) location_name: Option<String>,
    pub(super) timestamp_format: Option<String>,
    #[serde(default)]
    pub(super) xml_attribute: bool,
    #[serde(default)]
    pub(super) flattened: bool,
    #[serde(default)]
    pub(super) eventpayload: bool,
    #[serde(default)]
    pub(super) eventheader: bool,
    #[serde(default)]
    pub(super) streaming: bool,
}

#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Shape {
    #[serde(rename = "type")]
    pub(super) kind: String,
    #[serde(default)]
    pub(super) members: Ordered<Reference>,
    #[serde(default)]
    pub(super) required: Vec<String>,
    pub(super) payload: Option<String>,
    pub(super) member: Option<Reference>,
    pub(super) key: Option<Reference>,
    pub(super) value: Option<Reference>,
    #[serde(default)]
    pub(super) flattened: bool,
    pub(super) min: Option<serde_json::Number>,
    pub(super) max: Option<serde_json::Number>,
    pub(super) pattern: Option<String>,
    #[serde(default, rename = "enum")]
    pub(super) values: Vec<String>,
    #[serde(default)]
    pub(super) sensitive: bool,
    #[serde(default)]
    pub(super) streaming: bool,
    #[serde(default)]
    pub(super) eventstream: bool,
    #[serde(default)]
    pub(super) fault: bool,
    pub(super) error: Option<ErrorTrait>,
    pub(super) timestamp_format: Option<String>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ErrorTrait {
    pub(super) code: Option<String>,
    pub(super) http_status_code: Option<u16>,
}

impl Model {
    pub(super) fn shape(&self, name: &str) -> anyhow::Result<&Shape> {
        self.shapes.get(name).with_context(|| format!("the model has no shape {name}"))
    }

    pub(super) fn signing_name(&self) -> &str {
        self.metadata.signing_name.as_deref().unwrap_or(&self.metadata.endpoint_prefix)
    }

    /// The name of the protocol in our schema.
    pub(super) fn protocol(&self) -> anyhow::Result<&'static str> {
        let version = self.metadata.json_version.as_deref();
        Ok(match (self.metadata.protocol.as_str(), version) {
            ("json", Some("1.0")) => "AwsJson10",
            ("json", _) => "AwsJson11",
            ("rest-json", _) => "RestJson",
            ("rest-xml", _) => "RestXml",
            ("query", _) => "Query",
            ("smithy-rpc-v2-cbor", _) => "Cbor",
            (other, _) => bail!("the protocol {other} is not written yet"),
        })
    }
}

impl Shape {
    /// A structure's members and whether each is required, as messages order them.
    pub(super) fn fields(&self) -> impl Iterator<Item = (&str, &Reference, bool)> {
        self.members
            .iter()
            .map(|(name, member)| (name, member, self.required.iter().any(|r| r == name)))
    }
}

pub(super) fn read(python: &Path, service: &str, version: &str) -> anyhow::Result<Model> {
    let text = super::model_text(python, service, version)?;
    serde_json::from_str(&text).with_context(|| format!("cannot read the model of {service}"))
}

/// A JSON object in the order it was written in.
#[derive(Debug)]
pub(super) struct Ordered<T>(Vec<(String, T)>);

impl<T> Ordered<T> {
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(name, item)| (name.as_str(), item))
    }

    pub(super) fn get(&self, name: &str) -> Option<&T> {
        self.iter().find(|(found, _)| *found == name).map(|(_, item)| item)
    }
}

impl<T> Default for Ordered<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Ordered<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Entries<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
            type Value = Ordered<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Ordered<T>, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Ordered(entries))
            }
        }

        from.deserialize_map(Entries(PhantomData))
    }
}
