//! What goes over the wire, and what a person reads when it does not go well.

use std::fs;
use std::net::TcpListener;

use expect_test::{Expect, expect};

use crate::fake::{Fake, answer, mayfly, stderr, stdout};

#[test]
fn requests_are_signed() {
    let fake = Fake::answering(vec![answer("200 OK", r#"{"functions":[]}"#)]);
    let output = fake.run(&["ls", "--json"]);
    assert_eq!(stdout(&output), "{\"functions\":[]}\n");
    let asked = fake.asked();
    assert_eq!(asked.line, "GET /_mayfly/v1/functions");
    assert_eq!(Some(asked.header("host").unwrap()), fake.endpoint.strip_prefix("http://"));
    let signature = asked.header("authorization").unwrap();
    assert!(signature.starts_with("AWS4-HMAC-SHA256 Credential=AKTEST/"), "{signature}");
    assert!(signature.contains("/us-east-1/mayfly/aws4_request"), "{signature}");
    assert!(asked.header("x-amz-date").is_some());
}

#[test]
fn a_call_is_lambdas_invoke() {
    let fake = Fake::answering(vec![answer("200 OK\r\nx-amzn-requestid: r-1", "[1, 2]")]);
    let output = fake.run(&["invoke", "hello", "--payload", r#"{"a": 1}"#]);
    assert_eq!(stdout(&output), "[1, 2]", "a pipe gets the exact bytes");
    let asked = fake.asked();
    assert_eq!(asked.line, "POST /2015-03-31/functions/hello/invocations");
    assert_eq!(asked.body, br#"{"a": 1}"#);
    assert_eq!(asked.header("x-amz-invocation-type"), Some("RequestResponse"));
    assert!(asked.header("authorization").unwrap().contains("/us-east-1/lambda/aws4_request"));
}

#[test]
fn the_credentials_book_has_the_keys_of_an_endpoint() {
    let fake = Fake::answering(vec![answer("200 OK", r#"{"functions":[]}"#)]);
    let home = tempfile::tempdir().unwrap();
    let book = home.path().join(".config/mayfly/credentials.toml");
    let keys = identity::Credentials {
        access_key: "AKBOOK".into(),
        secret_key: "s".into(),
        session_token: None,
    };
    identity::CredentialsBook::put(&book, &fake.endpoint, &keys).unwrap();
    let spelled = fake.endpoint.replace("127.0.0.1", "localhost") + "/";
    let mut command = mayfly(&["ls", "--endpoint", &spelled]);
    command.env_remove("MAYFLY_ACCESS_KEY").env_remove("MAYFLY_SECRET_KEY");
    let output = command.env("HOME", home.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(fake.asked().header("authorization").unwrap().contains("AKBOOK"));
}

fn check(head: &str, body: &str, expected: Expect) {
    let fake = Fake::answering(vec![answer(head, body)]);
    let output = fake.run(&["show", "hello"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stdout(&output), "");
    expected.assert_eq(&stderr(&output).replace(&fake.endpoint, "ENDPOINT"));
}

#[test]
fn refusals_are_told_with_their_remedy() {
    check(
        "404 Not Found",
        r#"{"message":"there is no function hello","remedy":"see `mayfly ls`"}"#,
        expect![[r#"
            error: there is no function hello
            next: see `mayfly ls`
        "#]],
    );
    check(
        "429 Too Many Requests",
        r#"{"Type":"User","Message":"Rate exceeded","message":"Rate exceeded","Reason":"ReservedFunctionConcurrentInvocationLimitExceeded"}"#,
        expect![[r#"
            error: Rate exceeded (ReservedFunctionConcurrentInvocationLimitExceeded)
            next: try again in a moment, or raise the limit
        "#]],
    );
    check(
        "403 Forbidden",
        r#"{"message":"the signature does not match"}"#,
        expect![[r#"
        error: the signature does not match
        next: check MAYFLY_ACCESS_KEY and MAYFLY_SECRET_KEY, or restart `mayfly up` to have the credentials book written again
    "#]],
    );
    check(
        "500 Oops",
        r#"{"message":"disk full\u001b[2J"}"#,
        expect![[r#"
        error: disk full␛[2J
        next: look at what `mayfly up` prints, and try again
    "#]],
    );
    check(
        "404 Not Found",
        "<html>",
        expect![[r#"
        error: ENDPOINT answered HTTP 404 Not Found, and not as Mayfly does
        next: set --endpoint to where `mayfly up` listens; another program answers here
    "#]],
    );
    check(
        "200 OK",
        "{}",
        expect![[r#"
        error: an answer of ENDPOINT makes no sense: missing field `arn` at line 1 column 2
        next: use the same version of `mayfly` for the platform and the command line
    "#]],
    );
}

#[test]
fn nobody_there_and_no_keys() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let endpoint = format!("http://{free}");
    let output = mayfly(&["ls", "--endpoint", &endpoint]).output().unwrap();
    expect![[r#"
        error: cannot connect to ENDPOINT: Connection refused (os error 111)
        next: start the platform with `mayfly up`, or set --endpoint to where it runs
    "#]]
    .assert_eq(&stderr(&output).replace(&endpoint, "ENDPOINT"));

    let output = mayfly(&["--json", "ls", "--endpoint", &endpoint]).output().unwrap();
    expect![[r#"
        {"error":"cannot connect to ENDPOINT: Connection refused (os error 111)","next":"start the platform with `mayfly up`, or set --endpoint to where it runs"}
    "#]].assert_eq(&stderr(&output).replace(&endpoint, "ENDPOINT"));

    let mut command = mayfly(&["ls"]);
    command.env_remove("MAYFLY_ACCESS_KEY").env_remove("MAYFLY_SECRET_KEY").env("HOME", "/nowhere");
    expect![[r#"
        error: no credentials for http://127.0.0.1:4566
        next: start the platform with `mayfly up` as this user, or set MAYFLY_ACCESS_KEY and MAYFLY_SECRET_KEY (looked there, and in /nowhere/.config/mayfly/credentials.toml)
    "#]].assert_eq(&stderr(&command.output().unwrap()));

    let mut command = mayfly(&["env"]);
    let output = command.env_remove("MAYFLY_SECRET_KEY").output().unwrap();
    expect![[r#"
        error: MAYFLY_ACCESS_KEY and MAYFLY_SECRET_KEY belong together and only one of them is set
        next: set both, or neither to use the credentials book
    "#]]
    .assert_eq(&stderr(&output));
}

#[test]
fn a_platform_that_hangs_up_is_named() {
    let fake = Fake::answering(vec![String::new()]);
    let output = fake.run(&["ls"]);
    expect![[r#"
        error: the connection to ENDPOINT broke: connection closed before message completed
        next: see whether `mayfly up` is still running, and try again
    "#]]
    .assert_eq(&stderr(&output).replace(&fake.endpoint, "ENDPOINT"));
}

#[test]
fn payload_files_are_sent() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.json");
    fs::write(&path, "\"text\"\n").unwrap();
    let fake = Fake::answering(vec![answer("200 OK", "null")]);
    let output = fake.run(&["invoke", "hello", "-p", &format!("@{}", path.display())]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(fake.asked().body, b"\"text\"\n");
}
