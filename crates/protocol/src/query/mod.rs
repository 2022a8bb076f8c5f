//! The query protocol's requests: a form whose names say where in the input a value belongs,
//! `Tags.member.1.Key=team`. Its answers are XML.

mod decode;
mod tree;

pub(crate) use decode::decode;
