//! A directory without a manifest that has one obvious handler: no ceremony for the first try.
//!
//! Such a function gets a public URL, so that a newcomer has something to open at once. A
//! manifest decides for itself, with `url`.

mod scan;

use std::fs::{self, File};
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use functions::{AppName, DeclaredUrl, FunctionConfig, FunctionName, Runtime};

use crate::project::{Function, Project, name_of};
use crate::{Error, MANIFEST};

const PYTHON: &[&str] = &["app.py", "lambda_function.py", "handler.py"];
const NODE: &[&str] = &[
    "index.js",
    "index.mjs",
    "index.cjs",
    "app.js",
    "app.mjs",
    "app.cjs",
    "handler.js",
    "handler.mjs",
    "handler.cjs",
];
const BOOTSTRAP: &str = "bootstrap";
/// How much of a file is searched for its handler.
const SEARCHED_BYTES_MAX: u64 = 1024 * 1024;

/// A file that may hold the handler.
struct Candidate {
    file: &'static str,
    runtime: Runtime,
    /// The handler in it, or what keeps the file from having one.
    handler: Result<String, String>,
}

pub(crate) fn detect(root: &Path) -> Result<Project, Error> {
    let candidates = candidates(root);
    let mut usable = candidates.iter().filter(|c| c.handler.is_ok());
    let (Some(only), None) = (usable.next(), usable.next()) else {
        return Err(undecided(root, &candidates));
    };
    let handler = only.handler.clone().unwrap_or_default();
    let mut config = FunctionConfig::new(only.runtime, handler);
    config.url = Some(DeclaredUrl::open());
    let name = name_of(root);
    match (AppName::parse(&name), FunctionName::parse(&name)) {
        (Ok(app), Ok(name)) => {
            let functions = vec![Function { name, config, code: root.to_owned(), build: None }];
            Ok(Project { app, root: root.to_owned(), functions, detected: true })
        }
        _ => Err(undecided(root, &candidates)),
    }
}

fn candidates(root: &Path) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (files, runtime) in
        [(PYTHON, Runtime::Python { minor: None }), (NODE, Runtime::Node { major: None })]
    {
        for file in files.iter().copied().filter(|file| root.join(file).is_file()) {
            found.push(Candidate { file, runtime, handler: handler_in(root, file, runtime) });
        }
    }
    if let Ok(metadata) = fs::metadata(root.join(BOOTSTRAP))
        && metadata.is_file()
    {
        let executable = metadata.permissions().mode() & 0o111 != 0;
        let handler = match executable {
            true => Ok(BOOTSTRAP.to_owned()),
            false => Err("is not executable: run chmod +x bootstrap".to_owned()),
        };
        let runtime = Runtime::Provided { al: None };
        found.push(Candidate { file: BOOTSTRAP, runtime, handler });
    }
    found
}

fn handler_in(root: &Path, file: &str, runtime: Runtime) -> Result<String, String> {
    let mut text = Vec::new();
    File::open(root.join(file))
        .and_then(|file| file.take(SEARCHED_BYTES_MAX).read_to_end(&mut text))
        .map_err(|e| format!("cannot be read: {e}"))?;
    let text = String::from_utf8_lossy(&text);
    let (names, defines): (_, fn(&str, &str) -> bool) = match runtime {
        Runtime::Python { .. } => (["lambda_handler", "handler"], scan::python_defines),
        _ => (["handler", "lambdaHandler"], scan::node_exports),
    };
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    match names.iter().find(|name| defines(&text, name)) {
        Some(name) => Ok(format!("{stem}.{name}")),
        None => Err(format!("has no function named {}", names.join(" or "))),
    }
}

/// Why no handler was chosen, and a manifest that settles it.
fn undecided(root: &Path, candidates: &[Candidate]) -> Error {
    let mut lines = Vec::new();
    let usable = candidates.iter().filter(|c| c.handler.is_ok()).count();
    lines.push(match (candidates.len(), usable) {
        (0, _) => format!("there is no {MANIFEST} and no handler file"),
        (_, 0) => format!("there is no {MANIFEST} and no file with a handler"),
        _ => format!("there is no {MANIFEST} and more than one file could be the handler"),
    });
    if candidates.is_empty() {
        let looked = [PYTHON, NODE, &[BOOTSTRAP]].concat().join(", ");
        lines.push(format!("looked for: {looked}"));
    }
    for candidate in candidates {
        lines.push(match &candidate.handler {
            Ok(handler) => format!("  {}: handler \"{handler}\"", candidate.file),
            Err(problem) => format!("  {} {problem}", candidate.file),
        });
    }
    lines.push(format!("write a {MANIFEST} that says what to run, for example:\n"));
    lines.push(format!("  name = \"{}\"", name_of(root)));
    lines.extend(examples(candidates));
    Error::Undecided { path: root.to_owned(), explanation: lines.join("\n") }
}

fn examples(candidates: &[Candidate]) -> Vec<String> {
    let mut chosen: Vec<_> = candidates.iter().filter(|c| c.handler.is_ok()).take(3).collect();
    if chosen.is_empty() {
        chosen.extend(candidates.first());
    }
    if chosen.is_empty() {
        return vec![example("hello", Runtime::Python { minor: None }, "app.handler")];
    }
    let several = chosen.len() > 1;
    let one = |c: &&Candidate| {
        let stem = c.file.rsplit_once('.').map_or(c.file, |(stem, _)| stem);
        let handler = c.handler.clone().unwrap_or_else(|_| match c.runtime {
            Runtime::Provided { .. } => BOOTSTRAP.to_owned(),
            _ => format!("{stem}.handler"),
        });
        let name = if several { c.file.replace('.', "-") } else { "hello".to_owned() };
        example(&name, c.runtime, &handler)
    };
    chosen.iter().map(one).collect()
}

fn example(name: &str, runtime: Runtime, handler: &str) -> String {
    format!("\n  [functions.{name}]\n  runtime = \"{runtime}\"\n  handler = \"{handler}\"")
}
