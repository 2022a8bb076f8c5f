//! Users, groups, roles and policies, as they lie in the store and in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use store::Record;

use super::written::Written;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    pub key: String,
    pub value: String,
}

/// What every entity has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Face {
    /// As it was written; no other entity of the kind has it in any spelling.
    pub name: String,
    /// `/`, or `/team/`.
    pub path: String,
    /// Never used twice: `AIDA…`
    pub id: String,
    pub created_ms: u64,
}

/// The policies of a user, group or role.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Holdings {
    pub inline: BTreeMap<String, Written>,
    /// ARNs of managed policies.
    pub attached: BTreeSet<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct User {
    pub face: Face,
    pub tags: Vec<Tag>,
    /// The ARN of a managed policy.
    pub boundary: Option<String>,
    pub holdings: Holdings,
    /// Ids of groups, which stay when a group is renamed.
    pub groups: BTreeSet<String>,
    pub keys: Vec<AccessKey>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Group {
    pub face: Face,
    pub holdings: Holdings,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Role {
    pub face: Face,
    pub description: String,
    pub max_session_s: u32,
    pub trust: Written,
    /// The ids that users and roles named in the trust policy had when it was written.
    pub pins: BTreeMap<String, String>,
    pub tags: Vec<Tag>,
    pub boundary: Option<String>,
    pub holdings: Holdings,
}

/// A policy of its own, which any number of entities can have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Managed {
    pub face: Face,
    pub description: String,
    pub tags: Vec<Tag>,
    pub updated_ms: u64,
    /// By number, one to five of them.
    pub versions: BTreeMap<u32, PolicyVersion>,
    /// The one that counts.
    pub default: u32,
    /// The last number given to a version.
    pub last: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PolicyVersion {
    pub created_ms: u64,
    pub document: Written,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessKey {
    pub id: String,
    pub secret: String,
    pub active: bool,
    pub created_ms: u64,
}

/// Where and when a key was last seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastUsed {
    pub at_ms: u64,
    pub service: Arc<str>,
    pub region: Arc<str>,
}

impl Record for User {
    const VERSION: u8 = 1;
}

impl Record for Group {
    const VERSION: u8 = 1;
}

impl Record for Role {
    const VERSION: u8 = 1;
}

impl Record for Managed {
    const VERSION: u8 = 1;
}

impl Record for LastUsed {
    const VERSION: u8 = 1;
}

impl Managed {
    pub fn document(&self) -> Option<&Written> {
        self.versions.get(&self.default).map(|version| &version.document)
    }
}

/// Secrets stay out of logs, even by accident.
impl std::fmt::Debug for AccessKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AccessKey").field("id", &self.id).finish_non_exhaustive()
    }
}
