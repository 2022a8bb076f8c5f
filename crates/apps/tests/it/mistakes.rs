//! Values a manifest may not have, each with what is answered to it.

use expect_test::expect;

use crate::manifest::{check, line};

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
            …/demo/mayfly.toml:4:7: url must be true, false or a table, not a string
              4 | url = "yes"
                |       ^^^^^ write url = true, or url = { auth = "iam" } for signed requests alone"#]],
    );
    line(
        "url = 1",
        expect![[r#"
            …/demo/mayfly.toml:4:7: url must be true, false or a table, not an integer
              4 | url = 1
                |       ^ write url = true, or url = { auth = "iam" } for signed requests alone"#]],
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
        "egress = \"nothing\"",
        expect![[r#"
            …/demo/mayfly.toml:4:10: egress = "nothing" is not known
              4 | egress = "nothing"
                |          ^^^^^^^^^ write "internet", "none" (the platform alone) or "host" (this machine too)"#]],
    );
    line(
        "egress = false",
        expect![[r#"
            …/demo/mayfly.toml:4:10: egress must be a string, not a boolean
              4 | egress = false
                |          ^^^^^ put it in quotes: egress = "false""#]],
    );
    line(
        "instance_concurrency = 10",
        expect![[r#"
            …/demo/mayfly.toml:4:1: instance_concurrency is not for runtime "python"
              4 | instance_concurrency = 10
                | ^^^^^^^^^^^^^^^^^^^^ leave it out: only http and wasm functions take many calls per instance"#]],
    );
    line(
        "reuse = true",
        expect![[r#"
        …/demo/mayfly.toml:4:1: reuse is not for runtime "python"
          4 | reuse = true
            | ^^^^^ leave it out: its instances are used again anyway"#]],
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
                |           ^^^^^^^^^^^^ did you mean "python3.11"? Runtimes: python, python3.N, node, nodejsN.x, provided, provided.al2023, http, wasm"#]],
    );
    check(
        "[functions.hi]\nruntime = \"ruby\"\nhandler = \"app.handler\"",
        expect![[r#"
            …/demo/mayfly.toml:2:11: unknown runtime "ruby"
              2 | runtime = "ruby"
                |           ^^^^^^ Runtimes: python, python3.N, node, nodejsN.x, provided, provided.al2023, http, wasm"#]],
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
                |           ^^^^^^^^^^^^ did you mean "app.handler"?"#]],
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
                |           ^^^^^^^^^^^^^^ did you mean "index.handler"?"#]],
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
fn uses() {
    line(
        "uses = \"queue:jobs\"",
        expect![[r#"
        …/demo/mayfly.toml:4:8: uses must be a list, not a string
          4 | uses = "queue:jobs"
            |        ^^^^^^^^^^^^ write uses = ["queue:jobs", "bucket:photos:read"]"#]],
    );
    line(
        "uses = [\"ques:jobs\"]",
        expect![[r#"
            …/demo/mayfly.toml:4:9: "ques:jobs" begins with no kind
              4 | uses = ["ques:jobs"]
                |         ^^^^^^^^^^^ did you mean "queue:jobs"? write function:NAME, queue:NAME, topic:NAME, bucket:NAME or table:NAME"#]],
    );
    line(
        "uses = [\"jobs\"]",
        expect![[r#"
        …/demo/mayfly.toml:4:9: "jobs" begins with no kind
          4 | uses = ["jobs"]
            |         ^^^^^^ write function:NAME, queue:NAME, topic:NAME, bucket:NAME or table:NAME"#]],
    );
    line(
        "uses = [\"bucket:photos:reed\"]",
        expect![[r#"
        …/demo/mayfly.toml:4:9: "bucket:photos:reed" ends in a word that is no access
          4 | uses = ["bucket:photos:reed"]
            |         ^^^^^^^^^^^^^^^^^^^^ did you mean "read"? write :read, :write, or nothing for both"#]],
    );
    line(
        "uses = [\"bucket:*\"]",
        expect![[r#"
        …/demo/mayfly.toml:4:9: "bucket:*" has no good name
          4 | uses = ["bucket:*"]
            |         ^^^^^^^^^^ use 1 to 255 letters, digits, '-', '_' or '.', and none of * and ?"#]],
    );
    line(
        "uses = [\"function:f:read\"]",
        expect![[r#"
        …/demo/mayfly.toml:4:9: "function:f:read" is all or nothing
          4 | uses = ["function:f:read"]
            |         ^^^^^^^^^^^^^^^^^ leave out :read and :write"#]],
    );
    line(
        "uses = [7]",
        expect![[r#"
        …/demo/mayfly.toml:4:9: uses must be a string, not an integer
          4 | uses = [7]
            |         ^ put it in quotes: uses = "7""#]],
    );
    line(
        "uses = [\"queue:a\", \"nothing\", \"queue:\", \"table:t:write\"]",
        expect![[r#"
            …/demo/mayfly.toml:4:20: "nothing" begins with no kind
              4 | uses = ["queue:a", "nothing", "queue:", "table:t:write"]
                |                    ^^^^^^^^^ write function:NAME, queue:NAME, topic:NAME, bucket:NAME or table:NAME
            …/demo/mayfly.toml:4:31: "queue:" says a kind and no name
              4 | uses = ["queue:a", "nothing", "queue:", "table:t:write"]
                |                               ^^^^^^^^ write "queue:NAME", or another of function:NAME, queue:NAME, topic:NAME, bucket:NAME and table:NAME"#]],
    );
}

#[test]
fn urls() {
    line(
        "url = \"yes\"",
        expect![[r#"
        …/demo/mayfly.toml:4:7: url must be true, false or a table, not a string
          4 | url = "yes"
            |       ^^^^^ write url = true, or url = { auth = "iam" } for signed requests alone"#]],
    );
    line(
        "url = { auth = \"IAM\", color = 1 }",
        expect![[r#"
        …/demo/mayfly.toml:4:16: auth = "IAM" is not known
          4 | url = { auth = "IAM", color = 1 }
            |                ^^^^^ did you mean "iam"? write "none" (everybody may call it) or "iam" (signed requests alone)
        …/demo/mayfly.toml:4:23: unknown key "color"
          4 | url = { auth = "IAM", color = 1 }
            |                       ^^^^^ Keys of a url: auth, cors"#]],
    );
    line(
        "url = { cors = true }",
        expect![[r#"
        …/demo/mayfly.toml:4:16: cors must be a table, not a boolean
          4 | url = { cors = true }
            |                ^^^^ write cors = { origins = ["https://shop.example"], methods = ["GET"] }"#]],
    );
    line(
        "url = { cors = {} }",
        expect![[r#"
        …/demo/mayfly.toml:4:9: cors has no origins
          4 | url = { cors = {} }
            |         ^^^^ say which pages may call it: origins = ["https://shop.example"], or ["*"]"#]],
    );
    line(
        "url = { cors = { origins = [] } }",
        expect![[r#"
        …/demo/mayfly.toml:4:28: cors has no origins
          4 | url = { cors = { origins = [] } }
            |                            ^^ name the pages that may call it, or leave cors out"#]],
    );
    line(
        "url = { cors = { origins = [\"shop.example\", \"https://shop.example/\"] } }",
        expect![[r#"
            …/demo/mayfly.toml:4:29: "shop.example" is not an origin
              4 | url = { cors = { origins = ["shop.example", "https://shop.example/"] } }
                |                             ^^^^^^^^^^^^^^ write scheme and host, without a path: "https://shop.example"; or "*" for every page
            …/demo/mayfly.toml:4:45: "https://shop.example/" is not an origin
              4 | url = { cors = { origins = ["shop.example", "https://shop.example/"] } }
                |                                             ^^^^^^^^^^^^^^^^^^^^^^^ write scheme and host, without a path: "https://shop.example"; or "*" for every page"#]],
    );
    line(
        "url = { cors = { origins = [\"*\"], methods = [\"get\", \"FLY\"] } }",
        expect![[r#"
        …/demo/mayfly.toml:4:46: "get" is not a method
          4 | url = { cors = { origins = ["*"], methods = ["get", "FLY"] } }
            |                                              ^^^^^ did you mean "GET"? methods are "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", or "*" for all
        …/demo/mayfly.toml:4:53: "FLY" is not a method
          4 | url = { cors = { origins = ["*"], methods = ["get", "FLY"] } }
            |                                                     ^^^^^ methods are "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", or "*" for all"#]],
    );
    line(
        "url = { cors = { origins = [\"*\"], headers = [\"a b\"], max_age = \"25h\" } }",
        expect![[r#"
            …/demo/mayfly.toml:4:46: "a b" is not the name of a header
              4 | url = { cors = { origins = ["*"], headers = ["a b"], max_age = "25h" } }
                |                                              ^^^^^ write names such as "content-type", or "*" for all
            …/demo/mayfly.toml:4:64: max_age = "25h" is out of range
              4 | url = { cors = { origins = ["*"], headers = ["a b"], max_age = "25h" } }
                |                                                                ^^^^^ allowed is 0ms to 24h"#]],
    );
    line(
        "url = { cors = { origins = [\"*\"], credentials = true } }",
        expect![[r#"
        …/demo/mayfly.toml:4:29: origins = ["*"] does not go with credentials = true
          4 | url = { cors = { origins = ["*"], credentials = true } }
            |                             ^^^ name them one by one: a page that sends cookies must be one you know"#]],
    );
    line(
        "url = { cors = { origins = \"*\" } }",
        expect![[r#"
        …/demo/mayfly.toml:4:28: origins must be a list, not a string
          4 | url = { cors = { origins = "*" } }
            |                            ^^^ write origins = ["https://shop.example"]"#]],
    );
}

#[test]
fn nobody_is_told_to_write_what_was_written() {
    line(
        "uses = [\"bucket\"]",
        expect![[r#"
        …/demo/mayfly.toml:4:9: "bucket" says a kind and no name
          4 | uses = ["bucket"]
            |         ^^^^^^^^ write "bucket:NAME", or another of function:NAME, queue:NAME, topic:NAME, bucket:NAME and table:NAME"#]],
    );
    line(
        "uses = [\"Bucket:photos\"]",
        expect![[r#"
        …/demo/mayfly.toml:4:9: "Bucket:photos" begins with no kind
          4 | uses = ["Bucket:photos"]
            |         ^^^^^^^^^^^^^^^ did you mean "bucket:photos"? write function:NAME, queue:NAME, topic:NAME, bucket:NAME or table:NAME"#]],
    );
    line(
        "uses = [\"buckets\"]",
        expect![[r#"
        …/demo/mayfly.toml:4:9: "buckets" begins with no kind
          4 | uses = ["buckets"]
            |         ^^^^^^^^^ did you mean "bucket:NAME"? write function:NAME, queue:NAME, topic:NAME, bucket:NAME or table:NAME"#]],
    );
    line(
        "egress = \"None\"",
        expect![[r#"
        …/demo/mayfly.toml:4:10: egress = "None" is not known
          4 | egress = "None"
            |          ^^^^^^ did you mean "none"? write "internet", "none" (the platform alone) or "host" (this machine too)"#]],
    );
}
