//! Groups, and who is in them.

use std::sync::Arc;

use super::directory::{Listed, Page, fresh_id, page};
use super::index::{Op, lower};
use super::record::{Face, Group, Holdings, User};
use super::{Directory, DirectoryError, checks, limits};

impl Directory {
    pub fn group_arn(&self, group: &Group) -> String {
        self.arn("group", &group.face)
    }

    pub fn group(&self, name: &str) -> Result<Arc<Group>, DirectoryError> {
        self.index.load().group(name).cloned()
    }

    pub fn list_groups(&self, part: &Page) -> Listed<Arc<Group>> {
        page(&self.index.load().groups, part, |group| &group.face.path)
    }

    /// The users in a group, by name.
    pub fn users_in_group(&self, name: &str) -> Result<Vec<Arc<User>>, DirectoryError> {
        let index = self.index.load();
        let id = &index.group(name)?.face.id;
        Ok(index.users.values().filter(|user| user.groups.contains(id)).cloned().collect())
    }

    /// The groups a user is in, by name.
    pub fn groups_of_user(&self, name: &str) -> Result<Vec<Arc<Group>>, DirectoryError> {
        let index = self.index.load();
        let ids = &index.user(name)?.groups;
        let mut groups: Vec<_> =
            ids.iter().filter_map(|id| index.group_by_id(id).cloned()).collect();
        groups.sort_by_key(|group| lower(&group.face.name));
        Ok(groups)
    }

    pub async fn create_group(
        &self,
        name: &str,
        path: Option<String>,
        now_ms: u64,
    ) -> Result<Arc<Group>, DirectoryError> {
        checks::name("groupName", name, limits::GROUP_NAME)?;
        let path = path.unwrap_or_else(|| "/".into());
        checks::path(&path)?;
        let face = Face { name: name.into(), path, id: fresh_id("AGPA")?, created_ms: now_ms };
        self.change(|index| {
            if index.groups.contains_key(&lower(name)) {
                return Err(exists(name));
            }
            if index.groups.len() >= limits::GROUPS {
                return Err(DirectoryError::quota("GroupsPerAccount", limits::GROUPS));
            }
            let group = Arc::new(Group { face, holdings: Holdings::default() });
            Ok((vec![Op::Group(group.clone())], group))
        })
        .await
    }

    pub async fn update_group(
        &self,
        name: &str,
        new_name: Option<String>,
        new_path: Option<String>,
    ) -> Result<(), DirectoryError> {
        if let Some(new_name) = &new_name {
            checks::name("newGroupName", new_name, limits::GROUP_NAME)?;
        }
        new_path.as_deref().map_or(Ok(()), checks::path)?;
        self.change(|index| {
            let mut group = Group::clone(index.group(name)?);
            let old = lower(&group.face.name);
            group.face.path = new_path.unwrap_or(group.face.path);
            group.face.name = new_name.unwrap_or(group.face.name);
            let new = lower(&group.face.name);
            if new != old && index.groups.contains_key(&new) {
                return Err(exists(&group.face.name));
            }
            Ok((vec![Op::NoGroup(old), Op::Group(Arc::new(group))], ()))
        })
        .await
    }

    pub async fn delete_group(&self, name: &str) -> Result<(), DirectoryError> {
        self.change(|index| {
            let group = index.group(name)?;
            if index.users.values().any(|user| user.groups.contains(&group.face.id)) {
                return Err(DirectoryError::DeleteConflict(
                    "Cannot delete entity, must remove users from group first.",
                ));
            }
            group.holdings.must_be_empty()?;
            Ok((vec![Op::NoGroup(lower(&group.face.name))], ()))
        })
        .await
    }

    /// Someone who is in the group already stays in it.
    pub async fn add_to_group(&self, group: &str, user: &str) -> Result<(), DirectoryError> {
        self.change(|index| {
            let id = index.group(group)?.face.id.clone();
            let mut user = User::clone(index.user(user)?);
            if user.groups.insert(id) && user.groups.len() > limits::GROUPS_PER_USER {
                return Err(DirectoryError::quota("GroupsPerUser", limits::GROUPS_PER_USER));
            }
            Ok((vec![Op::User(Arc::new(user))], ()))
        })
        .await
    }

    /// Someone who is not in the group stays out of it.
    pub async fn remove_from_group(&self, group: &str, user: &str) -> Result<(), DirectoryError> {
        self.change(|index| {
            let id = index.group(group)?.face.id.clone();
            let mut user = User::clone(index.user(user)?);
            let ops = match user.groups.remove(&id) {
                true => vec![Op::User(Arc::new(user))],
                false => Vec::new(),
            };
            Ok((ops, ()))
        })
        .await
    }
}

fn exists(name: &str) -> DirectoryError {
    DirectoryError::EntityAlreadyExists(format!("Group with name {name} already exists."))
}
