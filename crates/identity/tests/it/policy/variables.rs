use identity::policy::{Context, Kind};

use super::support::{ask_with, bob, identity, of, policy, session};

/// `Resource` with a variable, and what it then speaks of.
#[test]
fn in_resources() {
    for (pattern, resource, for_bob, for_session) in [
        ("home/${aws:username}/*", "home/bob/x", true, false),
        ("home/${aws:username}/*", "home/eve/x", false, false),
        ("home/${AWS:UserName}/*", "home/bob/x", true, false),
        ("${aws:userid}", "AIDABOBBOBBOBBOBBOBB", true, false),
        ("${aws:userid}", "AROAWORKERWORKERWORK:job-1", false, true),
        ("${aws:PrincipalTag/team}/*", "blue/x", true, false),
        ("${aws:PrincipalTag/team}/*", "red/x", false, true),
        ("${aws:PrincipalTag/TEAM}/*", "red/x", false, true),
        ("${aws:PrincipalTag/none}/*", "/x", false, false),
        ("${aws:PrincipalTag/none, 'all'}/*", "all/x", true, true),
        ("${aws:PrincipalTag/team, 'all'}/*", "all/x", false, false),
        ("${aws:username,'guest'}", "guest", false, true),
        ("${ aws:username , 'a*b' }", "a*b", false, true),
        ("${ aws:username , 'a*b' }", "axb", false, false),
        ("${aws:PrincipalType}", "AssumedRole", false, true),
        // A star or dollar that is meant.
        ("${*}", "*", true, true),
        ("${*}", "x", false, false),
        ("${?}", "?", true, true),
        ("${?}", "x", false, false),
        ("${$}{aws:username}", "${aws:username}", true, true),
        // What is no variable is text.
        ("${", "${", true, true),
        ("${}", "${}", true, true),
        ("$x", "$x", true, true),
        ("${aws:username", "${aws:username", true, true),
        ("${x 'y'}", "${x 'y'}", false, false),
        // Two values are no value.
        ("${two:values}", "a", false, false),
        // A value brings no wildcards.
        ("${star:value}", "anything", false, false),
        ("${star:value}", "*", true, true),
    ] {
        let pattern = format!(r#""arn:aws:s3:::{pattern}""#);
        let text = format!(
            r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"*","Resource":{pattern}}}}}"#
        );
        let policies = identity(policy(&text, Kind::Identity));
        let context = Context::new().with_all("two:values", &["a", "b"]).with("star:value", "*");
        let resource = format!("arn:aws:s3:::{resource}");
        for (caller, expected) in [(bob(), for_bob), (session(), for_session)] {
            let decision = ask_with(&caller, "s3:Get", &resource, &policies, &context);
            assert_eq!(decision.is_allowed(), expected, "{pattern} {resource} {caller:?}");
        }
    }
}

/// They stand in the last field of an ARN alone.
#[test]
fn not_in_the_first_fields() {
    let statement = "{'Effect':'Allow','Action':'*','Resource':'arn:aws:sqs:${aws:username}:1:q'}";
    let policies = identity(of(statement, Kind::Identity));
    let decision = ask_with(&bob(), "s3:Get", "arn:aws:sqs:bob:1:q", &policies, &Context::new());
    assert!(!decision.is_allowed());
}

#[test]
fn in_conditions() {
    for (operator, value, found, for_bob, for_session) in [
        ("StringEquals", "${aws:username}", "bob", true, false),
        ("StringEquals", "${aws:username}", "eve", false, false),
        ("StringNotEquals", "${aws:username}", "eve", true, false),
        ("StringEqualsIgnoreCase", "${aws:username}", "BOB", true, false),
        ("StringLike", "home/${aws:username}/*", "home/bob/x", true, false),
        ("StringLike", "${*}", "x", false, false),
        (
            "ArnEquals",
            "arn:aws:iam::1:user/${aws:username}",
            "arn:aws:iam::1:user/bob",
            true,
            false,
        ),
        ("ArnLike", "arn:aws:iam::*:*/${aws:username}", "arn:aws:iam::1:user/bob", true, false),
        ("StringEquals", "${aws:PrincipalTag/team}", "red", false, true),
        ("ForAllValues:StringEquals", "${aws:PrincipalTag/team}", "red", false, true),
    ] {
        let statement = format!(
            "{{'Effect':'Allow','Action':'*','Resource':'*',\
             'Condition':{{'{operator}':{{'k:k':'{value}'}}}}}}"
        );
        let policies = identity(of(&statement, Kind::Identity));
        let context = Context::new().with("k:k", found);
        for (caller, expected) in [(bob(), for_bob), (session(), for_session)] {
            let decision = ask_with(&caller, "s3:Get", "*", &policies, &context);
            assert_eq!(decision.is_allowed(), expected, "{operator} {value} {found} {caller:?}");
        }
    }
}

/// The first version of the language knows none.
#[test]
fn not_in_the_first_version() {
    for version in ["\"Version\":\"2008-10-17\",", ""] {
        let text = format!(
            r#"{{{version}"Statement":{{"Effect":"Allow","Principal":"*","Action":"*","Resource":"arn:aws:s3:::${{aws:username}}"}}}}"#
        );
        let mut policies = identity(policy(&text, Kind::Resource));
        policies.resource = std::mem::take(&mut policies.identity);
        for (resource, expected) in
            [("arn:aws:s3:::bob", false), ("arn:aws:s3:::${aws:username}", true)]
        {
            let decision = ask_with(&bob(), "s3:Get", resource, &policies, &Context::new());
            assert_eq!(decision.is_allowed(), expected, "{version} {resource}");
        }
    }
}
