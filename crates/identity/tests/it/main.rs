//! Signing and checking, keys on disk, the credentials book, policies, and the directory.

mod book;
mod chunks;
mod directory;
mod keyring;
mod policy;
mod published;
mod refusals;
mod signature;
mod signers;
mod support;
mod urls;
mod vectors;
