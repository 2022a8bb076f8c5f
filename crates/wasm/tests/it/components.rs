//! What is made of bytes: components of ours, or errors that say what to do; and what is kept.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use wasm::{Engine, Options, Origin, Settings};

use crate::support::*;

async fn error(bytes: Bytes) -> String {
    engine().compile(bytes).await.expect_err("an error").to_string()
}

#[track_caller]
fn says(error: &str, words: &[&str]) {
    for word in words {
        assert!(error.contains(word), "no {word:?} in: {error}");
    }
}

#[tokio::test]
async fn what_is_no_component_is_refused() {
    says(&error(Bytes::new()).await, &["not a WebAssembly component"]);
    says(&error(text("(module)")).await, &["module", "wasm32-wasip2"]);
    says(&error(text("(component)")).await, &["exports nothing", "wasi:http/incoming-handler"]);
    let other = r#"(component (core module $m) (export "thing" (core module $m)))"#;
    says(&error(text(other)).await, &["exports `thing`"]);
}

#[tokio::test]
async fn imports_nobody_gives_are_named() {
    let wat = r#"(component
        (import "wasi:keyvalue/store@0.2.0" (instance (export "open" (func))))
        (instance $c (import "x") )
        (export "wasi:cli/run@0.2.0" (instance $c)))"#;
    let wat = wat.replace("(instance $c (import \"x\") )", "(instance $c)");
    says(&error(text(&wat)).await, &["wasi:keyvalue/store@0.2.0"]);
}

#[tokio::test]
async fn corrupt_components_are_refused() {
    let whole = hello();
    for length in [8, 9, 100, whole.len() / 2, whole.len() - 1] {
        error(whole.slice(..length)).await;
    }
    // Any byte may be wrong; what still compiles must still be contained.
    let engine = engine();
    for at in (8..whole.len()).step_by(whole.len() / 40) {
        let mut bytes = whole.to_vec();
        bytes[at] ^= 0x55;
        if let Ok(component) = engine.compile(bytes.into()).await {
            let program = component.program(Settings::default());
            ask(&program, get("/"), within(std::time::Duration::from_secs(1))).await;
        }
    }
}

#[tokio::test]
async fn bombs_do_not_go_off() {
    // Each level has two of the one before: 2^60 instances at the end.
    let mut wat = String::from("(component (component $c0)");
    for level in 1..60 {
        let before = level - 1;
        wat += &format!(
            "(component $c{level} (alias outer 1 $c{before} (component $c))
                (instance (instantiate $c)) (instance (instantiate $c)))"
        );
    }
    wat += "(instance (instantiate $c59)))";
    says(&error(text(&wat)).await, &["too many"]);

    let deep = format!("{}{}", "(component ".repeat(60), ")".repeat(60));
    says(&error(text(&deep)).await, &["too many", "levels"]);

    let passed = "(component (import \"c\" (component $c)) (instance (instantiate $c)))";
    says(&error(text(passed)).await, &["passed around"]);
}

#[tokio::test]
async fn components_that_are_too_large_are_refused() {
    let engine = Engine::new(Options { component_bytes_max: 1000, ..options() }).unwrap();
    let error = engine.compile(hello()).await.expect_err("an error").to_string();
    says(&error, &["the most is 1000"]);
}

async fn compiled_anew(dir: &Path) -> bool {
    let engine = Engine::new(options_in(dir.to_owned())).unwrap();
    let component = engine.compile(hello()).await.unwrap();
    let program = component.program(Settings::default());
    let (seen, _) = ask(&program, get("/"), call()).await;
    assert_eq!(seen, Seen::Whole(200, "hello from wasm\n".into()));
    match component.origin() {
        Origin::Cache => false,
        Origin::Compiled { not_cached, .. } => {
            assert_eq!(*not_cached, None);
            true
        }
    }
}

fn only_code(dir: &Path) -> PathBuf {
    let paths = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    let code: Vec<_> = paths.filter(|path| path.extension().is_some()).collect();
    let [path] = code.as_slice() else { panic!("{code:?}") };
    path.clone()
}

#[tokio::test]
async fn a_component_is_compiled_once() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path().join("a/b");
    assert!(compiled_anew(&dir).await);
    assert!(!compiled_anew(&dir).await);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&dir), 0o700);
    assert_eq!((mode(&only_code(&dir)), mode(&dir.join("key"))), (0o600, 0o600));
}

#[tokio::test]
async fn files_that_were_changed_are_not_run() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    assert!(compiled_anew(dir).await);
    let path = only_code(dir);
    let whole = fs::read(&path).unwrap();
    let mut changed = whole.clone();
    changed[whole.len() / 2] ^= 1;
    let truncated = &whole[..whole.len() / 2];
    let untagged = &whole[32..];
    for bytes in [&changed[..], truncated, untagged, b"", &[0; 100]] {
        fs::write(&path, bytes).unwrap();
        assert!(compiled_anew(dir).await, "ran what was not ours");
        assert!(!compiled_anew(dir).await);
    }
}

#[tokio::test]
async fn another_key_or_another_name_is_not_trusted() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    assert!(compiled_anew(one.path()).await);
    assert!(compiled_anew(other.path()).await);
    // Tagged with a key that is not this cache's.
    fs::copy(only_code(one.path()), only_code(other.path())).unwrap();
    assert!(compiled_anew(other.path()).await);

    // Good code, under another component's name.
    let engine = Engine::new(options_in(one.path().to_owned())).unwrap();
    let hello_code = only_code(one.path());
    let hello_bytes = fs::read(&hello_code).unwrap();
    fs::remove_file(&hello_code).unwrap();
    engine.compile(words()).await.unwrap();
    fs::write(only_code(one.path()), hello_bytes).unwrap();
    let component = engine.compile(words()).await.unwrap();
    assert!(matches!(component.origin(), Origin::Compiled { .. }));

    // A key that others may have read.
    let key = other.path().join("key");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(compiled_anew(other.path()).await);
}

#[tokio::test]
async fn the_cache_does_not_grow_for_ever() {
    let dir = tempfile::tempdir().unwrap();
    let options = Options { cache_bytes_max: 1, ..options_in(dir.path().to_owned()) };
    let engine = Engine::new(options).unwrap();
    engine.compile(hello()).await.unwrap();
    engine.compile(words()).await.unwrap();
    only_code(dir.path());
}

#[tokio::test]
async fn a_cache_that_cannot_be_written_costs_time_alone() {
    let dir = tempfile::tempdir().unwrap();
    let cache = dir.path().join("cache");
    let engine = Engine::new(options_in(cache.clone())).unwrap();
    fs::remove_dir_all(&cache).unwrap();
    let component = engine.compile(hello()).await.unwrap();
    assert!(matches!(component.origin(), Origin::Compiled { not_cached: Some(_), .. }));
}
