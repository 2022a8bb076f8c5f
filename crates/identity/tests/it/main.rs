//! Signing and checking, keys on disk, the credentials book, policies, and the directory.

mod book;
mod directory;
mod keyring;
mod policy;
mod signature;
