//! Places in a function's files that an error names, whatever language wrote it.

const PLACES_MAX: usize = 20;

/// Where the code lies for a program that is kept apart. Else it is a directory named by a hash.
const TASK_ROOT: &str = "/var/task/";
const HASH_DIGITS: usize = 64;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// As it is named in the package.
    pub file: String,
    pub line: Option<u32>,
}

/// The innermost first: Python tells it last, all others first.
pub(super) fn places(text: &str) -> Vec<Place> {
    let mut found: Vec<Place> = Vec::new();
    for line in text.lines() {
        let Some((from, to)) = root(line) else { continue };
        let (before, rest) = (&line[..from], &line[to..]);
        let end = rest.find(['"', '\'', ':', ')']).unwrap_or(rest.len());
        let after = rest[end..].trim_start_matches(['"', '\'', ':', ',', ' ', ')']);
        let after = after.strip_prefix("line ").or(after.strip_prefix("Line ")).unwrap_or(after);
        let digits = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        let file = rest[..end].trim_end().to_owned();
        let place = Place { file, line: after[..digits].parse().ok() };
        if place.file.is_empty() || found.contains(&place) {
            continue;
        }
        if before.trim_start() == "File \"" {
            found.insert(0, place);
        } else {
            found.push(place);
        }
    }
    if found.iter().any(|place| place.line.is_some()) {
        found.retain(|place| place.line.is_some());
    }
    found.truncate(PLACES_MAX);
    found
}

/// The text with names as they are in the package: what it was unpacked to is nobody's business.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((from, to)) = root(rest) {
        out.push_str(&rest[..from]);
        rest = &rest[to..];
    }
    out + rest
}

/// Where the first path to the package stands in a text.
fn root(text: &str) -> Option<(usize, usize)> {
    let task = text.find(TASK_ROOT).map(|at| (at, at + TASK_ROOT.len()));
    let hash = text.match_indices('/').find_map(|(at, _)| {
        let name = text.get(at + 1..at + 1 + HASH_DIGITS)?;
        let ends = text[at + 1 + HASH_DIGITS..].starts_with('/');
        (ends && name.bytes().all(|b| b.is_ascii_hexdigit())).then(|| {
            let start = text[..at].rfind([' ', '"', '\'', '(', '\n', '\t']).map_or(0, |at| at + 1);
            (start, at + 2 + HASH_DIGITS)
        })
    });
    match (task, hash) {
        (Some(task), Some(hash)) => Some(task.min(hash)),
        (task, hash) => task.or(hash),
    }
}
