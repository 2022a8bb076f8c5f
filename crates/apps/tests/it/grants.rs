//! Mistakes in what a manifest grants: who may call a URL, and what a function may use.

use expect_test::expect;

use crate::manifest::line;

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
