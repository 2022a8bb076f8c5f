//! JSON, as the `awsJson` and `restJson` protocols speak it.

mod decode;
mod encode;

pub(crate) use decode::decode;
pub(crate) use encode::{write_members, write_text, write_value};
