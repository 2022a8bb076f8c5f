//! Whose policies are simulated.

use std::sync::Arc;

use identity::Principal;
use identity::directory::{Holder, RoleSession, User, UserPrincipal};
use identity::policy::{Caller, Policies, Policy, SessionCaller, UserCaller};
use protocol::iam::{Error, PolicySourceType};

use super::Iam;
use crate::directory::fault;

/// The name of a role's session that nobody has opened.
const SESSION: &str = "simulation";

/// A user, role or group, and what it holds.
pub(super) struct Holding {
    pub(super) caller: Caller,
    pub(super) policies: Policies,
    /// Whose inline policies these are.
    pub(super) kind: PolicySourceType,
}

impl Iam {
    /// The entity that an ARN names.
    pub(super) fn holding(&self, arn: &str) -> Result<Holding, Error> {
        let directory = self.directory();
        let nobody = || Error::InvalidInput {
            message: format!("{arn} is not the ARN of a user, group or role of this account."),
        };
        let missing = || Error::NoSuchEntity { message: format!("{arn} cannot be found.") };
        let (kind, rest) = self.within(arn).ok_or_else(nobody)?;
        let name = rest.rsplit('/').next().unwrap_or_default();
        match kind {
            "user" => {
                let user = directory.user(name).map_err(fault)?;
                let exact = directory.user_arn(&user) == arn;
                exact.then(|| self.holding_of_user(&user)).ok_or_else(missing)
            }
            "role" => {
                let role = directory.role_by_arn(arn).ok_or_else(missing)?;
                let session = SessionCaller {
                    account: directory.account().to_owned(),
                    role_path: role.face.path.clone(),
                    role_name: role.face.name.clone(),
                    role_id: role.face.id.clone(),
                    session_name: SESSION.into(),
                    source_identity: None,
                    tags: pairs(&role.tags),
                };
                let caller = Caller::Session(session.clone());
                let by = Principal::AssumedRole(Arc::new(RoleSession {
                    session,
                    issued_ms: 0,
                    expires_ms: 0,
                    policy: None,
                    policy_arns: Vec::new(),
                    tags: Vec::new(),
                    transitive: Vec::new(),
                }));
                let policies = directory.policies_of(&by);
                Ok(Holding { caller, policies, kind: PolicySourceType::Role })
            }
            "group" => {
                let group = directory.group(name).map_err(fault)?;
                if directory.group_arn(&group) != arn {
                    return Err(missing());
                }
                let identity = self.held_by_group(name)?;
                let policies = Policies { identity, ..Policies::default() };
                let caller = self.anybody();
                Ok(Holding { caller, policies, kind: PolicySourceType::Group })
            }
            _ => Err(nobody()),
        }
    }

    fn holding_of_user(&self, user: &User) -> Holding {
        let caller = UserCaller {
            account: self.directory().account().to_owned(),
            path: user.face.path.clone(),
            name: user.face.name.clone(),
            id: user.face.id.clone(),
            tags: pairs(&user.tags),
        };
        let by = UserPrincipal { user: caller.clone(), issued_ms: None };
        let policies = self.directory().policies_of(&Principal::User(Arc::new(by)));
        Holding { caller: Caller::User(caller), policies, kind: PolicySourceType::User }
    }

    fn held_by_group(&self, name: &str) -> Result<Vec<Policy>, Error> {
        let holdings = self.directory().holdings(Holder::Group(name)).map_err(fault)?;
        let inline = holdings.inline.iter().map(|(name, written)| Policy {
            name: name.as_str().into(),
            document: written.document().clone(),
        });
        let attached = holdings.attached.iter().filter_map(|arn| {
            let policy = self.directory().policy(arn).ok()?;
            let document = policy.document()?.document().clone();
            Some(Policy { name: arn.as_str().into(), document })
        });
        Ok(inline.chain(attached).collect())
    }

    /// The user that an ARN names, whether there is one or not.
    pub(super) fn caller_named(&self, arn: &str) -> Result<Caller, Error> {
        if let Ok(Holding { caller: Caller::User(user), .. }) = self.holding(arn) {
            return Ok(Caller::User(user));
        }
        let named = self.within(arn).filter(|(kind, _)| *kind == "user");
        let (_, rest) = named.ok_or_else(|| Error::InvalidInput {
            message: format!("The caller {arn} is not the ARN of a user of this account."),
        })?;
        let (path, name) = match rest.rsplit_once('/') {
            Some((path, name)) => (format!("/{path}/"), name),
            None => ("/".into(), rest),
        };
        let account = self.directory().account().to_owned();
        let (name, id) = (name.to_owned(), String::new());
        Ok(Caller::User(UserCaller { account, path, name, id, tags: Vec::new() }))
    }

    /// A user of whom nothing is known.
    pub(super) fn anybody(&self) -> Caller {
        let account = self.directory().account().to_owned();
        Caller::User(UserCaller { account, path: "/".into(), ..UserCaller::default() })
    }

    /// `user` and `team/bob` of this account's `arn:…:user/team/bob`.
    fn within<'a>(&self, arn: &'a str) -> Option<(&'a str, &'a str)> {
        let rest = arn.strip_prefix("arn:aws:iam::")?;
        rest.strip_prefix(self.directory().account())?.strip_prefix(':')?.split_once('/')
    }
}

fn pairs(tags: &[identity::directory::Tag]) -> Vec<(String, String)> {
    tags.iter().map(|tag| (tag.key.clone(), tag.value.clone())).collect()
}
