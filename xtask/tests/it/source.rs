use expect_test::{Expect, expect};

fn check(text: &str, code: Expect) {
    // Spaces at the ends of lines are of no interest, and editors eat them.
    let kept = xtask::source::code(text);
    assert_eq!(kept.lines().count(), text.lines().count());
    code.assert_eq(&kept.lines().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n"));
}

#[test]
fn comments_and_literals_are_not_code() {
    check("let a = 1; // dbg!(a)", expect!["let a = 1;"]);
    check("a /* x /* y */ z */ b", expect!["a                   b"]);
    check("f(\"dbg!(\\\"a\\\")\") + 1", expect!["f(             ) + 1"]);
    check("f(r#\"un\"safe\"#) + 1", expect!["f(            ) + 1"]);
    check("br\"unsafe\" b\"x\" c\"y\";", expect!["                    ;"]);
    check("let c = '\"'; unsafe", expect!["let c =    ; unsafe"]);
    check("let c = '\\''; unsafe", expect!["let c =     ; unsafe"]);
    check("fn f<'a>(x: &'a str) {}", expect!["fn f<'a>(x: &'a str) {}"]);
    check("for\"x\"", expect!["for"]);
    check("let é = \"é\"; é", expect!["let é =     ; é"]);
    check("\"never closed", expect![""]);
    check("one\n/* two\nthree */\nfour", expect!["one\n\n\nfour"]);
}
