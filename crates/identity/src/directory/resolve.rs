//! From a key or token to a principal, and from a principal to all its policies.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::Directory;
use super::index::Index;
use super::principal::{RoleSession, UserPrincipal};
use super::record::{Holdings, Role, Tag, User};
use super::seal::{RoleBody, SessionBody, Who};
use super::written::Written;
use crate::policy::{Document, Kind, Policies, Policy, SessionCaller, UserCaller};
use crate::{Credentials, Principal};

/// Keys that are good for something, and for whom.
#[derive(Debug, Clone)]
pub(crate) struct Lent {
    pub(crate) credentials: Credentials,
    pub(crate) principal: Principal,
    pub(crate) until: Option<SystemTime>,
}

impl Directory {
    /// The keys someone claims to have: a user's own, or those of a session, told by its token.
    pub(crate) fn lent(&self, access_key: &str, token: Option<&str>) -> Option<Lent> {
        match token {
            None => self.own_key(access_key),
            Some(token) => self.session(access_key, token),
        }
    }

    fn own_key(&self, access_key: &str) -> Option<Lent> {
        let index = self.index.load();
        let user = index.user_by(access_key)?;
        let key = user.keys.iter().find(|key| key.id == access_key && key.active)?;
        let credentials = Credentials {
            access_key: key.id.clone(),
            secret_key: key.secret.clone(),
            session_token: None,
        };
        let principal = UserPrincipal { user: self.user_caller(user), issued_ms: None };
        Some(Lent { credentials, principal: Principal::User(Arc::new(principal)), until: None })
    }

    fn session(&self, access_key: &str, token: &str) -> Option<Lent> {
        let (body, secret_key) = self.sealer.open(token)?;
        if body.access_key != access_key {
            return None;
        }
        let until = UNIX_EPOCH.checked_add(Duration::from_millis(body.expires_ms))?;
        let principal = self.principal_of(&body)?;
        let credentials = Credentials {
            access_key: body.access_key,
            secret_key,
            session_token: Some(token.to_owned()),
        };
        Some(Lent { credentials, principal, until: Some(until) })
    }

    /// None when the user or role is gone: a new one of the same name has another id.
    fn principal_of(&self, body: &SessionBody) -> Option<Principal> {
        let index = self.index.load();
        match &body.who {
            Who::Owner => Some(Principal::Admin),
            Who::User { id } => {
                let user = self.user_caller(index.user_by(id).filter(|u| u.face.id == *id)?);
                let issued_ms = Some(body.issued_ms);
                Some(Principal::User(Arc::new(UserPrincipal { user, issued_ms })))
            }
            Who::Role(said) => {
                let role = index.role_by_id(&said.role_id)?;
                Some(Principal::AssumedRole(Arc::new(self.role_session(role, said, body))))
            }
        }
    }

    fn role_session(&self, role: &Role, said: &RoleBody, body: &SessionBody) -> RoleSession {
        RoleSession {
            session: SessionCaller {
                account: self.account.to_string(),
                role_path: role.face.path.clone(),
                role_name: role.face.name.clone(),
                role_id: role.face.id.clone(),
                session_name: said.session_name.clone(),
                source_identity: said.source_identity.clone(),
                // The later tag of a key counts.
                tags: pairs(role.tags.iter().chain(&said.tags)),
            },
            issued_ms: body.issued_ms,
            expires_ms: body.expires_ms,
            policy: said.policy.clone(),
            policy_arns: said.policy_arns.clone(),
            tags: said.tags.clone(),
            transitive: said.transitive.clone(),
        }
    }

    fn user_caller(&self, user: &User) -> UserCaller {
        UserCaller {
            account: self.account.to_string(),
            path: user.face.path.clone(),
            name: user.face.name.clone(),
            id: user.face.id.clone(),
            tags: pairs(&user.tags),
        }
    }

    /// Every policy a principal has, as they are now; what the resource says is still to be added.
    /// Whoever is gone by now has none, and may do nothing.
    pub fn policies_of(&self, principal: &Principal) -> Policies {
        let index = self.index.load();
        match principal {
            Principal::Admin => Policies::default(),
            Principal::User(user) => match index.user_by(&user.user.id) {
                Some(user) => self.policies_of_user(&index, user),
                None => Policies::default(),
            },
            Principal::AssumedRole(session) => match self.role_of(&index, session) {
                Some(role) => Policies {
                    session: self.session_policies(&index, session),
                    ..self.policies_of_role(&index, &role)
                },
                None => Policies::default(),
            },
        }
    }

    fn role_of(&self, index: &Index, session: &RoleSession) -> Option<Arc<Role>> {
        let SessionCaller { role_id, role_name, .. } = &session.session;
        if let Some(made) = index.role_by_id(role_id) {
            return Some(made.clone());
        }
        self.granted(role_name).filter(|role| role.face.id == *role_id)
    }

    fn policies_of_user(&self, index: &Index, user: &User) -> Policies {
        let mut identity = self.held(index, &user.holdings);
        for group in user.groups.iter().filter_map(|id| index.group_by_id(id)) {
            identity.extend(self.held(index, &group.holdings));
        }
        let boundary = user.boundary.as_deref().map(|arn| self.bound(index, arn));
        Policies { identity, boundary, ..Policies::default() }
    }

    fn policies_of_role(&self, index: &Index, role: &Role) -> Policies {
        let boundary = role.boundary.as_deref().map(|arn| self.bound(index, arn));
        Policies { identity: self.held(index, &role.holdings), boundary, ..Policies::default() }
    }

    fn held(&self, index: &Index, holdings: &Holdings) -> Vec<Policy> {
        let inline = holdings.inline.iter().map(|(name, written)| named(name, written));
        let attached = holdings.attached.iter().filter_map(|arn| self.managed(index, arn));
        inline.chain(attached).collect()
    }

    fn managed(&self, index: &Index, arn: &str) -> Option<Policy> {
        Some(named(arn, index.policy(&self.account, arn)?.document()?))
    }

    /// A boundary that cannot be found lets nothing through.
    fn bound(&self, index: &Index, arn: &str) -> Policy {
        let nothing = || Policy { name: arn.into(), document: Arc::new(Document::nothing()) };
        self.managed(index, arn).unwrap_or_else(nothing)
    }

    /// None for a session that was not bounded; one whose policies are gone may do nothing.
    fn session_policies(&self, index: &Index, session: &RoleSession) -> Option<Vec<Policy>> {
        if session.policy.is_none() && session.policy_arns.is_empty() {
            return None;
        }
        let given = session.policy.as_deref().map(|text| Document::parse(text, Kind::Identity));
        let given = given
            .and_then(Result::ok)
            .map(|document| Policy { name: "session policy".into(), document: Arc::new(document) });
        let managed = session.policy_arns.iter().filter_map(|arn| self.managed(index, arn));
        Some(given.into_iter().chain(managed).collect())
    }
}

fn named(name: &str, written: &Written) -> Policy {
    Policy { name: name.into(), document: written.document().clone() }
}

fn pairs<'a>(tags: impl IntoIterator<Item = &'a Tag>) -> Vec<(String, String)> {
    tags.into_iter().map(|tag| (tag.key.clone(), tag.value.clone())).collect()
}
