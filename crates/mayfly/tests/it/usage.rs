//! Wrong usage exits 2 and says where to read on.

use expect_test::{Expect, expect};

use crate::fake::{mayfly, stderr, stdout};

fn check(arguments: &[&str], expected: Expect) {
    let output = mayfly(arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    assert_eq!(stdout(&output), "");
    expected.assert_eq(&stderr(&output));
}

#[test]
fn wrong_usage_exits_2() {
    check(
        &[],
        expect![[r#"
            error: no command was given
            next: see them all with `mayfly --help`
        "#]],
    );
    check(&["depoly"], expect![[r#""#]]);
    check(&["invoke"], expect![[r#""#]]);
    check(&["invoke", "hello", "--payload", "{"], expect![[r#""#]]);
    check(&["invoke", "hello", "--async", "--logs"], expect![[r#""#]]);
    check(&["show", "no/name"], expect![[r#""#]]);
    check(&["logs", "hello", "--since", "10"], expect![[r#""#]]);
    check(&["ls", "--endpoint", "https://example.com"], expect![[r#""#]]);
    check(&["--json", "ls", "--nonsense"], expect![[r#""#]]);
}

#[test]
fn help_and_version_are_results() {
    for (argument, expected) in [("--help", "Usage: mayfly"), ("--version", "mayfly 0.")] {
        let output = mayfly(&[argument]).output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        assert!(stdout(&output).contains(expected), "{}", stdout(&output));
    }
}

#[test]
fn every_command_has_help() {
    for command in ["up", "deploy", "invoke", "logs", "ls", "show", "rm", "env", "doctor"] {
        let output = mayfly(&[command, "--help"]).output().unwrap();
        assert!(stdout(&output).contains(&format!("Usage: mayfly {command}")), "{command}");
    }
}
