mod calls;
mod guests;

pub(crate) use calls::*;
pub(crate) use guests::*;
