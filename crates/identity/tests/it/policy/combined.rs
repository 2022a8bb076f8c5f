use identity::policy::{Context, Effect, Kind, Policies, Source};

use super::support::{
    ACCOUNT, ask, ask_with, bob, identity, of, plain, root, service, session, shared, told,
};

const USER: &str = "'AWS':'arn:aws:iam::111122223333:user/bob'";
const ROLE: &str = "'AWS':'arn:aws:iam::111122223333:role/worker'";
const SESSION: &str = "'AWS':'arn:aws:sts::111122223333:assumed-role/worker/job-1'";
const HERE: &str = "'AWS':'111122223333'";
const ALL: &str = "'AWS':'*'";

/// Own policies, boundary, session policy (`-` for none) and whom the resource lets in.
#[test]
fn who_has_the_say() {
    for (own, boundary, passed, shared_with, for_bob, for_session) in [
        ("-", "-", "-", "-", "no identity", "no identity"),
        ("Allow", "-", "-", "-", "allowed", "allowed"),
        ("Deny", "-", "-", "-", "deny identity", "deny identity"),
        // A boundary grants nothing and bounds everything.
        ("-", "Allow", "-", "-", "no identity", "no identity"),
        ("Allow", "Allow", "-", "-", "allowed", "allowed"),
        ("Allow", "Other", "-", "-", "no boundary", "no boundary"),
        ("Allow", "Deny", "-", "-", "deny boundary", "deny boundary"),
        // So does a session policy.
        ("-", "-", "Allow", "-", "no identity", "no identity"),
        ("Allow", "-", "Allow", "-", "allowed", "allowed"),
        ("Allow", "-", "Other", "-", "no session", "no session"),
        ("Allow", "-", "Deny", "-", "deny session", "deny session"),
        ("Allow", "Allow", "Allow", "-", "allowed", "allowed"),
        ("Allow", "Other", "Allow", "-", "no boundary", "no boundary"),
        // A resource that names a user or a session lets it in, whatever bounds it.
        ("-", "-", "-", USER, "allowed", "no identity"),
        ("-", "Other", "-", USER, "allowed", "no identity"),
        ("-", "-", "-", SESSION, "no identity", "allowed"),
        ("-", "Other", "Other", SESSION, "no identity", "allowed"),
        ("-", "Other", "Other", ALL, "allowed", "allowed"),
        // One that names a role lets it in within its bounds.
        ("-", "-", "-", ROLE, "no identity", "allowed"),
        ("-", "Allow", "Allow", ROLE, "no identity", "allowed"),
        ("-", "Other", "-", ROLE, "no identity", "no boundary"),
        ("-", "-", "Other", ROLE, "no identity", "no session"),
        // One that names the account leaves it to the account.
        ("-", "-", "-", HERE, "no identity", "no identity"),
        ("Allow", "-", "-", HERE, "allowed", "allowed"),
        // A deny anywhere is the end.
        ("Deny", "-", "-", USER, "deny identity", "deny identity"),
        ("-", "Deny", "-", USER, "deny boundary", "deny boundary"),
        ("-", "-", "Deny", SESSION, "deny session", "deny session"),
        ("Other", "-", "-", ALL, "allowed", "allowed"),
    ] {
        let policy = |word| match word {
            "-" => None,
            "Other" => Some(plain("Allow sqs:* *")),
            effect => Some(plain(&format!("{effect} s3:* *"))),
        };
        let policies = Policies {
            identity: policy(own).into_iter().collect(),
            boundary: policy(boundary),
            session: policy(passed).map(|policy| vec![policy]),
            resource: match shared_with {
                "-" => Vec::new(),
                who => vec![shared(&format!("Allow {who} s3:*"))],
            },
            ..Policies::default()
        };
        for (caller, expected) in [(bob(), for_bob), (session(), for_session)] {
            let decision = ask(&caller, "s3:GetObject", "arn:aws:s3:::b/k", &policies);
            let case = (own, boundary, passed, shared_with);
            assert_eq!(told(&decision), expected, "{case:?} {caller:?}");
        }
    }
}

#[test]
fn statements_add_up_and_a_deny_wins_in_any_order() {
    for (policy, action, expected) in [
        ("Allow s3:Get* *;Allow s3:Put* *", "s3:PutObject", "allowed"),
        ("Allow s3:* *;Deny s3:Delete* *", "s3:GetObject", "allowed"),
        ("Allow s3:* *;Deny s3:Delete* *", "s3:DeleteObject", "deny identity"),
        ("Deny s3:Delete* *;Allow s3:* *", "s3:DeleteObject", "deny identity"),
        ("Allow s3:* arn:aws:s3:::a;Deny s3:* arn:aws:s3:::b", "s3:Get", "deny identity"),
        ("Deny s3:* arn:aws:s3:::a;Allow s3:* arn:aws:s3:::b", "s3:Get", "allowed"),
        ("Deny s3:* *", "sqs:Get", "no identity"),
    ] {
        let decision = ask(&bob(), action, "arn:aws:s3:::b", &identity(plain(policy)));
        assert_eq!(told(&decision), expected, "{policy} {action}");
    }
}

/// The owner of the account is bound by what a resource forbids, and by nothing else.
#[test]
fn the_owner() {
    let denied = || vec![shared("Deny 'AWS':'*' s3:*")];
    for (own, boundary, resource, expected) in [
        ("Allow sqs:* *", "Allow sqs:* *", vec![], "allowed"),
        ("Deny * *", "Deny * *", vec![], "allowed"),
        ("Allow * *", "Allow * *", denied(), "deny resource"),
    ] {
        let policies = Policies {
            identity: vec![plain(own)],
            boundary: Some(plain(boundary)),
            resource,
            ..Policies::default()
        };
        let decision = ask(&root(), "s3:Get", "arn:aws:s3:::b", &policies);
        assert_eq!(told(&decision), expected, "{own}");
    }
}

/// A service is let in for one function, one topic, one account.
#[test]
fn a_service_for_a_source() {
    let statement = format!(
        "{{'Effect':'Allow','Principal':{{'Service':'s3.amazonaws.com'}},\
         'Action':'lambda:InvokeFunction','Resource':'arn:aws:lambda:r:1:function:f',\
         'Condition':{{'ArnLike':{{'aws:SourceArn':'arn:aws:s3:::uploads'}},\
         'StringEquals':{{'aws:SourceAccount':'{ACCOUNT}'}}}}}}"
    );
    let resource = vec![of(&statement, Kind::Resource)];
    let policies = Policies { resource, ..Policies::default() };
    for (name, arn, account, expected) in [
        ("s3.amazonaws.com", "arn:aws:s3:::uploads", ACCOUNT, "allowed"),
        ("s3.amazonaws.com", "arn:aws:s3:::others", ACCOUNT, "no resource"),
        ("s3.amazonaws.com", "arn:aws:s3:::uploads", "444455556666", "no resource"),
        ("sns.amazonaws.com", "arn:aws:s3:::uploads", ACCOUNT, "no resource"),
    ] {
        let context = Context::new().with("aws:SourceArn", arn).with("aws:SourceAccount", account);
        let function = "arn:aws:lambda:r:1:function:f";
        let caller = service(name);
        let decision = ask_with(&caller, "lambda:InvokeFunction", function, &policies, &context);
        assert_eq!(told(&decision), expected, "{name} {arn} {account}");
    }
}

/// Keys that every request has by who makes it.
#[test]
fn the_caller_in_conditions() {
    for (operator, key, value, for_bob, for_session) in [
        ("StringEquals", "aws:PrincipalAccount", ACCOUNT, true, true),
        ("StringEquals", "aws:PrincipalType", "User", true, false),
        ("StringEquals", "aws:PrincipalType", "AssumedRole", false, true),
        ("StringEquals", "aws:username", "bob", true, false),
        ("ArnEquals", "aws:PrincipalArn", "arn:aws:iam::*:user/bob", true, false),
        ("ArnEquals", "aws:PrincipalArn", "arn:aws:iam::*:role/worker", false, true),
        ("StringLike", "aws:userid", "AROA*:job-1", false, true),
        ("StringEquals", "aws:PrincipalTag/team", "blue", true, false),
        ("Bool", "aws:PrincipalIsAWSService", "false", true, true),
        ("Null", "aws:username", "true", false, true),
    ] {
        let statement = format!(
            "{{'Effect':'Allow','Action':'*','Resource':'*',\
             'Condition':{{'{operator}':{{'{key}':'{value}'}}}}}}"
        );
        let policies = identity(of(&statement, Kind::Identity));
        for (caller, expected) in [(bob(), for_bob), (session(), for_session)] {
            let allowed = ask(&caller, "s3:Get", "*", &policies).is_allowed();
            assert_eq!(allowed, expected, "{operator} {key} {value} {caller:?}");
        }
    }
}

#[test]
fn what_matched_is_told() {
    let own = of(
        "{'Sid':'Read','Effect':'Allow','Action':'s3:Get*','Resource':'*'},\
         {'Effect':'Allow','Action':'sqs:*','Resource':'*'},\
         {'Sid':'Never','Effect':'Deny','Action':'*','Resource':'arn:aws:s3:::b/secret'}",
        Kind::Identity,
    );
    let decision = ask(&bob(), "s3:GetObject", "arn:aws:s3:::b/secret", &identity(own));
    let told: Vec<_> = decision
        .matched
        .iter()
        .map(|m| (m.source, m.statement, m.sid.as_deref(), m.effect))
        .collect();
    assert_eq!(
        told,
        [
            (Source::Identity, 0, Some("Read"), Effect::Allow),
            (Source::Identity, 2, Some("Never"), Effect::Deny),
        ]
    );
    assert_eq!(
        decision.reason("s3:GetObject"),
        "with an explicit deny in an identity-based policy"
    );
    let nothing = ask(&bob(), "s3:GetObject", "*", &Policies::default());
    assert_eq!(
        nothing.reason("s3:GetObject"),
        "because no identity-based policy allows the s3:GetObject action"
    );
}
