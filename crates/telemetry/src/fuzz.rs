//! Patterns that logs are searched by.

use fuzzer::fuzz;

use crate::logs::Pattern;

/// A pattern is read, and what it is held against is decided.
#[test]
fn pattern() {
    fuzz(env!("CARGO_MANIFEST_DIR"), "pattern", |bytes| {
        let Ok(text) = std::str::from_utf8(bytes) else { return };
        let (pattern, event) = text.split_once('\n').unwrap_or((text, "[1] {\"a\": 2} x"));
        if let Ok(pattern) = Pattern::parse(pattern) {
            let _ = pattern.matches(event);
        }
    });
}
