use serde::{Deserialize, Serialize};

/// Runtime packs that functions of these runtimes may need.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PackRequest {
    /// As a function names its runtime: `python3.12`, `nodejs22.x`, `python`.
    pub runtimes: Vec<String>,
    /// A bundle that was uploaded as packages are, by its hash; else a registry is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bundle: Option<blob::Hash>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PackList {
    pub packs: Vec<PackEntry>,
    /// Where they are kept on the platform's machine.
    pub dir: String,
    /// What cannot be had, in words; for requests alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PackEntry {
    /// Changes with what is in it.
    pub id: String,
    pub pack: String,
    /// The versions of the language it is for, as people say it.
    pub runs_on: String,
    /// Its chief part and that one's version.
    pub holds: String,
    #[serde(flatten)]
    pub state: PackState,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum PackState {
    Absent,
    Installing { doing: String, for_ms: u64 },
    Installed { digest: String, files: u64, bytes: u64, made_at_ms: u64 },
    Failed { problem: String },
}
