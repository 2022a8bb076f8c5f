//! Why a version did not load, for whoever wrote it: where in their files, and what.

use functions::FunctionConfig;
use serde::Deserialize;

use super::place::{Place, places, plain};
use crate::Failure;
use crate::failure::exit_text;

const MESSAGE_CHARS_MAX: usize = 2_000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    pub problem: Problem,
    /// The error's own name, when it has one that says something: `ModuleNotFoundError`.
    pub kind: Option<String>,
    pub message: String,
    /// The innermost first.
    pub places: Vec<Place>,
}

/// What can be done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// A module of this name is neither in the package nor of the language's own.
    MissingModule(String),
    MissingHandler,
    Syntax,
    TooSlow,
    OutOfMemory,
    /// The program ended, or could not be started.
    Ended,
    Other,
}

impl Cause {
    pub fn of(failure: &Failure, config: &FunctionConfig) -> Self {
        let bare = |problem, message: &str| {
            let message = shorten(&plain(message));
            Self { problem, kind: None, message, places: Vec::new() }
        };
        match failure {
            Failure::Init(json) | Failure::Function(json) => Self::said(json, &config.handler),
            Failure::InitTimeout { after_ms } | Failure::Timeout { after_ms } => {
                let seconds = (after_ms / 1_000).max(1);
                bare(Problem::TooSlow, &format!("loading it is not done after {seconds} s"))
            }
            Failure::Exit(status) => {
                let how = exit_text(*status);
                bare(Problem::Ended, &format!("the program ended while loading: {how}"))
            }
            Failure::OutOfMemory => {
                let mb = config.memory_mb;
                bare(Problem::OutOfMemory, &format!("{mb} MB of memory are too few to load it"))
            }
            Failure::Broken(what) => bare(Problem::Ended, what),
            Failure::Trap(what) => bare(Problem::Other, what),
            Failure::ResponseTooLarge => bare(Problem::Other, &failure.message("none")),
        }
    }

    /// What the code says itself, or the host that loads it: an error's JSON as callers get it.
    pub fn said(json: &[u8], handler: &str) -> Self {
        let said: Said = serde_json::from_slice(json).unwrap_or_else(|_| Said {
            error_message: String::from_utf8_lossy(json).into_owned(),
            ..Said::default()
        });
        let mut places = places(&said.stack_trace.join("\n"));
        if places.is_empty() {
            places = super::place::places(&said.error_message);
        }
        let (problem, kind, message) = told(&said, handler);
        let kind = kind.filter(|kind| !kind.is_empty() && kind != "Error");
        Self { problem, kind, message: shorten(&plain(&message)), places }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Said {
    error_type: String,
    error_message: String,
    #[serde(alias = "trace")]
    stack_trace: Vec<String>,
}

/// The host's wording is Lambda's; this is the error as its language words it.
fn told(said: &Said, handler: &str) -> (Problem, Option<String>, String) {
    let message = said.error_message.as_str();
    match said.error_type.as_str() {
        "Runtime.ImportModuleError" => {
            let python = message.strip_prefix("Unable to import module ").and_then(after_colon);
            let rest = python.or_else(|| message.strip_prefix("Error: ")).unwrap_or(message);
            let rest = rest.lines().next().unwrap_or_default().to_owned();
            let missing = missing_module(&rest);
            let kind = python.map(|_| match missing {
                Some(_) => "ModuleNotFoundError".to_owned(),
                None => "ImportError".to_owned(),
            });
            let problem = match missing {
                Some(name) if is_handlers(&name, handler) => Problem::MissingHandler,
                Some(name) => Problem::MissingModule(name),
                None => Problem::Other,
            };
            (problem, kind, rest)
        }
        "Runtime.UserCodeSyntaxError" => {
            let python = message.strip_prefix("Syntax error in module ").and_then(after_colon);
            let rest = python.unwrap_or(message);
            let rest = rest.strip_prefix("SyntaxError: ").unwrap_or(rest);
            // The place is told apart.
            let place = rest.rfind(" (").filter(|at| rest[*at..].contains(", line "));
            let rest = rest[..place.unwrap_or(rest.len())].to_owned();
            (Problem::Syntax, Some("SyntaxError".into()), rest)
        }
        "Runtime.HandlerNotFound"
        | "Runtime.MalformedHandlerName"
        | "Runtime.BuiltInModuleConflict" => (Problem::MissingHandler, None, message.to_owned()),
        // What an ES module does not find, among others.
        kind => {
            let problem = missing_module(message).map_or(Problem::Other, Problem::MissingModule);
            (problem, Some(kind.to_owned()), message.to_owned())
        }
    }
}

/// `'app': No module …` without the name.
fn after_colon(text: &str) -> Option<&str> {
    text.split_once("': ").map(|(_, rest)| rest)
}

/// `No module named 'x.y'`, `Cannot find module 'x'`, `Cannot find package 'x' imported from …`.
fn missing_module(message: &str) -> Option<String> {
    let starts = ["No module named '", "Cannot find module '", "Cannot find package '"];
    let rest = starts.iter().find_map(|start| message.strip_prefix(start))?;
    let name = rest.split('\'').next().unwrap_or_default();
    // A file of the package's own is not installed from anywhere.
    (!name.is_empty() && !name.starts_with(['.', '/'])).then(|| name.to_owned())
}

fn is_handlers(module: &str, handler: &str) -> bool {
    let file = handler.rsplit_once('.').map_or(handler, |(file, _)| file);
    file.replace('/', ".") == module
}

fn shorten(text: &str) -> String {
    text.trim().chars().take(MESSAGE_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use sandbox::Status;

    use super::*;

    /// Where a package lies for a program that is not kept apart.
    fn unpacked() -> String {
        format!("/data/code/{}", "0f".repeat(32))
    }

    #[track_caller]
    fn check(runtime: &str, failure: Failure, expected: &str) {
        let config = FunctionConfig::new(runtime.parse().unwrap(), "app.handler");
        let cause = Cause::of(&failure, &config);
        let place = cause.places.first().map_or(String::new(), |place| {
            format!("{}:{}: ", place.file, place.line.map_or("?".into(), |line| line.to_string()))
        });
        let kind = cause.kind.map_or(String::new(), |kind| format!("{kind}: "));
        assert_eq!(format!("{place}{kind}{} {:?}", cause.message, cause.problem), expected);
    }

    fn said(kind: &str, message: &str, trace: &[&str]) -> Failure {
        let json = serde_json::json!(
            {"errorType": kind, "errorMessage": message, "stackTrace": trace});
        Failure::Init(Bytes::from(json.to_string()))
    }

    #[test]
    fn python() {
        let import = "Runtime.ImportModuleError";
        let outer = "  File \"/var/task/app.py\", line 3, in <module>\n    import helper\n";
        let inner = format!("  File \"{}/lib/helper.py\", line 12, in <module>\n", unpacked());
        check(
            "python",
            said(import, "Unable to import module 'app': No module named 'PIL'", &[outer, &inner]),
            "lib/helper.py:12: ModuleNotFoundError: No module named 'PIL' MissingModule(\"PIL\")",
        );
        check(
            "python",
            said(
                import,
                "Unable to import module 'app': cannot import name 'x' from 'y' (/var/task/y.py)",
                &[],
            ),
            "y.py:?: ImportError: cannot import name 'x' from 'y' (y.py) Other",
        );
        check(
            "python",
            said(import, "Unable to import module 'app': No module named 'app'", &[]),
            "ModuleNotFoundError: No module named 'app' MissingHandler",
        );
        check(
            "python",
            said(
                "Runtime.UserCodeSyntaxError",
                "Syntax error in module 'app': invalid syntax (app.py, line 2)",
                &["  File \"/var/task/app.py\" Line 2\n    x = = 2\n"],
            ),
            "app.py:2: SyntaxError: invalid syntax Syntax",
        );
        check(
            "python",
            said("Runtime.HandlerNotFound", "Handler 'handler' missing on module 'app'", &[]),
            "Handler 'handler' missing on module 'app' MissingHandler",
        );
        check("python", said("ValueError", "no", &[outer]), "app.py:3: ValueError: no Other");
    }

    #[test]
    fn node() {
        check(
            "node",
            said(
                "Runtime.ImportModuleError",
                "Error: Cannot find module 'sharp'\nRequire stack:\n- /var/task/app.js",
                &[
                    "Runtime.ImportModuleError: Error: …",
                    "    at require (node:internal:3:1)",
                    "    at Object.<anonymous> (/var/task/app.js:7:15)",
                ],
            ),
            "app.js:7: Cannot find module 'sharp' MissingModule(\"sharp\")",
        );
        check(
            "node",
            said(
                "Runtime.UserCodeSyntaxError",
                "SyntaxError: Unexpected token '='",
                &["Runtime.UserCodeSyntaxError: SyntaxError: …", "file:///var/task/app.mjs:4"],
            ),
            "app.mjs:4: SyntaxError: Unexpected token '=' Syntax",
        );
        check(
            "node",
            said("Error", "no luck", &["Error: no luck", "    at /var/task/app.js:1:7"]),
            "app.js:1: no luck Other",
        );
        check(
            "node",
            said("Error", "Cannot find module './near.js'", &[]),
            "Cannot find module './near.js' Other",
        );
    }

    #[test]
    fn others() {
        check("provided", Failure::Init("not JSON".into()), "not JSON Other");
        check(
            "provided",
            Failure::Exit(Status::Code(3)),
            "the program ended while loading: exit status 3 Ended",
        );
        check(
            "provided",
            Failure::Broken(format!("cannot start {}/bootstrap: no", unpacked())),
            "cannot start bootstrap: no Ended",
        );
        check(
            "http",
            Failure::InitTimeout { after_ms: 10_000 },
            "loading it is not done after 10 s TooSlow",
        );
        check("http", Failure::OutOfMemory, "128 MB of memory are too few to load it OutOfMemory");
    }
}
