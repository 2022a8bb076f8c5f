//! blob

mod hash;

pub use hash::{Hash, InvalidHash};
