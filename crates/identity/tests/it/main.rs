//! Signing and checking, keys on disk, and the credentials book.

mod book;
mod keyring;
mod signature;
