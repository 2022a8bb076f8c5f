//! The chain of signatures that holds the chunks of a body together.

use sha2::{Digest, Sha256};

use crate::canonical::SigningKey;
use crate::claim::Proof;

#[derive(Debug)]
pub(crate) struct Chain {
    key: SigningKey,
    at: String,
    scope: String,
    last: [u8; 32],
}

impl Chain {
    /// The head's signature is the first link.
    pub(crate) fn new(proof: Proof) -> Self {
        let Proof { key, at, scope, signature } = proof;
        Self { key, at, scope, last: signature }
    }

    /// Whether this signature is that of the next chunk, whose data has this hash.
    pub(super) fn is_chunk(&mut self, signature: [u8; 32], data: &[u8]) -> bool {
        let nothing = hex::encode(Sha256::digest(b""));
        let rest = format!("{nothing}\n{}", hex::encode(data));
        self.is_next("AWS4-HMAC-SHA256-PAYLOAD", signature, &rest)
    }

    /// Whether this signature is that of the trailers, whose text has this hash.
    pub(super) fn is_trailer(&mut self, signature: [u8; 32], text: &[u8]) -> bool {
        self.is_next("AWS4-HMAC-SHA256-TRAILER", signature, &hex::encode(text))
    }

    fn is_next(&mut self, what: &str, signature: [u8; 32], rest: &str) -> bool {
        let Self { key, at, scope, last } = self;
        let text = format!("{what}\n{at}\n{scope}\n{}\n{rest}", hex::encode(&last));
        let is_next = key.made(&signature, text.as_bytes());
        *last = signature;
        is_next
    }
}
