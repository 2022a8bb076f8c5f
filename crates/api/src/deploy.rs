//! Deploying an app: all of its functions at once, or nothing.

use functions::{AppName, FunctionConfig, FunctionName};
use serde::{Deserialize, Serialize};

/// `POST /deploy`. Functions of the app that are not named here any more are removed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DeployRequest {
    pub app: AppName,
    pub functions: Vec<FunctionSpec>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FunctionSpec {
    pub name: FunctionName,
    pub config: FunctionConfig,
    /// SHA-256 of the package, uploaded before with `PUT /packages/SHA256`.
    pub package: blob::Hash,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DeployReply {
    pub functions: Vec<Deployed>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Deployed {
    pub name: FunctionName,
    pub change: Change,
    /// The function's URL, when it has one.
    pub url: Option<String>,
    /// What the person should know: a runtime version that was substituted, for example.
    pub notes: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    Created,
    Updated,
    Unchanged,
    Removed,
}
