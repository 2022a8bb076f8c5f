//! Everything in memory, ready to be looked up.

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;
use std::sync::Arc;

use store::{Batch, Key, KeyReader, Keyspace, Range, Record, Snapshot};

use super::DirectoryError;
use super::builtin;
use super::record::{Group, Managed, Role, User};

/// `(DIRECTORY, "user" | "group" | "role" | "policy", name in lower case)` holds a [`User`],
/// [`Group`], [`Role`] or [`Managed`]; `(DIRECTORY, "used", access key)` a
/// [`super::record::LastUsed`].
pub(super) const DIRECTORY: Keyspace = Keyspace(6);

/// Entities by their names in lower case.
pub(super) type Named<T> = BTreeMap<String, Arc<T>>;

#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    pub(super) users: Named<User>,
    pub(super) groups: Named<Group>,
    pub(super) roles: Named<Role>,
    pub(super) policies: Named<Managed>,
    /// Access keys and ids of users, to their names in lower case.
    users_by: HashMap<String, Arc<str>>,
    /// Ids of groups and roles; they begin differently.
    others_by_id: HashMap<String, Arc<str>>,
}

/// One entity changed, or gone.
#[derive(Debug, Clone)]
pub(super) enum Op {
    User(Arc<User>),
    Group(Arc<Group>),
    Role(Arc<Role>),
    Policy(Arc<Managed>),
    NoUser(String),
    NoGroup(String),
    NoRole(String),
    NoPolicy(String),
}

impl Index {
    pub(super) fn read(snapshot: &Snapshot) -> Result<Self, DirectoryError> {
        let mut index = Self::default();
        let mut failed = Ok(());
        snapshot.each(Range::prefix(Key::in_space(DIRECTORY)), |entry| {
            failed = index.take(&entry.key, &entry.value);
            if failed.is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        failed?;
        Ok(index)
    }

    fn take(&mut self, key: &[u8], value: &[u8]) -> Result<(), store::Error> {
        let op = match KeyReader::in_space(key, DIRECTORY)?.text()?.as_str() {
            "user" => Op::User(Arc::new(User::decode(value)?)),
            "group" => Op::Group(Arc::new(Group::decode(value)?)),
            "role" => Op::Role(Arc::new(Role::decode(value)?)),
            "policy" => Op::Policy(Arc::new(Managed::decode(value)?)),
            _ => return Ok(()),
        };
        self.apply(op);
        Ok(())
    }

    pub(super) fn apply(&mut self, op: Op) {
        match op {
            Op::User(user) => {
                let name = lower(&user.face.name);
                self.forget_user(&name);
                let ids = user.keys.iter().map(|key| &key.id).chain([&user.face.id]);
                for id in ids {
                    self.users_by.insert(id.clone(), name.as_str().into());
                }
                self.users.insert(name, user);
            }
            Op::Group(group) => {
                let name = lower(&group.face.name);
                self.others_by_id.insert(group.face.id.clone(), name.as_str().into());
                self.groups.insert(name, group);
            }
            Op::Role(role) => {
                let name = lower(&role.face.name);
                self.others_by_id.insert(role.face.id.clone(), name.as_str().into());
                self.roles.insert(name, role);
            }
            Op::Policy(policy) => {
                self.policies.insert(lower(&policy.face.name), policy);
            }
            Op::NoUser(name) => self.forget_user(&name),
            Op::NoGroup(name) => {
                let gone = self.groups.remove(&name);
                gone.map(|group| self.others_by_id.remove(&group.face.id));
            }
            Op::NoRole(name) => {
                let gone = self.roles.remove(&name);
                gone.map(|role| self.others_by_id.remove(&role.face.id));
            }
            Op::NoPolicy(name) => {
                self.policies.remove(&name);
            }
        }
    }

    fn forget_user(&mut self, name: &str) {
        let Some(user) = self.users.remove(name) else { return };
        for id in user.keys.iter().map(|key| &key.id).chain([&user.face.id]) {
            self.users_by.remove(id);
        }
    }

    pub(super) fn user(&self, name: &str) -> Result<&Arc<User>, DirectoryError> {
        self.users.get(&lower(name)).ok_or_else(|| DirectoryError::no_entity("user", name))
    }

    pub(super) fn group(&self, name: &str) -> Result<&Arc<Group>, DirectoryError> {
        self.groups.get(&lower(name)).ok_or_else(|| DirectoryError::no_entity("group", name))
    }

    pub(super) fn role(&self, name: &str) -> Result<&Arc<Role>, DirectoryError> {
        self.roles.get(&lower(name)).ok_or_else(|| DirectoryError::no_entity("role", name))
    }

    /// The user with this id, or with this access key.
    pub(super) fn user_by(&self, id: &str) -> Option<&Arc<User>> {
        self.users.get(&**self.users_by.get(id)?)
    }

    pub(super) fn group_by_id(&self, id: &str) -> Option<&Arc<Group>> {
        let group = self.groups.get(&**self.others_by_id.get(id)?)?;
        (group.face.id == id).then_some(group)
    }

    pub(super) fn role_by_id(&self, id: &str) -> Option<&Arc<Role>> {
        let role = self.roles.get(&**self.others_by_id.get(id)?)?;
        (role.face.id == id).then_some(role)
    }

    /// A managed policy by its ARN: one of this account, or one that is always there.
    pub(super) fn policy(&self, account: &str, arn: &str) -> Option<Arc<Managed>> {
        if let Some(built_in) = builtin::find(arn) {
            return Some(built_in);
        }
        let rest = arn.strip_prefix("arn:aws:iam::")?.strip_prefix(account)?;
        let full = rest.strip_prefix(":policy")?;
        let name = full.rsplit('/').next()?;
        let policy = self.policies.get(&lower(name))?;
        let Managed { face, .. } = policy.as_ref();
        (full.strip_suffix(&face.name) == Some(&face.path)).then(|| policy.clone())
    }
}

impl Op {
    pub(super) fn write(&self, batch: Batch) -> Result<Batch, store::Error> {
        Ok(match self {
            Self::User(user) => batch.put(key("user", &lower(&user.face.name)), user.encode()?),
            Self::Group(group) => {
                batch.put(key("group", &lower(&group.face.name)), group.encode()?)
            }
            Self::Role(role) => batch.put(key("role", &lower(&role.face.name)), role.encode()?),
            Self::Policy(policy) => {
                batch.put(key("policy", &lower(&policy.face.name)), policy.encode()?)
            }
            Self::NoUser(name) => batch.delete(key("user", name)),
            Self::NoGroup(name) => batch.delete(key("group", name)),
            Self::NoRole(name) => batch.delete(key("role", name)),
            Self::NoPolicy(name) => batch.delete(key("policy", name)),
        })
    }
}

pub(super) fn key(kind: &str, name: &str) -> Key {
    Key::in_space(DIRECTORY).text(kind).text(name)
}

/// Names are unique in every spelling; they are of ASCII.
pub(super) fn lower(name: &str) -> String {
    name.to_ascii_lowercase()
}
