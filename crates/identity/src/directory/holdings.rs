//! The policies a user, group or role holds: inline ones, attached ones, and a boundary.

use std::sync::Arc;

use super::error::short;
use super::index::{Index, Op};
use super::record::{Group, Holdings, Role, User};
use super::written::Written;
use super::{Directory, DirectoryError, checks, granted, limits};
use crate::policy::Kind;

/// Who holds policies, by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder<'a> {
    User(&'a str),
    Group(&'a str),
    Role(&'a str),
}

impl Directory {
    pub fn holdings(&self, holder: Holder<'_>) -> Result<Holdings, DirectoryError> {
        let index = self.index.load();
        Ok(match holder {
            Holder::User(name) => index.user(name)?.holdings.clone(),
            Holder::Group(name) => index.group(name)?.holdings.clone(),
            Holder::Role(name) => self.role(name)?.holdings.clone(),
        })
    }

    pub fn inline_policy(&self, holder: Holder<'_>, name: &str) -> Result<Written, DirectoryError> {
        let found = self.holdings(holder)?.inline.remove(name);
        found.ok_or_else(|| holder.no_inline(name))
    }

    /// Adds an inline policy, or replaces it.
    pub async fn put_inline_policy(
        &self,
        holder: Holder<'_>,
        name: &str,
        text: &str,
    ) -> Result<(), DirectoryError> {
        checks::name("policyName", name, limits::POLICY_NAME)?;
        // Whether the holder is there comes first, as IAM has it.
        self.holdings(holder)?;
        let document = Written::parse(text, Kind::Identity)?;
        self.change_holdings(holder, |holdings| {
            holdings.inline.insert(name.to_owned(), document);
            let counted: usize = holdings.inline.values().map(Written::counted).sum();
            let bytes: usize = holdings.inline.values().map(|policy| policy.text().len()).sum();
            let (kind, holder_name, most) = holder.inline_limit();
            if counted > most || bytes > limits::INLINE_BYTES {
                return Err(DirectoryError::LimitExceeded(format!(
                    "Maximum policy size of {most} bytes exceeded for {kind} {holder_name}"
                )));
            }
            Ok(true)
        })
        .await
    }

    pub async fn delete_inline_policy(
        &self,
        holder: Holder<'_>,
        name: &str,
    ) -> Result<(), DirectoryError> {
        self.change_holdings(holder, |holdings| match holdings.inline.remove(name) {
            Some(_) => Ok(true),
            None => Err(holder.no_inline(name)),
        })
        .await
    }

    /// Attaching what is attached changes nothing.
    pub async fn attach_policy(&self, holder: Holder<'_>, arn: &str) -> Result<(), DirectoryError> {
        self.change(|index| {
            let mut changed = Changed::of(index, holder)?;
            self.must_exist(index, arn)?;
            if !changed.holdings().attached.insert(arn.to_owned()) {
                return Ok((Vec::new(), ()));
            }
            if changed.holdings().attached.len() > limits::ATTACHED {
                let quota = format!("PoliciesPer{}", holder.word());
                return Err(DirectoryError::quota(&quota, limits::ATTACHED));
            }
            Ok((vec![changed.op()], ()))
        })
        .await
    }

    pub async fn detach_policy(&self, holder: Holder<'_>, arn: &str) -> Result<(), DirectoryError> {
        self.change_holdings(holder, |holdings| match holdings.attached.remove(arn) {
            true => Ok(true),
            false => Err(DirectoryError::no_policy(arn)),
        })
        .await
    }

    /// Sets or takes away the most a user or role may be allowed. Groups have no boundary.
    pub async fn set_boundary(
        &self,
        holder: Holder<'_>,
        arn: Option<&str>,
    ) -> Result<(), DirectoryError> {
        self.change(|index| {
            let mut changed = Changed::of(index, holder)?;
            if let Some(arn) = arn {
                self.must_exist(index, arn)?;
            }
            let boundary = match &mut changed {
                Changed::User(user) => &mut user.boundary,
                Changed::Role(role) => &mut role.boundary,
                Changed::Group(_) => {
                    let message = "A group has no permissions boundary.";
                    return Err(DirectoryError::InvalidInput(message.into()));
                }
            };
            if boundary.is_none() && arn.is_none() {
                let name = holder.name();
                return Err(DirectoryError::NoSuchEntity(format!(
                    "{} {} does not have a permissions boundary.",
                    holder.word(),
                    short(name)
                )));
            }
            *boundary = arn.map(str::to_owned);
            Ok((vec![changed.op()], ()))
        })
        .await
    }

    async fn change_holdings(
        &self,
        holder: Holder<'_>,
        change: impl FnOnce(&mut Holdings) -> Result<bool, DirectoryError>,
    ) -> Result<(), DirectoryError> {
        self.change(|index| {
            let mut changed = Changed::of(index, holder)?;
            let ops = if change(changed.holdings())? { vec![changed.op()] } else { Vec::new() };
            Ok((ops, ()))
        })
        .await
    }
}

/// A copy of the holder, to be changed.
enum Changed {
    User(User),
    Group(Group),
    Role(Role),
}

impl Changed {
    fn of(index: &Index, holder: Holder<'_>) -> Result<Self, DirectoryError> {
        Ok(match holder {
            Holder::User(name) => Self::User(User::clone(index.user(name)?)),
            Holder::Group(name) => Self::Group(Group::clone(index.group(name)?)),
            Holder::Role(name) => {
                granted::check_name(name)?;
                Self::Role(Role::clone(index.role(name)?))
            }
        })
    }

    fn holdings(&mut self) -> &mut Holdings {
        match self {
            Self::User(user) => &mut user.holdings,
            Self::Group(group) => &mut group.holdings,
            Self::Role(role) => &mut role.holdings,
        }
    }

    fn op(self) -> Op {
        match self {
            Self::User(user) => Op::User(Arc::new(user)),
            Self::Group(group) => Op::Group(Arc::new(group)),
            Self::Role(role) => Op::Role(Arc::new(role)),
        }
    }
}

impl Holder<'_> {
    fn name(&self) -> &str {
        match self {
            Self::User(name) | Self::Group(name) | Self::Role(name) => name,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::User(_) => "User",
            Self::Group(_) => "Group",
            Self::Role(_) => "Role",
        }
    }

    fn inline_limit(&self) -> (&'static str, &str, usize) {
        match self {
            Self::User(name) => ("user", name, limits::USER_INLINE),
            Self::Group(name) => ("group", name, limits::GROUP_INLINE),
            Self::Role(name) => ("role", name, limits::ROLE_INLINE),
        }
    }

    fn no_inline(&self, policy: &str) -> DirectoryError {
        let (kind, ..) = self.inline_limit();
        DirectoryError::no_entity(&format!("{kind} policy"), policy)
    }
}

impl Holdings {
    pub(super) fn must_be_empty(&self) -> Result<(), DirectoryError> {
        if !self.attached.is_empty() {
            return Err(DirectoryError::DeleteConflict(
                "Cannot delete entity, must detach all policies first.",
            ));
        }
        if !self.inline.is_empty() {
            return Err(DirectoryError::DeleteConflict(
                "Cannot delete entity, must delete policies first.",
            ));
        }
        Ok(())
    }
}
