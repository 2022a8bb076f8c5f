//! Who is asking, and what they may do: keys, signatures, the principals they stand for, the
//! directory of users and roles, and policies.
//!
//! Requests are signed as AWS clients sign them (Signature Version 4: in a header, in the query of a
//! presigned URL, and chunk by chunk), by our own command line too. A function gets keys of its own
//! that live exactly as long as its instance. Of the services behind the doors this room knows the
//! names of some actions, and must never know what they do.

mod admit;
mod body;
mod book;
mod canonical;
mod chunked;
mod claim;
mod credentials;
pub mod directory;
mod files;
#[cfg(test)]
mod fuzz;
mod keyed;
mod keyring;
mod page;
mod pass;
mod payload;
pub mod policy;
mod random;
mod refused;
mod sign;

pub use admit::Denied;
pub use body::{BodyError, SignedBody};
pub use book::{BookError, CredentialsBook};
pub use canonical::Scope;
pub use chunked::{Checksum, ChecksumAlgorithm, ChunkDecoder};
pub use claim::{Claim, Clocks};
pub use credentials::Credentials;
pub use keyring::{Keyring, KeyringError, Principal, Session};
pub use pass::{PassRefused, Passes};
pub use payload::{Chunking, PayloadHash};
pub use refused::{Family, Refused, Told};
pub use sign::{SignError, sign};
