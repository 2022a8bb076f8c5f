//! Instances of real programs, through the real sandbox: both language hosts, the Runtime API and
//! HTTP servers, behaving and misbehaving.

mod forged;
mod leaving;
mod logs;
mod node;
mod parked;
mod provided;
mod python;
mod server;
mod starting;
mod stems;
mod streams;
mod support;
mod wasm;
