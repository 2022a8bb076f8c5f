//! What a refused request is answered with.

use serde::{Deserialize, Serialize};

use crate::LoadFailure;

/// The body of every answer that is not a success.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ErrorBody {
    pub message: String,
    /// What to do next, in a sentence.
    #[serde(default)]
    pub remedy: Option<String>,
    /// The functions that kept a deploy from being made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failures: Vec<LoadFailure>,
}
