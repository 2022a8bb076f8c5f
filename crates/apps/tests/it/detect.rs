//! Directories without a manifest.

use apps::Project;
use expect_test::{Expect, expect};
use functions::DeclaredUrl;

use crate::project::Dir;

fn check(files: &[(&str, &str)], expected: Expect) {
    let dir = Dir::new(files);
    std::fs::create_dir_all(dir.root()).unwrap();
    let text = match Project::open(&dir.root()) {
        Ok(project) => {
            assert!(project.detected);
            let [function] = &project.functions[..] else { panic!("not one function") };
            let config = &function.config;
            format!(
                "{} / {}: {} {} url={}",
                project.app,
                function.name,
                config.runtime,
                config.handler,
                config.url == Some(DeclaredUrl::open())
            )
        }
        Err(e) => dir.hide(&e.to_string()),
    };
    expected.assert_eq(&text);
}

const PYTHON: &str = "def handler(event, context):\n    return 1\n";
const NODE: &str = "exports.handler = async () => 1;\n";

#[test]
fn one_obvious_file_is_the_handler() {
    check(&[("app.py", PYTHON)], expect!["demo / demo: python app.handler url=true"]);
    check(
        &[("lambda_function.py", "def lambda_handler(e, c): pass\ndef handler(e, c): pass")],
        expect!["demo / demo: python lambda_function.lambda_handler url=true"],
    );
    check(&[("index.js", NODE)], expect!["demo / demo: node index.handler url=true"]);
    check(
        &[("index.mjs", "export const handler = async () => 1")],
        expect!["demo / demo: node index.handler url=true"],
    );
    check(
        &[("handler.cjs", "module.exports = {\n  handler: () => 1,\n}")],
        expect!["demo / demo: node handler.handler url=true"],
    );
    check(&[("bootstrap!", "#!/bin/sh")], expect!["demo / demo: provided bootstrap url=true"]);
    // Files beside it that have no handler do not make it less obvious.
    check(
        &[("handler.py", PYTHON), ("app.py", "print('tools')"), ("README.md", "")],
        expect!["demo / demo: python handler.handler url=true"],
    );
}

#[test]
fn nothing_to_run_says_what_was_looked_for() {
    check(
        &[("main.py", PYTHON)],
        expect![[r#"
        …/demo: there is no mayfly.toml and no handler file
        looked for: app.py, lambda_function.py, handler.py, index.js, index.mjs, index.cjs, app.js, app.mjs, app.cjs, handler.js, handler.mjs, handler.cjs, bootstrap
        write a mayfly.toml that says what to run, for example:

          name = "demo"

          [functions.hello]
          runtime = "python"
          handler = "app.handler""#]],
    );
    check(
        &[("app.py", "def main(): pass\n")],
        expect![[r#"
        …/demo: there is no mayfly.toml and no file with a handler
          app.py has no function named lambda_handler or handler
        write a mayfly.toml that says what to run, for example:

          name = "demo"

          [functions.hello]
          runtime = "python"
          handler = "app.handler""#]],
    );
    check(
        &[("bootstrap", "#!/bin/sh")],
        expect![[r#"
        …/demo: there is no mayfly.toml and no file with a handler
          bootstrap is not executable: run chmod +x bootstrap
        write a mayfly.toml that says what to run, for example:

          name = "demo"

          [functions.hello]
          runtime = "provided"
          handler = "bootstrap""#]],
    );
}

#[test]
fn more_than_one_shows_a_manifest_for_what_is_there() {
    check(
        &[("app.py", PYTHON), ("index.js", NODE)],
        expect![[r#"
        …/demo: there is no mayfly.toml and more than one file could be the handler
          app.py: handler "app.handler"
          index.js: handler "index.handler"
        write a mayfly.toml that says what to run, for example:

          name = "demo"

          [functions.app-py]
          runtime = "python"
          handler = "app.handler"

          [functions.index-js]
          runtime = "node"
          handler = "index.handler""#]],
    );
}

#[test]
fn what_is_no_directory_is_said_to_be_none() {
    let dir = Dir::new(&[("app.py", PYTHON)]);
    let error = Project::open(&dir.root().join("app.py")).unwrap_err();
    expect!["…/demo/app.py is not a directory; name the directory of a project"]
        .assert_eq(&dir.hide(&error.to_string()));
}
