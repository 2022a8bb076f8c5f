//! What we are measured beside, each installed and started as its users do.

mod install;
mod moto;
mod process;
mod runtime_api;
mod servers;

pub(crate) use moto::moto;
pub(crate) use process::{Language, Spawned};
pub(crate) use runtime_api::alone;
pub(crate) use servers::{
    Other, functions_framework, hyper, node_http, serverless_offline, uvicorn, uvicorn_standard,
    wasmtime_serve, workerd,
};

use super::results::Findings;

/// The other, or a note that says why it is not here.
pub(crate) fn here<T>(name: &str, found: anyhow::Result<T>, findings: &mut Findings) -> Option<T> {
    found.inspect_err(|error| findings.note(format!("not here: {name}: {error:#}"))).ok()
}
