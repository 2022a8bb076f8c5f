//! Principals that come from the directory: users, and roles someone assumed.

use functions::FunctionName;

use super::record::{Face, Tag};
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
    pub tags: Vec<Tag>,
    /// Keys of tags that go along when another role is assumed.
    pub transitive: Vec<String>,
}

impl RoleSession {
    /// As an instance of a function has it, which lives until it ends.
    pub(super) fn of_instance(
        account: &str,
        role: &Face,
        tags: &[Tag],
        function: &FunctionName,
        now_ms: u64,
    ) -> Self {
        let session = SessionCaller {
            account: account.to_owned(),
            role_path: role.path.clone(),
            role_name: role.name.clone(),
            role_id: role.id.clone(),
            session_name: function.to_string(),
            source_identity: None,
            tags: tags.iter().map(|tag| (tag.key.clone(), tag.value.clone())).collect(),
        };
        Self {
            session,
            issued_ms: now_ms,
            expires_ms: u64::MAX,
            policy: None,
            policy_arns: Vec::new(),
            tags: Vec::new(),
            transitive: Vec::new(),
        }
    }
}

/// What `GetCallerIdentity` tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallerIdentity {
    pub account: String,
    pub arn: String,
    pub user_id: String,
}

impl Principal {
    /// The principal as policies see it.
    pub fn caller(&self, account: &str) -> Caller {
        match self {
            Self::Admin => Caller::Root { account: account.to_owned() },
            Self::User(user) => Caller::User(user.user.clone()),
            Self::AssumedRole(role) => Caller::Session(role.session.clone()),
        }
    }

    /// What is known of a request by the credentials it was made with.
    pub fn context(&self) -> Context {
        let mut context = Context::new();
        let issued_ms = match self {
            Self::User(user) => user.issued_ms,
            Self::AssumedRole(role) => Some(role.issued_ms),
            Self::Admin => None,
        };
        let time = |ms: u64| jiff::Timestamp::from_millisecond(i64::try_from(ms).ok()?).ok();
        if let Some(time) = issued_ms.and_then(time) {
            let text = time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
            context.set("aws:TokenIssueTime", text);
        }
        context
    }

    pub fn identity(&self, account: &str) -> CallerIdentity {
        let user_id = match self {
            Self::Admin => account.to_owned(),
            Self::User(user) => user.user.id.clone(),
            Self::AssumedRole(role) => {
                format!("{}:{}", role.session.role_id, role.session.session_name)
            }
        };
        let arn = self.caller(account).arn();
        CallerIdentity { account: account.to_owned(), arn, user_id }
    }
}
