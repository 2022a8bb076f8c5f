//! Functions that are one file, and builds of the project's own.

use apps::{Error, Step};
use expect_test::{Expect, expect};

use crate::project::{Cache, Dir, contents};

const MAKE: &str = "\
    [functions.demo]\n\
    runtime = \"wasm\"\n\
    build = \"mkdir -p out && cat part.* > out/demo.wasm && echo . >> times\"\n\
    handler = \"out/demo.wasm\"\n";

fn project() -> Dir {
    Dir::new(&[("mayfly.toml", MAKE), ("part.1", "one "), ("part.2", "two"), ("secret", "x")])
}

#[tokio::test]
async fn a_component_is_built_and_packed_alone() {
    let (dir, cache) = (project(), Cache::new());
    let (built, steps) = cache.build(&dir).await.unwrap();
    assert_eq!(steps.of("demo").first(), Some(&Step::Building));
    let packed = contents(&built.functions[0].package);
    assert_eq!(
        packed.into_iter().collect::<Vec<_>>(),
        [("out/demo.wasm".into(), "100644 one two".into())]
    );

    // What goes in decides what comes out.
    let (again, steps) = cache.build(&dir).await.unwrap();
    assert!(matches!(steps.of("demo").last(), Some(Step::Unchanged { .. })));
    assert_eq!(again.functions[0].sha256, built.functions[0].sha256);
    dir.write("part.2", "three");
    let (other, _) = cache.build(&dir).await.unwrap();
    assert_ne!(other.functions[0].sha256, built.functions[0].sha256);
}

#[tokio::test]
async fn functions_of_one_build_share_it() {
    let dir = project();
    let other = MAKE.replace("functions.demo", "functions.other");
    dir.write("mayfly.toml", &format!("{MAKE}{other}"));
    let (built, _) = Cache::new().build(&dir).await.unwrap();
    assert_eq!(built.functions[0].package, built.functions[1].package);
    assert_eq!(std::fs::read_to_string(dir.root().join("times")).unwrap(), ".\n");
}

async fn fails(build: &str, expected: Expect) {
    let dir = project();
    dir.write(
        "mayfly.toml",
        &MAKE.replace(MAKE.lines().nth(2).unwrap(), &format!("build = '{build}'")),
    );
    let error = Cache::new().build(&dir).await.err().expect("the build succeeds");
    assert!(matches!(error, Error::Install(_) | Error::NoComponent { .. }));
    expected.assert_eq(&dir.hide(&error.to_string()));
}

#[tokio::test]
async fn a_build_that_fails_says_what_to_do() {
    fails(
        "echo broken; exit 3",
        expect![[r#"
        `echo broken; exit 3` failed with exit code 3:
          | broken
        mend what it says; or build elsewhere, put the result here and leave build out"#]],
    )
    .await;
    fails(
        "PATH=/nowhere; cargo build",
        expect![[r#"
        `PATH=/nowhere; cargo build` failed with exit code 127:
          | sh: 1: cargo: not found
        install Rust with https://rustup.rs"#]],
    )
    .await;
    let rustc = "echo \"note: the wasm32-wasip2 target may not be installed\"; exit 1";
    fails(rustc, expect![[r#"
        `echo "note: the wasm32-wasip2 target may not be installed"; exit 1` failed with exit code 1:
          | note: the wasm32-wasip2 target may not be installed
        install Rust's target for components: `rustup target add wasm32-wasip2`"#]]).await;
    fails("true", expect![[r#"…/demo/out/demo.wasm is not there: correct the handler, or let build = "…" be the command that makes it"#]]).await;
}

fn refused(lines: &str, expected: Expect) {
    let dir = project();
    dir.write("mayfly.toml", &format!("[functions.demo]\nruntime = \"wasm\"\n{lines}"));
    let error = apps::Project::open(&dir.root()).expect_err("the manifest is accepted");
    expected.assert_eq(&dir.hide(&error.to_string()));
}

#[test]
fn manifests_of_components() {
    refused(
        "",
        expect![[r#"
        …/demo/mayfly.toml:1:12: the function has no handler
          1 | [functions.demo]
            |            ^^^^ add handler = "app.wasm" (the component)"#]],
    );
    refused(
        "handler = \"demo.wasm\"",
        expect![[r#"
        …/demo/mayfly.toml:3:11: there is no demo.wasm
          3 | handler = "demo.wasm"
            |           ^^^^^^^^^^^ build it first, or let deploying do it with build = "…", which makes demo.wasm"#]],
    );
    refused(
        "handler = \"src/lib.rs\"",
        expect![[r#"
        …/demo/mayfly.toml:3:11: handler "src/lib.rs" is not a WebAssembly component
          3 | handler = "src/lib.rs"
            |           ^^^^^^^^^^^^ write the component's file, such as "app.wasm"; build says how it is made"#]],
    );
    refused(
        "handler = \"demo.wasm\"\nbuild = \"\"",
        expect![[r#"
        …/demo/mayfly.toml:3:11: there is no demo.wasm
          3 | handler = "demo.wasm"
            |           ^^^^^^^^^^^ build it first, or let deploying do it with build = "…", which makes demo.wasm
        …/demo/mayfly.toml:4:9: build must have 1 to 4096 bytes and no NUL
          4 | build = ""
            |         ^^ write a command for the shell, or put it into a script"#]],
    );
}
