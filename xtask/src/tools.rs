//! What tests need beyond the toolchain, Python and Node; installed into `target/` once.

mod autotools;
mod components;
mod debian;
mod node_clients;
mod node_runtime;
mod programs;
mod stamp;
mod venv;

pub(crate) use components::{componentizers, wasm_target};
pub(crate) use debian::debian;
pub(crate) use node_clients::node_clients;
pub(crate) use node_runtime::node_runtime;
pub(crate) use programs::programs;
pub(crate) use stamp::once;
pub(crate) use venv::{clients, venv, venv_with};
