//! Names in archives.

use super::error::UnpackError;

const NAME_BYTES_MAX: usize = 255;
const PATH_BYTES_MAX: usize = 1_024;
const DEPTH_MAX: usize = 64;

/// A path below the package's top that has no surprises: plain names with `/` between them.
pub(super) fn check(raw: &[u8]) -> Result<&str, UnpackError> {
    let bad = |problem| {
        let shown = String::from_utf8_lossy(&raw[..raw.len().min(200)]).escape_debug().to_string();
        Err(UnpackError::BadName { name: shown, problem })
    };
    let Ok(name) = str::from_utf8(raw) else { return bad("has a name that is not UTF-8") };
    if name.contains('\0') || name.chars().any(char::is_control) {
        return bad("has a NUL or control character in its name");
    }
    if name.contains('\\') {
        return bad("has a backslash in its name");
    }
    if name.starts_with('/') {
        return bad("has an absolute path");
    }
    let bytes = name.as_bytes();
    if bytes.len() >= 2 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':' {
        return bad("starts with a drive letter");
    }
    // A folder's name ends with a slash.
    let path = name.strip_suffix('/').unwrap_or(name);
    if path.len() > PATH_BYTES_MAX || path.split('/').count() > DEPTH_MAX {
        return bad("has a path that is too long");
    }
    for part in path.split('/') {
        match part {
            "" => return bad("has an empty name"),
            "." | ".." => return bad("has . or .. in its path"),
            part if part.len() > NAME_BYTES_MAX => return bad("has a name that is too long"),
            _ => {}
        }
    }
    Ok(path)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use std::path::{Component, Path};

    use super::*;

    #[test]
    fn plain_paths_pass() {
        for (name, path) in
            [("a", "a"), ("a/b.py", "a/b.py"), ("a/", "a"), ("ü/…", "ü/…"), ("..a", "..a")]
        {
            assert_eq!(check(name.as_bytes()).unwrap(), path);
        }
    }

    proptest! {
        #[test]
        fn what_passes_stays_below_the_top(name in "[a:C./\\\\\0ü ]{0,12}") {
            if let Ok(path) = check(name.as_bytes()) {
                prop_assert!(!path.is_empty());
                let normal = |part| matches!(part, Component::Normal(_));
                prop_assert!(Path::new(path).components().all(normal), "{}", path);
            }
        }
    }
}
