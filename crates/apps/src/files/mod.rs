//! The files of a package: collected from folders, checked, and summed up in a digest.

mod glob;
mod ignore;
mod tree;
mod walk;

pub(crate) use ignore::Ignore;
pub(crate) use tree::{Entry, Kind, Tree};
pub(crate) use walk::{one, open, walk};
