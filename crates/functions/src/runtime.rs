//! What a function is written for.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The kind of program a function is, with the language version it asks for, if any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Runtime {
    /// `python`, or `python3.N`.
    Python { minor: Option<u8> },
    /// `node`, or `nodejsN.x`.
    Node { major: Option<u8> },
    /// `provided`, `provided.al2` or `provided.al2023`: an executable named `bootstrap`.
    Provided { al: Option<u16> },
    /// Any program that listens on `$PORT`.
    Http,
    /// A WebAssembly component.
    Wasm,
}

/// The names to offer when somebody writes one we do not know.
pub const KNOWN_RUNTIMES: &[&str] = &[
    "python",
    "python3.9",
    "python3.10",
    "python3.11",
    "python3.12",
    "python3.13",
    "python3.14",
    "node",
    "nodejs18.x",
    "nodejs20.x",
    "nodejs22.x",
    "nodejs24.x",
    "provided",
    "provided.al2",
    "provided.al2023",
    "http",
    "wasm",
];

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "unknown runtime \"{0}\"; known are python, python3.N, node, nodejsN.x, provided, provided.al2, provided.al2023, http and wasm"
)]
pub struct UnknownRuntime(pub String);

impl Runtime {
    /// Whether one instance may take several calls at once.
    pub fn takes_many_calls(self) -> bool {
        matches!(self, Self::Http | Self::Wasm)
    }
}

impl FromStr for Runtime {
    type Err = UnknownRuntime;

    fn from_str(text: &str) -> Result<Self, UnknownRuntime> {
        let unknown = || UnknownRuntime(text.chars().take(64).collect());
        match text {
            "python" => return Ok(Self::Python { minor: None }),
            "node" => return Ok(Self::Node { major: None }),
            "provided" => return Ok(Self::Provided { al: None }),
            "provided.al2" => return Ok(Self::Provided { al: Some(2) }),
            "provided.al2023" => return Ok(Self::Provided { al: Some(2023) }),
            "http" => return Ok(Self::Http),
            "wasm" => return Ok(Self::Wasm),
            _ => {}
        }
        if let Some(minor) = text.strip_prefix("python3.") {
            return number(minor).map(|n| Self::Python { minor: Some(n) }).ok_or_else(unknown);
        }
        if let Some(major) = text.strip_prefix("nodejs").and_then(|rest| rest.strip_suffix(".x")) {
            return number(major).map(|n| Self::Node { major: Some(n) }).ok_or_else(unknown);
        }
        Err(unknown())
    }
}

/// A version number as people write it: no sign, no leading zero, two digits at most.
fn number(text: &str) -> Option<u8> {
    let plain = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    (plain && (text == "0" || !text.starts_with('0'))).then(|| text.parse().ok())?
}

impl fmt::Display for Runtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Python { minor: None } => f.write_str("python"),
            Self::Python { minor: Some(n) } => write!(f, "python3.{n}"),
            Self::Node { major: None } => f.write_str("node"),
            Self::Node { major: Some(n) } => write!(f, "nodejs{n}.x"),
            Self::Provided { al: None } => f.write_str("provided"),
            Self::Provided { al: Some(n) } => write!(f, "provided.al{n}"),
            Self::Http => f.write_str("http"),
            Self::Wasm => f.write_str("wasm"),
        }
    }
}

impl TryFrom<String> for Runtime {
    type Error = UnknownRuntime;
    fn try_from(text: String) -> Result<Self, UnknownRuntime> {
        text.parse()
    }
}

impl From<Runtime> for String {
    fn from(runtime: Runtime) -> String {
        runtime.to_string()
    }
}
