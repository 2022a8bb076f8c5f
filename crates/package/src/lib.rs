//! Code packages: hostile archives taken apart safely, once, into a place where instances read
//! them. This room must never know what the code in them is.

mod shelf;

pub use shelf::{Shelf, ShelfError};
