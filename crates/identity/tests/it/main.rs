//! Signing and checking, keys on disk, and the credentials book.

mod book;
mod chunks;
mod keyring;
mod published;
mod refusals;
mod signature;
mod signers;
mod support;
mod urls;
mod vectors;
