use identity::policy::Kind;

use super::support::{ask, bob, identity, of};

/// Whether `Action: pattern` speaks of `action`.
#[test]
fn actions() {
    for (pattern, action, matches) in [
        ("*", "s3:GetObject", true),
        ("*:*", "s3:GetObject", true),
        ("s3:*", "s3:GetObject", true),
        ("s3:*", "s3express:CreateSession", false),
        ("s3:GetObject", "s3:GetObject", true),
        ("s3:getobject", "s3:GetObject", true),
        ("S3:GETOBJECT", "s3:GetObject", true),
        ("s3:GetObject", "s3:GetObjectAcl", false),
        ("s3:GetObject", "s3:GetObjec", false),
        ("s3:Get*", "s3:GetObject", true),
        ("s3:Get*", "s3:Get", true),
        ("s3:Get*", "s3:PutObject", false),
        ("s3:*Object", "s3:DeleteObject", true),
        ("s3:*Object", "s3:DeleteObjects", false),
        ("s3:*Obj*", "s3:ListObjects", true),
        ("s3:Get?bject", "s3:GetObject", true),
        ("s3:GetObjec?", "s3:GetObjec", false),
        ("s3:G?t*ct*", "s3:GetObjectVersion", true),
        ("iam:*AccessKey*", "iam:CreateAccessKey", true),
        ("iam:*AccessKey*", "iam:GetAccessKeyLastUsed", true),
        ("iam:*AccessKey*", "iam:CreateUser", false),
        ("lambda:Invoke*", "lambda:InvokeFunctionUrl", true),
        ("sqs:*", "sns:Publish", false),
    ] {
        for (element, expected) in [("Action", matches), ("NotAction", !matches)] {
            let policy =
                of(&format!("{{'Effect':'Allow','{element}':'{pattern}','Resource':'*'}}"), ID);
            let decision = ask(&bob(), action, "arn:aws:s3:::b", &identity(policy));
            assert_eq!(decision.is_allowed(), expected, "{element} {pattern} of {action}");
        }
    }
}

const ID: Kind = Kind::Identity;

/// Whether `Resource: pattern` speaks of `resource`.
#[test]
fn resources() {
    for (pattern, resource, matches) in [
        ("*", "arn:aws:s3:::b", true),
        ("*", "*", true),
        ("arn:aws:s3:::*", "*", false),
        ("arn:aws:s3:::b", "arn:aws:s3:::b", true),
        ("arn:aws:s3:::b", "arn:aws:s3:::B", false),
        ("arn:aws:s3:::b", "arn:aws:s3:::b/key", false),
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b/key", true),
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b/", true),
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b", false),
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b/deep/er/key", true),
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b/with:colons:in:it", true),
        ("arn:aws:s3:::*/logs", "arn:aws:s3:::b/a:b/logs", true),
        ("arn:aws:s3:::b?", "arn:aws:s3:::b1", true),
        ("arn:aws:s3:::b?", "arn:aws:s3:::b12", false),
        ("arn:aws:s3:::b/??.txt", "arn:aws:s3:::b/é1.txt", true),
        ("arn:aws:s3:::b/a*c*e", "arn:aws:s3:::b/abcde", true),
        ("arn:aws:s3:::b/a*c*e", "arn:aws:s3:::b/abcdef", false),
        ("arn:*:s3:::b", "arn:aws-cn:s3:::b", true),
        // Where the first fields alone are given, the others may be anything.
        ("arn:aws:lambda", "arn:aws:lambda:eu-west-1:111122223333:function:f", true),
        ("arn:aws:lambda:eu-west-1", "arn:aws:lambda:eu-west-1:1:function:f", true),
        ("arn:aws:lambda:eu-west-1", "arn:aws:lambda:us-east-1:1:function:f", false),
        // A star inside a field stays in it; one at the end of a field may go on.
        ("arn:aws:sqs:us-*-1:111122223333:q", "arn:aws:sqs:us-east-1:111122223333:q", true),
        ("arn:aws:sqs:us-*-1:111122223333:q", "arn:aws:sqs:us-x:4:y-1:111122223333:q", false),
        ("arn:aws:sqs:*:111122223333:q", "arn:aws:sqs:eu-west-1:111122223333:q", true),
        ("arn:aws:sqs:*:111122223333:q", "arn:aws:sqs:eu-west-1:444455556666:q", false),
        ("arn:aws:sqs:*:*:q", "arn:aws:sqs:eu-west-1:444455556666:q", true),
        ("arn:aws:lambda:*:function:f", "arn:aws:lambda:eu-west-1:1:function:f", true),
        ("arn:aws:lambda:*:*:function:f", "arn:aws:lambda:eu-west-1:1:function:f:live", false),
        ("arn:aws:lambda:*:*:function:f:*", "arn:aws:lambda:eu-west-1:1:function:f:live", true),
        ("arn:aws:lambda:*:*:function:f*", "arn:aws:lambda:eu-west-1:1:function:f:live", true),
        ("arn:aws:logs:*:*:log-group:/aws/*:*", "arn:aws:logs:r:1:log-group:/aws/l/f:x", true),
        ("arn:aws:dynamodb:*:*:table/T", "arn:aws:dynamodb:r:1:table/T/index/i", false),
        ("arn:aws:iam::*:role/app/*", "arn:aws:iam::111122223333:role/app/worker", true),
        ("arn:aws:iam::*:role/app/*", "arn:aws:iam::111122223333:role/worker", false),
    ] {
        for (element, expected) in [("Resource", matches), ("NotResource", !matches)] {
            let policy =
                of(&format!("{{'Effect':'Allow','Action':'*','{element}':'{pattern}'}}"), ID);
            let decision = ask(&bob(), "s3:GetObject", resource, &identity(policy));
            assert_eq!(decision.is_allowed(), expected, "{element} {pattern} of {resource}");
        }
    }
}

#[test]
fn one_of_several_is_enough_and_except_means_none_of_them() {
    let some = "{'Effect':'Allow','Action':['s3:Get*','s3:Put*'],'Resource':['arn:aws:s3:::a','arn:aws:s3:::b']}";
    let except = "{'Effect':'Allow','NotAction':['s3:Get*','s3:Put*'],'NotResource':['arn:aws:s3:::a','arn:aws:s3:::b']}";
    for (action, resource, by_some, by_except) in [
        ("s3:GetObject", "arn:aws:s3:::a", true, false),
        ("s3:PutObject", "arn:aws:s3:::b", true, false),
        ("s3:PutObject", "arn:aws:s3:::c", false, false),
        ("s3:List", "arn:aws:s3:::a", false, false),
        ("s3:List", "arn:aws:s3:::c", false, true),
    ] {
        for (statement, expected) in [(some, by_some), (except, by_except)] {
            let decision = ask(&bob(), action, resource, &identity(of(statement, ID)));
            assert_eq!(decision.is_allowed(), expected, "{action} {resource} {statement}");
        }
    }
}
