//! Immutable bytes, found by the SHA-256 of what they are, in a directory.
//!
//! Bytes stream in through a [`Writer`], are synced together with their directory before they get
//! their name, and are verified whenever they are read. What nobody refers to any more is removed
//! by [`Blobs::collect`]. This crate must never know who refers to a blob, or why.
//!
//! ```ignore
//! let blobs = Blobs::open(dir)?;
//! let hash = blobs.put(Bytes::from("hello")).await?;
//! assert_eq!(blobs.read(&hash).await?, "hello");
//! ```

mod blobs;
mod collect;
mod error;
mod hash;
mod layout;
mod reader;
mod room;
mod temp;
mod writer;

pub use blobs::{Blobs, READ_LIMIT};
pub use collect::{Collected, Stamp};
pub use error::Error;
pub use hash::{BadHash, Hash};
pub use reader::Reader;
pub use writer::Writer;
