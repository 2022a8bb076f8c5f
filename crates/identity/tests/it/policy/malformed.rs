use identity::policy::{Document, Kind, TEXT_MAX, counted_length};

fn told(text: &str) -> String {
    match Document::parse(&text.replace('\'', "\""), Kind::Identity) {
        Ok(_) => "fine".into(),
        Err(error) => error.to_string(),
    }
}

const SYNTAX: &str = "Syntax errors in policy.";
const LEGACY: &str = "The policy failed legacy parsing";
const VENDOR: &str = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
const VERSION: &str = "Policy document must be version 2012-10-17 or greater.";

#[test]
fn documents() {
    let statement = "{'Effect':'Allow','Action':'s3:Get','Resource':'*'}";
    for (text, expected) in [
        ("no json".into(), SYNTAX),
        ("{}".into(), SYNTAX),
        ("[]".into(), SYNTAX),
        (String::new(), SYNTAX),
        (format!("{{'Version':'2012-10-17','Statement':{statement}}}"), "fine"),
        (format!("{{'Version':'2012-10-17','Statement':[{statement},{statement}]}}"), "fine"),
        (format!("{{'Version':'2012-10-17','Id':'x','Statement':{statement}}}"), "fine"),
        (format!("{{'Version':'2012-10-17','Statement':{statement}}} x"), SYNTAX),
        (format!("{{'Version':'2012-10-17','Statement':{statement},'Extra':1}}"), SYNTAX),
        (
            format!("{{'Version':'2012-10-17','Version':'2012-10-17','Statement':{statement}}}"),
            SYNTAX,
        ),
        (format!("{{'Version':'2012-10-17','Id':{{}},'Statement':{statement}}}"), SYNTAX),
        (format!("{{'Version':'2012-10-17','Id':['x'],'Statement':{statement}}}"), SYNTAX),
        (format!("{{'Version':null,'Statement':{statement}}}"), SYNTAX),
        (format!("{{'Version':'2013-10-17','Statement':{statement}}}"), SYNTAX),
        (format!("{{'Version':'2008-10-17','Statement':{statement}}}"), VERSION),
        (format!("{{'Statement':{statement}}}"), VERSION),
        ("{'Version':'2012-10-17'}".into(), SYNTAX),
        ("{'Version':'2012-10-17','Statement':null}".into(), SYNTAX),
        ("{'Version':'2012-10-17','Statement':[]}".into(), SYNTAX),
        ("{'Version':'2012-10-17','Statement':'x'}".into(), SYNTAX),
        ("{'Version':'2012-10-17','Statement':['x']}".into(), SYNTAX),
        ("{'Version':'2012-10-17','Statement':[[]]}".into(), SYNTAX),
        // Of several mistakes, the same one is told as IAM tells.
        ("{'Statement':{'Effect':'denY','Action':'s3:x','Resource':'*'}}".into(), VERSION),
        (
            "{'Statement':[{'Sid':'a','Effect':'Allow'},{'Sid':'a','Effect':'Allow'}]}".into(),
            VERSION,
        ),
    ] {
        assert_eq!(told(&text), expected, "{text}");
    }
}

#[test]
fn statements() {
    let no_actions = "Policy statement must contain actions.";
    let no_resources = "Policy statement must contain resources.";
    for (statement, expected) in [
        ("'Effect':'Allow','Action':'s3:x','Resource':'*'", "fine"),
        ("'Action':'s3:x','Resource':'*'", SYNTAX),
        ("'Effect':'Maybe','Action':'s3:x','Resource':'*'", SYNTAX),
        ("'Effect':'denY','Action':'s3:x','Resource':'*'", LEGACY),
        ("'Effect':'allow','Resource':'arn:aws:s3:r::b'", LEGACY),
        ("'Effect':'Allow','Action':'s3:x','Resource':'*','Extra':'x'", SYNTAX),
        ("'Effect':'Allow','Sid':{},'Action':'s3:x','Resource':'*'", SYNTAX),
        ("'Effect':'Allow','Sid':[],'Action':'s3:x','Resource':'*'", SYNTAX),
        ("'Effect':'Allow','Action':'s3:x','NotAction':[],'Resource':'*'", SYNTAX),
        ("'Effect':'Allow','Action':'s3:x','Resource':'*','NotResource':[]", SYNTAX),
        ("'Effect':'Allow','Action':7,'Resource':'*'", SYNTAX),
        ("'Effect':'Allow','Action':{},'Resource':'*'", SYNTAX),
        ("'Effect':'Allow','Action':[[]],'Resource':'*'", SYNTAX),
        ("'Effect':'Allow'", no_actions),
        ("'Effect':'Allow','Resource':'*'", no_actions),
        ("'Effect':'Allow','Action':[],'Resource':'*'", no_actions),
        ("'Effect':'Allow','Action':'s3:x'", no_resources),
        ("'Effect':'Allow','Action':'s3:x','Resource':[]", no_resources),
        ("'Effect':'Allow','Action':'invalid'", no_resources),
        ("'Effect':'Allow','Action':'invalid','Resource':'*'", VENDOR),
        ("'Effect':'Allow','NotAction':'','Resource':'*'", VENDOR),
        ("'Effect':'Allow','Action':'a a:x','Resource':'*'", "Vendor a a is not valid"),
        ("'Effect':'Allow','Action':':x','Resource':'*'", "Vendor  is not valid"),
        (
            "'Effect':'Allow','Action':'s3:a:b','Resource':'*'",
            "Actions/Condition can contain only one colon.",
        ),
        ("'Effect':'Allow','Action':'iam: as df ','Resource':'*'", "fine"),
        ("'Effect':'Allow','Action':'s3-s.t:x','Resource':'*'", "fine"),
        ("'Effect':'Allow','Action':'*','Resource':'*'", "fine"),
        (
            "'Effect':'Allow','Principal':'*','Action':'s3:x','Resource':'*'",
            "Policy document should not specify a principal.",
        ),
        (
            "'Sid':'a','Effect':'Allow','Action':'s3:x','Resource':'*'},{'Sid':'a','Effect':'Allow'",
            "Statement IDs (SID) in a single policy must be unique.",
        ),
        ("'Sid':'a','Effect':'Allow','Action':'s3:x','Resource':'*'},{'Effect':'Deny'", no_actions),
    ] {
        let text = format!("{{'Version':'2012-10-17','Statement':[{{{statement}}}]}}");
        assert_eq!(told(&text), expected, "{statement}");
    }
}

#[test]
fn resources() {
    let vendor = "Resource vendor must be fully qualified and cannot contain regexes.";
    let path = "IAM resource path must either be \"*\" or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.";
    for (resource, expected) in [
        ("'*'", "fine"),
        ("'arn:aws:s3:::b'", "fine"),
        ("['arn:aws:s3:::b','*']", "fine"),
        ("'arn:aws:s3:::${aws:username}'", "fine"),
        ("'arn:aws:fdsasf'", "fine"),
        ("'arn:aws:unknown:r::b'", "fine"),
        ("'arn:aws-cn:s3:::b'", "fine"),
        ("'arn:aws:iam:::user/b'", "fine"),
        ("'arn:aws:s3:r:111122223333:accesspoint/a'", "fine"),
        ("'nothing'", "Resource nothing must be in ARN format or \"*\"."),
        ("''", "Resource  must be in ARN format or \"*\"."),
        ("['adf']", "Resource adf must be in ARN format or \"*\"."),
        ("{'a':'*'}", SYNTAX),
        ("['*',{}]", SYNTAX),
        ("'a:b'", "Partition \"b\" is not valid for resource \"arn:b:*:*:*:*\"."),
        ("'a:b:c'", "Partition \"b\" is not valid for resource \"arn:b:c:*:*:*\"."),
        ("'a:b:c:d:e:f:g:h'", "Partition \"b\" is not valid for resource \"arn:b:c:d:e:f:g:h\"."),
        ("'aws:s3:::b'", "Partition \"s3\" is not valid for resource \"arn:s3:::b:*\"."),
        ("'s3::b/*'", "Partition \"\" is not valid for resource \"arn::b/*:*:*:*\"."),
        (
            "['arn:red:s3:::b','arn:red:s3::b']",
            "Partition \"red\" is not valid for resource \"arn:red:s3:::b\".",
        ),
        ("'arn:aws:s3::b'", LEGACY),
        ("'arn:aws::::b'", LEGACY),
        ("'arn:aws::fdsasf'", LEGACY),
        ("'arn:aws'", vendor),
        ("'arn:aws:s*:::b'", vendor),
        ("'arn:aws:iam:::b'", path),
        ("'arn:aws:iam:r::b'", "IAM resource arn:aws:iam:r::b cannot contain region information."),
        ("'arn:aws:s3:r::b'", "Resource arn:aws:s3:r::b can not contain region information."),
    ] {
        for element in ["Resource", "NotResource"] {
            let text = format!(
                "{{'Version':'2012-10-17','Statement':{{'Effect':'Allow','Action':'s3:x','{element}':{resource}}}}}"
            );
            assert_eq!(told(&text), expected, "{resource}");
        }
    }
}

#[test]
fn conditions() {
    for (condition, expected) in [
        ("{}", "fine"),
        ("{'Unknown':{}}", "fine"),
        ("{'DateGreaterThan':{}}", "fine"),
        ("{'DateGreaterThan':{'a':[]}}", "fine"),
        ("{'DateGreaterThan':{'a':'01T'}}", "fine"),
        ("{'DateLessThan':{'a':'2019-07-01T13:20:15Z'}}", "fine"),
        ("{'DateLessThan':{'a':1700000000}}", "fine"),
        ("{'ForAllValues:StringEquals':{'aws:TagKeys':'Department'}}", "fine"),
        ("{'ForAnyValue:StringEqualsIfExists':{'a':'b'}}", "fine"),
        ("{'Bool':{'aws:SecureTransport':false}}", "fine"),
        ("{'NumericLessThan':{'s3:max-keys':[10,2.5]}}", "fine"),
        ("{'Null':{'a':true}}", "fine"),
        ("[]", SYNTAX),
        ("'a'", SYNTAX),
        ("{'StringEquals':'b'}", SYNTAX),
        ("{'StringEquals':[]}", SYNTAX),
        ("{'StringEquals':{'a':{}}}", SYNTAX),
        ("{'StringEquals':{'a':[[]]}}", SYNTAX),
        ("{'StringEquals':{'a':null}}", SYNTAX),
        ("{'StringEquals':{'a':'1','a':'2'}}", SYNTAX),
        ("{'Unknown':{'a':'b'}}", SYNTAX),
        ("{'stringequals':{'a':'b'}}", SYNTAX),
        ("{'ForAnyValue::StringEquals':{'a':'b'}}", SYNTAX),
        ("{'ForSomeValues:StringEquals':{'a':'b'}}", SYNTAX),
        ("{'NullIfExists':{'a':'true'}}", SYNTAX),
        ("{'DateGreaterThan':{'a':'sdfdsf'}}", LEGACY),
        ("{'DateLessThanEquals':{'a':'234-13'}}", LEGACY),
        ("{'DateLessThan':{'a':'9223372036854775808'}}", LEGACY),
        ("{'NumericEquals':{'a':'five'}}", LEGACY),
        ("{'IpAddress':{'a':'10.0.0.0/33'}}", LEGACY),
        ("{'IpAddress':{'a':'10.0.0/8'}}", LEGACY),
        ("{'BinaryEquals':{'a':'***'}}", LEGACY),
    ] {
        let text = format!(
            "{{'Version':'2012-10-17','Statement':{{'Effect':'Allow','Action':'s3:x','Resource':'*','Condition':{condition}}}}}"
        );
        assert_eq!(told(&text), expected, "{condition}");
    }
}

#[test]
fn deep_and_long_texts_are_refused() {
    for open in ["[", "{\"Statement\":", "{\"Statement\":["] {
        assert_eq!(told(&open.repeat(9_000)), SYNTAX);
    }
    let long = format!("\"{}\"", "x".repeat(TEXT_MAX));
    assert_eq!(told(&long), "The policy is longer than 131072 characters.");
    assert_eq!(counted_length(" {\n\t\"a b\" : 1 } "), 8);
}
