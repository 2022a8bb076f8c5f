use std::ffi::OsString;
use std::os::fd::{OwnedFd, RawFd};
use std::path::PathBuf;

/// A program to start. It gets exactly this environment and these descriptors (stdin is empty).
#[derive(Debug)]
pub struct Program {
    /// The first is the file to run, sought along the `PATH` of `env` if it has no slash.
    pub argv: Vec<OsString>,
    pub env: Vec<(OsString, OsString)>,
    pub cwd: PathBuf,
    pub stdout: OwnedFd,
    pub stderr: OwnedFd,
    /// More descriptors, each with its number (3 to 255) inside.
    pub fds: Vec<(RawFd, OwnedFd)>,
    /// The soft and the hard limit of open files.
    pub open_files: (u64, u64),
}

impl Program {
    /// An empty environment, no further descriptors, at home in `/`.
    pub fn new<I, S>(argv: I, stdout: OwnedFd, stderr: OwnedFd) -> Program
    where
        I: IntoIterator<Item = S>,
        S: Into<OsString>,
    {
        Program {
            argv: argv.into_iter().map(Into::into).collect(),
            env: Vec::new(),
            cwd: PathBuf::from("/"),
            stdout,
            stderr,
            fds: Vec::new(),
            open_files: (1024, 4096),
        }
    }

    pub fn env(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Program {
        self.env.push((name.into(), value.into()));
        self
    }
}
