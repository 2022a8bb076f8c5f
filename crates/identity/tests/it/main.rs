//! Signing and checking, keys on disk, the credentials book, and policies.

mod book;
mod keyring;
mod policy;
mod signature;
