//! Where the REST protocols put members: the path, the query, headers, the status and the body.

mod request;
mod response;
pub(crate) mod scalar;

pub(crate) use request::{Labels, read};
pub(crate) use response::{Body, header, write};
