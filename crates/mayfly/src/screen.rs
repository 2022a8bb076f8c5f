//! Where a command's words go: results to stdout, everything else to stderr.

use std::env;
use std::io::{self, IsTerminal, Write};

use rustix::termios::tcgetwinsize;

use crate::Failure;
use crate::render::Look;

#[derive(Debug, Clone)]
pub struct Screen {
    /// Output is for scripts.
    pub json: bool,
    /// Only results and errors.
    pub quiet: bool,
    pub stdout_terminal: bool,
    pub stderr_terminal: bool,
    colour: bool,
}

impl Screen {
    pub fn new(json: bool, quiet: bool) -> Self {
        let no_colour = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
        Self {
            json,
            quiet,
            stdout_terminal: io::stdout().is_terminal(),
            stderr_terminal: io::stderr().is_terminal(),
            colour: !no_colour && !dumb,
        }
    }

    pub fn stdout_colour(&self) -> bool {
        self.colour && self.stdout_terminal
    }

    /// How results look: at a terminal, or in a file.
    pub fn stdout_look(&self) -> Look {
        let size = self.stdout_terminal.then(|| tcgetwinsize(io::stdout()).ok()).flatten();
        // Terminals that do not know their size say that it is nothing.
        let width = size.map(|size| usize::from(size.ws_col)).filter(|width| *width > 0);
        Look { colour: self.stdout_colour(), width }
    }

    pub fn stderr_colour(&self) -> bool {
        self.colour && self.stderr_terminal
    }

    /// A result. When its reader has gone away the command ends quietly.
    pub fn out(&self, text: impl AsRef<[u8]>) -> Result<(), Failure> {
        let mut stdout = io::stdout().lock();
        let written = stdout.write_all(text.as_ref()).and_then(|()| stdout.flush());
        written.map_err(|error| Failure::output(&error))
    }

    /// A result as JSON, on one line.
    pub fn out_json(&self, value: &impl serde::Serialize) -> Result<(), Failure> {
        let text = serde_json::to_string(value).map_err(|error| {
            Failure::new(format!("cannot write JSON: {error}"), "report this as a bug")
        })?;
        self.out(text + "\n")
    }

    /// A remark that a person may miss. Never a reason to fail.
    pub fn note(&self, text: &str) {
        if !self.quiet && !self.json {
            self.err(text);
        }
    }

    pub fn err(&self, text: &str) {
        io::stderr().lock().write_all(text.as_bytes()).ok();
    }
}
