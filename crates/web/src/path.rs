//! The one form of a path.
//!
//! Signatures cover a path without its detours (`.`, `..`, `//`) while routes, policies and functions
//! would take it as it was sent: two readings of one request. So there is no rewriting here: a path
//! that has more than one reading is refused, and any other is the same for all of them.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// Why a path has more than one reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Detour {
    #[error("the path has a segment \".\" or \"..\"; send the path it leads to")]
    Dots,
    #[error("the path has a backslash, which some read as a slash; write %5C for the letter")]
    Backslash,
    #[error("the path has two slashes in a row, which a signature takes for one; send one")]
    Empty,
}

/// Whether a path leads elsewhere than it says. Who signed it is asked for more: an empty segment is
/// no detour but for signatures, which leave it out.
pub fn detour(path: &str, signed: bool) -> Option<Detour> {
    if path.contains('\\') {
        return Some(Detour::Backslash);
    }
    let may_have_dots = path.contains('.') || path.contains('%');
    if may_have_dots && path.split('/').any(is_dots) {
        return Some(Detour::Dots);
    }
    (signed && path.contains("//")).then_some(Detour::Empty)
}

/// `.` and `..`, however they are written; and what becomes them where a slash is written as a code.
fn is_dots(segment: &str) -> bool {
    if !segment.contains('%') {
        return matches!(segment, "." | "..");
    }
    // Twice: some decode what they pass on.
    let once = decoded(segment);
    let twice = decoded(&once);
    [&once, &twice]
        .iter()
        .any(|text| text.split(['/', '\\']).any(|part| matches!(part, "." | "..")))
}

fn decoded(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8_lossy()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_with_one_reading_and_with_two() {
        use Detour::{Backslash, Dots, Empty};
        for (path, open, signed) in [
            ("/", None, None),
            ("/fn/a/b.txt", None, None),
            ("/fn/a/...", None, None),
            ("/fn/a/.well-known/x", None, None),
            ("/fn/a/a%2Fb", None, None),
            ("/fn/a/100%", None, None),
            ("/fn/a/%ff", None, None),
            ("/fn/a/https://example.org", None, Some(Empty)),
            ("//fn/a", None, Some(Empty)),
            ("/fn/victim/../evil/a", Some(Dots), Some(Dots)),
            ("/fn/a/.", Some(Dots), Some(Dots)),
            ("/fn/a/./b", Some(Dots), Some(Dots)),
            ("/fn/a/%2e%2E/b", Some(Dots), Some(Dots)),
            ("/fn/a/.%2e/b", Some(Dots), Some(Dots)),
            ("/fn/a/%252e%252e/b", Some(Dots), Some(Dots)),
            ("/fn/a/x%2f..%2fb", Some(Dots), Some(Dots)),
            ("/fn/a/x%5c..%5cb", Some(Dots), Some(Dots)),
            ("/fn/a\\..\\b", Some(Backslash), Some(Backslash)),
        ] {
            assert_eq!(detour(path, false), open, "{path}");
            assert_eq!(detour(path, true), signed, "{path}");
        }
    }

    proptest::proptest! {
        /// What is let through means the same to whoever takes detours out of it.
        #[test]
        fn what_is_let_through_has_no_detours(path in "(/|\\.|%2e|%2E|%2f|%5c|%25|a|\\\\){0,12}") {
            let path = format!("/{path}");
            if detour(&path, true).is_none() {
                let once = decoded(&path).into_owned();
                let segments: Vec<&str> = once.split(['/', '\\']).collect();
                proptest::prop_assert!(!segments.contains(&".."), "{}", path);
                proptest::prop_assert!(!segments.contains(&"."), "{}", path);
                proptest::prop_assert!(!path.contains("//"));
            }
        }
    }
}
