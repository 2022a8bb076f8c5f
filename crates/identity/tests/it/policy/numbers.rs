use super::conditions::check;

#[test]
fn numbers() {
    check(&[
        ("NumericEquals", &["5"], Some(&["5"]), true),
        ("NumericEquals", &["5"], Some(&["5.0"]), true),
        ("NumericEquals", &["5"], Some(&["05"]), true),
        ("NumericEquals", &["5"], Some(&["6"]), false),
        ("NumericEquals", &["5"], Some(&["five"]), false),
        ("NumericEquals", &["5", "6"], Some(&["6"]), true),
        ("NumericEquals", &["9007199254740993"], Some(&["9007199254740992"]), false),
        ("NumericEquals", &["5"], None, false),
        ("NumericNotEquals", &["5"], Some(&["5"]), false),
        ("NumericNotEquals", &["5"], Some(&["6"]), true),
        ("NumericNotEquals", &["5", "6"], Some(&["6"]), false),
        ("NumericNotEquals", &["5"], None, true),
        ("NumericLessThan", &["5"], Some(&["4.99"]), true),
        ("NumericLessThan", &["5"], Some(&["5"]), false),
        ("NumericLessThan", &["-5"], Some(&["-6"]), true),
        ("NumericLessThanEquals", &["5"], Some(&["5"]), true),
        ("NumericLessThanEquals", &["5"], Some(&["5.01"]), false),
        ("NumericGreaterThan", &["5"], Some(&["5"]), false),
        ("NumericGreaterThan", &["5"], Some(&["10"]), true),
        ("NumericGreaterThanEquals", &["5"], Some(&["5"]), true),
        ("NumericGreaterThanEquals", &["5"], Some(&["4"]), false),
        ("NumericGreaterThan", &["5", "1"], Some(&["3"]), true),
        ("NumericGreaterThan", &["5"], Some(&["inf"]), false),
        ("NumericLessThan", &["5"], Some(&["nan"]), false),
    ]);
}

#[test]
fn dates() {
    const NEW_YEAR: &[&str] = &["2024-01-01T00:00:00Z"];
    check(&[
        ("DateEquals", NEW_YEAR, Some(&["2024-01-01T00:00:00Z"]), true),
        ("DateEquals", NEW_YEAR, Some(&["2024-01-01"]), true),
        ("DateEquals", NEW_YEAR, Some(&["1704067200"]), true),
        ("DateEquals", NEW_YEAR, Some(&["2024-01-01T01:00:00+01:00"]), true),
        ("DateEquals", NEW_YEAR, Some(&["2024-01-01T00:00:01Z"]), false),
        ("DateEquals", NEW_YEAR, Some(&["soon"]), false),
        ("DateEquals", NEW_YEAR, None, false),
        ("DateNotEquals", NEW_YEAR, Some(&["2024-01-01"]), false),
        ("DateNotEquals", NEW_YEAR, Some(&["2024-01-02"]), true),
        ("DateNotEquals", NEW_YEAR, None, true),
        ("DateLessThan", NEW_YEAR, Some(&["2023-12-31T23:59:59Z"]), true),
        ("DateLessThan", NEW_YEAR, Some(&["2024-01-01"]), false),
        ("DateLessThanEquals", NEW_YEAR, Some(&["2024-01-01"]), true),
        ("DateLessThanEquals", NEW_YEAR, Some(&["2024-01-01T00:00:00.001Z"]), false),
        ("DateGreaterThan", NEW_YEAR, Some(&["2024-01-01T00:00:00.001Z"]), true),
        ("DateGreaterThan", NEW_YEAR, Some(&["2024-01-01"]), false),
        ("DateGreaterThanEquals", NEW_YEAR, Some(&["2024-01-01"]), true),
        ("DateGreaterThanEquals", NEW_YEAR, Some(&["2023"]), false),
        ("DateLessThan", &["1704067200"], Some(&["2023-12-31"]), true),
    ]);
}
