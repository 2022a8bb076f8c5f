//! Whether the platform is well.

use serde::{Deserialize, Serialize};

/// `GET /health`, the one answer that needs no key; with status 503 while it is not well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    #[serde(default)]
    pub status: HealthStatus,
    pub version: String,
    /// Why it is not well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    /// What functions with egress "internet" do not get of it now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub internet: Option<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HealthStatus {
    #[default]
    Ok,
    /// Instances cannot be started.
    Failing,
}
