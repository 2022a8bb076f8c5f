//! The project's automation: everything a person or a CI machine does with this repository is a
//! verb here, `cargo xtask <verb>`.
//!
//! A verb runs the tools a contributor would run by hand and says how long each took. What tests
//! need beyond the toolchain, Python and Node is put under `target/` by the verb that needs it.

mod bench;
mod ci;
mod codegen;
mod fuzz;
mod hello;
mod metadata;
mod root;
mod size;
mod steps;
mod test;
mod tidy;
mod tools;

pub use bench::{Options as BenchOptions, bench};
pub use ci::ci;
pub use codegen::{Options as CodegenOptions, codegen};
pub use fuzz::{Options as FuzzOptions, fuzz};
pub use hello::{Options as HelloOptions, hello};
pub use root::{root, target};
pub use size::{Options as SizeOptions, size};
pub use test::{Options as TestOptions, test};
pub use tidy::{Report, check, source, tidy};
