//! Counts, and who has what.

use std::collections::HashMap;

use super::directory::uses;
use super::record::{Face, Holdings};
use super::{Directory, DirectoryError, limits};

/// How many there are, and how many there may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    pub there: usize,
    pub most: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    pub users: Count,
    pub groups: Count,
    pub roles: Count,
    pub policies: Count,
    pub policy_versions: usize,
}

/// Who has a policy attached, or as a boundary, by name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Entities {
    pub users: Vec<Face>,
    pub groups: Vec<Face>,
    pub roles: Vec<Face>,
    pub bounded_users: Vec<Face>,
    pub bounded_roles: Vec<Face>,
}

impl Directory {
    pub fn summary(&self) -> Summary {
        let index = self.index.load();
        let count = |there, most| Count { there, most };
        Summary {
            users: count(index.users.len(), limits::USERS),
            groups: count(index.groups.len(), limits::GROUPS),
            roles: count(index.roles.len(), limits::ROLES),
            policies: count(index.policies.len(), limits::POLICIES),
            policy_versions: index.policies.values().map(|policy| policy.versions.len()).sum(),
        }
    }

    /// How often each policy that is in use is attached, and how often it is a boundary, by ARN.
    pub fn uses_of_policies(&self) -> HashMap<String, (usize, usize)> {
        let index = self.index.load();
        uses(&index).into_iter().map(|(arn, counts)| (arn.to_owned(), counts)).collect()
    }

    pub fn entities_of_policy(&self, arn: &str) -> Result<Entities, DirectoryError> {
        self.policy(arn)?;
        let index = self.index.load();
        let has = |holdings: &Holdings| holdings.attached.contains(arn);
        let bounds = |boundary: &Option<String>| boundary.as_deref() == Some(arn);
        let mut found = Entities::default();
        for user in index.users.values() {
            found.users.extend(has(&user.holdings).then(|| user.face.clone()));
            found.bounded_users.extend(bounds(&user.boundary).then(|| user.face.clone()));
        }
        for group in index.groups.values() {
            found.groups.extend(has(&group.holdings).then(|| group.face.clone()));
        }
        for role in index.roles.values() {
            found.roles.extend(has(&role.holdings).then(|| role.face.clone()));
            found.bounded_roles.extend(bounds(&role.boundary).then(|| role.face.clone()));
        }
        Ok(found)
    }
}
