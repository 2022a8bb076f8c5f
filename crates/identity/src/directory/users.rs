//! Users: created, looked up, renamed, deleted.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::directory::{Listed, Page, fresh_id, page};
use super::index::{Op, lower};
use super::record::{Face, Holdings, Tag, User};
use super::{Directory, DirectoryError, checks, limits};

#[derive(Debug, Clone, Default)]
pub struct NewUser {
    pub name: String,
    /// `/` when none is given.
    pub path: Option<String>,
    pub tags: Vec<Tag>,
    /// The ARN of a managed policy.
    pub boundary: Option<String>,
}

impl Directory {
    pub fn user_arn(&self, user: &User) -> String {
        self.arn("user", &user.face)
    }

    pub fn user(&self, name: &str) -> Result<Arc<User>, DirectoryError> {
        self.index.load().user(name).cloned()
    }

    /// Whose access key this is, active or not.
    pub fn user_of_key(&self, access_key: &str) -> Option<Arc<User>> {
        let index = self.index.load();
        let user = index.user_by(access_key)?;
        user.keys.iter().any(|key| key.id == access_key).then(|| user.clone())
    }

    pub fn list_users(&self, part: &Page) -> Listed<Arc<User>> {
        page(&self.index.load().users, part, |user| &user.face.path)
    }

    pub async fn create_user(
        &self,
        new: NewUser,
        now_ms: u64,
    ) -> Result<Arc<User>, DirectoryError> {
        checks::name("userName", &new.name, limits::USER_NAME)?;
        let path = new.path.unwrap_or_else(|| "/".into());
        checks::path(&path)?;
        let tags = checks::tags("User", &[], &new.tags)?;
        let face = Face { name: new.name, path, id: fresh_id("AIDA")?, created_ms: now_ms };
        self.change(|index| {
            if index.users.contains_key(&lower(&face.name)) {
                return Err(exists(&face.name));
            }
            if index.users.len() >= limits::USERS {
                return Err(DirectoryError::quota("UsersPerAccount", limits::USERS));
            }
            if let Some(arn) = &new.boundary {
                self.must_exist(index, arn)?;
            }
            let user = Arc::new(User {
                face,
                tags,
                boundary: new.boundary,
                holdings: Holdings::default(),
                groups: BTreeSet::new(),
                keys: Vec::new(),
            });
            Ok((vec![Op::User(user.clone())], user))
        })
        .await
    }

    /// Gives a user another name, another path, or both.
    pub async fn update_user(
        &self,
        name: &str,
        new_name: Option<String>,
        new_path: Option<String>,
    ) -> Result<(), DirectoryError> {
        if let Some(new_name) = &new_name {
            checks::name("newUserName", new_name, limits::USER_NAME)?;
        }
        new_path.as_deref().map_or(Ok(()), checks::path)?;
        self.change(|index| {
            let mut user = User::clone(index.user(name)?);
            let old = lower(&user.face.name);
            user.face.path = new_path.unwrap_or(user.face.path);
            user.face.name = new_name.unwrap_or(user.face.name);
            let new = lower(&user.face.name);
            if new != old && index.users.contains_key(&new) {
                return Err(exists(&user.face.name));
            }
            Ok((vec![Op::NoUser(old), Op::User(Arc::new(user))], ()))
        })
        .await
    }

    pub async fn delete_user(&self, name: &str) -> Result<(), DirectoryError> {
        self.change(|index| {
            let user = index.user(name)?;
            user.holdings.must_be_empty()?;
            if !user.keys.is_empty() {
                return Err(DirectoryError::DeleteConflict(
                    "Cannot delete entity, must delete access keys first.",
                ));
            }
            if !user.groups.is_empty() {
                return Err(DirectoryError::DeleteConflict(
                    "Cannot delete entity, must remove users from group first.",
                ));
            }
            Ok((vec![Op::NoUser(lower(&user.face.name))], ()))
        })
        .await
    }

    pub async fn tag_user(&self, name: &str, tags: &[Tag]) -> Result<(), DirectoryError> {
        self.change(|index| {
            let mut user = User::clone(index.user(name)?);
            user.tags = checks::tags("User", &user.tags, tags)?;
            Ok((vec![Op::User(Arc::new(user))], ()))
        })
        .await
    }

    pub async fn untag_user(&self, name: &str, keys: &[String]) -> Result<(), DirectoryError> {
        self.change(|index| {
            let mut user = User::clone(index.user(name)?);
            user.tags = checks::without_tags(&user.tags, keys);
            Ok((vec![Op::User(Arc::new(user))], ()))
        })
        .await
    }
}

fn exists(name: &str) -> DirectoryError {
    DirectoryError::EntityAlreadyExists(format!("User with name {name} already exists."))
}
