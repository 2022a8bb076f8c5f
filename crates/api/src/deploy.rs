//! Deploying an app: all of its functions at once, or nothing.

use functions::{AppName, FunctionConfig, FunctionName};
use serde::{Deserialize, Serialize};

/// `POST /deploy`. Functions of the app that are not named here any more are removed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DeployRequest {
    pub app: AppName,
    pub functions: Vec<FunctionSpec>,
    /// Whether what changes must load before anything is changed.
    #[serde(default = "yes")]
    pub check: bool,
}

fn yes() -> bool {
    true
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

/// Why a version was not deployed: its code does not load.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadFailure {
    pub name: FunctionName,
    pub problem: Problem,
    /// The error's own name, `ModuleNotFoundError` say, where the code told one.
    #[serde(default)]
    pub kind: Option<String>,
    pub message: String,
    /// Where in the package it happened, the innermost first.
    #[serde(default)]
    pub places: Vec<Place>,
    /// What the program printed last, where it does not say itself what is wrong.
    #[serde(default)]
    pub log: Vec<String>,
}

/// What kind of thing is wrong, for who wants to say what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// Of this name, and neither in the package nor of the language's own.
    MissingModule(String),
    MissingHandler,
    Syntax,
    TooSlow,
    OutOfMemory,
    Ended,
    Other,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub file: String,
    pub line: Option<u32>,
}
