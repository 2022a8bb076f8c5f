use super::conditions::check;

#[test]
fn any_value() {
    check(&[
        ("ForAnyValue:StringEquals", &["a", "b"], Some(&["b", "c"]), true),
        ("ForAnyValue:StringEquals", &["a", "b"], Some(&["c", "d"]), false),
        ("ForAnyValue:StringEquals", &["a", "b"], Some(&[]), false),
        ("ForAnyValue:StringEquals", &["a", "b"], Some(&[""]), false),
        ("ForAnyValue:StringEquals", &["a", "b"], None, false),
        ("ForAnyValue:StringEqualsIfExists", &["a"], None, false),
        ("ForAnyValue:StringLike", &["a*"], Some(&["b", "ab"]), true),
        ("ForAnyValue:StringEqualsIgnoreCase", &["a"], Some(&["A"]), true),
        ("ForAnyValue:StringNotEquals", &["a", "b"], Some(&["a", "c"]), true),
        ("ForAnyValue:StringNotEquals", &["a", "b"], Some(&["a", "b"]), false),
        ("ForAnyValue:StringNotEquals", &["a", "b"], None, false),
        ("ForAnyValue:NumericLessThan", &["5"], Some(&["9", "4"]), true),
        ("ForAnyValue:IpAddress", &["10.0.0.0/8"], Some(&["1.1.1.1", "10.0.0.1"]), true),
        ("ForAnyValue:ArnLike", &["arn:aws:iam::*:*"], Some(&["arn:aws:iam::1:role/x"]), true),
    ]);
}

#[test]
fn all_values() {
    check(&[
        ("ForAllValues:StringEquals", &["a", "b"], Some(&["a", "b"]), true),
        ("ForAllValues:StringEquals", &["a", "b"], Some(&["a"]), true),
        ("ForAllValues:StringEquals", &["a", "b"], Some(&["a", "c"]), false),
        ("ForAllValues:StringEquals", &["a", "b"], Some(&[]), true),
        ("ForAllValues:StringEquals", &["a", "b"], Some(&[""]), true),
        ("ForAllValues:StringEquals", &["a", "b"], None, true),
        ("ForAllValues:StringEqualsIfExists", &["a"], None, true),
        ("ForAllValues:StringLike", &["a*", "b*"], Some(&["ab", "ba"]), true),
        ("ForAllValues:StringLike", &["a*", "b*"], Some(&["ab", "ca"]), false),
        ("ForAllValues:StringNotEquals", &["a", "b"], Some(&["c", "d"]), true),
        ("ForAllValues:StringNotEquals", &["a", "b"], Some(&["c", "b"]), false),
        ("ForAllValues:StringNotEquals", &["a", "b"], None, true),
        ("ForAllValues:NumericGreaterThan", &["5"], Some(&["6", "7"]), true),
        ("ForAllValues:NumericGreaterThan", &["5"], Some(&["6", "5"]), false),
    ]);
}

/// A key with several values under an operator without a quantifier.
#[test]
fn neither() {
    check(&[
        ("StringEquals", &["a"], Some(&["a", "b"]), true),
        ("StringEquals", &["a"], Some(&["b", "c"]), false),
        ("StringNotEquals", &["a"], Some(&["b", "c"]), true),
        ("StringNotEquals", &["a"], Some(&["a", "b"]), false),
    ]);
}
