//! Runtime packs: the packages that a provider's runtimes have beside the language, such as boto3,
//! installed once for a machine and shown read-only to every function, after what it brings itself.
//!
//! What a pack holds is pinned in this crate, to the last byte. This room must never know how
//! functions run, nor who asks for a pack.

mod advice;
mod digest;
mod edition;
mod error;
mod holdings;
mod install;
mod listing;
mod packs;
pub mod tool;

pub use advice::{Advice, advice};
pub use edition::{EDITIONS, Edition, Language, Series};
pub use error::Error;
pub use holdings::holds;
pub use install::{Interpreter, Source, Step, bundle};
pub use listing::{Listed, State};
pub use packs::{Began, Packs};

/// The only pack there is so far.
pub const AWS: &str = "aws";
