//! One deployed function, as it lies in the store and in memory.

use serde::{Deserialize, Serialize};

use crate::stored::FunctionV1;
use crate::{AppName, FunctionConfig, FunctionName};

/// Names one deploy of one function, never used twice on a platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct VersionId(pub u64);

/// A function as it was deployed. A new deploy makes a new value; this one never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Function {
    pub name: FunctionName,
    pub app: AppName,
    pub version: VersionId,
    #[serde(with = "crate::stored::config")]
    pub config: FunctionConfig,
    pub package: blob::Hash,
    pub package_bytes: u64,
    pub deployed_at_ms: u64,
    /// What a person should know of this deploy: a runtime version that was substituted, say.
    pub notes: Vec<String>,
}

impl store::Record for Function {
    const VERSION: u8 = 2;

    fn decode_older(version: u8, body: &[u8]) -> Result<Self, store::Error> {
        match version {
            1 => FunctionV1::decode_body(body).map(Self::from),
            other => Err(Self::unknown(other)),
        }
    }
}

impl Function {
    /// The label of this version as Lambda shows it.
    pub fn label(&self) -> &'static str {
        "$LATEST"
    }

    pub fn arn(&self, region: &str, account: &str) -> String {
        format!("arn:aws:lambda:{region}:{account}:function:{}", self.name)
    }
}
