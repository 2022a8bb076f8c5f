//! IAM's operations: users, groups, roles and policies of the directory.

mod about;
mod absent;
mod boundaries;
mod door;
mod groups;
mod holdings;
mod keys;
mod page;
mod policies;
mod roles;
mod shown;
mod simulate;
mod source;
mod summary;
mod tags;
mod users;
mod versions;

use identity::directory::Directory;

use crate::Access;

/// IAM's operations.
#[derive(Debug, Clone)]
pub struct Iam {
    pub access: Access,
}

impl Iam {
    fn directory(&self) -> &Directory {
        self.access.directory()
    }
}
