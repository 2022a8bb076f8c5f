//! What tools say of a function and want to read again, though nothing here acts upon it.

use serde::{Deserialize, Serialize};

/// Empty values are those that nobody gave.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Declared {
    /// The runtime's name as it was given, where another of its kind is used.
    pub runtime: Option<String>,
    pub description: String,
    /// The ARN of the role whose rights it has.
    pub role: Option<String>,
    /// `x86_64` or `arm64`.
    pub architecture: Option<String>,
    pub dead_letter: Option<String>,
    pub kms_key: Option<String>,
    /// `Active` or `PassThrough`.
    pub tracing: Option<String>,
    /// `PublishedVersions` or `None`.
    pub snap_start: Option<String>,
    pub subnets: Vec<String>,
    pub security_groups: Vec<String>,
    /// The ARN and the path of each.
    pub file_systems: Vec<(String, String)>,
    pub log_format: Option<String>,
    pub log_level: Option<String>,
    pub system_log_level: Option<String>,
    pub log_group: Option<String>,
}

/// A layer's version, unpacked at `/opt` before the function's code runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttachedLayer {
    pub arn: String,
    pub package: blob::Hash,
    pub bytes: u64,
}
