//! STS's operations: who is asking, and credentials for a while.

mod assume;
mod door;
mod identity;
mod keys;

use std::sync::Arc;

use ::identity::Keyring;

use crate::Access;

/// STS's operations.
#[derive(Debug, Clone)]
pub struct Sts {
    pub keys: Arc<Keyring>,
    pub access: Access,
}
