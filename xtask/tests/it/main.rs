//! The automation's own tests; one of them is that this repository is tidy.

mod fuzz;
mod source;
mod tidy;
