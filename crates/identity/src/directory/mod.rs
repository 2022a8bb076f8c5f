//! The directory: users, groups, roles and policies of the account, and the credentials they give.
//!
//! Verbs are IAM's and STS's, with typed arguments, AWS's limits and AWS's words for errors. All of
//! it is in memory; a change is committed to the store before it is seen. This room must never know
//! how requests look on the wire.

mod assume;
mod builtin;
mod checks;
#[expect(clippy::module_inception)]
mod directory;
mod error;
mod granted;
mod groups;
mod holdings;
mod index;
mod keys;
mod limits;
mod managed;
mod principal;
mod record;
mod resolve;
mod roles;
mod seal;
mod summary;
mod used;
mod users;
mod written;

pub use assume::{AssumeRole, Assumed, OwnSession};
pub use directory::{Directory, Listed, Page};
pub use error::DirectoryError;
pub(crate) use granted::session as granted_session;
pub use holdings::Holder;
pub use managed::NewPolicy;
pub use principal::{CallerIdentity, RoleSession, UserPrincipal};
pub use record::{
    AccessKey, Face, Group, Holdings, LastUsed, Managed, PolicyVersion, Role, Tag, User,
};
pub(crate) use resolve::Lent;
pub use roles::NewRole;
pub use summary::{Count, Entities, Summary};
pub use users::NewUser;
pub use written::Written;
