//! Requests as AWS clients send them, made and signed before the clock runs.

mod lambda;
mod sign;

pub(crate) use lambda::{PAGE_MAX, Page, create, create_role, get, list, role};
pub(crate) use sign::{Keys, Signer};
