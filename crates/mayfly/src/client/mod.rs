//! The management API from the caller's side: plain HTTP/1.1, one connection a request, signed.

mod audit;
mod endpoint;
mod error;
mod follow;
mod functions;
mod invoke;
mod keys;
mod logs;
mod packages;
mod send;
mod storage;

pub use endpoint::Endpoint;
pub use error::ClientError;
pub use follow::Overlap;
pub use invoke::{Invoked, Mode};
pub use keys::find_credentials;
pub use logs::{LogQuery, LogStream};
pub use packages::Sent;
pub use send::Client;
