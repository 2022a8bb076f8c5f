//! Which events a filter pattern lets through.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use telemetry::{Pattern, PatternError};

/// Asks each pattern about each event; events after the bar must not match.
fn check(cases: &[(&str, &[&str], &[&str])]) {
    for (text, matching, others) in cases {
        let pattern = Pattern::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        for event in *matching {
            assert!(pattern.matches(event), "{text} should match {event}");
        }
        for event in *others {
            assert!(!pattern.matches(event), "{text} should not match {event}");
        }
    }
}

#[test]
fn terms() {
    check(&[
        ("", &["", "anything"], &[]),
        ("   ", &["", "anything"], &[]),
        ("\"\"", &["", "anything"], &[]),
        ("ERROR", &["[ERROR 400] BAD REQUEST", "xERRORx"], &["Error", "", "ERRO R"]),
        ("ERROR ARGUMENTS", &["ERROR: too many ARGUMENTS", "ARGUMENTS ERROR"], &["ERROR"]),
        ("?ERROR ?WARN", &["ERROR", "a WARN"], &["INFO", ""]),
        ("ERROR -ARGUMENTS", &["ERROR 1"], &["ERROR ARGUMENTS", "ARGUMENTS", ""]),
        ("-ERROR -WARN", &["INFO", ""], &["ERROR", "WARN"]),
        ("\"exit 1\"", &["it says exit 1 now"], &["exit  1", "exit 2"]),
        ("ERROR -\"exit 1\"", &["ERROR exit 2"], &["ERROR exit 1"]),
        ("\"a \\\"b\\\" \\\\\"", &["a \"b\" \\"], &["a b"]),
        ("\"C:\\dir\"", &["in C:\\dir\\x"], &["C:dir"]),
        ("?\"a b\" ?c", &["a b", "c"], &["a", "b a"]),
        // Beside other terms, those of which one is enough mean nothing.
        ("ERROR ?a ?b", &["ERROR", "ERROR a"], &["a b"]),
        ("-ERROR ?a", &["b", "a"], &["ERROR a"]),
        ("über_1", &["das über_1"], &["uber_1"]),
        ("%AUTHORIZED%", &["UNAUTHORIZED", "200 AUTHORIZED"], &["authorized"]),
        ("%^[hc]at% -%dog$%", &["hat", "cats"], &["that", "hat dog", "a cat"]),
        ("?%colou?r% ?grey", &["color", "colour", "grey"], &["colr"]),
        ("%10\\.10\\.0\\.1%", &["at 10.10.0.1"], &["10x10.0.1"]),
        ("%a{3,5}%", &["aaa", "baaaa"], &["aa"]),
        ("%gr[ae]y|blue%", &["grey", "gray", "blue"], &["groy"]),
        ("%\\d+\\s\\w%", &["12 x"], &["12x", "x 12"]),
        ("%[^a-z]%", &["A"], &["a"]),
        ("%\\x41%", &["A"], &["x41"]),
        ("%.%", &["x", "é"], &[""]),
    ]);
}

#[test]
fn json() {
    check(&[
        (
            "{ $.level = \"error\" }",
            &[r#"{"level":"error"}"#, r#" {"a":1,"level":"error"} "#],
            &[r#"{"level":"warn"}"#, "level error", r#"{"level":"error""#, r#"{"level":"error"}x"#],
        ),
        ("{$.level=error}", &[r#"{"level":"error"}"#], &[r#"{"level":"errors"}"#, "{}"]),
        ("{ $.s = *abc* }", &[r#"{"s":"xabcx"}"#, r#"{"s":"abc"}"#], &[r#"{"s":"ab"}"#]),
        ("{ $.s = \"a*\" }", &[r#"{"s":"ab"}"#, r#"{"s":"a"}"#], &[r#"{"s":"ba"}"#]),
        (
            "{ $.s = \"*\" }",
            &[r#"{"s":""}"#, r#"{"s":1}"#, r#"{"s":false}"#],
            &["{}", r#"{"s":null}"#, r#"{"s":{}}"#],
        ),
        ("{ $.s != \"a\" }", &[r#"{"s":"b"}"#, r#"{"s":1}"#], &[r#"{"s":"a"}"#, "{}"]),
        (
            "{ $.ip != 123.123.* }",
            &[r#"{"ip":"1.2.3.4"}"#],
            &[r#"{"ip":"123.123.0.1"}"#, r#"{"other":1}"#],
        ),
        ("{ $.n >= 3 }", &[r#"{"n":3}"#, r#"{"n":3.5}"#], &[r#"{"n":2.9}"#, r#"{"n":"4"}"#]),
        ("{ $.n < -1.5e1 }", &[r#"{"n":-16}"#], &[r#"{"n":-15}"#, r#"{"n":null}"#]),
        ("{ $.n > 1 && $.n <= 5 }", &[r#"{"n":5}"#, r#"{"n":1.1}"#], &[r#"{"n":1}"#]),
        ("{ $.n = 50 }", &[r#"{"n":50}"#, r#"{"n":50.0}"#, r#"{"n":"50"}"#], &[r#"{"n":51}"#]),
        ("{ $.n != 50 }", &[r#"{"n":51}"#, r#"{"n":"x"}"#], &[r#"{"n":50}"#, r#"{"n":"50"}"#]),
        (
            "{ $.n = 9007199254740993 }",
            &[r#"{"n":9007199254740993}"#],
            &[r#"{"n":9007199254740992}"#],
        ),
        ("{ $.code = 4* }", &[r#"{"code":404}"#, r#"{"code":"4xx"}"#], &[r#"{"code":500}"#]),
        ("{ $.a.b = 1 }", &[r#"{"a":{"b":1}}"#], &[r#"{"a":{"c":1}}"#, r#"{"a.b":1}"#]),
        ("{ $.a[0].b = 1 }", &[r#"{"a":[{"b":1}]}"#], &[r#"{"a":[{},{"b":1}]}"#, r#"{"a":{}}"#]),
        ("{ $.a[1] = x }", &[r#"{"a":["y","x"]}"#], &[r#"{"a":["x"]}"#]),
        ("{ $.a[*].b = 1 }", &[r#"{"a":[{},{"b":1}]}"#], &[r#"{"a":[{"b":2}]}"#, r#"{"a":[]}"#]),
        ("{ $.*.b = 1 }", &[r#"{"x":{"b":1}}"#], &[r#"{"b":1}"#]),
        ("{ $['a b'] = 1 }", &[r#"{"a b":1}"#], &[r#"{"a":1}"#]),
        ("{ $.['a.b'].c = 1 }", &[r#"{"a.b":{"c":1}}"#], &[r#"{"a":{"b":{"c":1}}}"#]),
        ("{ $.x[\"y\\\"\"] = 1 }", &[r#"{"x":{"y\"":1}}"#], &[r#"{"x":{"y":1}}"#]),
        ("{ $[0].a = 1 }", &[r#"[{"a":1}]"#], &[r#"{"0":{"a":1}}"#]),
        ("{ $.@timestamp = 1 }", &[r#"{"@timestamp":1}"#], &[r#"{"timestamp":1}"#]),
        ("{ $.x IS NULL }", &[r#"{"x":null}"#], &["{}", r#"{"x":0}"#, r#"{"x":""}"#]),
        ("{ $.x IS TRUE }", &[r#"{"x":true}"#], &[r#"{"x":false}"#, r#"{"x":"true"}"#, "{}"]),
        ("{ $.x is false }", &[r#"{"x":false}"#], &[r#"{"x":null}"#]),
        ("{ $.x = true }", &[r#"{"x":true}"#, r#"{"x":"true"}"#], &[r#"{"x":false}"#]),
        ("{ $.x NOT EXISTS }", &["{}", r#"{"y":1}"#], &[r#"{"x":null}"#, r#"{"x":{}}"#, "x"]),
        ("{ $.x EXISTS }", &[r#"{"x":null}"#, r#"{"x":[]}"#], &["{}"]),
        ("{ $.a.b NOT EXISTS }", &[r#"{"a":1}"#, r#"{"a":{"c":1}}"#], &[r#"{"a":{"b":0}}"#]),
        ("{ $.t = %Trail% }", &[r#"{"t":"UpdateTrail"}"#], &[r#"{"t":"trail"}"#]),
        ("{ $.t != %^a% }", &[r#"{"t":"ba"}"#], &[r#"{"t":"ab"}"#, "{}"]),
        (
            "{ $.a = 1 || $.b = 1 && $.c = 1 }",
            &[r#"{"a":1}"#, r#"{"b":1,"c":1}"#],
            &[r#"{"b":1}"#, r#"{"c":1}"#],
        ),
        (
            "{ ($.a = 1 || $.b = 1) && $.c = 1 }",
            &[r#"{"a":1,"c":1}"#, r#"{"b":1,"c":1}"#],
            &[r#"{"a":1}"#, r#"{"c":1}"#],
        ),
        (
            "{ $.level = \"error\" && ($.n >= 3 || $.a[0].b IS NULL || $.x NOT EXISTS) }",
            &[
                r#"{"level":"error","n":3,"x":1}"#,
                r#"{"level":"error","a":[{"b":null}],"x":1}"#,
                r#"{"level":"error"}"#,
            ],
            &[r#"{"level":"error","x":1}"#, r#"{"n":3}"#],
        ),
        ("{(((($.a=1))))}", &[r#"{"a":1}"#], &["{}"]),
        ("{ $.é = \"ü\" }", &[r#"{"é":"ü"}"#, r#"{"\u00e9":"\u00fc"}"#], &[r#"{"e":"u"}"#]),
    ]);
}

const REQUEST: &str = "127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] \
    \"GET /index.html HTTP/1.0\" 404 1534";

#[test]
fn columns() {
    let other = REQUEST.replace("404", "500");
    let short = "127.0.0.1 - frank";
    check(&[
        ("[ip, id, user, time, request, code, size]", &[REQUEST], &[short, "", "1 2 3 4 5 6 7 8"]),
        ("[ip, id, user, time, request, code = 4*, size]", &[REQUEST], &[&other]),
        ("[ip, id, user, time, request, code=404, size > 1000]", &[REQUEST], &[&other]),
        ("[ip, id, user, time, request, code, size >= 1534]", &[REQUEST], &[short]),
        ("[ip, id, user, time, request, code, size > 1534]", &[], &[REQUEST]),
        ("[ip, id, user, time, request = *.html*, code, size]", &[REQUEST], &[]),
        ("[ip, id, user, time, request = \"GET *\", ...]", &[REQUEST], &[short]),
        ("[..., request = *html*, code = 4*, size]", &[REQUEST, "a.html 400 1"], &[&other]),
        ("[ip, ..., size > 1000]", &[REQUEST, "x 1001"], &["1001", "x 1000", "x y"]),
        ("[ip = %127\\.0\\.0\\.[1-9]%, ...]", &[REQUEST], &["128.0.0.1 a"]),
        ("[w1 = ERROR || w1 = WARN, ...]", &["ERROR", "WARN x y"], &["INFO x", ""]),
        ("[w1 != ERROR && w1 != WARN, w2]", &["INFO x"], &["ERROR x", "INFO"]),
        ("[code > 400 && code < 500]", &["404"], &["400", "500", "abc", ""]),
        ("[(w = a || w = b) && w != b]", &["a"], &["b", "c"]),
        ("[...]", &["", "a", "a b c"], &[]),
        ("[a, ...]", &["x", "x y"], &[""]),
        ("[a]", &["x", "\"x y\"", "[x y]", "  x  "], &["x y", "", "\"x\"y"]),
        ("[a = \"x y\"]", &["\"x y\"", "[x y]"], &["x y"]),
        // What is never closed is a word like any other.
        ("[a, b]", &["\"x y", "[x y", "x] y\""], &["\"x"]),
        ("[a = é*]", &["élan"], &["elan"]),
    ]);
}

#[test]
fn what_is_no_pattern_is_told_why() {
    for (text, why) in [
        ("\"open", "a quote without its end at character 1"),
        ("a -\"open", "a quote without its end at character 4"),
        ("\"a\"b", "no blank between two terms at character 4"),
        ("foo-bar", "Invalid character(s) in term 'foo-bar'"),
        ("a:b", "Invalid character(s) in term 'a:b'"),
        ("-", "Invalid character(s) in term ''"),
        ("?", "Invalid character(s) in term ''"),
        ("}", "Invalid character(s) in term '}'"),
        ("%open", "a regular expression without its second %"),
        ("%%", "'' is not a supported regular expression"),
        ("%(a)%", "'(a)' is not a supported regular expression"),
        ("%a!%", "not a supported"),
        ("%é%", "not a supported"),
        ("%[a%", "not a supported"),
        ("%a\\%", "not a supported"),
        ("%\\p%", "not a supported"),
        ("%a{100}{100}{100}{100}%", "not a supported"),
        ("{", "no field that begins with $"),
        ("{}", "no field that begins with $"),
        ("{ $ }", "no field behind $"),
        ("{ $.a }", "a field of which nothing is asked"),
        ("{ $.a = }", "nothing to compare with"),
        ("{ $.a = 1", "no closing brace"),
        ("{ $.a = 1 } x", "something after the end at character 13"),
        ("{ ($.a = 1 }", "no closing parenthesis"),
        ("{ $.a = 1 && }", "no field that begins with $"),
        ("{ $.a > b }", "something other than a number is compared in size"),
        ("{ $.a IS 1 }", "IS without NULL, TRUE or FALSE"),
        ("{ $.a NOT NULL }", "a field of which nothing is asked"),
        ("{ $.a[ = 1 }", "neither a number nor a name"),
        ("{ $.a[0 = 1 }", "no closing bracket"),
        ("{ $..a = 1 }", "a field without a name"),
        ("{ a = 1 }", "no field that begins with $"),
        ("{ $.a = %x% || $.b = %y% || $.c = %z% }", "more than 2 regular expressions"),
        ("[", "a column without a name"),
        ("[]", "a column without a name"),
        ("[a,]", "a column without a name"),
        ("[a", "no closing bracket"),
        ("[..., a, ...]", "a second ellipsis"),
        ("[a = 1 || b = 2]", "two names for one column"),
        ("[a =]", "nothing to compare with"),
        ("[a > x]", "something other than a number"),
    ] {
        let error = Pattern::parse(text).unwrap_err().to_string();
        assert!(error.contains(why), "{text}: {error}");
        assert!(error.starts_with("Invalid "), "{text}: {error}");
    }
    assert!(Pattern::parse(&"é".repeat(1024)).is_ok());
    assert_eq!(Pattern::parse(&"é".repeat(1025)).unwrap_err(), PatternError::TooLong);
    let deep = format!("{{ {}$.a = 1{} }}", "(".repeat(400), ")".repeat(400));
    assert!(Pattern::parse(&deep).unwrap_err().to_string().contains("too many parentheses"));
}

/// Patterns and events that make naive matchers slow, on events as large as they get.
#[test]
fn no_pattern_is_slow() {
    const SIZE: usize = 256 * 1024;
    let stars = format!("{{ $.a = {}b }}", "*a".repeat(300));
    let many = |condition: &str| {
        format!("{{ {} }}", vec![condition; 1000 / (condition.len() + 4)].join(" || "))
    };
    for (pattern, event) in [
        (stars, format!(r#"{{"a":"{}"}}"#, "a".repeat(SIZE))),
        ("%a*a*a*a*a*a*a*a*b%".into(), "a".repeat(SIZE)),
        ("%[ab]*a[ab]{20}c%".into(), "ab".repeat(SIZE / 2)),
        ("[a, b]".into(), "[ ".repeat(SIZE / 2)),
        ("[..., a, b, c]".into(), "\" [ ".repeat(SIZE / 4)),
        ("{ $.a = 1 }".into(), "[".repeat(SIZE)),
        ("{ $.a = 1 }".into(), r#"{"a":"#.repeat(SIZE / 5)),
        (many("$[*] = 1"), format!("[{}1]", "0,".repeat(SIZE / 2))),
        (many("$.a = x*y"), format!(r#"{{"a":"{}"}}"#, "x".repeat(SIZE))),
        ("\"aaaaaaaaaaaaaaab\"".into(), "a".repeat(SIZE)),
    ] {
        let pattern = Pattern::parse(&pattern).unwrap();
        let start = Instant::now();
        pattern.matches(&event);
        // A debug build on a busy machine; quadratic work would take minutes.
        assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(pattern in ".{0,60}", event in ".{0,60}") {
        if let Ok(pattern) = Pattern::parse(&pattern) {
            pattern.matches(&event);
        }
    }

    #[test]
    fn nothing_like_a_pattern_makes_it_panic(
        pattern in r#"[\{\[]?([ ]|\$|\.|[a-c*0-9]|[\[\]\(\){}]|[=!<>]|&&|\|\||"|'|%|\\|,|\.\.\.| IS NULL| NOT EXISTS|é){0,20}[\}\]]?"#,
        event in r#"[\[\{"]?([a-c0-9 :,"é]|[\[\]{}]){0,20}[\]\}]?"#,
    ) {
        if let Ok(pattern) = Pattern::parse(&pattern) {
            pattern.matches(&event);
        }
    }

    #[test]
    fn what_is_quoted_is_found(before in ".{0,10}", text in "[a-zA-Z ]{1,10}", after in ".{0,10}") {
        let event = format!("{before}{text}{after}");
        let (with, without) = (format!("\"{text}\""), format!("-\"{text}\""));
        prop_assert!(Pattern::parse(&with).unwrap().matches(&event));
        prop_assert!(!Pattern::parse(&without).unwrap().matches(&event));
    }

    #[test]
    fn numbers_are_compared_as_numbers(left in -1000..1000i32, right in -1000..1000i32) {
        let (json, word) = (format!("{{\"n\":{left}}}"), left.to_string());
        for (sign, expected) in [
            ("=", left == right),
            ("!=", left != right),
            ("<", left < right),
            ("<=", left <= right),
            (">", left > right),
            (">=", left >= right),
        ] {
            let asked = Pattern::parse(&format!("{{ $.n {sign} {right} }}")).unwrap();
            prop_assert_eq!(asked.matches(&json), expected);
            let asked = Pattern::parse(&format!("[n {sign} {right}]")).unwrap();
            prop_assert_eq!(asked.matches(&word), expected);
        }
    }
}
