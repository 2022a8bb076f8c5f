//! AWS wire protocols onto our services: Lambda, IAM, STS and CloudWatch Logs.
//!
//! A request is authenticated, parsed to typed values, answered by the service, and told in the
//! protocol's own words. This room must never know how calls are scaled or kept.

mod access;
mod address;
mod asked;
mod denied;
mod directory;
mod door;
mod elsewhere;
mod iam;
mod lambda;
mod logs;
mod packages;
mod peer;
mod sts;

pub use access::Access;
pub use door::Aws;
pub use iam::Iam;
pub use lambda::Lambda;
pub use logs::Logs;
pub use packages::Packages;
pub use sts::Sts;
