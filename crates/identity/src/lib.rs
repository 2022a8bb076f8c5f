//! Who is asking, and what they may do: keys, signatures, the principals they stand for, the
//! directory of users and roles, and policies.
//!
//! Requests are signed as AWS clients sign them (Signature Version 4), by our own command line too.
//! A function gets keys of its own that live exactly as long as its instance. This room must never
//! know what the services behind a door can do.

mod admit;
mod book;
mod canonical;
mod credentials;
pub mod directory;
mod files;
mod keyring;
pub mod policy;
mod random;
mod sign;
mod verify;

pub use admit::Denied;
pub use book::{BookError, CredentialsBook};
pub use canonical::{PayloadHash, Scope};
pub use credentials::Credentials;
pub use keyring::{Keyring, KeyringError, Principal, Session};
pub use sign::{SignError, sign};
pub use verify::{Claim, Refused};
