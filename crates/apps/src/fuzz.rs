//! Manifests, as anybody writes them.

use fuzzer::fuzz;

use crate::manifest::parse;

/// What manifests of the corpus name.
fn project() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for file in ["app.py", "index.mjs"] {
        std::fs::write(dir.path().join(file), "").unwrap();
    }
    dir
}

/// A manifest is read, or everything that is wrong with it is told with its place.
#[test]
fn manifest() {
    let dir = project();
    fuzz(env!("CARGO_MANIFEST_DIR"), "manifest", |bytes| {
        let Ok(text) = std::str::from_utf8(bytes) else { return };
        if let Err(problems) = parse("mayfly.toml", text, dir.path()) {
            assert!(!problems.to_string().is_empty());
        }
    });
}

/// The corpus goes as deep as it should: what is meant to be right is.
#[test]
fn what_says_everything_is_read() {
    let dir = project();
    let text = include_str!("../fuzz/manifest/everything");
    if let Err(problems) = parse("mayfly.toml", text, dir.path()) {
        panic!("{problems}");
    }
}
