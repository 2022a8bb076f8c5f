//! `mayfly.toml`: what a project says about its functions.
//!
//! ```toml
//! name = "shop"
//!
//! [functions.hello]
//! runtime = "python"
//! handler = "app.handler"
//! ```

mod code;
mod diagnostic;
mod duration;
mod env;
mod function;
mod problems;
mod url;
mod uses;
mod value;

use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;
use std::path::Path;

use functions::AppName;
use toml::de::DeTable;

pub use diagnostic::{Diagnostic, Diagnostics, Place};

use crate::project::{Function, Project, name_of};
use problems::{Problems, shorten};
use value::{Value, check_keys};

pub const MANIFEST: &str = "mayfly.toml";

const KEYS: &[&str] = &["name", "functions"];
const BYTES_MAX: u64 = 1024 * 1024;
const FUNCTIONS_MAX: usize = 1_000;
const SYNTAX_ERRORS_MAX: usize = 100;

const EXAMPLE: &str = "\
Add a function, for example:

  [functions.hello]
  runtime = \"python\"
  handler = \"app.handler\"   # the function `handler` in app.py
  url = true";

/// Reads the manifest of the project in `root`.
pub(crate) fn read(root: &Path) -> Result<Project, Diagnostics> {
    let path = root.join(MANIFEST);
    let file = path.strip_prefix(".").unwrap_or(&path).display().to_string();
    let whole = |message: String, help: &str| Diagnostics::whole_file(&file, message, help.into());

    let bytes = read_bounded(&path)
        .map_err(|e| whole(format!("cannot be read: {e}"), "make it a readable file"))?
        .ok_or_else(|| whole("has more than 1 MiB".into(), "a manifest is a short text file"))?;
    let text = String::from_utf8(bytes).map_err(|e| {
        let valid = e.utf8_error().valid_up_to();
        let line = e.as_bytes()[..valid].iter().filter(|b| **b == b'\n').count() + 1;
        whole(format!("line {line} is not UTF-8 text"), "save the file as UTF-8")
    })?;
    parse(&file, &text, root)
}

fn read_bounded(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let file = File::open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::other("it is not a file"));
    }
    let mut bytes = Vec::new();
    file.take(BYTES_MAX + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= BYTES_MAX).then_some(bytes))
}

pub(crate) fn parse(file: &str, text: &str, root: &Path) -> Result<Project, Diagnostics> {
    let mut p = Problems::new(file, text);
    let (document, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        // What follows a mistake in the same line is mostly its echo.
        let mut seen = None;
        for error in errors.into_iter().take(SYNTAX_ERRORS_MAX) {
            let at = error.span().unwrap_or(0..0);
            let line =
                text.as_bytes()[..at.start.min(text.len())].iter().filter(|b| **b == b'\n').count();
            if seen.replace(line) != Some(line) {
                p.add(at, error.message(), "");
            }
        }
        return Err(p.into_diagnostics());
    }

    let table = document.get_ref();
    check_keys(table, "the manifest", KEYS, &mut p);
    let app = name(table, root, &mut p);
    let functions = functions(table, root, &mut p);
    if p.none() && functions.is_empty() {
        return Err(Diagnostics::whole_file(file, "has no functions".into(), EXAMPLE.into()));
    }
    match app {
        Some(app) if p.none() => {
            Ok(Project { app, root: root.to_owned(), functions, detected: false })
        }
        _ => Err(p.into_diagnostics()),
    }
}

fn name(table: &DeTable<'_>, root: &Path, p: &mut Problems<'_>) -> Option<AppName> {
    let Some(value) = Value::of(table, "name") else {
        return AppName::parse(&name_of(root)).ok();
    };
    let text = value.string(p)?;
    AppName::parse(text)
        .map_err(|invalid| {
            let message = format!("\"{}\" is not an app name", shorten(text));
            p.add(value.span, message, function::remedy(&invalid.to_string()));
        })
        .ok()
}

fn functions(table: &DeTable<'_>, root: &Path, p: &mut Problems<'_>) -> Vec<Function> {
    let Some(value) = Value::of(table, "functions") else { return Vec::new() };
    let Some(functions) = value.table("[functions.NAME]", p) else { return Vec::new() };
    if functions.len() > FUNCTIONS_MAX {
        let message = format!("{} functions, {FUNCTIONS_MAX} at most", functions.len());
        let at: Range<usize> = value.key_span;
        p.add(at, message, "split the project into several apps");
        return Vec::new();
    }
    Value::all(functions).filter_map(|entry| function::read(&entry, root, p)).collect()
}
