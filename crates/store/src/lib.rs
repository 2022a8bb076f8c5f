//! Where everything durable lives: ordered keys and values, consistent snapshots, conditional
//! atomic commits that return after the sync, watches, and backups while running.
//!
//! Many callers share one sync (group commit), so committing one small batch per call is fine.
//! Keys are built with [`Key`], values with [`Record`]; their layout is declared next to the type
//! that uses it. SQLite is inside and nobody outside this crate knows. This crate must never know
//! what a function or a queue is.
//!
//! ```ignore
//! let store = Store::open(path, Options::default())?;
//! let key = Key::in_space(NAMES).text("hello");
//! store.commit(Batch::new().absent(&key).put(&key, record.encode()?)).await?;
//! let names = store.snapshot()?.scan(Range::prefix([NAMES.0]), 100)?;
//! ```

mod batch;
mod committer;
mod engine;
mod entry;
mod error;
mod faults;
mod key;
mod key_reader;
mod memory;
mod options;
mod range;
mod record;
mod snapshot;
mod sqlite;
mod stats;
mod store;
mod wait;
mod watch;

pub use batch::{Batch, MAX_BATCH_BYTES, MAX_BATCH_OPS, MAX_KEY_BYTES, MAX_VALUE_BYTES};
pub use entry::{Entry, Version};
pub use error::Error;
pub use faults::Faults;
pub use key::{Key, Keyspace};
pub use key_reader::KeyReader;
pub use options::Options;
pub use range::Range;
pub use record::Record;
pub use snapshot::{MAX_SCAN_BYTES, Snapshot};
pub use stats::Stats;
pub use store::Store;
pub use watch::{Closed, Watch};
