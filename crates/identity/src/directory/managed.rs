//! Managed policies and their versions.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::directory::{Listed, Page, fresh_id, page, uses};
use super::error::short;
use super::index::{Index, Op, lower};
use super::record::{Face, Managed, PolicyVersion, Tag};
use super::written::Written;
use super::{Directory, DirectoryError, builtin, checks, limits};
use crate::policy::Kind;

#[derive(Debug, Clone, Default)]
pub struct NewPolicy {
    pub name: String,
    pub path: Option<String>,
    pub document: String,
    pub description: String,
    pub tags: Vec<Tag>,
}

impl Directory {
    pub fn policy_arn(&self, policy: &Managed) -> String {
        if builtin::owns(policy) { builtin::arn(policy) } else { self.arn("policy", &policy.face) }
    }

    pub fn policy(&self, arn: &str) -> Result<Arc<Managed>, DirectoryError> {
        let policy = self.index.load().policy(&self.account, arn);
        policy.ok_or_else(|| DirectoryError::no_policy(arn))
    }

    /// The policies of this account, by name.
    pub fn list_policies(&self, part: &Page) -> Listed<Arc<Managed>> {
        page(&self.index.load().policies, part, |policy| &policy.face.path)
    }

    /// The policies that are always there, by name.
    pub fn built_in_policies(&self, part: &Page) -> Listed<Arc<Managed>> {
        page(builtin::all(), part, |policy| &policy.face.path)
    }

    /// How often a policy is attached, and how often it is somebody's boundary.
    pub fn uses_of_policy(&self, arn: &str) -> (usize, usize) {
        uses(&self.index.load()).get(arn).copied().unwrap_or_default()
    }

    pub async fn create_policy(
        &self,
        new: NewPolicy,
        now_ms: u64,
    ) -> Result<Arc<Managed>, DirectoryError> {
        checks::name("policyName", &new.name, limits::POLICY_NAME)?;
        let path = new.path.unwrap_or_else(|| "/".into());
        checks::path(&path)?;
        checks::description(&new.description)?;
        let tags = checks::tags("Policy", &[], &new.tags)?;
        let version = version(&new.document, now_ms)?;
        let face = Face { name: new.name, path, id: fresh_id("ANPA")?, created_ms: now_ms };
        self.change(|index| {
            if index.policies.contains_key(&lower(&face.name)) {
                return Err(DirectoryError::EntityAlreadyExists(format!(
                    "A policy called {} already exists. Duplicate names are not allowed.",
                    face.name
                )));
            }
            if index.policies.len() >= limits::POLICIES {
                return Err(DirectoryError::quota("PoliciesPerAccount", limits::POLICIES));
            }
            let policy = Arc::new(Managed {
                face,
                description: new.description,
                tags,
                updated_ms: now_ms,
                versions: BTreeMap::from([(1, version)]),
                default: 1,
                last: 1,
            });
            Ok((vec![Op::Policy(policy.clone())], policy))
        })
        .await
    }

    pub async fn delete_policy(&self, arn: &str) -> Result<(), DirectoryError> {
        self.change(|index| {
            let policy = self.own(index, arn)?;
            if uses(index).contains_key(arn) {
                return Err(DirectoryError::DeleteConflict(
                    "Cannot delete a policy attached to entities.",
                ));
            }
            if policy.versions.len() > 1 {
                return Err(DirectoryError::DeleteConflict(
                    "This policy has more than one version. Before you delete a policy, you must \
                     delete the policy's versions. The default version is deleted with the policy.",
                ));
            }
            Ok((vec![Op::NoPolicy(lower(&policy.face.name))], ()))
        })
        .await
    }

    /// The number of the new version.
    pub async fn create_policy_version(
        &self,
        arn: &str,
        document: &str,
        as_default: bool,
        now_ms: u64,
    ) -> Result<u32, DirectoryError> {
        let version = version(document, now_ms)?;
        self.change_policy(arn, |policy| {
            if policy.versions.len() >= limits::VERSIONS {
                return Err(DirectoryError::LimitExceeded(
                    "A managed policy can have up to 5 versions. Before you create a new version, \
                     you must delete an existing version."
                        .into(),
                ));
            }
            policy.last += 1;
            policy.updated_ms = now_ms;
            policy.versions.insert(policy.last, version);
            if as_default {
                policy.default = policy.last;
            }
            Ok(policy.last)
        })
        .await
    }

    pub async fn set_default_version(&self, arn: &str, id: &str) -> Result<(), DirectoryError> {
        self.change_policy(arn, |policy| {
            policy.default = known_version(policy, arn, id)?;
            Ok(())
        })
        .await
    }

    pub async fn delete_policy_version(&self, arn: &str, id: &str) -> Result<(), DirectoryError> {
        self.change_policy(arn, |policy| {
            let number = known_version(policy, arn, id)?;
            if number == policy.default {
                return Err(DirectoryError::DeleteConflict(
                    "Cannot delete the default version of a policy.",
                ));
            }
            policy.versions.remove(&number);
            Ok(())
        })
        .await
    }

    /// One version, by its `v3`.
    pub fn policy_version(&self, arn: &str, id: &str) -> Result<PolicyVersion, DirectoryError> {
        let policy = self.policy(arn)?;
        let number = known_version(&policy, arn, id)?;
        policy.versions.get(&number).cloned().ok_or_else(|| no_version(arn, id))
    }

    pub async fn tag_policy(&self, arn: &str, tags: &[Tag]) -> Result<(), DirectoryError> {
        self.change_policy(arn, |policy| {
            policy.tags = checks::tags("Policy", &policy.tags, tags)?;
            Ok(())
        })
        .await
    }

    pub async fn untag_policy(&self, arn: &str, keys: &[String]) -> Result<(), DirectoryError> {
        self.change_policy(arn, |policy| {
            policy.tags = checks::without_tags(&policy.tags, keys);
            Ok(())
        })
        .await
    }

    async fn change_policy<T>(
        &self,
        arn: &str,
        change: impl FnOnce(&mut Managed) -> Result<T, DirectoryError>,
    ) -> Result<T, DirectoryError> {
        self.change(|index| {
            let mut policy = Managed::clone(self.own(index, arn)?.as_ref());
            let answer = change(&mut policy)?;
            Ok((vec![Op::Policy(Arc::new(policy))], answer))
        })
        .await
    }

    /// A policy that may be changed: those that are always there may not.
    fn own(&self, index: &Index, arn: &str) -> Result<Arc<Managed>, DirectoryError> {
        if builtin::find(arn).is_some() {
            return Err(DirectoryError::AccessDenied(format!(
                "Policy {arn} is managed by the platform and cannot be changed."
            )));
        }
        index.policy(&self.account, arn).ok_or_else(|| DirectoryError::no_policy(arn))
    }

    pub(super) fn must_exist(&self, index: &Index, arn: &str) -> Result<(), DirectoryError> {
        match index.policy(&self.account, arn) {
            Some(_) => Ok(()),
            None => Err(DirectoryError::NoSuchEntity(format!(
                "Policy {} does not exist or is not attachable.",
                short(arn)
            ))),
        }
    }
}

fn version(text: &str, now_ms: u64) -> Result<PolicyVersion, DirectoryError> {
    let document = Written::parse(text, Kind::Identity)?;
    if document.counted() > limits::MANAGED_POLICY {
        return Err(DirectoryError::quota("PolicySize", limits::MANAGED_POLICY));
    }
    Ok(PolicyVersion { created_ms: now_ms, document })
}

fn known_version(policy: &Managed, arn: &str, id: &str) -> Result<u32, DirectoryError> {
    let number = id.strip_prefix('v').and_then(|digits| digits.parse().ok());
    number
        .filter(|number| policy.versions.contains_key(number) && id == format!("v{number}"))
        .ok_or_else(|| no_version(arn, id))
}

fn no_version(arn: &str, id: &str) -> DirectoryError {
    DirectoryError::NoSuchEntity(format!(
        "Policy {} version {} does not exist or is not attachable.",
        short(arn),
        short(id)
    ))
}
