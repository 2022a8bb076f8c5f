//! What a handler string means: which file of the package has the function.

use functions::Runtime;

/// Where a handler's code may be, relative to the package, best guess first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Candidates(Vec<String>);

/// Why a text is no handler, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NotAHandler {
    pub(crate) problem: String,
    pub(crate) help: String,
}

impl Candidates {
    /// For runtimes whose handler names a file; `None` for `http`, whose handler is a command.
    pub(crate) fn of(runtime: Runtime, handler: &str) -> Result<Option<Self>, NotAHandler> {
        match runtime {
            Runtime::Python { .. } => {
                plain(handler, "app.handler", &["py"])?;
                python(handler).map(Some)
            }
            Runtime::Node { .. } => {
                plain(handler, "index.handler", &["js", "mjs", "cjs", "ts"])?;
                node(handler).map(Some)
            }
            Runtime::Provided { .. } => Ok(Some(Self(vec!["bootstrap".into()]))),
            Runtime::Http => Ok(None),
            Runtime::Wasm => component(handler).map(Some),
        }
    }

    pub(crate) fn found(&self, exists: impl FnMut(&str) -> bool) -> bool {
        self.0.iter().map(String::as_str).any(exists)
    }

    /// The two most likely files, for messages.
    pub(crate) fn described(&self) -> String {
        self.0.iter().take(2).map(String::as_str).collect::<Vec<_>>().join(" or ")
    }

    pub(crate) fn first(&self) -> &str {
        self.0.first().map_or("", String::as_str)
    }
}

fn plain(handler: &str, example: &str, extensions: &[&str]) -> Result<(), NotAHandler> {
    let wrong =
        |problem: &str, help: String| Err(NotAHandler { problem: problem.to_owned(), help });
    let allowed = |c: char| c.is_alphanumeric() || "._/-$".contains(c);
    if !handler.chars().all(allowed) {
        return wrong("has a character that is not allowed", usage(example));
    }
    let steps = |part: &str| part.is_empty() || part.chars().all(|c| c == '.');
    if handler.split('/').any(steps) || handler.contains("..") {
        return wrong("is not a path inside the project", usage(example));
    }
    match handler.rsplit_once('.') {
        None => wrong("names no function", format!("write {handler}.handler: file.function")),
        Some((file, end)) if extensions.contains(&end) => {
            let help = format!("leave out .{end} and add the function: {file}.handler");
            wrong("names a file, not a function", help)
        }
        Some((file, function)) if file.is_empty() || function.is_empty() => {
            wrong("is not file.function", usage(example))
        }
        Some(_) => Ok(()),
    }
}

/// A file of the package, by its path.
fn component(handler: &str) -> Result<Candidates, NotAHandler> {
    let wrong = |problem: &str| NotAHandler {
        problem: problem.to_owned(),
        help: "write the component's file, such as \"app.wasm\"; build says how it is made".into(),
    };
    let outside = |step: &str| step.is_empty() || step == "." || step == "..";
    if handler.split('/').any(outside) || handler.contains(['\\', '\n']) {
        return Err(wrong("is not a path inside the project"));
    }
    if !handler.ends_with(".wasm") {
        return Err(wrong("is not a WebAssembly component"));
    }
    Ok(Candidates(vec![handler.to_owned()]))
}

fn usage(example: &str) -> String {
    format!("write file.function, such as \"{example}\"")
}

/// `folder.file.function` or `folder/file.function`; what follows the file may be nested.
fn python(handler: &str) -> Result<Candidates, NotAHandler> {
    let dotted = handler.replace('/', ".");
    let parts: Vec<_> = dotted.split('.').collect();
    if parts.iter().any(|part| part.is_empty()) {
        let problem = "is not file.function".to_owned();
        return Err(NotAHandler { problem, help: usage("app.handler") });
    }
    let modules = (1..parts.len()).rev().map(|length| parts[..length].join("/"));
    let files =
        modules.flat_map(|module| [format!("{module}.py"), format!("{module}/__init__.py")]);
    Ok(Candidates(files.collect()))
}

/// `folder/file.function`: the file ends at the first dot of the last part.
fn node(handler: &str) -> Result<Candidates, NotAHandler> {
    let start = handler.rfind('/').map_or(0, |slash| slash + 1);
    let dot = handler[start..].find('.').map(|dot| start + dot);
    let module = match dot {
        Some(dot) if dot > start && dot + 1 < handler.len() => &handler[..dot],
        _ => {
            let problem = "is not file.function".to_owned();
            return Err(NotAHandler { problem, help: usage("index.handler") });
        }
    };
    let endings = [".js", ".mjs", ".cjs", "/index.js", "/index.mjs", "/index.cjs", ""];
    Ok(Candidates(endings.iter().map(|ending| format!("{module}{ending}")).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(runtime: &str, handler: &str) -> String {
        match Candidates::of(runtime.parse().unwrap(), handler) {
            Ok(candidates) => candidates.unwrap().0.join(" "),
            Err(not) => format!("{}; {}", not.problem, not.help),
        }
    }

    #[test]
    fn python_modules_with_folders_and_nested_names() {
        let check = |handler: &str, expected: &str| assert_eq!(files("python", handler), expected);
        check("app.handler", "app.py app/__init__.py");
        check("src/app.handler", "src/app.py src/app/__init__.py src.py src/__init__.py");
        check("app.Api.handle", "app/Api.py app/Api/__init__.py app.py app/__init__.py");
        check("app", "names no function; write app.handler: file.function");
        check(
            "src/app.py",
            "names a file, not a function; leave out .py and add the function: src/app.handler",
        );
        let usage = "write file.function, such as \"app.handler\"";
        check(".handler", &format!("is not file.function; {usage}"));
        check("app.", &format!("is not file.function; {usage}"));
        check("../app.handler", &format!("is not a path inside the project; {usage}"));
        check("/app.handler", &format!("is not a path inside the project; {usage}"));
        check("app:handler", &format!("has a character that is not allowed; {usage}"));
    }

    #[test]
    fn components_are_files_of_the_project() {
        assert_eq!(files("wasm", "app.wasm"), "app.wasm");
        assert_eq!(files("wasm", "target/x y/a-b.wasm"), "target/x y/a-b.wasm");
        for outside in ["/app.wasm", "../app.wasm", "a//app.wasm", "./app.wasm", "a\\b.wasm"] {
            assert!(files("wasm", outside).starts_with("is not a path inside"), "{outside}");
        }
        assert!(files("wasm", "app.handler").starts_with("is not a WebAssembly component"));
    }

    #[test]
    fn node_files_end_at_the_first_dot_of_the_last_part() {
        let all = |m: &str| {
            let ends = ["js", "mjs", "cjs"].map(|e| format!("{m}.{e}")).join(" ");
            format!("{ends} {m}/index.js {m}/index.mjs {m}/index.cjs {m}")
        };
        assert_eq!(files("node", "index.handler"), all("index"));
        assert_eq!(files("node", "a.b/index.api.get"), all("a.b/index"));
        assert!(files("node", "src/.handler").starts_with("is not file.function"));
        assert!(files("node", "index.mjs").starts_with("names a file, not a function"));
    }
}
