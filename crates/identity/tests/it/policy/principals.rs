use identity::policy::{Caller, Kind, Policies, SessionCaller, UserCaller};

use super::support::{ask, bob, of, plain, root, service, session, shared, told};

fn web() -> Caller {
    Caller::WebIdentity { provider: "accounts.google.com".into() }
}

fn in_path() -> Caller {
    let Caller::User(bob) = bob() else { unreachable!("bob is a user") };
    Caller::User(UserCaller { path: "/team/a/".into(), ..bob })
}

fn elsewhere() -> Caller {
    let Caller::Session(session) = session() else { unreachable!("it is a session") };
    Caller::Session(SessionCaller { role_path: "/app/".into(), ..session })
}

/// Whom a resource's policy lets in, when nothing else does.
#[test]
fn named_by_a_resource() {
    let lambda = || service("lambda.amazonaws.com");
    let id = "'AWS':'AIDABOBBOBBOBBOBBOBB'";
    let role_id = "'AWS':'AROAWORKERWORKERWORK'";
    for (principal, caller, expected) in [
        ("'AWS':'*'", bob(), "allowed"),
        ("'AWS':'*'", session(), "allowed"),
        ("'AWS':'*'", lambda(), "allowed"),
        ("'AWS':'*'", Caller::Anonymous, "allowed"),
        ("'AWS':'arn:aws:iam::111122223333:user/bob'", bob(), "allowed"),
        ("'AWS':'arn:aws:iam::111122223333:user/bob'", in_path(), "no identity"),
        ("'AWS':'arn:aws:iam::111122223333:user/team/a/bob'", in_path(), "allowed"),
        ("'AWS':'arn:aws:iam::111122223333:user/Bob'", bob(), "no identity"),
        ("'AWS':'arn:aws:iam::444455556666:user/bob'", bob(), "no identity"),
        ("'AWS':'arn:aws:iam::111122223333:user/bob'", session(), "no identity"),
        (id, bob(), "allowed"),
        (id, session(), "no identity"),
        (role_id, session(), "allowed"),
        ("'AWS':'arn:aws:iam::111122223333:role/worker'", session(), "allowed"),
        ("'AWS':'arn:aws:iam::111122223333:role/worker'", elsewhere(), "no identity"),
        ("'AWS':'arn:aws:iam::111122223333:role/app/worker'", elsewhere(), "allowed"),
        ("'AWS':'arn:aws:sts::111122223333:assumed-role/worker/job-1'", session(), "allowed"),
        ("'AWS':'arn:aws:sts::111122223333:assumed-role/worker/job-1'", elsewhere(), "allowed"),
        ("'AWS':'arn:aws:sts::111122223333:assumed-role/worker/job-2'", session(), "no identity"),
        // An account is told that it may allow, not that it does.
        ("'AWS':'111122223333'", bob(), "no identity"),
        ("'AWS':'111122223333'", session(), "no identity"),
        ("'AWS':'arn:aws:iam::111122223333:root'", bob(), "no identity"),
        ("'AWS':'arn:aws:iam::111122223333:root'", root(), "allowed"),
        ("'AWS':['444455556666','arn:aws:iam::111122223333:user/bob']", bob(), "allowed"),
        ("'Service':'lambda.amazonaws.com'", lambda(), "allowed"),
        ("'Service':'lambda.amazonaws.com'", service("sns.amazonaws.com"), "no resource"),
        ("'Service':'lambda.amazonaws.com'", bob(), "no identity"),
        ("'Service':['sns.amazonaws.com','lambda.amazonaws.com']", lambda(), "allowed"),
        ("'Service':'*'", lambda(), "allowed"),
        ("'Service':'*'", bob(), "no identity"),
        ("'Federated':'accounts.google.com'", web(), "allowed"),
        ("'Federated':'www.amazon.com'", web(), "no resource"),
        ("'AWS':'111122223333','Service':'lambda.amazonaws.com'", lambda(), "allowed"),
        ("'AWS':'111122223333'", Caller::Anonymous, "no resource"),
        ("'CanonicalUser':'79a59df900b949e55d96a1e698fbaced'", bob(), "no identity"),
    ] {
        let resource = vec![shared(&format!("Allow {principal} s3:Get*"))];
        let policies = Policies { resource, ..Policies::default() };
        let decision = ask(&caller, "s3:GetObject", "arn:aws:s3:::b/k", &policies);
        assert_eq!(told(&decision), expected, "{principal} {caller:?}");
    }
}

#[test]
fn everybody_in_one_word() {
    let statement = "{'Effect':'Allow','Principal':'*','Action':'s3:*','Resource':'*'}";
    let policies =
        Policies { resource: vec![of(statement, Kind::Resource)], ..Policies::default() };
    for caller in [bob(), session(), root(), service("x.amazonaws.com"), Caller::Anonymous] {
        assert!(ask(&caller, "s3:Get", "*", &policies).is_allowed(), "{caller:?}");
    }
}

/// Everybody but some is denied; an account must be named together with who is in it.
#[test]
fn everybody_but() {
    const BOB: &str = "'arn:aws:iam::111122223333:user/bob'";
    const ROLE: &str = "'arn:aws:iam::111122223333:role/worker'";
    const SESSION: &str = "'arn:aws:sts::111122223333:assumed-role/worker/job-1'";
    const ACCOUNT: &str = "'arn:aws:iam::111122223333:root'";
    let boundary = || Some(plain("Allow * *"));
    for (names, caller, boundary, expected) in [
        (format!("'AWS':[{ACCOUNT},{BOB}]"), bob(), None, "allowed"),
        (format!("'AWS':['111122223333',{BOB}]"), bob(), None, "allowed"),
        (format!("'AWS':[{BOB}]"), bob(), None, "deny resource"),
        (format!("'AWS':[{ACCOUNT}]"), bob(), None, "deny resource"),
        (format!("'AWS':[{ACCOUNT},{BOB}]"), session(), None, "deny resource"),
        (format!("'AWS':[{ACCOUNT},{ROLE},{SESSION}]"), session(), None, "allowed"),
        (format!("'AWS':[{ACCOUNT},{ROLE}]"), session(), None, "deny resource"),
        (format!("'AWS':[{ACCOUNT},{BOB}]"), bob(), boundary(), "deny resource"),
        (format!("'AWS':[{ACCOUNT}]"), root(), None, "allowed"),
        (format!("'AWS':[{BOB}]"), root(), None, "deny resource"),
        ("'AWS':['*']".into(), bob(), None, "allowed"),
        (
            "'Service':['sns.amazonaws.com']".into(),
            service("sqs.amazonaws.com"),
            None,
            "deny resource",
        ),
        ("'AWS':['111122223333']".into(), Caller::Anonymous, None, "deny resource"),
    ] {
        let policies = Policies {
            identity: vec![plain("Allow * *")],
            resource: vec![shared(&format!("Deny !{names} s3:*"))],
            boundary,
            ..Policies::default()
        };
        let decision = ask(&caller, "s3:Get", "arn:aws:s3:::b", &policies);
        assert_eq!(told(&decision), expected, "{names} {caller:?}");
    }
}
