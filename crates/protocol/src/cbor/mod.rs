//! CBOR (RFC 8949), as `smithy-rpc-v2-cbor` speaks it.

mod decode;
mod encode;
mod reader;

pub(crate) use decode::decode;
pub(crate) use encode::{write_entry, write_error_head, write_members};
