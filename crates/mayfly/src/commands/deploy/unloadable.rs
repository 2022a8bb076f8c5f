//! What a person reads when code does not load: where in their files, what, and what to do.

use std::fmt::Write;
use std::path::{Component, Path, PathBuf};

use api::{LoadFailure, Place, Problem};
use apps::Project;
use functions::Runtime;
use serde_json::json;

use crate::Failure;

const UNCHANGED: &str = "what is deployed already runs on as it was";

pub fn unloadable(failures: &[LoadFailure], project: &Project) -> Failure {
    let told: Vec<_> = failures.iter().map(|failure| Told::of(failure, project)).collect();
    let mut failure = match told.as_slice() {
        [only] => {
            let next = format!("{}; {UNCHANGED}", only.next);
            Failure::new(only.text(), next)
        }
        all => {
            let mut message = format!("{} functions do not load:", all.len());
            for one in all {
                let text = one.text().replace('\n', "\n  ");
                let _ = write!(message, "\n  {}: {text}\n    next: {}", one.failure.name, one.next);
            }
            let next = format!("mend them, or deploy with --no-check; {UNCHANGED}");
            Failure::new(message, next)
        }
    };
    failure.functions = told.iter().map(Told::json).collect();
    failure
}

struct Told<'a> {
    failure: &'a LoadFailure,
    /// As the person knows it, when it is theirs.
    file: Option<String>,
    line: Option<u32>,
    next: String,
}

impl<'a> Told<'a> {
    fn of(failure: &'a LoadFailure, project: &Project) -> Self {
        let function = project.functions.iter().find(|one| one.name == failure.name);
        let code = function.map(|function| plain(&function.code)).unwrap_or_default();
        // The innermost place may be in a package that somebody else wrote.
        let own = |place: &&Place| code.join(&place.file).is_file();
        let place = failure.places.iter().find(own);
        let file = match place {
            Some(place) => Some(code.join(&place.file).display().to_string()),
            None => failure.places.first().map(|place| place.file.clone()),
        };
        let line = place.or(failure.places.first()).and_then(|place| place.line);
        let runtime = function.map(|function| function.config.runtime);
        Self { failure, file, line, next: next(failure, runtime, &code) }
    }

    fn text(&self) -> String {
        let LoadFailure { name, kind, message, log, .. } = self.failure;
        let place = match (&self.file, self.line) {
            (Some(file), Some(line)) => format!("{file}:{line}"),
            (Some(file), None) => file.clone(),
            (None, _) => name.to_string(),
        };
        let kind = kind.as_ref().map_or(String::new(), |kind| format!("{kind}: "));
        let mut text = format!("{place}: {kind}{message}");
        for line in log {
            let _ = write!(text, "\n  | {line}");
        }
        text
    }

    fn json(&self) -> serde_json::Value {
        let LoadFailure { name, kind, message, log, .. } = self.failure;
        json!({
            "name": name,
            "file": self.file,
            "line": self.line,
            "kind": kind,
            "message": message,
            "log": log,
            "next": self.next,
        })
    }
}

fn next(failure: &LoadFailure, runtime: Option<Runtime>, code: &Path) -> String {
    let file = |name: &str| code.join(name).display().to_string();
    match (&failure.problem, runtime) {
        (Problem::MissingModule(_), Some(Runtime::Python { .. })) => {
            format!("add it to {}, or deploy with --no-check", file("requirements.txt"))
        }
        (Problem::MissingModule(_), Some(Runtime::Node { .. })) => {
            format!("add it to {}, or deploy with --no-check", file("package.json"))
        }
        (Problem::MissingHandler, _) => {
            "define it there, or correct `handler` in mayfly.toml".into()
        }
        (Problem::Syntax, _) => "correct it and deploy again".into(),
        (Problem::TooSlow, _) => {
            "do less before the first call, raise `timeout` in mayfly.toml (a \
             minute at most counts), or deploy with --no-check"
                .into()
        }
        (Problem::OutOfMemory, _) => "raise `memory_mb` in mayfly.toml".into(),
        (Problem::Ended, _) if !failure.log.is_empty() => {
            "see above what it printed last, and deploy again".into()
        }
        _ => "correct it and deploy again, or deploy with --no-check".into(),
    }
}

/// Without the dots that stand for nothing.
fn plain(path: &Path) -> PathBuf {
    path.components().filter(|part| *part != Component::CurDir).collect()
}
