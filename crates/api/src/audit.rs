//! Who was refused what, as `GET /audit` tells it.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLog {
    /// Oldest first.
    pub refusals: Vec<AuditRefusal>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditRefusal {
    pub at_us: u64,
    /// Refusals that were alike, within about a second.
    pub times: u64,
    /// An ARN; of a stranger, the access key that the request came with, or `-`.
    pub who: String,
    /// The request had no good signature, so nobody knows whether `who` is true.
    pub stranger: bool,
    /// An IP address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// `lambda:InvokeFunction`
    pub action: String,
    /// An ARN, or `*`; of a stranger, what was asked.
    pub resource: String,
    pub why: String,
}
