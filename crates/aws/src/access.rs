//! Who may do what, for every service behind these doors.

use std::borrow::Cow;
use std::sync::Arc;

use identity::Principal;
use identity::directory::Directory;
use identity::policy::{Context, Policies, Policy, Request, evaluate};
use telemetry::{Audit, Refusal};

use crate::peer::peer;

/// What a request wants to do, as policies see it.
#[derive(Debug)]
pub(crate) struct Wish<'a> {
    /// `lambda:InvokeFunction`
    pub(crate) action: &'a str,
    /// An ARN, or `*` for an action that has no resource.
    pub(crate) resource: &'a str,
    pub(crate) context: Context,
    /// What the resource itself says.
    pub(crate) resource_policy: Option<Policy>,
}

#[derive(Debug, Clone)]
pub struct Access {
    directory: Arc<Directory>,
    audit: Audit,
}

impl Access {
    /// Whoever is refused is noted in `audit`.
    pub fn new(directory: Arc<Directory>, audit: Audit) -> Self {
        Self { directory, audit }
    }

    /// Whether Lambda may assume a role. One that nobody made here is nobody's to forbid.
    pub(crate) fn lambda_may_assume(&self, role: &str) -> bool {
        self.directory.lambda_may_assume(role).unwrap_or(true)
    }

    pub(crate) fn directory(&self) -> &Directory {
        &self.directory
    }

    /// What is known of every request of this principal.
    pub(crate) fn context(&self, principal: &Principal) -> Context {
        let mut context = principal.context();
        for (key, value) in time() {
            context.set(key, value);
        }
        if let Some(peer) = peer() {
            context.set("aws:SourceIp", peer.to_canonical().to_string());
        }
        context
    }

    /// Whether the policies allow it; else why not, in AWS's words.
    pub(crate) fn check(&self, principal: &Principal, wish: Wish<'_>) -> Result<(), String> {
        let (action, resource) = (wish.action, wish.resource);
        let decided = self.decide(principal, wish);
        decided.map_err(|why| self.refuse(principal, action, resource, &why))
    }

    /// Whether any policy of the principal's own allows this action on anything at all.
    pub(crate) fn may_ever(&self, principal: &Principal, action: &str) -> bool {
        *principal == Principal::Admin
            || self.directory.policies_of(principal).may_ever_allow(action)
    }

    /// Whether the policies would allow it, asked of somebody who does not ask now: nothing of it is
    /// kept.
    pub(crate) fn allows(&self, principal: &Principal, wish: Wish<'_>) -> bool {
        self.decide(principal, wish).is_ok()
    }

    /// Or why not.
    fn decide(&self, principal: &Principal, wish: Wish<'_>) -> Result<(), String> {
        let Wish { action, resource, mut context, resource_policy } = wish;
        // The owner of the platform is not told what to do on it.
        if *principal == Principal::Admin {
            return Ok(());
        }
        let caller = principal.caller(self.directory.account());
        context.fill(self.context(principal));
        let request = Request { caller: &caller, action, resource, context: &context };
        let mut policies: Policies = self.directory.policies_of(principal);
        policies.resource.extend(resource_policy);
        let decision = evaluate(&request, &policies);
        if decision.is_allowed() { Ok(()) } else { Err(decision.reason(action)) }
    }

    /// Says no, and keeps that it was said.
    pub(crate) fn refuse(
        &self,
        principal: &Principal,
        action: &str,
        resource: &str,
        why: &str,
    ) -> String {
        let who = self.who(principal);
        let kept = match principal {
            Principal::AssumedRole(role) if role.is_granted() => {
                Cow::from(format!("{why}; `uses` in its manifest can grant it"))
            }
            _ => why.into(),
        };
        self.note(who.clone(), action, resource, &kept);
        format!("User: {who} is not authorized to perform: {action} on resource: {resource} {why}")
    }

    /// Keeps that somebody was refused, in words of the caller's.
    pub(crate) fn note(&self, who: String, action: &str, resource: &str, why: &str) {
        self.keep(who, false, action, resource, why);
    }

    /// Keeps that a signature was refused. Whether the key is whose it says nobody knows.
    pub(crate) fn note_stranger(&self, key: Option<&str>, action: &str, asked: &str, why: &str) {
        self.keep(key.unwrap_or("-").to_owned(), true, action, asked, why);
    }

    fn keep(&self, who: String, stranger: bool, action: &str, resource: &str, why: &str) {
        self.audit.note(Refusal {
            who,
            stranger,
            from: peer().map(|peer| peer.to_canonical()),
            action: action.to_owned(),
            resource: resource.to_owned(),
            why: why.to_owned(),
        });
    }

    /// A principal's ARN.
    pub(crate) fn who(&self, principal: &Principal) -> String {
        principal.caller(self.directory.account()).arn()
    }
}

fn time() -> [(&'static str, String); 2] {
    let now = jiff::Timestamp::now();
    [
        ("aws:CurrentTime", now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()),
        ("aws:EpochTime", now.as_second().to_string()),
    ]
}
