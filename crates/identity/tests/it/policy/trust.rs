use identity::policy::{Caller, Context, Document, Kind, Policies};

use super::support::{ask, ask_with, bob, of, plain, policy, root, service, session, told};

/// Who may assume a role, by its trust policy and by what the caller may do itself.
#[test]
fn both_sides_of_trust() {
    let assume = "Allow sts:AssumeRole arn:aws:iam::111122223333:role/app";
    let none = "Allow sqs:* *";
    let lambda = || service("lambda.amazonaws.com");
    for (principal, caller, own, expected) in [
        // Whoever is named needs no leave of their own account.
        ("'AWS':'arn:aws:iam::111122223333:user/bob'", bob(), none, "allowed"),
        ("'AWS':'arn:aws:iam::111122223333:user/eve'", bob(), assume, "no resource"),
        ("'AWS':'arn:aws:iam::111122223333:role/worker'", session(), none, "allowed"),
        ("'AWS':'*'", bob(), none, "allowed"),
        // Where the account is named, it must pass the leave on.
        ("'AWS':'111122223333'", bob(), none, "no identity"),
        ("'AWS':'111122223333'", bob(), assume, "allowed"),
        ("'AWS':'arn:aws:iam::111122223333:root'", session(), assume, "allowed"),
        ("'AWS':'444455556666'", bob(), assume, "no resource"),
        ("'AWS':'111122223333'", root(), none, "allowed"),
        ("'AWS':'444455556666'", root(), none, "no resource"),
        ("'Service':'lambda.amazonaws.com'", lambda(), none, "allowed"),
        ("'Service':'ec2.amazonaws.com'", lambda(), none, "no resource"),
        ("'Service':'lambda.amazonaws.com'", bob(), assume, "no resource"),
        ("'Service':'lambda.amazonaws.com'", root(), none, "no resource"),
        ("'AWS':'111122223333'", Caller::Anonymous, none, "no resource"),
    ] {
        let statement =
            format!("{{'Effect':'Allow','Principal':{{{principal}}},'Action':'sts:AssumeRole'}}");
        let policies = Policies {
            identity: vec![plain(own)],
            resource: vec![of(&statement, Kind::Trust)],
            resource_must_allow: true,
            ..Policies::default()
        };
        let role = "arn:aws:iam::111122223333:role/app";
        let decision = ask(&caller, "sts:AssumeRole", role, &policies);
        assert_eq!(told(&decision), expected, "{principal} {caller:?} {own}");
    }
}

#[test]
fn an_external_id() {
    let trust = of(
        "{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::111122223333:user/bob'},\
         'Action':'sts:AssumeRole','Condition':{'StringEquals':{'sts:ExternalId':'42'}}}",
        Kind::Trust,
    );
    let policies =
        Policies { resource: vec![trust], resource_must_allow: true, ..Policies::default() };
    for (id, expected) in [(Some("42"), true), (Some("43"), false), (None, false)] {
        let mut context = Context::new();
        if let Some(id) = id {
            context.set("sts:ExternalId", id);
        }
        let decision = ask_with(&bob(), "sts:AssumeRole", "*", &policies, &context);
        assert_eq!(decision.is_allowed(), expected, "{id:?}");
    }
}

#[test]
fn the_first_version_is_fine() {
    for version in ["'Version':'2008-10-17',", "'Version':'2012-10-17',", ""] {
        let text = format!(
            "{{{version}'Statement':{{'Effect':'Allow','Principal':{{'Service':\
             'lambda.amazonaws.com'}},'Action':'sts:AssumeRole'}}}}"
        );
        policy(&text.replace('\'', "\""), Kind::Trust);
    }
}

#[test]
fn malformed_trust() {
    let who = "'Principal':{'AWS':'*'}";
    for (statement, expected) in [
        (String::new(), "Could not parse the policy: Statement is empty!"),
        ("{'Effect':'Allow','Action':'sts:AssumeRole'}".into(), "Missing required field Principal"),
        (
            "{'Effect':'Allow','Principal':{},'Action':'sts:AssumeRole'}".into(),
            "Missing required field Principal cannot be empty!",
        ),
        (
            "{'Effect':'Allow','Principal':{'AWS':[]},'Action':'sts:AssumeRole'}".into(),
            "Missing required field Principal cannot be empty!",
        ),
        (format!("{{'Effect':'Allow',{who}}}"), "Missing required field Action"),
        (
            format!("{{'Effect':'Allow',{who},'Action':'*'}}"),
            "AssumeRole policy may only specify STS AssumeRole actions.",
        ),
        (
            format!("{{'Effect':'Allow',{who},'Action':['sts:AssumeRole','s3:Get']}}"),
            "AssumeRole policy may only specify STS AssumeRole actions.",
        ),
        (
            format!("{{'Effect':'Allow',{who},'Action':'sts:AssumeRole','Resource':'*'}}"),
            "Has prohibited field Resource",
        ),
        (
            format!("{{'Effect':'Allow',{who},'Action':'sts:AssumeRole','NotResource':'*'}}"),
            "AssumeRole policy must not contain resources.",
        ),
        (
            "{'Effect':'Allow','NotPrincipal':{'AWS':'*'},'Action':'sts:AssumeRole'}".into(),
            "Allow with NotPrincipal is not allowed.",
        ),
        (
            "{'Effect':'Allow','Principal':{'AWS':'bob'},'Action':'sts:AssumeRole'}".into(),
            "Invalid principal in policy: \"AWS\":\"bob\"",
        ),
        (
            "{'Effect':'Allow','Principal':'bob','Action':'sts:AssumeRole'}".into(),
            "Invalid principal in policy: \"AWS\":\"bob\"",
        ),
        (
            "{'Effect':'Allow','Principal':{'Service':'lambda'},'Action':'sts:AssumeRole'}".into(),
            "Invalid principal in policy: \"Service\":\"lambda\"",
        ),
        ("{'Effect':'Allow','Foo':1}".into(), "Syntax errors in policy."),
    ] {
        let text = format!("{{'Version':'2012-10-17','Statement':[{statement}]}}");
        let parsed = Document::parse(&text.replace('\'', "\""), Kind::Trust);
        assert_eq!(parsed.unwrap_err().to_string(), expected, "{statement}");
    }
    let parsed = Document::parse("{not json", Kind::Trust);
    assert_eq!(parsed.unwrap_err().to_string(), "This policy contains invalid Json");
}

#[test]
fn names_that_are_no_principals() {
    for name in [
        "arn:aws:iam::111122223333:user/*",
        "arn:aws:iam::*:root",
        "arn:aws:iam::111122223333:user/",
        "arn:aws:iam::111122223333:group/staff",
        "arn:aws:iam::12:root",
        "arn:aws:sts::111122223333:assumed-role/worker",
        "arn:aws:sts::111122223333:assumed-role/worker/*",
        "arn:aws:s3:::bucket",
        "11112222333",
        "1111222233334",
        "",
        "AIDA",
    ] {
        let text = format!(
            r#"{{"Statement":{{"Effect":"Allow","Principal":{{"AWS":"{name}"}},"Action":"sts:AssumeRole"}}}}"#
        );
        let error = Document::parse(&text, Kind::Trust).unwrap_err().to_string();
        assert_eq!(error, format!("Invalid principal in policy: \"AWS\":\"{name}\""));
    }
}
