use identity::policy::{Context, Kind};

use super::support::{ask_with, bob, identity, of};

/// An operator, its values, the values of the request's key, and whether the condition holds.
pub(super) type Case<'a> = (&'a str, &'a [&'a str], Option<&'a [&'a str]>, bool);

pub(super) fn check(cases: &[Case<'_>]) {
    for (operator, values, found, expected) in cases {
        let listed: Vec<String> = values.iter().map(|value| format!("'{value}'")).collect();
        let statement = format!(
            "{{'Effect':'Allow','Action':'*','Resource':'*',\
             'Condition':{{'{operator}':{{'K:Ey':[{}]}}}}}}",
            listed.join(",")
        );
        let mut context = Context::new();
        if let Some(found) = found {
            context = context.with_all("k:eY", found);
        }
        let policies = identity(of(&statement, Kind::Identity));
        let decision = ask_with(&bob(), "s3:Get", "*", &policies, &context);
        assert_eq!(decision.is_allowed(), *expected, "{operator} {values:?} of {found:?}");
    }
}

#[test]
fn strings() {
    check(&[
        ("StringEquals", &["a"], Some(&["a"]), true),
        ("StringEquals", &["a"], Some(&["A"]), false),
        ("StringEquals", &["a"], Some(&["ab"]), false),
        ("StringEquals", &["a", "b"], Some(&["b"]), true),
        ("StringEquals", &["a*"], Some(&["ab"]), false),
        ("StringEquals", &["a*"], Some(&["a*"]), true),
        ("StringEquals", &[""], Some(&[""]), true),
        ("StringEquals", &[], Some(&["a"]), false),
        ("StringEquals", &["a"], None, false),
        ("StringNotEquals", &["a"], Some(&["a"]), false),
        ("StringNotEquals", &["a"], Some(&["b"]), true),
        ("StringNotEquals", &["a", "b"], Some(&["b"]), false),
        ("StringNotEquals", &["a", "b"], Some(&["c"]), true),
        ("StringNotEquals", &["a"], None, true),
        ("StringEqualsIgnoreCase", &["aBc"], Some(&["AbC"]), true),
        ("StringEqualsIgnoreCase", &["Äb"], Some(&["äB"]), true),
        ("StringEqualsIgnoreCase", &["abc"], Some(&["abd"]), false),
        ("StringNotEqualsIgnoreCase", &["aBc"], Some(&["AbC"]), false),
        ("StringNotEqualsIgnoreCase", &["abc"], Some(&["abd"]), true),
        ("StringLike", &["a*"], Some(&["abc"]), true),
        ("StringLike", &["a*"], Some(&["Abc"]), false),
        ("StringLike", &["a?c"], Some(&["abc"]), true),
        ("StringLike", &["a?c"], Some(&["ac"]), false),
        ("StringLike", &["x", "*c"], Some(&["abc"]), true),
        ("StringLike", &["a*c"], Some(&["a:b:c"]), true),
        ("StringLike", &["*"], Some(&[""]), true),
        ("StringLike", &["*"], None, false),
        ("StringNotLike", &["a*"], Some(&["abc"]), false),
        ("StringNotLike", &["a*"], Some(&["bc"]), true),
        ("StringNotLike", &["a*"], None, true),
    ]);
}

#[test]
fn truth_and_bytes() {
    check(&[
        ("Bool", &["true"], Some(&["true"]), true),
        ("Bool", &["true"], Some(&["TRUE"]), true),
        ("Bool", &["True"], Some(&["true"]), true),
        ("Bool", &["false"], Some(&["true"]), false),
        ("Bool", &["false"], Some(&["false"]), true),
        ("Bool", &["true"], None, false),
        ("Bool", &["false"], None, false),
        ("BoolIfExists", &["false"], None, true),
        ("BinaryEquals", &["aGVsbG8="], Some(&["aGVsbG8="]), true),
        ("BinaryEquals", &["aGVsbG8="], Some(&["aGVsbG9v"]), false),
        ("BinaryEquals", &["aGVsbG8="], Some(&["no base 64"]), false),
        ("BinaryEquals", &["aGVsbG8="], None, false),
    ]);
}

#[test]
fn addresses() {
    check(&[
        ("IpAddress", &["203.0.113.0/24"], Some(&["203.0.113.7"]), true),
        ("IpAddress", &["203.0.113.0/24"], Some(&["203.0.114.7"]), false),
        ("IpAddress", &["203.0.113.99/24"], Some(&["203.0.113.7"]), true),
        ("IpAddress", &["203.0.113.7"], Some(&["203.0.113.7"]), true),
        ("IpAddress", &["203.0.113.7"], Some(&["203.0.113.8"]), false),
        ("IpAddress", &["0.0.0.0/0"], Some(&["8.8.8.8"]), true),
        ("IpAddress", &["0.0.0.0/0"], Some(&["2001:db8::1"]), false),
        ("IpAddress", &["10.0.0.0/8", "192.0.2.0/25"], Some(&["192.0.2.127"]), true),
        ("IpAddress", &["10.0.0.0/8", "192.0.2.0/25"], Some(&["192.0.2.128"]), false),
        ("IpAddress", &["2001:DB8:1234:5678::/64"], Some(&["2001:db8:1234:5678:9::1"]), true),
        ("IpAddress", &["2001:DB8:1234:5678::/64"], Some(&["2001:db8:1234:5679::1"]), false),
        ("IpAddress", &["::/0"], Some(&["2001:db8::1"]), true),
        ("IpAddress", &["10.0.0.0/8"], Some(&["::ffff:10.1.2.3"]), true),
        ("IpAddress", &["10.0.0.0/8"], Some(&["localhost"]), false),
        ("IpAddress", &["10.0.0.0/8"], None, false),
        ("NotIpAddress", &["10.0.0.0/8"], Some(&["10.1.2.3"]), false),
        ("NotIpAddress", &["10.0.0.0/8"], Some(&["11.1.2.3"]), true),
        ("NotIpAddress", &["10.0.0.0/8", "11.0.0.0/8"], Some(&["11.1.2.3"]), false),
        ("NotIpAddress", &["10.0.0.0/8"], None, true),
    ]);
}

#[test]
fn arns() {
    check(&[
        ("ArnEquals", &["arn:aws:sns:r:1:t"], Some(&["arn:aws:sns:r:1:t"]), true),
        ("ArnEquals", &["arn:aws:sns:r:1:t"], Some(&["arn:aws:sns:r:1:T"]), false),
        ("ArnEquals", &["arn:aws:sns:*:1:t"], Some(&["arn:aws:sns:r:1:t"]), true),
        ("ArnLike", &["arn:aws:sns:*:*:t-*"], Some(&["arn:aws:sns:r:1:t-7"]), true),
        ("ArnLike", &["arn:aws:sns:*:t"], Some(&["arn:aws:sns:r:1:t"]), false),
        ("ArnLike", &["arn:aws:sns:*"], Some(&["arn:aws:sns:r:1:t"]), true),
        ("ArnLike", &["arn:aws:s*:r:1:t"], Some(&["arn:aws:sns:r:1:t"]), true),
        ("ArnLike", &["arn:aws:s*:1:t"], Some(&["arn:aws:sns:r:1:t"]), false),
        ("ArnLike", &["arn:aws:sns:?:1:t"], Some(&["arn:aws:sns:r:1:t"]), true),
        (
            "ArnLike",
            &["arn:aws:lambda:r:1:function:*"],
            Some(&["arn:aws:lambda:r:1:function:f:v"]),
            true,
        ),
        ("ArnLike", &["*"], Some(&["arn:aws:sns:r:1:t"]), true),
        ("ArnLike", &["*"], Some(&["no arn"]), false),
        ("ArnLike", &["no arn"], Some(&["no arn"]), false),
        ("ArnLike", &["arn:aws:sns:r:1:t"], None, false),
        ("ArnNotEquals", &["arn:aws:sns:r:1:t"], Some(&["arn:aws:sns:r:1:t"]), false),
        ("ArnNotEquals", &["arn:aws:sns:r:1:t"], Some(&["arn:aws:sns:r:1:u"]), true),
        ("ArnNotLike", &["arn:aws:sns:*:*:*"], Some(&["arn:aws:sns:r:1:u"]), false),
        ("ArnNotLike", &["arn:aws:sns:*:*:*"], Some(&["arn:aws:sqs:r:1:u"]), true),
        ("ArnNotLike", &["arn:aws:sns:*:*:*"], None, true),
    ]);
}

#[test]
fn absence() {
    check(&[
        ("Null", &["true"], None, true),
        ("Null", &["true"], Some(&["a"]), false),
        ("Null", &["false"], Some(&["a"]), true),
        ("Null", &["false"], None, false),
        ("Null", &["true"], Some(&[]), true),
        ("Null", &["false"], Some(&[""]), true),
        ("Null", &["true", "false"], None, true),
        ("StringEqualsIfExists", &["a"], None, true),
        ("StringEqualsIfExists", &["a"], Some(&["a"]), true),
        ("StringEqualsIfExists", &["a"], Some(&["b"]), false),
        ("StringNotEqualsIfExists", &["a"], None, true),
        ("StringNotEqualsIfExists", &["a"], Some(&["a"]), false),
        ("StringLikeIfExists", &["a*"], Some(&["b"]), false),
        ("NumericLessThanIfExists", &["5"], None, true),
        ("NumericLessThanIfExists", &["5"], Some(&["6"]), false),
        ("DateLessThanIfExists", &["2030-01-01"], None, true),
        ("IpAddressIfExists", &["10.0.0.0/8"], None, true),
        ("IpAddressIfExists", &["10.0.0.0/8"], Some(&["11.0.0.0"]), false),
        ("ArnLikeIfExists", &["arn:aws:sns:*:*:*"], None, true),
        ("ArnLikeIfExists", &["arn:aws:sns:*:*:*"], Some(&["arn:aws:sqs:::"]), false),
    ]);
}

/// All keys under all operators must fit.
#[test]
fn several_conditions() {
    let conditions = "'StringEquals':{'a:x':'1','a:y':['2','3']},'Bool':{'a:z':true},'Foo':{}";
    let statement =
        format!("{{'Effect':'Allow','Action':'*','Resource':'*','Condition':{{{conditions}}}}}");
    let policies = identity(of(&statement, Kind::Identity));
    for (x, y, z, expected) in [
        ("1", "2", "true", true),
        ("1", "3", "true", true),
        ("0", "3", "true", false),
        ("1", "4", "true", false),
        ("1", "2", "false", false),
    ] {
        let context = Context::new().with("a:x", x).with("a:y", y).with("a:z", z);
        let decision = ask_with(&bob(), "s3:Get", "*", &policies, &context);
        assert_eq!(decision.is_allowed(), expected, "{x} {y} {z}");
    }
}
