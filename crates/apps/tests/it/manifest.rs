//! What `mayfly.toml` may say, and what is answered to what it may not.

use apps::Project;
use expect_test::{Expect, expect};
use functions::{OnFailure, Runtime};

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

fn open(manifest: &[u8]) -> (Dir, Result<Project, String>) {
    let dir = Dir::new(FILES);
    dir.link("away", "/");
    std::fs::write(dir.root().join("mayfly.toml"), manifest).unwrap();
    let project = Project::open(&dir.root()).map_err(|e| dir.hide(&e.to_string()));
    (dir, project)
}

fn check(manifest: &str, expected: Expect) {
    let (_, project) = open(manifest.as_bytes());
    expected.assert_eq(&project.expect_err("the manifest is accepted"));
}

/// A function that is right but for one line.
fn line(line: &str, expected: Expect) {
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
    assert_eq!((config.memory_mb, config.timeout_ms, config.url), (256, 500, true));
    assert_eq!((config.concurrency, config.keep_warm), (Some(10), 2));
    assert_eq!((config.idle_ms, config.retries), (Some(600_000), 0));
    assert_eq!(config.max_event_age_ms, 3_600_000);
    assert_eq!(config.on_failure, Some(OnFailure::Function(later.name.clone())));
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
            | ^^^^^^^^^ did you mean "memory_mb"? Keys of a function: runtime, handler, path, memory_mb, timeout, env, url, concurrency, keep_warm, idle, instance_concurrency, retries, max_event_age, on_failure"#]],
    );
    line(
        "zebra = 1",
        expect![[r#"
        …/demo/mayfly.toml:4:1: unknown key "zebra"
          4 | zebra = 1
            | ^^^^^ Keys of a function: runtime, handler, path, memory_mb, timeout, env, url, concurrency, keep_warm, idle, instance_concurrency, retries, max_event_age, on_failure"#]],
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
fn numbers_times_and_switches() {
    line(
        "memory_mb = 32",
        expect![[r#"
        …/demo/mayfly.toml:4:13: memory_mb = 32 is out of range
          4 | memory_mb = 32
            |             ^^ allowed is 64 to 10240"#]],
    );
    line(
        "memory_mb = \"256\"",
        expect![[r#"
        …/demo/mayfly.toml:4:13: memory_mb must be an integer, not a string
          4 | memory_mb = "256"
            |             ^^^^^ write memory_mb = 256"#]],
    );
    line(
        "memory_mb = 1.5",
        expect![[r#"
        …/demo/mayfly.toml:4:13: memory_mb must be an integer, not a float
          4 | memory_mb = 1.5
            |             ^^^ write a number from 64 to 10240"#]],
    );
    line(
        "memory_mb = 99999999999999999999",
        expect![[r#"
        …/demo/mayfly.toml:4:13: memory_mb = 99999999999999999999 is out of range
          4 | memory_mb = 99999999999999999999
            |             ^^^^^^^^^^^^^^^^^^^^ allowed is 64 to 10240"#]],
    );
    line(
        "concurrency = -1",
        expect![[r#"
        …/demo/mayfly.toml:4:15: concurrency = -1 is out of range
          4 | concurrency = -1
            |               ^^ allowed is 0 to 10000"#]],
    );
    line(
        "timeout = 3",
        expect![[r#"
        …/demo/mayfly.toml:4:11: timeout must be a time in quotes, not an integer
          4 | timeout = 3
            |           ^ write the unit too: timeout = "3s""#]],
    );
    line(
        "timeout = \"3 seconds\"",
        expect![[r#"
        …/demo/mayfly.toml:4:11: timeout = "3 seconds" is not a time
          4 | timeout = "3 seconds"
            |           ^^^^^^^^^^^ use a whole number and ms, s, m or h: "500ms", "3s", "10m", "6h""#]],
    );
    line(
        "timeout = \"1h\"",
        expect![[r#"
        …/demo/mayfly.toml:4:11: timeout = "1h" is out of range
          4 | timeout = "1h"
            |           ^^^^ allowed is 100ms to 15m"#]],
    );
    line(
        "max_event_age = \"10s\"",
        expect![[r#"
        …/demo/mayfly.toml:4:17: max_event_age = "10s" is out of range
          4 | max_event_age = "10s"
            |                 ^^^^^ allowed is 1m to 6h"#]],
    );
    line(
        "url = \"yes\"",
        expect![[r#"
        …/demo/mayfly.toml:4:7: url must be true or false, not a string
          4 | url = "yes"
            |       ^^^^^ write url = true"#]],
    );
    line(
        "url = 1",
        expect![[r#"
        …/demo/mayfly.toml:4:7: url must be true or false, not an integer
          4 | url = 1
            |       ^ write url = true"#]],
    );
    line(
        "retries = 5",
        expect![[r#"
        …/demo/mayfly.toml:4:11: retries = 5 is out of range
          4 | retries = 5
            |           ^ allowed is 0 to 2"#]],
    );
    line(
        "concurrency = 2\nkeep_warm = 3",
        expect![[r#"
        …/demo/mayfly.toml:5:13: keep_warm = 3 is more than concurrency = 2
          5 | keep_warm = 3
            |             ^ write keep_warm = 2 or raise concurrency"#]],
    );
    line(
        "instance_concurrency = 10",
        expect![[r#"
        …/demo/mayfly.toml:4:1: instance_concurrency is not for runtime "python"
          4 | instance_concurrency = 10
            | ^^^^^^^^^^^^^^^^^^^^ leave it out: only an http function takes many calls per instance"#]],
    );
}

#[test]
fn runtimes_and_handlers() {
    check(
        "[functions.hi]\nhandler = \"app.handler\"",
        expect![[r#"
        …/demo/mayfly.toml:1:12: the function has no runtime
          1 | [functions.hi]
            |            ^^ add runtime = "python""#]],
    );
    check(
        "[functions.hi]\nruntime = \"pyhton3.11\"\nhandler = \"app.handler\"",
        expect![[r#"
        …/demo/mayfly.toml:2:11: unknown runtime "pyhton3.11"
          2 | runtime = "pyhton3.11"
            |           ^^^^^^^^^^^^ did you mean "python3.11"? Runtimes: python, python3.N, node, nodejsN.x, provided, provided.al2023, http"#]],
    );
    check(
        "[functions.hi]\nruntime = \"ruby\"\nhandler = \"app.handler\"",
        expect![[r#"
        …/demo/mayfly.toml:2:11: unknown runtime "ruby"
          2 | runtime = "ruby"
            |           ^^^^^^ Runtimes: python, python3.N, node, nodejsN.x, provided, provided.al2023, http"#]],
    );
    check(
        "[functions.hi]\nruntime = \"python\"",
        expect![[r#"
        …/demo/mayfly.toml:1:12: the function has no handler
          1 | [functions.hi]
            |            ^^ add handler = "app.handler" (file.function)"#]],
    );
    let python = |handler: &str, expected| {
        let manifest = format!("[functions.hi]\nruntime = \"python\"\nhandler = \"{handler}\"");
        check(&manifest, expected);
    };
    python(
        "",
        expect![[r#"
        …/demo/mayfly.toml:3:11: handler is empty
          3 | handler = ""
            |           ^^ write file.function, such as "app.handler""#]],
    );
    python(
        "app",
        expect![[r#"
        …/demo/mayfly.toml:3:11: handler "app" names no function
          3 | handler = "app"
            |           ^^^^^ write app.handler: file.function"#]],
    );
    python(
        "app.py",
        expect![[r#"
        …/demo/mayfly.toml:3:11: handler "app.py" names a file, not a function
          3 | handler = "app.py"
            |           ^^^^^^^^ leave out .py and add the function: app.handler"#]],
    );
    python(
        "ap.handler",
        expect![[r#"
        …/demo/mayfly.toml:3:11: there is no ap.py or ap/__init__.py
          3 | handler = "ap.handler"
            |           ^^^^^^^^^^^^ did you mean "app.py"?"#]],
    );
    python(
        "../app.handler",
        expect![[r#"
        …/demo/mayfly.toml:3:11: handler "../app.handler" is not a path inside the project
          3 | handler = "../app.handler"
            |           ^^^^^^^^^^^^^^^^ write file.function, such as "app.handler""#]],
    );
    python(
        "app.handler()",
        expect![[r#"
        …/demo/mayfly.toml:3:11: handler "app.handler()" has a character that is not allowed
          3 | handler = "app.handler()"
            |           ^^^^^^^^^^^^^^^ write file.function, such as "app.handler""#]],
    );
    let node = |rest: &str, expected| {
        check(&format!("[functions.hi]\nruntime = \"node\"\n{rest}"), expected);
    };
    node(
        "handler = \"main.handler\"",
        expect![[r#"
        …/demo/mayfly.toml:3:11: there is no main.js or main.mjs
          3 | handler = "main.handler"
            |           ^^^^^^^^^^^^^^ the code here is in index.mjs: name that, or set path to another folder"#]],
    );
    node(
        "handler = \"index.handler\"\npath = \"ts\"",
        expect![[r#"
        …/demo/mayfly.toml:3:11: there is no index.js or index.mjs
          3 | handler = "index.handler"
            |           ^^^^^^^^^^^^^^^ compile index.ts to JavaScript before deploying"#]],
    );
    check(
        "[functions.hi]\nruntime = \"http\"",
        expect![[r#"
        …/demo/mayfly.toml:1:12: the function has no handler
          1 | [functions.hi]
            |            ^^ add handler = "./server" (the command that listens on $PORT)"#]],
    );
    check(
        "[functions.hi]\nruntime = \"http\"\nhandler = \" \"",
        expect![[r#"
        …/demo/mayfly.toml:3:11: handler is empty
          3 | handler = " "
            |           ^^^ write the command that listens on $PORT, such as "./server""#]],
    );
    check(
        "[functions.hi]\nruntime = \"provided\"",
        expect![[r#"
        …/demo/mayfly.toml:1:12: there is no file bootstrap
          1 | [functions.hi]
            |            ^^ a provided function is an executable named bootstrap: copy or build it there"#]],
    );
    check(
        "[functions.hi]\nruntime = \"provided\"\npath = \"rust-broken\"",
        expect![[r#"
        …/demo/mayfly.toml:1:12: the file bootstrap is not executable
          1 | [functions.hi]
            |            ^^ run chmod +x bootstrap"#]],
    );
}

#[test]
fn paths() {
    line(
        "path = \"../secret\"",
        expect![[r#"
        …/demo/mayfly.toml:4:8: path = "../secret" is not below the project
          4 | path = "../secret"
            |        ^^^^^^^^^^^ write the name of a folder beside mayfly.toml, without .."#]],
    );
    line(
        "path = \"/etc\"",
        expect![[r#"
        …/demo/mayfly.toml:4:8: path = "/etc" is not below the project
          4 | path = "/etc"
            |        ^^^^^^ write the name of a folder beside mayfly.toml, without .."#]],
    );
    line(
        "path = \"apis\"",
        expect![[r#"
        …/demo/mayfly.toml:4:8: there is no folder "apis"
          4 | path = "apis"
            |        ^^^^^^ did you mean "api"? path is relative to mayfly.toml"#]],
    );
    line(
        "path = \"away\"",
        expect![[r#"
        …/demo/mayfly.toml:4:8: path = "away" leads out of the project by a symbolic link
          4 | path = "away"
            |        ^^^^^^ move the code below the project"#]],
    );
}

#[test]
fn environment_variables() {
    line(
        "env = { AWS_REGION = \"mars\" }",
        expect![[r#"
        …/demo/mayfly.toml:4:9: AWS_REGION is set by the platform
          4 | env = { AWS_REGION = "mars" }
            |         ^^^^^^^^^^ choose another name, such as MY_AWS_REGION"#]],
    );
    line(
        "env = { \"MY-KEY\" = \"x\" }",
        expect![[r#"
        …/demo/mayfly.toml:4:9: "MY-KEY" is not a name for an environment variable
          4 | env = { "MY-KEY" = "x" }
            |         ^^^^^^^^ use letters, digits and _, not starting with a digit"#]],
    );
    line(
        "env = { PORT = 80, DEBUG = true }",
        expect![[r#"
        …/demo/mayfly.toml:4:16: PORT must be a string, not an integer
          4 | env = { PORT = 80, DEBUG = true }
            |                ^^ put it in quotes: PORT = "80"
        …/demo/mayfly.toml:4:28: DEBUG must be a string, not a boolean
          4 | env = { PORT = 80, DEBUG = true }
            |                            ^^^^ put it in quotes: DEBUG = "true""#]],
    );
    line(
        "env = { A = \"\\u0000\" }",
        expect![[r#"
        …/demo/mayfly.toml:4:13: the value of A has a NUL character
          4 | env = { A = "\u0000" }
            |             ^^^^^^^^ environment variables end at a NUL; encode the value"#]],
    );
    line(
        "env = [\"A=1\"]",
        expect![[r#"
        …/demo/mayfly.toml:4:7: env must be a table, not an array
          4 | env = ["A=1"]
            |       ^^^^^^^ write env = { KEY = "value" }"#]],
    );
    line(
        &format!("env = {{ A = \"{}\" }}", "x".repeat(4_096)),
        expect![[r#"
        …/demo/mayfly.toml:4:1: env has 4097 bytes, 4096 at most
          4 | env = { A = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
            | ^^^ put long values in a file of the project and read it from the code"#]],
    );
}

#[test]
fn failure_destinations() {
    line(
        "on_failure = \"later\"",
        expect![[r#"
        …/demo/mayfly.toml:4:14: on_failure = "later" is not a destination
          4 | on_failure = "later"
            |              ^^^^^^^ write on_failure = "function:later""#]],
    );
    line(
        "on_failure = \"function:hi\"",
        expect![[r#"
        …/demo/mayfly.toml:4:14: on_failure sends the failures of a function to itself
          4 | on_failure = "function:hi"
            |              ^^^^^^^^^^^^^ name another function, or leave on_failure out"#]],
    );
    line(
        "on_failure = \"function:no way\"",
        expect![[r#"
        …/demo/mayfly.toml:4:14: "no way" is not a function name
          4 | on_failure = "function:no way"
            |              ^^^^^^^^^^^^^^^^^ use 1 to 64 letters, digits, '-' or '_', starting with a letter or digit"#]],
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
                 |           ^^^^^^^^ did you mean "node"? Runtimes: python, python3.N, node, nodejsN.x, provided, provided.al2023, http
            …/demo/mayfly.toml:11:2: unknown key "urls"
              11 |  urls = true
                 |  ^^^^ did you mean "url"? Keys of a function: runtime, handler, path, memory_mb, timeout, env, url, concurrency, keep_warm, idle, instance_concurrency, retries, max_event_age, on_failure"#]],
    );
}

#[test]
fn of_very_many_problems_the_first_are_shown() {
    let many: String = (0..5_000).map(|i| format!("k{i} = 1\n")).collect();
    let (_, project) = open(many.as_bytes());
    let text = project.unwrap_err();
    assert_eq!(text.matches("unknown key").count(), 20);
    assert!(text.ends_with("\n… and 980 more problems"), "{text}");
}
