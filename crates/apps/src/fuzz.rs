//! Manifests, as anybody writes them.

use fuzzer::fuzz;

use crate::manifest::parse;

/// A manifest is read, or everything that is wrong with it is told with its place.
#[test]
fn manifest() {
    let dir = tempfile::tempdir().unwrap();
    fuzz(env!("CARGO_MANIFEST_DIR"), "manifest", |bytes| {
        let Ok(text) = std::str::from_utf8(bytes) else { return };
        if let Err(problems) = parse("mayfly.toml", text, dir.path()) {
            assert!(!problems.to_string().is_empty());
        }
    });
}
