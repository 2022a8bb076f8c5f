//! AWS wire protocols onto our services. For now Lambda's.
//!
//! A request is authenticated, parsed to typed values, answered by the service, and told in the
//! protocol's own words. This room must never know how calls are scaled or kept.

mod access;
mod lambda;

pub use access::Access;
pub use lambda::Lambda;
