//! Patterns of `.mayflyignore`, the part of gitignore's language that people use.
//!
//! `*` and `?` stay within a name, `**` spans folders. Matching walks back to the last star only,
//! so no pattern takes more than (its length × the path's length) steps.

/// A line of an ignore file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    /// `!`: what earlier lines left out comes back.
    pub(super) keep: bool,
    folders_only: bool,
    parts: Vec<String>,
}

impl Pattern {
    /// `None` for comments and empty lines.
    pub(super) fn parse(line: &str) -> Option<Self> {
        let line = line.trim_end();
        if line.is_empty() || line.starts_with('#') {
            return None;
        }
        let (keep, line) = match line.strip_prefix('!') {
            Some(rest) => (true, rest),
            // A leading backslash takes the meaning from '#' and '!'.
            None => (false, line.strip_prefix('\\').unwrap_or(line)),
        };
        let (folders_only, line) = match line.strip_suffix('/') {
            Some(rest) => (true, rest),
            None => (false, line),
        };
        // Without a slash inside, a pattern is about names anywhere.
        let anchored = line.contains('/');
        let parts = line.split('/').filter(|part| !part.is_empty()).map(str::to_owned);
        let anywhere = (!anchored).then(|| "**".to_owned());
        let parts: Vec<_> = anywhere.into_iter().chain(parts).collect();
        (parts.iter().any(|part| part != "**") || anchored && !parts.is_empty()).then_some(Self {
            keep,
            folders_only,
            parts,
        })
    }

    pub(super) fn matches(&self, path: &str, is_folder: bool) -> bool {
        if self.folders_only && !is_folder {
            return false;
        }
        let names: Vec<&str> = path.split('/').collect();
        let parts: Vec<&str> = self.parts.iter().map(String::as_str).collect();
        // A trailing `**` means what is inside, not the folder itself.
        if parts.last() == Some(&"**") && names.len() < parts.len() {
            return false;
        }
        starred(&parts, &names, |part| *part == "**", |part, name| matches_name(part, name))
    }
}

fn matches_name(part: &str, name: &str) -> bool {
    let part: Vec<char> = part.chars().collect();
    let name: Vec<char> = name.chars().collect();
    starred(&part, &name, |c| *c == '*', |p, n| *p == '?' || p == n)
}

/// Matches a sequence against one with stars that stand for any run of items.
fn starred<P, T>(
    pattern: &[P],
    items: &[T],
    is_star: impl Fn(&P) -> bool,
    equal: impl Fn(&P, &T) -> bool,
) -> bool {
    let (mut p, mut i) = (0, 0);
    // Where to go back to: the last star, and the first item it does not cover yet.
    let mut star: Option<(usize, usize)> = None;
    while i < items.len() {
        if p < pattern.len() && is_star(&pattern[p]) {
            star = Some((p, i));
            p += 1;
        } else if p < pattern.len() && equal(&pattern[p], &items[i]) {
            (p, i) = (p + 1, i + 1);
        } else if let Some((at, covered)) = star {
            star = Some((at, covered + 1));
            (p, i) = (at + 1, covered + 1);
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(is_star)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, path: &str) -> bool {
        let (path, folder) = path.strip_suffix('/').map_or((path, false), |path| (path, true));
        Pattern::parse(pattern).is_some_and(|pattern| pattern.matches(path, folder))
    }

    #[test]
    fn names_match_anywhere_and_paths_from_the_top() {
        for (pattern, yes, no) in [
            ("*.log", vec!["a.log", "x/y/b.log", "logs.log/"], vec!["a.logs", "log"]),
            ("/build", vec!["build", "build/"], vec!["x/build"]),
            ("docs/*.md", vec!["docs/a.md"], vec!["docs/x/a.md", "x/docs/a.md"]),
            ("tmp/", vec!["tmp/", "a/tmp/"], vec!["tmp", "a/tmp"]),
            ("a/**/b", vec!["a/b", "a/x/b", "a/x/y/b"], vec!["b", "x/a/b", "a/xb"]),
            ("**/test", vec!["test", "a/test", "a/b/test/"], vec!["tests"]),
            ("data/**", vec!["data/x", "data/x/y"], vec!["data/", "x/data/y"]),
            ("?.py", vec!["a.py", "x/b.py"], vec!["ab.py", ".py"]),
            ("\\#x", vec!["#x"], vec!["x"]),
        ] {
            for path in yes {
                assert!(matches(pattern, path), "{pattern} should match {path}");
            }
            for path in no {
                assert!(!matches(pattern, path), "{pattern} should not match {path}");
            }
        }
        for nothing in ["", "   ", "# comment", "/", "!"] {
            assert_eq!(Pattern::parse(nothing), None, "{nothing:?}");
        }
    }

    #[test]
    fn stars_upon_stars_stay_quick() {
        let pattern = format!("{}b", "*a".repeat(200));
        assert!(!matches(&pattern, &"a".repeat(4_000)));
        let pattern = format!("{}b", "**/a/".repeat(200));
        assert!(!matches(&pattern, &"a/".repeat(2_000)));
    }
}
