//! Code packages: what an archive may hold, hostile archives taken apart safely, and the shelf where
//! instances read them. This room must never know what the code in them is.

#[cfg(test)]
mod fuzz;
mod limits;
pub mod links;
mod shelf;
mod unpack;

pub use limits::Limits;
pub use shelf::{Held, SHELF_BYTES, Shelf, ShelfError};
pub use unpack::{UnpackError, Unpacked, check, prepare_code_cache, unpack};
