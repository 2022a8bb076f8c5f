//! Principals that come from the directory: users, and roles someone assumed.

use crate::Principal;
use crate::policy::{Caller, Context, SessionCaller, UserCaller};

/// A user, by a key of their own or by a session made with one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserPrincipal {
    pub user: UserCaller,
    /// When the session's token was made, if there is one.
    pub issued_ms: Option<u64>,
}

/// A role, assumed for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleSession {
    pub session: SessionCaller,
    pub issued_ms: u64,
    pub expires_ms: u64,
    /// The session policy given as text.
    pub policy: Option<String>,
    /// Managed policies given as session policies.
    pub policy_arns: Vec<String>,
    /// The session's own tags.
    pub tags: Vec<super::Tag>,
    /// Keys of tags that go along when another role is assumed.
    pub transitive: Vec<String>,
}

/// What `GetCallerIdentity` tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallerIdentity {
    pub account: String,
    pub arn: String,
    pub user_id: String,
}

impl Principal {
    /// The principal as policies see it. None for a function acting in its own name, whom services
    /// let in by its app.
    pub fn caller(&self, account: &str) -> Option<Caller> {
        match self {
            Self::Admin => Some(Caller::Root { account: account.to_owned() }),
            Self::User(user) => Some(Caller::User(user.user.clone())),
            Self::AssumedRole(role) => Some(Caller::Session(role.session.clone())),
            Self::Function { .. } => None,
        }
    }

    /// What is known of a request by the credentials it was made with.
    pub fn context(&self) -> Context {
        let mut context = Context::new();
        let issued_ms = match self {
            Self::User(user) => user.issued_ms,
            Self::AssumedRole(role) => Some(role.issued_ms),
            Self::Admin | Self::Function { .. } => None,
        };
        let time = |ms: u64| jiff::Timestamp::from_millisecond(i64::try_from(ms).ok()?).ok();
        if let Some(time) = issued_ms.and_then(time) {
            let text = time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
            context.set("aws:TokenIssueTime", text);
            // Who came with a second factor is known of credentials for a while, and nobody did.
            context.set("aws:MultiFactorAuthPresent", "false");
        }
        context
    }

    /// None for a function acting in its own name.
    pub fn identity(&self, account: &str) -> Option<CallerIdentity> {
        let user_id = match self {
            Self::Admin => account.to_owned(),
            Self::User(user) => user.user.id.clone(),
            Self::AssumedRole(role) => {
                format!("{}:{}", role.session.role_id, role.session.session_name)
            }
            Self::Function { .. } => return None,
        };
        let arn = self.caller(account)?.arn();
        Some(CallerIdentity { account: account.to_owned(), arn, user_id })
    }
}
