//! One version of a function, as it lies in the store and in memory.

use serde::{Deserialize, Serialize};

use crate::stored::{FunctionV1, FunctionV2};
use crate::{AppName, FunctionConfig, FunctionName, Label, Revision, Settings, Variant};

/// Names one state of one function's code and configuration, never used twice on a platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct VersionId(pub u64);

/// A version of a function. A change makes a new value; this one never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Function {
    pub name: FunctionName,
    /// The project it was deployed from, if it came of one.
    pub app: Option<AppName>,
    pub label: Label,
    pub version: VersionId,
    #[serde(with = "crate::stored::json")]
    pub config: FunctionConfig,
    pub package: blob::Hash,
    pub package_bytes: u64,
    pub deployed_at_ms: u64,
    /// Another one after every change, for who wants to change only what he has seen.
    pub revision: Revision,
    /// What a person should know of this deploy: a runtime version that was substituted, say.
    pub notes: Vec<String>,
}

impl store::Record for Function {
    const VERSION: u8 = 3;

    fn decode_older(version: u8, body: &[u8]) -> Result<Self, store::Error> {
        match version {
            1 => FunctionV1::decode_body(body).map(|old| FunctionV2::from(old).into()),
            2 => FunctionV2::decode_body(body).map(Self::from),
            other => Err(Self::unknown(other)),
        }
    }
}

impl Function {
    pub fn variant(&self) -> Variant {
        Variant { name: self.name.clone(), label: self.label }
    }

    pub fn arn(&self, region: &str, account: &str) -> String {
        format!("arn:aws:lambda:{region}:{account}:function:{}", self.name)
    }
}

/// [`Settings`] as they are stored.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Kept(#[serde(with = "crate::stored::json")] pub(crate) Settings);

impl store::Record for Kept {
    const VERSION: u8 = 1;
}
