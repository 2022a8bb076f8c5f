//! XML, as the `restXml` protocol speaks it and the query protocol answers in.

mod decode;
mod encode;
mod reader;

pub(crate) use decode::decode;
pub(crate) use encode::{close, element, open, write_members, write_value};
