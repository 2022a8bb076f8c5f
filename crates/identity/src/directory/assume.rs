//! Temporary credentials: roles assumed, and sessions of a user's own.

use std::collections::BTreeSet;
use std::sync::Arc;

use functions::FunctionName;

use super::error::short;
use super::principal::RoleSession;
use super::record::{Role, Tag};
use super::seal::{RoleBody, SessionBody, Who};
use super::{Directory, DirectoryError, checks, limits};
use crate::policy::{
    Caller, Context, Document, Kind, Policies, Policy, Request, counted_length, evaluate,
};
use crate::{Credentials, Principal, random};

/// What is asked of `AssumeRole`.
#[derive(Debug, Clone, Default)]
pub struct AssumeRole {
    pub role_arn: String,
    pub session_name: String,
    /// An hour when none is given.
    pub duration_s: Option<u32>,
    /// A session policy, as text.
    pub policy: Option<String>,
    /// Managed policies that bound the session.
    pub policy_arns: Vec<String>,
    pub tags: Vec<Tag>,
    pub transitive_tag_keys: Vec<String>,
    pub external_id: Option<String>,
    pub source_identity: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Assumed {
    pub credentials: Credentials,
    pub expires_ms: u64,
    pub session_arn: String,
    /// The role's id and the session's name: `AROA…:name`.
    pub session_id: String,
    pub packed_percent: usize,
    pub source_identity: Option<String>,
}

/// Credentials for a while, in one's own name.
#[derive(Debug, Clone)]
pub struct OwnSession {
    pub credentials: Credentials,
    pub expires_ms: u64,
}

impl Directory {
    /// Assumes a role for a principal. `context` is what is known of the request beside.
    pub fn assume_role(
        &self,
        by: &Principal,
        ask: AssumeRole,
        context: &Context,
        now_ms: u64,
    ) -> Result<Assumed, DirectoryError> {
        let caller = by.caller(&self.account);
        let chained = match by {
            Principal::AssumedRole(session) => Some(session.as_ref()),
            _ => None,
        };
        let mut context = context.clone();
        context.fill(by.context());
        self.assume(&caller, self.policies_of(by), ask, context, chained, now_ms)
    }

    /// Assumes a role for a service, as Lambda does for a function: `lambda.amazonaws.com`.
    pub fn assume_role_for_service(
        &self,
        service: &str,
        ask: AssumeRole,
        context: &Context,
        now_ms: u64,
    ) -> Result<Assumed, DirectoryError> {
        let caller = Caller::Service { name: service.to_owned() };
        self.assume(&caller, Policies::default(), ask, context.clone(), None, now_ms)
    }

    /// The role as a function has it while it runs: for as long as its instance lives. None where
    /// there is no such role, or it does not trust Lambda.
    pub(crate) fn role_of_function(
        &self,
        arn: &str,
        function: &FunctionName,
        now_ms: u64,
    ) -> Option<RoleSession> {
        let role = self.role_by_arn(arn)?;
        let session =
            || RoleSession::of_instance(&self.account, &role.face, &role.tags, function, now_ms);
        self.trusts_lambda(&role, arn).then(session)
    }

    /// Whether Lambda may assume a role; none where there is no such role.
    pub fn lambda_may_assume(&self, arn: &str) -> Option<bool> {
        Some(self.trusts_lambda(&*self.role_by_arn(arn)?, arn))
    }

    fn trusts_lambda(&self, role: &Role, arn: &str) -> bool {
        let caller = Caller::Service { name: "lambda.amazonaws.com".into() };
        let trust = Policy { name: arn.into(), document: role.trusts() };
        let policies =
            Policies { resource: vec![trust], resource_must_allow: true, ..Policies::default() };
        let context = Context::new().with("aws:SourceAccount", &*self.account);
        let (action, resource) = ("sts:AssumeRole", arn);
        evaluate(&Request { caller: &caller, action, resource, context: &context }, &policies)
            .is_allowed()
    }

    fn assume(
        &self,
        caller: &Caller,
        own: Policies,
        mut ask: AssumeRole,
        mut context: Context,
        chained: Option<&RoleSession>,
        now_ms: u64,
    ) -> Result<Assumed, DirectoryError> {
        ask.check()?;
        let duration_s = ask.duration_s.unwrap_or(limits::SESSION_SECONDS);
        ask.inherit(chained)?;
        ask.tell(&mut context);
        // A role that is not there and one that does not trust are the same to a stranger.
        let role = self.role_by_arn(&ask.role_arn);
        let trust = role
            .as_ref()
            .map(|role| Policy { name: ask.role_arn.as_str().into(), document: role.trusts() });
        let policies =
            Policies { resource: trust.into_iter().collect(), resource_must_allow: true, ..own };
        for action in ask.actions() {
            let request = Request { caller, action, resource: &ask.role_arn, context: &context };
            if !evaluate(&request, &policies).is_allowed() {
                return Err(denied(caller, action, &ask.role_arn));
            }
        }
        let role = role.ok_or_else(|| denied(caller, "sts:AssumeRole", &ask.role_arn))?;
        fits(duration_s, &role, chained.is_some())?;
        self.session_policies_exist(&ask)?;
        self.issue(&role, ask, duration_s, now_ms)
    }

    fn session_policies_exist(&self, ask: &AssumeRole) -> Result<(), DirectoryError> {
        if let Some(text) = &ask.policy {
            Document::parse(text, Kind::Identity)?;
            if counted_length(text) > limits::SESSION_POLICY {
                return checks::length("policy", text, limits::SESSION_POLICY);
            }
        }
        let index = self.index.load();
        ask.policy_arns.iter().try_for_each(|arn| self.must_exist(&index, arn))
    }

    fn issue(
        &self,
        role: &Role,
        ask: AssumeRole,
        duration_s: u32,
        now_ms: u64,
    ) -> Result<Assumed, DirectoryError> {
        let packed_percent = ask.packed_percent();
        if packed_percent > 100 {
            return Err(DirectoryError::PackedPolicyTooLarge { percent: packed_percent });
        }
        let session_arn = format!(
            "arn:aws:sts::{}:assumed-role/{}/{}",
            self.account, role.face.name, ask.session_name
        );
        let session_id = format!("{}:{}", role.face.id, ask.session_name);
        let source_identity = ask.source_identity.clone();
        let who = Who::Role(RoleBody {
            role_id: role.face.id.clone(),
            session_name: ask.session_name,
            source_identity: ask.source_identity,
            policy: ask.policy,
            policy_arns: ask.policy_arns,
            tags: ask.tags,
            transitive: ask.transitive_tag_keys,
        });
        let OwnSession { credentials, expires_ms } = self.sealed(who, duration_s, now_ms)?;
        Ok(Assumed {
            credentials,
            expires_ms,
            session_arn,
            session_id,
            packed_percent,
            source_identity,
        })
    }

    /// Credentials for a while for whoever has lasting ones: the owner for an hour at most, users
    /// for a day and a half.
    pub fn session_token(
        &self,
        by: &Principal,
        duration_s: Option<u32>,
        now_ms: u64,
    ) -> Result<OwnSession, DirectoryError> {
        let (who, usual, most) = match by {
            Principal::Admin => (Who::Owner, limits::SESSION_SECONDS, limits::SESSION_SECONDS),
            Principal::User(user) if user.issued_ms.is_none() => {
                let who = Who::User { id: user.user.id.clone() };
                (who, limits::SESSION_SECONDS_MOST, limits::OWN_SESSION_SECONDS_MOST)
            }
            _ => {
                let message = "Cannot call GetSessionToken with session credentials";
                return Err(DirectoryError::AccessDenied(message.into()));
            }
        };
        let duration_s = duration_s.unwrap_or(usual);
        let (least, longest) = (limits::SESSION_SECONDS_LEAST, limits::OWN_SESSION_SECONDS_MOST);
        checks::range("durationSeconds", duration_s, least, longest)?;
        self.sealed(who, duration_s.min(most), now_ms)
    }

    fn sealed(&self, who: Who, duration_s: u32, now_ms: u64) -> Result<OwnSession, DirectoryError> {
        let text = random::text(16, random::KEY_ID);
        let text = text.map_err(|error| DirectoryError::Random(error.to_string()))?;
        let expires_ms = now_ms.saturating_add(u64::from(duration_s) * 1_000);
        let body =
            SessionBody { access_key: format!("ASIA{text}"), issued_ms: now_ms, expires_ms, who };
        let (token, secret_key) = self.sealer.seal(&body)?;
        let credentials =
            Credentials { access_key: body.access_key, secret_key, session_token: Some(token) };
        Ok(OwnSession { credentials, expires_ms })
    }
}

impl AssumeRole {
    fn check(&mut self) -> Result<(), DirectoryError> {
        let name = |parameter, text: &str| {
            checks::name(parameter, text, limits::SESSION_NAME)?;
            if text.len() < 2 { checks::short_of(parameter, 2) } else { Ok(()) }
        };
        name("roleSessionName", &self.session_name)?;
        self.source_identity.as_deref().map_or(Ok(()), |text| name("sourceIdentity", text))?;
        let duration = self.duration_s.unwrap_or(limits::SESSION_SECONDS);
        let (least, most) = (limits::SESSION_SECONDS_LEAST, limits::SESSION_SECONDS_MOST);
        checks::range("durationSeconds", duration, least, most)?;
        checks::length("roleArn", &self.role_arn, 2_048)?;
        let external_id = self.external_id.as_deref().unwrap_or_default();
        checks::length("externalId", external_id, limits::EXTERNAL_ID)?;
        if self.policy_arns.len() > limits::ATTACHED {
            return Err(DirectoryError::quota("PolicyArnsPerSession", limits::ATTACHED));
        }
        self.tags = checks::tags("Session", &[], &self.tags)?;
        let keys: BTreeSet<String> = self.tags.iter().map(|tag| tag.key.to_lowercase()).collect();
        let unknown =
            self.transitive_tag_keys.iter().find(|key| !keys.contains(&key.to_lowercase()));
        match unknown {
            None => Ok(()),
            Some(key) => Err(DirectoryError::Validation(format!(
                "The specified transitive tag key must be included in the requested tags: {}",
                short(key)
            ))),
        }
    }

    /// What a session hands on to the sessions made from it.
    fn inherit(&mut self, from: Option<&RoleSession>) -> Result<(), DirectoryError> {
        let Some(from) = from else { return Ok(()) };
        match (&from.session.source_identity, &self.source_identity) {
            (Some(before), Some(now)) if before != now => {
                return Err(DirectoryError::AccessDenied(
                    "The source identity of a session cannot be changed.".into(),
                ));
            }
            (Some(before), _) => self.source_identity = Some(before.clone()),
            (None, _) => {}
        }
        let is = |key: &str, other: &str| key.to_lowercase() == other.to_lowercase();
        for key in &from.transitive {
            if self.tags.iter().any(|tag| is(&tag.key, key)) {
                return Err(DirectoryError::Validation(format!(
                    "One of the specified transitive tag keys can't be set because it conflicts \
                     with a transitive tag key from the calling session: {}",
                    short(key)
                )));
            }
        }
        for key in &from.transitive {
            self.tags.extend(from.tags.iter().find(|tag| is(&tag.key, key)).cloned());
            self.transitive_tag_keys.push(key.clone());
        }
        Ok(())
    }

    /// What trust policies can ask of the request.
    fn tell(&self, context: &mut Context) {
        context.set("sts:RoleSessionName", &self.session_name);
        if let Some(id) = &self.external_id {
            context.set("sts:ExternalId", id);
        }
        if let Some(source) = &self.source_identity {
            context.set("sts:SourceIdentity", source);
        }
        for tag in &self.tags {
            context.set(&format!("aws:RequestTag/{}", tag.key), &tag.value);
        }
        context.set_all("aws:TagKeys", self.tags.iter().map(|tag| tag.key.clone()).collect());
        context.set_all("sts:TransitiveTagKeys", self.transitive_tag_keys.clone());
    }

    /// Everything the role must trust the caller to do.
    fn actions(&self) -> impl Iterator<Item = &'static str> {
        let tags = (!self.tags.is_empty()).then_some("sts:TagSession");
        let source = self.source_identity.as_ref().map(|_| "sts:SetSourceIdentity");
        std::iter::once("sts:AssumeRole").chain(tags).chain(source)
    }

    fn packed_percent(&self) -> usize {
        let tags = self.tags.iter().map(|tag| tag.key.len() + tag.value.len() + 2);
        let arns = self.policy_arns.iter().map(|arn| arn.len() + 1);
        let policy = self.policy.as_ref().map_or(0, String::len);
        let packed = policy + tags.sum::<usize>() + arns.sum::<usize>();
        (packed * 100).div_ceil(limits::PACKED_BYTES)
    }
}

fn fits(duration_s: u32, role: &Arc<Role>, chained: bool) -> Result<(), DirectoryError> {
    let message = if chained && duration_s > limits::SESSION_SECONDS {
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining"
    } else if duration_s > role.max_session_s {
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
    } else {
        return Ok(());
    };
    Err(DirectoryError::Validation(message.into()))
}

fn denied(caller: &Caller, action: &str, role_arn: &str) -> DirectoryError {
    DirectoryError::AccessDenied(format!(
        "User: {} is not authorized to perform: {action} on resource: {}",
        caller.arn(),
        short(role_arn)
    ))
}
