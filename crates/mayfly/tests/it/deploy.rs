use std::fs;
use std::path::Path;
use std::time::Duration;

use api::{Change, DeployReply, Deployed};
use expect_test::expect;
use functions::FunctionName;
use mayfly::commands::deploy::render;

use crate::fake::{Fake, answer, mayfly, stderr, stdout};

const EMPTY: &str = r#"{"functions":[]}"#;
const REPLY: &str =
    r#"{"functions":[{"name":"shop","change":"created","url":null,"notes":["a remark"]}]}"#;

/// A project that needs no language.
fn project(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let bootstrap = folder.join("bootstrap");
    fs::write(&bootstrap, "#!/bin/sh\n").unwrap();
    fs::set_permissions(&bootstrap, fs::Permissions::from_mode(0o755)).unwrap();
    fs::write(
        folder.join("mayfly.toml"),
        "name = \"shop\"\n[functions.shop]\nruntime = \"provided\"\nhandler = \"bootstrap\"\n",
    )
    .unwrap();
}

fn deploy(fake: &Fake, folder: &Path, arguments: &[&str]) -> std::process::Output {
    let mut command = mayfly(&["deploy", "--endpoint", &fake.endpoint]);
    command.env("XDG_CACHE_HOME", folder.join("cache"));
    command.args(arguments).arg(folder.join("code")).output().unwrap()
}

#[test]
fn what_is_missing_is_uploaded_and_then_deployed() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("code")).unwrap();
    project(&folder.path().join("code"));
    let fake = Fake::answering(vec![
        answer("200 OK", EMPTY),
        answer("404 Not Found", ""),
        answer("201 Created", ""),
        answer("200 OK", REPLY),
        answer("200 OK", EMPTY),
        answer("200 OK", ""),
        answer("200 OK", REPLY),
    ]);
    let output = deploy(&fake, folder.path(), &[]);
    let lines: Vec<_> = stderr(&output).lines().map(str::to_owned).collect();
    assert!(lines[0].starts_with("shop: packed, "), "{lines:?}");
    assert!(lines[1].starts_with("shop: uploading "), "{lines:?}");
    let text = stdout(&output);
    assert!(text.starts_with("  created  shop\n  note: shop: a remark\n1 function changed, in "));

    let [_, head, put, post] = std::array::from_fn(|_| fake.asked());
    let hash = put.header("x-amz-content-sha256").unwrap();
    assert_eq!(head.line, format!("HEAD /_mayfly/v1/packages/{hash}"));
    assert_eq!(put.line, format!("PUT /_mayfly/v1/packages/{hash}"));
    assert_eq!(blob::Hash::of(&put.body).to_string(), hash);
    assert_eq!(post.line, "POST /_mayfly/v1/deploy");
    let request: api::DeployRequest = serde_json::from_slice(&post.body).unwrap();
    assert_eq!(request.app.as_str(), "shop");
    assert_eq!(request.functions[0].package.to_string(), hash);

    // The second time the platform has the package, and --quiet says nothing.
    let output = deploy(&fake, folder.path(), &["--quiet"]);
    assert_eq!((stdout(&output), stderr(&output)), (String::new(), String::new()));
    assert_eq!(output.status.code(), Some(0));
    let [_, head, post] = std::array::from_fn(|_| fake.asked());
    assert!(head.line.starts_with("HEAD") && post.line.starts_with("POST"));
}

#[test]
fn a_broken_project_sends_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let code = folder.path().join("code");
    fs::create_dir(&code).unwrap();
    project(&code);
    fs::write(code.join("mayfly.toml"), "[functions.shop]\nruntimes = \"provided\"\n").unwrap();
    let fake = Fake::answering(vec![answer("200 OK", EMPTY)]);
    let output = deploy(&fake, folder.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    let text = stderr(&output);
    assert!(text.starts_with("error: ") && text.contains("mayfly.toml"), "{text}");
    assert!(text.contains("\nnext: mend that and deploy again"), "{text}");
}

#[test]
fn the_reply() {
    let function = |name: &str, change, url: Option<&str>| Deployed {
        name: FunctionName::parse(name).unwrap(),
        change,
        url: url.map(str::to_owned),
        notes: vec![],
    };
    let reply = DeployReply {
        functions: vec![
            function("checkout", Change::Created, Some("http://127.0.0.1:4566/fn/checkout/")),
            function("hello", Change::Unchanged, None),
            function("old", Change::Removed, None),
        ],
    };
    expect![[r#"
          created    checkout  http://127.0.0.1:4566/fn/checkout/
          unchanged  hello
          removed    old
        2 functions changed, in 1.23 s
    "#]]
    .assert_eq(&render(&reply, Duration::from_millis(1_234), false));
    let unchanged = DeployReply { functions: vec![function("hello", Change::Unchanged, None)] };
    expect![[r#"
          unchanged  hello
        nothing has changed, in 56.0 ms
    "#]]
    .assert_eq(&render(&unchanged, Duration::from_millis(56), false));
}
