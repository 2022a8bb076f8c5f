//! Bodies in the `aws-chunked` encoding, taken apart as they come.
//!
//! ```text
//! 400;chunk-signature=0055…⏎ 1024 bytes ⏎ 0;chunk-signature=b6c6…⏎ x-amz-checksum-crc32c:…⏎ …
//! ```
//! Each signature covers the one before, so that no chunk can be left out, repeated or moved. Data
//! is handed on before its chunk's signature is known: whoever takes it must not act on it before
//! the end has come, and with it the last signature.

mod chain;
mod checksum;
mod decoder;
mod line;
mod trailers;

pub(crate) use chain::Chain;
pub use checksum::{Checksum, ChecksumAlgorithm};
pub use decoder::ChunkDecoder;
