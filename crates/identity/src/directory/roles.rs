//! Roles, and whom they trust.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::directory::fresh_id;
use super::index::{Index, Op, lower};
use super::record::{Face, Holdings, Role, Tag};
use super::written::Written;
use super::{Directory, DirectoryError, checks, granted, limits};
use crate::policy::{Document, Kind, Pinned};

#[derive(Debug, Clone, Default)]
pub struct NewRole {
    pub name: String,
    /// `/` when none is given.
    pub path: Option<String>,
    /// The trust policy: who may assume the role.
    pub trust: String,
    pub description: String,
    /// An hour when none is given.
    pub max_session_s: Option<u32>,
    pub tags: Vec<Tag>,
    pub boundary: Option<String>,
}

impl Directory {
    pub fn role_arn(&self, role: &Role) -> String {
        self.arn("role", &role.face)
    }

    pub fn role(&self, name: &str) -> Result<Arc<Role>, DirectoryError> {
        let made = self.index.load().role(name).cloned();
        made.or_else(|none| self.granted(name).ok_or(none))
    }

    /// The role an ARN of this account names, by path and name exactly.
    pub fn role_by_arn(&self, arn: &str) -> Option<Arc<Role>> {
        let name = arn.rsplit('/').next()?;
        let role = self.role(name).ok()?;
        (self.role_arn(&role) == arn).then_some(role)
    }

    pub async fn create_role(
        &self,
        new: NewRole,
        now_ms: u64,
    ) -> Result<Arc<Role>, DirectoryError> {
        checks::name("roleName", &new.name, limits::ROLE_NAME)?;
        granted::check_name(&new.name)?;
        let path = new.path.unwrap_or_else(|| "/".into());
        checks::path(&path)?;
        checks::description(&new.description)?;
        let max_session_s = session_length(new.max_session_s)?;
        let tags = checks::tags("Role", &[], &new.tags)?;
        let trust = trust(&new.trust)?;
        let face = Face { name: new.name, path, id: fresh_id("AROA")?, created_ms: now_ms };
        self.change(|index| {
            if index.roles.contains_key(&lower(&face.name)) {
                return Err(DirectoryError::EntityAlreadyExists(format!(
                    "Role with name {} already exists.",
                    face.name
                )));
            }
            if index.roles.len() >= limits::ROLES {
                return Err(DirectoryError::quota("RolesPerAccount", limits::ROLES));
            }
            if let Some(arn) = &new.boundary {
                self.must_exist(index, arn)?;
            }
            let pins = self.pins(index, &trust)?;
            let role = Arc::new(Role {
                face,
                description: new.description,
                max_session_s,
                trust,
                pins,
                tags,
                boundary: new.boundary,
                holdings: Holdings::default(),
            });
            Ok((vec![Op::Role(role.clone())], role))
        })
        .await
    }

    pub async fn update_role(
        &self,
        name: &str,
        description: Option<String>,
        max_session_s: Option<u32>,
    ) -> Result<(), DirectoryError> {
        description.as_deref().map_or(Ok(()), checks::description)?;
        if max_session_s.is_some() {
            session_length(max_session_s)?;
        }
        self.change_role(name, |role| {
            role.description = description.unwrap_or(std::mem::take(&mut role.description));
            role.max_session_s = max_session_s.unwrap_or(role.max_session_s);
            Ok(())
        })
        .await
    }

    pub async fn update_trust(&self, name: &str, text: &str) -> Result<(), DirectoryError> {
        // Whether the role is there comes first, as IAM has it.
        self.role(name)?;
        granted::check_name(name)?;
        let trust = trust(text)?;
        self.change(|index| {
            let mut role = Role::clone(index.role(name)?);
            role.pins = self.pins(index, &trust)?;
            role.trust = trust;
            Ok((vec![Op::Role(Arc::new(role))], ()))
        })
        .await
    }

    pub async fn delete_role(&self, name: &str) -> Result<(), DirectoryError> {
        granted::check_name(name)?;
        self.change(|index| {
            let role = index.role(name)?;
            role.holdings.must_be_empty()?;
            Ok((vec![Op::NoRole(lower(&role.face.name))], ()))
        })
        .await
    }

    pub async fn tag_role(&self, name: &str, tags: &[Tag]) -> Result<(), DirectoryError> {
        self.change_role(name, |role| {
            role.tags = checks::tags("Role", &role.tags, tags)?;
            Ok(())
        })
        .await
    }

    pub async fn untag_role(&self, name: &str, keys: &[String]) -> Result<(), DirectoryError> {
        self.change_role(name, |role| {
            role.tags = checks::without_tags(&role.tags, keys);
            Ok(())
        })
        .await
    }

    /// Whom a trust policy means, now that it is written.
    fn pins(
        &self,
        index: &Index,
        trust: &Written,
    ) -> Result<BTreeMap<String, String>, DirectoryError> {
        let pins = RefCell::new(BTreeMap::new());
        trust.document().pinned(|arn| {
            let found = self.owner_of(index, arn);
            if let Pinned::To(id) = &found {
                pins.borrow_mut().insert(arn.to_owned(), id.clone());
            }
            found
        })?;
        Ok(pins.into_inner())
    }

    /// The id of the user or role of this account that an ARN names.
    fn owner_of(&self, index: &Index, arn: &str) -> Pinned {
        let here = format!("arn:aws:iam::{}:", self.account);
        let Some((kind, _)) = arn.strip_prefix(&here).and_then(|rest| rest.split_once('/')) else {
            return Pinned::Free;
        };
        let name = arn.rsplit('/').next().unwrap_or_default();
        let face = match kind {
            "user" => index.user(name).ok().map(|user| &user.face),
            _ => index.role(name).ok().map(|role| &role.face),
        };
        match face.filter(|face| self.arn(kind, face) == arn) {
            Some(face) => Pinned::To(face.id.clone()),
            None => Pinned::Nobody,
        }
    }

    async fn change_role(
        &self,
        name: &str,
        change: impl FnOnce(&mut Role) -> Result<(), DirectoryError>,
    ) -> Result<(), DirectoryError> {
        granted::check_name(name)?;
        self.change(|index| {
            let mut role = Role::clone(index.role(name)?);
            change(&mut role)?;
            Ok((vec![Op::Role(Arc::new(role))], ()))
        })
        .await
    }
}

impl Role {
    /// The trust policy, meaning those it was written for.
    pub(super) fn trusts(&self) -> Arc<Document> {
        let id = |arn: &str| match self.pins.get(arn) {
            Some(id) => Pinned::To(id.clone()),
            None => Pinned::Free,
        };
        match self.trust.document().pinned(id) {
            Ok(document) => Arc::new(document),
            // A name without a pin is free, so there is no mistake to be found.
            Err(_) => Arc::new(Document::nothing()),
        }
    }
}

fn trust(text: &str) -> Result<Written, DirectoryError> {
    let trust = Written::parse(text, Kind::Trust)?;
    if trust.counted() > limits::TRUST_POLICY {
        return Err(DirectoryError::quota("ACLSizePerRole", limits::TRUST_POLICY));
    }
    Ok(trust)
}

fn session_length(seconds: Option<u32>) -> Result<u32, DirectoryError> {
    let seconds = seconds.unwrap_or(limits::SESSION_SECONDS);
    let (least, most) = (limits::SESSION_SECONDS, limits::SESSION_SECONDS_MOST);
    checks::range("maxSessionDuration", seconds, least, most)?;
    Ok(seconds)
}
