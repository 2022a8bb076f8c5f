use std::sync::Arc;

use identity::policy::{
    Caller, Context, Decision, Document, Kind, Policies, Policy, Request, SessionCaller, Source,
    UserCaller, Verdict, evaluate,
};

pub(crate) const ACCOUNT: &str = "111122223333";

pub(crate) fn bob() -> Caller {
    Caller::User(UserCaller {
        account: ACCOUNT.into(),
        path: "/".into(),
        name: "bob".into(),
        id: "AIDABOBBOBBOBBOBBOBB".into(),
        tags: vec![("team".into(), "blue".into())],
    })
}

/// The role `worker`, assumed as `job-1`.
pub(crate) fn session() -> Caller {
    Caller::Session(SessionCaller {
        account: ACCOUNT.into(),
        role_path: "/".into(),
        role_name: "worker".into(),
        role_id: "AROAWORKERWORKERWORK".into(),
        session_name: "job-1".into(),
        source_identity: None,
        tags: vec![("team".into(), "red".into())],
    })
}

pub(crate) fn root() -> Caller {
    Caller::Root { account: ACCOUNT.into() }
}

pub(crate) fn service(name: &str) -> Caller {
    Caller::Service { name: name.into() }
}

pub(crate) fn policy(text: &str, kind: Kind) -> Policy {
    let document = Document::parse(text, kind).unwrap_or_else(|error| panic!("{error}: {text}"));
    Policy { name: "p".into(), document: Arc::new(document) }
}

/// A policy from its statements, written with single quotes.
pub(crate) fn of(statements: &str, kind: Kind) -> Policy {
    let text = format!("{{'Version':'2012-10-17','Statement':[{statements}]}}");
    policy(&text.replace('\'', "\""), kind)
}

/// `Allow s3:Get* arn:aws:s3:::b/*`, several divided by `;`.
pub(crate) fn plain(short: &str) -> Policy {
    let statements = short.split(';').map(|one| {
        let words: Vec<&str> = one.split_whitespace().collect();
        let [effect, action, resource] = words.as_slice() else { panic!("three words: {one}") };
        format!("{{'Effect':'{effect}','Action':'{action}','Resource':'{resource}'}}")
    });
    of(&statements.collect::<Vec<_>>().join(","), Kind::Identity)
}

/// `Allow 'AWS':'*' s3:Get*`: whom a resource lets do what.
pub(crate) fn shared(short: &str) -> Policy {
    let statements = short.split(';').map(|one| {
        let words: Vec<&str> = one.split_whitespace().collect();
        let [effect, who, action] = words.as_slice() else { panic!("three words: {one}") };
        let (element, who) = match who.strip_prefix('!') {
            Some(who) => ("NotPrincipal", who),
            None => ("Principal", *who),
        };
        format!("{{'Effect':'{effect}','{element}':{{{who}}},'Action':'{action}','Resource':'*'}}")
    });
    of(&statements.collect::<Vec<_>>().join(","), Kind::Resource)
}

pub(crate) fn ask(caller: &Caller, action: &str, resource: &str, policies: &Policies) -> Decision {
    ask_with(caller, action, resource, policies, &Context::new())
}

pub(crate) fn ask_with(
    caller: &Caller,
    action: &str,
    resource: &str,
    policies: &Policies,
    context: &Context,
) -> Decision {
    evaluate(&Request { caller, action, resource, context }, policies)
}

pub(crate) fn identity(policy: Policy) -> Policies {
    Policies { identity: vec![policy], ..Policies::default() }
}

/// `allowed`, `no identity`, `deny session`.
pub(crate) fn told(decision: &Decision) -> String {
    let source = |source: Source| match source {
        Source::Identity => "identity",
        Source::Boundary => "boundary",
        Source::Session => "session",
        Source::Resource => "resource",
    };
    match decision.verdict {
        Verdict::Allowed => "allowed".into(),
        Verdict::ImplicitDeny(by) => format!("no {}", source(by)),
        Verdict::ExplicitDeny(by) => format!("deny {}", source(by)),
    }
}
