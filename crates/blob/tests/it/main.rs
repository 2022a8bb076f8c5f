//! What the blob directory promises.

mod collection;
mod damage;
mod hashes;
mod place;
mod reading;
mod writing;
