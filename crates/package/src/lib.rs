//! Code packages: what an archive may hold, hostile archives taken apart safely, and the shelf where
//! instances read them. This room must never know what the code in them is.

mod limits;
pub mod links;
mod shelf;
mod unpack;

pub use limits::Limits;
pub use shelf::{Shelf, ShelfError};
pub use unpack::{UnpackError, Unpacked, prepare_code_cache, unpack};
