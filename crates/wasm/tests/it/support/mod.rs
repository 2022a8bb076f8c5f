mod calls;
mod guests;

pub use calls::*;
pub use guests::*;
