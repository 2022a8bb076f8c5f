//! What `requirements.txt` refers to: registries alone, or files too.

/// Where the packages of a list come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sources {
    /// The list has no packages.
    Empty,
    /// Only what the list says.
    Registry,
    /// Files of the project too: `./package`, `-r more.txt`, `wheels/x.whl`.
    Project,
    /// Files outside of the project too.
    Outside,
}

/// A line that cannot work in a package.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unusable {
    pub(super) line: usize,
    pub(super) problem: String,
}

pub(super) fn sources(text: &str) -> Result<Sources, Unusable> {
    let mut sources = Sources::Empty;
    for (index, line) in text.lines().enumerate() {
        let line = without_comment(line).trim();
        if line.is_empty() {
            continue;
        }
        let words: Vec<_> = line.split([' ', '\t', '=', '@']).filter(|w| !w.is_empty()).collect();
        if words.first().is_some_and(|w| *w == "-e" || *w == "--editable") {
            let problem = "an editable package is only linked to; leave out -e, so that it is \
                           copied into the package";
            return Err(Unusable { line: index + 1, problem: problem.to_owned() });
        }
        sources = sources.max(Sources::Registry);
        for word in words {
            sources = sources.max(source(word));
        }
    }
    Ok(sources)
}

fn source(word: &str) -> Sources {
    const ARCHIVES: &[&str] = &[".whl", ".tar.gz", ".zip", ".txt"];
    const FILE_OPTIONS: &[&str] = &["-r", "-c", "-f", "--requirement", "--constraint"];
    let path = word.trim_start_matches("-r").trim_start_matches("-c").trim_start_matches("-f");
    let remote = word.contains("://") && !word.contains("file://");
    let steps_up = path.split('/').any(|part| part == "..");
    if !remote && (path.starts_with(['/', '~']) || steps_up || word.contains("file:")) {
        return Sources::Outside;
    }
    // pip takes a word with a slash for a path, and "." for the project itself.
    let file = path.contains('/') || path == "." || ARCHIVES.iter().any(|end| path.ends_with(end));
    if !remote && (file || FILE_OPTIONS.contains(&word)) {
        return Sources::Project;
    }
    Sources::Registry
}

/// A `#` starts a comment at the start of a line or after a space.
fn without_comment(line: &str) -> &str {
    match line.find(" #").or_else(|| line.find("\t#")) {
        _ if line.trim_start().starts_with('#') => "",
        Some(comment) => &line[..comment],
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_packages_come_from() {
        let check = |text, expected| assert_eq!(sources(text), Ok(expected), "{text}");
        check("", Sources::Empty);
        check("# nothing\n\n   # here\n", Sources::Empty);
        check("requests==2.31\nboto3>=1 # the SDK\n", Sources::Registry);
        check("requests[security]>=2; python_version < '3.12'", Sources::Registry);
        check("--index-url https://example.org/simple\nx", Sources::Registry);
        check("x @ git+https://example.org/x.git@v1", Sources::Registry);
        check("x --hash=sha256:abc", Sources::Registry);
        check("requests\n./pkg\n", Sources::Project);
        check("pkg/\n", Sources::Project);
        check("-r base.txt", Sources::Project);
        check("-rbase.txt", Sources::Project);
        check("--constraint=limits.txt", Sources::Project);
        check("wheels/x-1.0-py3-none-any.whl", Sources::Project);
        check(".", Sources::Project);
        check("./pkg\n../shared", Sources::Outside);
        check("-r ../base.txt", Sources::Outside);
        check("/opt/pkg", Sources::Outside);
        check("x @ file:///opt/pkg", Sources::Outside);
    }

    #[test]
    fn editable_packages_are_refused_with_their_line() {
        for text in ["requests\n-e ./pkg", "requests\n--editable=./pkg"] {
            assert_eq!(sources(text).unwrap_err().line, 2);
        }
    }
}
