//! What `mayfly.toml` may say, and what is answered to what it may not.

use apps::Project;
use expect_test::{Expect, expect};
use functions::{Cors, DeclaredUrl, Destination, Egress, Runtime, UrlAuth, UrlTerms};

use crate::project::Dir;

/// The project's files that the manifests below talk about.
const FILES: &[(&str, &str)] = &[
    ("app.py", "def handler(event, context): pass"),
    ("index.mjs", "export const handler = async () => 1"),
    ("api/main.py", "def handler(event, context): pass"),
    ("ts/index.ts", ""),
    ("rust/bootstrap!", "#!/bin/sh"),
    ("rust-broken/bootstrap", "#!/bin/sh"),
];

pub(crate) fn open(manifest: &[u8]) -> (Dir, Result<Project, String>) {
    let dir = Dir::new(FILES);
    dir.link("away", "/");
    std::fs::write(dir.root().join("mayfly.toml"), manifest).unwrap();
    let project = Project::open(&dir.root()).map_err(|e| dir.hide(&e.to_string()));
    (dir, project)
}

pub(crate) fn check(manifest: &str, expected: Expect) {
    let (_, project) = open(manifest.as_bytes());
    expected.assert_eq(&project.expect_err("the manifest is accepted"));
}

/// A function that is right but for one line.
pub(crate) fn line(line: &str, expected: Expect) {
    check(
        &format!("[functions.hi]\nruntime = \"python\"\nhandler = \"app.handler\"\n{line}\n"),
        expected,
    );
}

#[test]
fn everything_a_manifest_can_say() {
    let (dir, project) = open(
        br#"
        name = "shop"
        [functions.hello]
        runtime = "python3.11"
        handler = "main.handler"
        path = "api"
        memory_mb = 256
        timeout = "500ms"
        env = { GREETING = "hi", _X = "" }
        url = true
        concurrency = 10
        keep_warm = 2
        idle = "10m"
        retries = 0
        max_event_age = "1h"
        on_failure = "function:later"
        egress = "none"
        tmp_mb = 2048
        uses = ["queue:jobs", "bucket:photos:read", "queue:jobs"]

        [functions.later]
        runtime = "node"
        handler = "index.handler"

        [functions.web]
        runtime = "http"
        handler = "./server --port $PORT"
        instance_concurrency = 20

        [functions.fast]
        runtime = "provided.al2023"
        path = "rust"
        "#,
    );
    let project = project.unwrap();
    assert_eq!((project.app.as_str(), project.detected), ("shop", false));
    let [fast, hello, later, web] = &project.functions[..] else { panic!("not four") };
    let config = &hello.config;
    assert_eq!(hello.code, dir.root().join("api"));
    assert_eq!(config.runtime, Runtime::Python { minor: Some(11) });
    assert_eq!((config.memory_mb, config.timeout_ms), (256, 500));
    assert_eq!(config.url, Some(DeclaredUrl::open()));
    assert_eq!((config.concurrency, config.keep_warm), (Some(10), 2));
    assert_eq!((config.idle_ms, config.retries), (Some(600_000), 0));
    assert_eq!(config.max_event_age_ms, 3_600_000);
    assert_eq!(config.on_failure, Some(Destination::Function(later.name.clone())));
    assert_eq!((config.egress, later.config.egress), (Egress::None, Egress::Internet));
    assert_eq!((config.tmp_mb, later.config.tmp_mb), (2048, 512));
    let uses: Vec<_> = config.uses.iter().map(ToString::to_string).collect();
    assert_eq!(uses, ["queue:jobs", "bucket:photos:read"]);
    assert!(later.config.uses.is_empty());
    let env: Vec<_> = config.env.iter().map(|(k, v)| format!("{k}={v}")).collect();
    assert_eq!(env, ["GREETING=hi", "_X="]);
    assert_eq!(later.config.timeout_ms, 3_000);
    assert_eq!(web.config.instance_concurrency, 20);
    assert_eq!((fast.config.handler.as_str(), &fast.code), ("bootstrap", &dir.root().join("rust")));
    for function in &project.functions {
        function.config.check().unwrap();
    }
}

#[test]
fn without_a_name_the_directory_has_one() {
    let (_, project) = open(b"[functions.a]\nruntime = 'python'\nhandler = 'app.handler'");
    assert_eq!(project.unwrap().app.as_str(), "demo");
}

#[test]
fn syntax() {
    check(
        "[functions.hi\nruntime = \"python\"",
        expect![[r#"
        …/demo/mayfly.toml:1:14: unclosed table, expected `]`
          1 | [functions.hi
            |              ^"#]],
    );
    check(
        "name = shop",
        expect![[r#"
        …/demo/mayfly.toml:1:8: string values must be quoted, expected literal string
          1 | name = shop
            |        ^^^^"#]],
    );
    check(
        "name = \"a\"\nname = \"b\"",
        expect![[r#"
        …/demo/mayfly.toml:2:1: duplicate key
          2 | name = "b"
            | ^^^^"#]],
    );
    check(
        "[functions.hi]\nenv = { A = \"1\"",
        expect![[r#"
        …/demo/mayfly.toml:2:16: unclosed inline table, expected `}`
          2 | env = { A = "1"
            |                ^"#]],
    );
}

#[test]
fn the_file_as_a_whole() {
    check(
        "",
        expect![[r#"
        …/demo/mayfly.toml: has no functions
        Add a function, for example:

          [functions.hello]
          runtime = "python"
          handler = "app.handler"   # the function `handler` in app.py
          url = true"#]],
    );
    check(
        "name = \"shop\"\n[functions]\n",
        expect![[r#"
        …/demo/mayfly.toml: has no functions
        Add a function, for example:

          [functions.hello]
          runtime = "python"
          handler = "app.handler"   # the function `handler` in app.py
          url = true"#]],
    );
    let (_, project) = open(b"name = \"\xff\"");
    expect![[r#"
        …/demo/mayfly.toml: line 1 is not UTF-8 text
        save the file as UTF-8"#]]
    .assert_eq(&project.unwrap_err());
    let (_, project) = open(&vec![b'#'; 1024 * 1024 + 1]);
    expect![[r#"
        …/demo/mayfly.toml: has more than 1 MiB
        a manifest is a short text file"#]]
    .assert_eq(&project.unwrap_err());
}

#[test]
fn unknown_keys_and_wrong_shapes() {
    line(
        "memroy_mb = 128",
        expect![[r#"
            …/demo/mayfly.toml:4:1: unknown key "memroy_mb"
              4 | memroy_mb = 128
                | ^^^^^^^^^ did you mean "memory_mb"? Keys of a function: runtime, handler, path, build, memory_mb, timeout, env, url, concurrency, keep_warm, idle, instance_concurrency, retries, max_event_age, on_failure, egress, tmp_mb, reuse, uses"#]],
    );
    line(
        "zebra = 1",
        expect![[r#"
            …/demo/mayfly.toml:4:1: unknown key "zebra"
              4 | zebra = 1
                | ^^^^^ Keys of a function: runtime, handler, path, build, memory_mb, timeout, env, url, concurrency, keep_warm, idle, instance_concurrency, retries, max_event_age, on_failure, egress, tmp_mb, reuse, uses"#]],
    );
    check(
        "[function.hi]\nruntime = \"python\"",
        expect![[r#"
        …/demo/mayfly.toml:1:2: unknown key "function"
          1 | [function.hi]
            |  ^^^^^^^^ did you mean "functions"? Keys of the manifest: name, functions"#]],
    );
    check(
        "runtime = \"python\"",
        expect![[r#"
        …/demo/mayfly.toml:1:1: unknown key "runtime"
          1 | runtime = "python"
            | ^^^^^^^ it belongs under [functions.NAME]. Keys of the manifest: name, functions"#]],
    );
    check(
        "[[functions]]\nname = \"hi\"",
        expect![[r#"
        …/demo/mayfly.toml:1:1: functions must be a table, not an array
          1 | [[functions]]
            | ^^^^^^^^^^^^^ write [functions.NAME]"#]],
    );
    check(
        "functions.hi = \"app.handler\"",
        expect![[r#"
        …/demo/mayfly.toml:1:16: hi must be a table, not a string
          1 | functions.hi = "app.handler"
            |                ^^^^^^^^^^^^^ write [functions.hi]"#]],
    );
    check(
        "name = 7\nfunctions = {}",
        expect![[r#"
        …/demo/mayfly.toml:1:8: name must be a string, not an integer
          1 | name = 7
            |        ^ put it in quotes: name = "7""#]],
    );
    check(
        "name = \"my shop\"\nfunctions = {}",
        expect![[r#"
        …/demo/mayfly.toml:1:8: "my shop" is not an app name
          1 | name = "my shop"
            |        ^^^^^^^^^ use 1 to 64 letters, digits, '-' or '_', starting with a letter or digit"#]],
    );
    check(
        "[functions.\"a b\"]\nruntime = \"python\"\nhandler = \"app.handler\"",
        expect![[r#"
        …/demo/mayfly.toml:1:12: "a b" is not a function name
          1 | [functions."a b"]
            |            ^^^^^ use 1 to 64 letters, digits, '-' or '_', starting with a letter or digit"#]],
    );
}

#[test]
fn all_problems_at_once_in_the_order_of_the_file() {
    check(
        "name = \"shop!\"\n\n[functions.hi]\nruntime = \"python\"\nhandler = \"app.handler\"\n\
         memory_mb = 1\ntimeout = 3\n\n[functions.b]\nruntime = \"nodejs\"\n\turls = true\n",
        expect![[r#"
            …/demo/mayfly.toml:1:8: "shop!" is not an app name
              1 | name = "shop!"
                |        ^^^^^^^ use 1 to 64 letters, digits, '-' or '_', starting with a letter or digit
            …/demo/mayfly.toml:6:13: memory_mb = 1 is out of range
              6 | memory_mb = 1
                |             ^ allowed is 64 to 10240
            …/demo/mayfly.toml:7:11: timeout must be a time in quotes, not an integer
              7 | timeout = 3
                |           ^ write the unit too: timeout = "3s"
            …/demo/mayfly.toml:10:11: unknown runtime "nodejs"
              10 | runtime = "nodejs"
                 |           ^^^^^^^^ did you mean "node"? Runtimes: python, python3.N, node, nodejsN.x, provided, provided.al2023, http, wasm
            …/demo/mayfly.toml:11:2: unknown key "urls"
              11 |  urls = true
                 |  ^^^^ did you mean "url"? Keys of a function: runtime, handler, path, build, memory_mb, timeout, env, url, concurrency, keep_warm, idle, instance_concurrency, retries, max_event_age, on_failure, egress, tmp_mb, reuse, uses"#]],
    );
}

#[test]
fn of_very_many_problems_the_first_are_shown() {
    let many: String = (0..5_000).map(|i| format!("k{i} = 1\n")).collect();
    let (_, project) = open(many.as_bytes());
    let text = project.unwrap_err();
    assert_eq!(text.matches("unknown key").count(), 20);
    assert!(text.ends_with("\n… and 4980 more problems"), "{text}");
}

#[test]
fn no_damage_makes_it_panic() {
    let good = "name = \"shop\"\r\n[functions.hi] # ü\nruntime = \"python\"\n\
                handler = \"app.handler\"\n\ttimeout = \"3s\"\nmemory_mb = 0x80\n\
                env = { Ü = \"ü\", A = 1 }\nidle = 07:32:00\n";
    let dir = Dir::new(FILES);
    let manifest = dir.root().join("mayfly.toml");
    for at in 0..good.len() {
        for with in ["", "\"", "\n", "[", "=", "ü", "\0", "\\", "'''", "."] {
            let bad = [&good.as_bytes()[..at], with.as_bytes(), &good.as_bytes()[at + 1..]];
            std::fs::write(&manifest, bad.concat()).unwrap();
            if let Err(e) = Project::open(&dir.root()) {
                assert!(e.to_string().contains("mayfly.toml:"), "{e}");
            }
        }
    }
}

#[test]
fn what_a_url_can_say() {
    let check = |text: &str, expected: Option<DeclaredUrl>| {
        let head = "[functions.a]\nruntime = 'python'\nhandler = 'app.handler'\n";
        let (_, project) = open(format!("{head}{text}").as_bytes());
        let project = project.unwrap();
        let config = &project.functions[0].config;
        assert_eq!((&config.url, config.check()), (&expected, Ok(())), "{text}");
    };
    let on = |auth, cors| Some(DeclaredUrl::On(UrlTerms { auth, cors }));
    check("", None);
    check("url = false", Some(DeclaredUrl::Off));
    check("url = true", Some(DeclaredUrl::open()));
    check("url = {}", Some(DeclaredUrl::open()));
    check("url = { auth = 'none' }", Some(DeclaredUrl::open()));
    check("[functions.a.url]\nauth = 'iam'", on(UrlAuth::Iam, None));
    let cors = Cors {
        credentials: true,
        origins: vec!["https://shop.example".into()],
        methods: vec!["GET".into(), "PUT".into()],
        headers: vec!["Content-Type".into()],
        expose: vec!["X-Total".into()],
        max_age_s: Some(3_600),
    };
    check(
        "[functions.a.url.cors]\norigins = ['https://shop.example']\nmethods = ['GET', 'PUT']\n\
         headers = ['Content-Type']\nexpose = ['X-Total']\ncredentials = true\nmax_age = '1h'",
        on(UrlAuth::None, Some(cors)),
    );
}
