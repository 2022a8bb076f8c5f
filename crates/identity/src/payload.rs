//! What a signature says of the body.

use sha2::{Digest, Sha256};

const UNSIGNED: &str = "UNSIGNED-PAYLOAD";
const SIGNED_CHUNKS: &str = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
const SIGNED_CHUNKS_AND_TRAILERS: &str = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
const UNSIGNED_CHUNKS_AND_TRAILERS: &str = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayloadHash {
    Sha256([u8; 32]),
    /// The body may be anything.
    Unsigned,
    /// The body comes in chunks of the `aws-chunked` encoding.
    Chunked(Chunking),
}

/// What stands in an `aws-chunked` body beside the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chunking {
    /// A signature for each chunk.
    Signed,
    /// The same, and signed trailers behind the last one.
    SignedWithTrailers,
    /// Trailers alone, and no signatures.
    Trailers,
}

impl PayloadHash {
    pub fn of(body: &[u8]) -> Self {
        Self::Sha256(Sha256::digest(body).into())
    }

    /// Reads the value of `X-Amz-Content-Sha256`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            UNSIGNED => Some(Self::Unsigned),
            SIGNED_CHUNKS => Some(Self::Chunked(Chunking::Signed)),
            SIGNED_CHUNKS_AND_TRAILERS => Some(Self::Chunked(Chunking::SignedWithTrailers)),
            UNSIGNED_CHUNKS_AND_TRAILERS => Some(Self::Chunked(Chunking::Trailers)),
            hash => {
                let mut bytes = [0; 32];
                hex::decode_to_slice(hash, &mut bytes).ok()?;
                Some(Self::Sha256(bytes))
            }
        }
    }

    pub(crate) fn text(&self) -> String {
        match self {
            Self::Sha256(hash) => hex::encode(hash),
            Self::Unsigned => UNSIGNED.into(),
            Self::Chunked(Chunking::Signed) => SIGNED_CHUNKS.into(),
            Self::Chunked(Chunking::SignedWithTrailers) => SIGNED_CHUNKS_AND_TRAILERS.into(),
            Self::Chunked(Chunking::Trailers) => UNSIGNED_CHUNKS_AND_TRAILERS.into(),
        }
    }
}
