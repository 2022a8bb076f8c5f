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
    check(
        &["depoly"],
        expect![[r#"
            error: unrecognized subcommand 'depoly'
              tip: a similar subcommand exists: 'deploy'
            Usage: mayfly [OPTIONS] <COMMAND>
            next: see `mayfly --help`
        "#]],
    );
    check(
        &["invoke"],
        expect![[r#"
            error: the following required arguments were not provided:
              <NAME>
            Usage: mayfly invoke <NAME>
            next: see `mayfly invoke --help`
        "#]],
    );
    check(
        &["invoke", "hello", "--payload", "{"],
        expect![[r#"
        error: invalid value '{' for '--payload <JSON>': this is no JSON: EOF while parsing an object at line 1 column 1; quote it as in '{"name":"you"}', or use @FILE or -
        next: see `mayfly invoke --help`
    "#]],
    );
    check(
        &["invoke", "hello", "--async", "--logs"],
        expect![[r#"
            error: the argument '--async' cannot be used with '--logs'
            Usage: mayfly invoke --async <NAME>
            next: see `mayfly invoke --help`
        "#]],
    );
    check(
        &["show", "no/name"],
        expect![[r#"
        error: invalid value 'no/name' for '<NAME>': function name "no/name" has a character that is not allowed; use 1 to 64 letters, digits, '-' or '_', starting with a letter or digit
        next: see `mayfly show --help`
    "#]],
    );
    check(
        &["logs", "hello", "--since", "10"],
        expect![[r#"
        error: invalid value '10' for '--since <TIME>': write it as 30s, 10m, 2h, 3d, or as 2026-01-31T12:00:00Z
        next: see `mayfly logs --help`
    "#]],
    );
    check(
        &["ls", "--endpoint", "https://example.com"],
        expect![[r#"
        error: invalid value 'https://example.com' for '--endpoint <URL>': https is not spoken here; use http://HOST:PORT, through a tunnel when the platform is on another machine
        next: see `mayfly ls --help`
    "#]],
    );
    check(
        &["--json", "ls", "--nonsense"],
        expect![[r#"
            {"error":"unexpected argument '--nonsense' found\nUsage: mayfly ls [OPTIONS]","next":"see `mayfly ls --help`"}
        "#]],
    );
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
