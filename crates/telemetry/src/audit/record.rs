//! A refusal, as it is noted and as it is kept.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

/// Somebody was not allowed to do something.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Refusal {
    /// An ARN; of a stranger, the access key that the request came with, if it did.
    pub who: String,
    /// Nobody knows whether `who` is true.
    pub stranger: bool,
    pub from: Option<IpAddr>,
    /// `lambda:InvokeFunction`
    pub action: String,
    /// An ARN, or `*`.
    pub resource: String,
    pub why: String,
}

/// Refusals that were alike, in the same moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// When it was refused first.
    pub at_us: u64,
    pub times: u64,
    pub refusal: Refusal,
}

impl store::Record for Kept {
    const VERSION: u8 = 1;
}

const NAME_BYTES: usize = 256;
const TEXT_BYTES: usize = 512;

impl Refusal {
    /// Clients choose most of these texts, and how long they are.
    pub(super) fn with_short_texts(mut self) -> Self {
        for (text, longest) in [
            (&mut self.who, NAME_BYTES),
            (&mut self.action, NAME_BYTES),
            (&mut self.resource, TEXT_BYTES),
            (&mut self.why, TEXT_BYTES),
        ] {
            text.truncate(text.floor_char_boundary(longest));
            text.shrink_to_fit();
        }
        self
    }
}
