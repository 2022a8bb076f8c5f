//! How a command ends when it does not end well.

use std::fmt;
use std::io;
use std::process::ExitCode;

use serde_json::{Value, json};

use crate::client::ClientError;
use crate::render::{Style, printable};

/// What went wrong, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub message: String,
    pub next: String,
    /// More for scripts: what `--json` says under `functions`.
    pub functions: Vec<Value>,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Failed,
    Usage,
    /// Whoever read our output has left, as `head` does. Nobody is there to complain to.
    Unread,
}

/// What every command returns.
pub type Outcome = Result<(), Failure>;

impl Failure {
    pub fn new(message: impl Into<String>, next: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            next: next.into(),
            functions: Vec::new(),
            kind: Kind::Failed,
        }
    }

    /// The command was called the wrong way.
    pub fn usage(message: impl Into<String>, next: impl Into<String>) -> Self {
        Self { kind: Kind::Usage, ..Self::new(message, next) }
    }

    /// Writing to stdout failed.
    pub fn output(error: &io::Error) -> Self {
        let failure = Self::new(
            format!("cannot write the output: {error}"),
            "check the disk or the program that reads it",
        );
        let unread = error.kind() == io::ErrorKind::BrokenPipe;
        Self { kind: if unread { Kind::Unread } else { Kind::Failed }, ..failure }
    }

    /// Errors of the platform's own start end in an `anyhow` chain, perhaps around a failure.
    pub fn from_chain(error: &anyhow::Error) -> Self {
        error.downcast_ref::<Self>().cloned().unwrap_or_else(|| {
            Self::new(format!("{error:#}"), "see what this machine offers with `mayfly doctor`")
        })
    }

    pub fn exit_code(&self) -> ExitCode {
        match self.kind {
            Kind::Unread => ExitCode::SUCCESS,
            Kind::Failed => ExitCode::from(1),
            Kind::Usage => ExitCode::from(2),
        }
    }

    /// The text for stderr; empty when there is nothing to say.
    pub fn render(&self, json: bool, colour: bool) -> String {
        if self.kind == Kind::Unread {
            return String::new();
        }
        if json {
            let mut told = json!({ "error": self.message, "next": self.next });
            if !self.functions.is_empty() {
                told["functions"] = self.functions.clone().into();
            }
            return format!("{told}\n");
        }
        let error = Style::Red.paint("error:", colour);
        let next = Style::Cyan.paint("next:", colour);
        format!("{error} {}\n{next} {}\n", printable(&self.message), printable(&self.next))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

impl From<ClientError> for Failure {
    fn from(error: ClientError) -> Self {
        Self::new(error.to_string(), error.next())
    }
}
