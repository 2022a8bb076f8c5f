//! Whether a request is allowed, by all policies that have a say in it.

use std::sync::Arc;

use super::statement::Effect;
use super::{Caller, Context, Document};

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    pub caller: &'a Caller,
    /// `lambda:InvokeFunction`
    pub action: &'a str,
    /// An ARN, or `*` for an action that has no resource.
    pub resource: &'a str,
    /// What is known beside; what is known of the caller is added where this says nothing.
    pub context: &'a Context,
}

/// A document, and what it is called: an ARN, or the name of an inline policy.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    pub name: Arc<str>,
    pub document: Arc<Document>,
}

/// Every policy that has a say.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Policies {
    /// The caller's own, its groups' and those attached to them.
    pub identity: Vec<Policy>,
    /// The most the caller may be allowed by its own policies.
    pub boundary: Option<Policy>,
    /// Given when a role was assumed: the most this session may do.
    pub session: Option<Vec<Policy>>,
    /// What the resource says.
    pub resource: Vec<Policy>,
    /// For roles' trust: without the resource's consent nothing is allowed.
    pub resource_must_allow: bool,
}

impl Policies {
    /// Whether the caller's own policies allow an action on anything, under any circumstances.
    pub fn may_ever_allow(&self, action: &str) -> bool {
        let statements = self.identity.iter().flat_map(|policy| policy.document.statements());
        statements
            .filter(|statement| statement.effect() == Effect::Allow)
            .any(|statement| statement.may_mean(action))
    }
}

/// How a resource's policy grants, the weakest way first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grant {
    /// To the whole account, which must pass it on by policies of its own.
    Delegated,
    /// To a role: within what bounds the role and its session.
    Role,
    /// To this very caller, or to everybody.
    Direct,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    Identity,
    Boundary,
    Session,
    Resource,
}

/// A statement that spoke of the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matched {
    pub source: Source,
    pub policy: Arc<str>,
    /// Counted from zero.
    pub statement: usize,
    pub sid: Option<String>,
    pub effect: Effect,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Allowed,
    /// Nothing of this kind allows it.
    ImplicitDeny(Source),
    /// A statement of this kind forbids it.
    ExplicitDeny(Source),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    pub verdict: Verdict,
    pub matched: Vec<Matched>,
}

impl Decision {
    pub fn is_allowed(&self) -> bool {
        self.verdict == Verdict::Allowed
    }

    /// The end of "User: … is not authorized to perform: … on resource: …", as AWS words it. Empty
    /// when the request is allowed.
    pub fn reason(&self, action: &str) -> String {
        let (source, explicit) = match self.verdict {
            Verdict::Allowed => return String::new(),
            Verdict::ImplicitDeny(source) => (source, false),
            Verdict::ExplicitDeny(source) => (source, true),
        };
        let (article, policy) = match source {
            Source::Identity => ("an", "identity-based policy"),
            Source::Boundary => ("a", "permissions boundary"),
            Source::Session => ("a", "session policy"),
            Source::Resource => ("a", "resource-based policy"),
        };
        if explicit {
            format!("with an explicit deny in {article} {policy}")
        } else {
            format!("because no {policy} allows the {action} action")
        }
    }
}

pub fn evaluate(request: &Request<'_>, policies: &Policies) -> Decision {
    let mut context = request.context.clone();
    context.fill(request.caller.context());
    let mut look = Look { request, context: &context, matched: Vec::new() };
    let allows = look.all(policies);
    let matched = look.matched;
    let denied = matched.iter().filter(|matched| matched.effect == Effect::Deny);
    let verdict = match denied.map(|matched| matched.source).min() {
        Some(source) => Verdict::ExplicitDeny(source),
        None => allows.verdict(request.caller, policies),
    };
    Decision { verdict, matched }
}

struct Look<'a> {
    request: &'a Request<'a>,
    context: &'a Context,
    matched: Vec<Matched>,
}

/// Which kinds of policy allow the request.
struct Allows {
    identity: bool,
    boundary: bool,
    session: bool,
    resource: Option<Grant>,
}

impl Look<'_> {
    fn all(&mut self, policies: &Policies) -> Allows {
        // Nobody but users and roles has policies; the owner of the account is bound by none.
        let has_own = matches!(self.request.caller, Caller::User(_) | Caller::Session(_));
        let own = |policies| if has_own { policies } else { &[][..] };
        let boundary = policies.boundary.as_slice();
        let session = policies.session.as_deref();
        Allows {
            identity: self.among(Source::Identity, own(&policies.identity)),
            boundary: self.among(Source::Boundary, own(boundary)) || boundary.is_empty(),
            session: self.among(Source::Session, own(session.unwrap_or_default()))
                || session.is_none(),
            resource: self.resource(&policies.resource, !own(boundary).is_empty()),
        }
    }

    /// Notes every statement that applies, and says whether one allows.
    fn among(&mut self, source: Source, policies: &[Policy]) -> bool {
        let mut allowed = false;
        for policy in policies {
            for (at, statement) in policy.document.statements.iter().enumerate() {
                if statement.applies(self.request, self.context) {
                    allowed |= statement.effect == Effect::Allow;
                    self.note(source, policy, at);
                }
            }
        }
        allowed
    }

    fn resource(&mut self, policies: &[Policy], bounded: bool) -> Option<Grant> {
        let mut granted = None;
        for policy in policies {
            for (at, statement) in policy.document.statements.iter().enumerate() {
                let Some(grant) = statement.means(self.request.caller, bounded) else { continue };
                if statement.applies(self.request, self.context) {
                    if statement.effect == Effect::Allow {
                        granted = granted.max(Some(grant));
                    }
                    self.note(Source::Resource, policy, at);
                }
            }
        }
        granted
    }

    fn note(&mut self, source: Source, policy: &Policy, statement: usize) {
        let said = &policy.document.statements[statement];
        self.matched.push(Matched {
            source,
            policy: policy.name.clone(),
            statement,
            sid: said.sid.clone(),
            effect: said.effect,
        });
    }
}

impl Allows {
    /// What follows when nothing forbids.
    fn verdict(&self, caller: &Caller, policies: &Policies) -> Verdict {
        match (caller, self.resource) {
            (Caller::Root { .. }, _) if !policies.resource_must_allow => Verdict::Allowed,
            (_, Some(Grant::Direct)) => Verdict::Allowed,
            (Caller::User(_) | Caller::Session(_), Some(Grant::Role)) => self.within_bounds(),
            (Caller::User(_) | Caller::Session(_), grant) => {
                if policies.resource_must_allow && grant.is_none() {
                    Verdict::ImplicitDeny(Source::Resource)
                } else if self.identity {
                    self.within_bounds()
                } else {
                    Verdict::ImplicitDeny(Source::Identity)
                }
            }
            _ => Verdict::ImplicitDeny(Source::Resource),
        }
    }

    fn within_bounds(&self) -> Verdict {
        if !self.boundary {
            Verdict::ImplicitDeny(Source::Boundary)
        } else if !self.session {
            Verdict::ImplicitDeny(Source::Session)
        } else {
            Verdict::Allowed
        }
    }
}
