//! What belongs to a function and to none of its versions: names for them, who may call it, where
//! it is called, what becomes of its asynchronous calls.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Destination, Revision};

/// Stored as JSON, so that one without a newer setting is still understood. Keys of maps are
/// qualifiers: `$LATEST`, a version's number or an alias.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The number of the version published last.
    pub published: u64,
    pub tags: BTreeMap<String, String>,
    pub aliases: BTreeMap<String, Alias>,
    pub events: BTreeMap<String, EventSettings>,
    pub urls: BTreeMap<String, Url>,
    pub policies: BTreeMap<String, ResourcePolicy>,
    pub provisioned: BTreeMap<String, Provisioned>,
    /// `Allow` or `Terminate`.
    pub recursion: Option<String>,
    pub runtime_updates: BTreeMap<String, RuntimeUpdates>,
    /// The ARN of a code signing configuration.
    pub code_signing: Option<String>,
}

/// A name for a version, or for two that share its calls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alias {
    pub version: String,
    pub description: String,
    /// Another version, and how many of a million calls go there.
    pub other: Option<(String, u32)>,
    pub revision: Revision,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventSettings {
    pub retries: Option<u32>,
    pub max_age_ms: Option<u64>,
    pub on_success: Option<Destination>,
    pub on_failure: Option<Destination>,
    pub changed_ms: u64,
}

/// Where the public calls a function.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Url {
    /// Whether requests must be signed.
    pub signed: bool,
    /// Whether answers are streamed.
    pub streams: bool,
    pub cors: Option<Cors>,
    pub created_ms: u64,
    pub changed_ms: u64,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cors {
    pub credentials: bool,
    pub headers: Vec<String>,
    pub methods: Vec<String>,
    pub origins: Vec<String>,
    pub expose: Vec<String>,
    pub max_age_s: Option<u32>,
}

/// Who else may call it: statements as they were given, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourcePolicy {
    /// The policy's document.
    pub document: String,
    pub revision: Revision,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provisioned {
    pub instances: u32,
    pub changed_ms: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuntimeUpdates {
    pub mode: String,
    pub version_arn: Option<String>,
}
