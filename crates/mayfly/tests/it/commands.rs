//! Commands against a platform of our making.

use std::io::Read;
use std::process::Stdio;

use expect_test::expect;
use mayfly::commands::env::shell;
use mayfly::commands::rm::confirmed;

use crate::fake::{Fake, answer, mayfly, stderr, stdout};

#[test]
fn a_function_error_exits_1_and_prints_the_error() {
    let body = r#"{"errorMessage":"no stock","errorType":"ValueError","stackTrace":[]}"#;
    let head = "200 OK\r\nx-amzn-requestid: r-1\r\nx-amz-function-error: Unhandled";
    let fake = Fake::answering(vec![answer(head, body), answer(head, body)]);
    let output = fake.run(&["invoke", "shop"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stdout(&output), body);
    expect![[r#"
        error: shop failed: ValueError: no stock
        next: see its log with `mayfly logs shop --request r-1`
    "#]]
    .assert_eq(&stderr(&output));

    let output = fake.run(&["invoke", "shop", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    expect![[r#"
        {"function_error":"Unhandled","payload":{"errorMessage":"no stock","errorType":"ValueError","stackTrace":[]},"request_id":"r-1","status":200}
    "#]].assert_eq(&stdout(&output));
    expect![[r#"
        {"error":"shop failed: ValueError: no stock","next":"see its log with `mayfly logs shop --request r-1`"}
    "#]].assert_eq(&stderr(&output));
}

#[test]
fn an_asynchronous_call_prints_its_id() {
    let fake = Fake::answering(vec![answer("202 Accepted\r\nx-amzn-requestid: r-2", "")]);
    let output = fake.run(&["invoke", "shop", "--async"]);
    assert_eq!(stdout(&output), "r-2\n");
    expect![[r#"
        accepted, and runs even if the platform restarts
        next: see how it went with `mayfly logs shop --request r-2`
    "#]]
    .assert_eq(&stderr(&output));
    assert_eq!(fake.asked().header("x-amz-invocation-type"), Some("Event"));
}

#[test]
fn a_call_shows_its_lines_and_the_report() {
    let lines = concat!(
        r#"{"at_us":1,"stream":"s","request":"r-3","level":"unknown","source":"platform","text":"START RequestId: r-3 Version: 1"}"#,
        "\n",
        r#"{"at_us":2,"stream":"s","request":"r-3","level":"unknown","source":"stdout","text":"buying"}"#,
        "\n",
        r#"{"at_us":3,"stream":"s","request":"r-3","level":"unknown","source":"platform","text":"END RequestId: r-3"}"#,
        "\n",
    );
    let report = r#"{"at_us":4,"stream":"s","request":"r-3","level":"unknown","source":"platform","text":"REPORT RequestId: r-3\tDuration: 1.00 ms"}"#;
    let fake = Fake::answering(vec![
        answer("200 OK\r\nx-amzn-requestid: r-3", "1"),
        answer("200 OK", lines),
        answer("200 OK", &format!("{lines}{report}")),
    ]);
    let output = fake.run(&["invoke", "shop", "--logs"]);
    assert_eq!(stdout(&output), "1");
    expect![[r#"
        Jan 01 00:00:00.000  out    buying
        Jan 01 00:00:00.000         REPORT RequestId: r-3	Duration: 1.00 ms
    "#]]
    .assert_eq(&stderr(&output));
    fake.asked();
    assert_eq!(fake.asked().line, "GET /_mayfly/v1/functions/shop/logs?request=r-3&limit=10000");
}

#[test]
fn deleting_needs_a_yes() {
    let mut command = mayfly(&["rm", "shop", "--endpoint", "http://127.0.0.1:1"]);
    let output = command.stdin(Stdio::null()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    expect![[r#"
        error: shop is not deleted: there is no terminal to ask on
        next: say it with `mayfly rm shop --yes`
    "#]]
    .assert_eq(&stderr(&output));

    let fake = Fake::answering(vec![answer("204 No Content", "")]);
    let output = fake.run(&["rm", "shop", "--yes"]);
    assert_eq!(stdout(&output), "deleted shop\n", "{}", stderr(&output));
    assert_eq!(fake.asked().line, "DELETE /_mayfly/v1/functions/shop");

    for (text, yes) in [("y\n", true), ("YES\n", true), ("", false), ("\n", false), ("yo", false)] {
        assert_eq!(confirmed(text), yes, "{text:?}");
    }
}

#[test]
fn the_environment_is_for_a_shell() {
    let output = mayfly(&["env", "--endpoint", "http://localhost:4566/"]).output().unwrap();
    expect![[r#"
        export AWS_ENDPOINT_URL=http://localhost:4566
        export AWS_ACCESS_KEY_ID=AKTEST
        export AWS_SECRET_ACCESS_KEY=secret
        export AWS_REGION=us-east-1
        export AWS_DEFAULT_REGION=us-east-1
        export AWS_DISABLE_HOST_PREFIX_INJECTION=true
        export MAYFLY_ENDPOINT=http://localhost:4566
    "#]]
    .assert_eq(&stdout(&output));
    let odd = [("A", "it's $HOME".to_owned()), ("B", String::new())];
    expect![[r#"
        export A='it'\''s $HOME'
        export B=''
        unset AWS_SESSION_TOKEN
    "#]]
    .assert_eq(&shell(&odd, true));
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let line = r#"{"at_us":1,"stream":"s","level":"info","source":"stdout","text":"hello"}"#;
    let fake = Fake::answering(vec![answer("200 OK", &format!("{line}\n").repeat(50_000))]);
    let mut command = mayfly(&["logs", "shop"]);
    command.env("MAYFLY_ENDPOINT", &fake.endpoint).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut first = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""));
}
