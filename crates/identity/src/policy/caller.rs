//! Who makes a request, as policies see it.

use super::Context;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caller {
    /// The owner of the account.
    Root {
        account: String,
    },
    User(UserCaller),
    Session(SessionCaller),
    /// A service acting for itself: `lambda.amazonaws.com`.
    Service {
        name: String,
    },
    /// Someone an identity provider vouches for, before a role was assumed.
    WebIdentity {
        provider: String,
    },
    Anonymous,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserCaller {
    pub account: String,
    /// `/`, or `/team/`.
    pub path: String,
    pub name: String,
    /// `AIDA…`
    pub id: String,
    pub tags: Vec<(String, String)>,
}

/// A role someone assumed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SessionCaller {
    pub account: String,
    pub role_path: String,
    pub role_name: String,
    /// `AROA…`
    pub role_id: String,
    pub session_name: String,
    pub source_identity: Option<String>,
    /// The role's, and over them the session's own.
    pub tags: Vec<(String, String)>,
}

impl UserCaller {
    pub fn arn(&self) -> String {
        format!("arn:aws:iam::{}:user{}{}", self.account, self.path, self.name)
    }
}

impl SessionCaller {
    pub fn role_arn(&self) -> String {
        format!("arn:aws:iam::{}:role{}{}", self.account, self.role_path, self.role_name)
    }

    pub fn arn(&self) -> String {
        let Self { account, role_name, session_name, .. } = self;
        format!("arn:aws:sts::{account}:assumed-role/{role_name}/{session_name}")
    }
}

impl Caller {
    /// How messages name the caller.
    pub fn arn(&self) -> String {
        match self {
            Self::Root { account } => format!("arn:aws:iam::{account}:root"),
            Self::User(user) => user.arn(),
            Self::Session(session) => session.arn(),
            Self::Service { name } => name.clone(),
            Self::WebIdentity { provider } => provider.clone(),
            Self::Anonymous => "anonymous".into(),
        }
    }

    /// What conditions can ask about the caller.
    pub fn context(&self) -> Context {
        let mut context = Context::new();
        context.set("aws:PrincipalIsAWSService", "false");
        match self {
            Self::Root { account } => {
                context.set("aws:PrincipalType", "Account");
                context.set("aws:PrincipalAccount", account);
                context.set("aws:PrincipalArn", self.arn());
                context.set("aws:userid", account);
            }
            Self::User(user) => {
                context.set("aws:PrincipalType", "User");
                context.set("aws:PrincipalAccount", &user.account);
                context.set("aws:PrincipalArn", user.arn());
                context.set("aws:userid", &user.id);
                context.set("aws:username", &user.name);
                tags(&mut context, &user.tags);
            }
            Self::Session(session) => {
                context.set("aws:PrincipalType", "AssumedRole");
                context.set("aws:PrincipalAccount", &session.account);
                context.set("aws:PrincipalArn", session.role_arn());
                context.set("aws:userid", format!("{}:{}", session.role_id, session.session_name));
                if let Some(source) = &session.source_identity {
                    context.set("aws:SourceIdentity", source);
                }
                tags(&mut context, &session.tags);
            }
            Self::Service { name } => {
                context.set("aws:PrincipalIsAWSService", "true");
                context.set("aws:PrincipalServiceName", name);
                context.set_all("aws:PrincipalServiceNamesList", vec![name.clone()]);
            }
            Self::WebIdentity { provider } => {
                context.set("aws:PrincipalType", "FederatedUser");
                context.set("aws:FederatedProvider", provider);
            }
            Self::Anonymous => context.set("aws:PrincipalType", "Anonymous"),
        }
        context
    }
}

fn tags(context: &mut Context, tags: &[(String, String)]) {
    for (key, value) in tags {
        context.set(&format!("aws:PrincipalTag/{key}"), value);
    }
}
