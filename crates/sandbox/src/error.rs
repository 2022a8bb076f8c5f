use std::io;
use std::os::fd::RawFd;
use std::path::{Path, PathBuf};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(
        "full isolation was required, but this machine cannot give it: {missing}. \
         Run `mayfly doctor` for what to do about it, or allow less with `--sandbox=auto`"
    )]
    Reduced { missing: String },
    #[error("{} cannot hold the sandboxes' files ({source}): make it a directory that only this \
         user can enter, or choose another", path.display())]
    Dir { path: PathBuf, source: io::Error },
    #[error(
        "cannot {doing} ({source}): see whether the machine is out of memory, processes or \
         open files (`ulimit -n`, `ulimit -u`)"
    )]
    Machine { doing: &'static str, source: io::Error },
    #[error("{max} slots are in use already: end some, or allow more")]
    Full { max: usize },
    #[error(
        "cannot prepare a slot (cannot {doing}: {source}): run `mayfly doctor` to see what this \
         machine lacks"
    )]
    Prepare { doing: String, source: io::Error },
    #[error("cannot limit a slot by {} ({source}): run `mayfly doctor`", path.display())]
    Cgroup { path: PathBuf, source: io::Error },
    #[error("{} cannot be shown to a program ({source}): name an existing place, and not all of /", path.display())]
    Shown { path: PathBuf, source: io::Error },
    #[error(
        "this machine gives programs no network of their own ({why}), and they are not let into its: \
         run `mayfly doctor` for what to do about it, or set `egress = \"host\"` for functions that may \
         reach whatever this machine does, or run code you trust with `--sandbox=off`"
    )]
    NoNetwork { why: String },
    #[error("the layers' paths take more than {max} bytes: use fewer")]
    Layers { max: usize },
    #[error("no slots can be made inside this one: {why}. Start copies as programs of their own")]
    NoNursery { why: String },
    #[error(
        "the slot takes a copy of its nursery's program: use `adopt`, or a slot of the sandbox"
    )]
    Nested,
    #[error("the slot is in no nursery: use `start`")]
    NotNested,
    #[error("the sandbox is closed, as the platform is stopping: start it again")]
    Closed,
    #[error("the slot ended before its program started: ask for a new one")]
    Gone,
    #[error(
        "the slot did not answer within {seconds} s: the machine is overloaded or the disk \
         hangs; try again"
    )]
    Silent { seconds: u64 },
    #[error("a program needs a name: give it at least one argument")]
    NoProgram,
    #[error("{what} of the program has a NUL byte or an impossible name: remove it")]
    Malformed { what: &'static str },
    #[error(
        "arguments and environment take {bytes} bytes: at most {max} fit, pass large \
         values in a file"
    )]
    TooLarge { bytes: usize, max: usize },
    #[error(
        "descriptor {number} cannot be given to the program: use each number from 3 to 255 \
         once, 29 at most"
    )]
    Descriptor { number: RawFd },
    #[error("cannot start in {} ({source}): the directory must exist", path.display())]
    Cwd { path: PathBuf, source: io::Error },
    #[error("cannot run {} ({source}): {fault}", path.display())]
    Exec { path: PathBuf, fault: ExecFault, source: io::Error },
    #[error(
        "slots have all the {max} processes they may have: end what makes so many, or raise \
         `sysctl kernel.pid_max`"
    )]
    Processes { max: u64 },
    #[error("cannot start the program ({doing}: {source}): try again")]
    Start { doing: &'static str, source: io::Error },
}

impl Error {
    /// Whether the machine is at fault, or the platform, and not what was asked for or what a program
    /// did: then others cannot have a slot either.
    pub(crate) fn is_of_the_machine(&self) -> bool {
        use Error::*;
        matches!(
            self,
            Dir { .. }
                | Machine { .. }
                | Prepare { .. }
                | Cgroup { .. }
                | Silent { .. }
                | Start { .. }
        )
    }

    /// For whoever may not know this machine's paths. The rest is for its owner, in the log.
    pub fn in_public(&self) -> String {
        let what = match self {
            Error::Dir { source, .. } => {
                format!("the sandboxes' directory cannot be used ({source})")
            }
            Error::Cgroup { source, .. } => format!("a slot cannot be limited ({source})"),
            Error::Shown { source, .. } => {
                format!("something that the function needs cannot be shown to it ({source})")
            }
            Error::Prepare { source, .. } => format!("a slot cannot be prepared ({source})"),
            other => return other.to_string(),
        };
        what + ": the platform's log says more"
    }
}

/// Why the kernel refused to run a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExecFault {
    #[error("there is no such file; check the path")]
    Missing,
    #[error(
        "the file asks for the interpreter `{0}`, which does not exist; correct its first line"
    )]
    MissingInterpreter(String),
    #[error(
        "the file needs a dynamic loader that does not exist here; link it statically or \
         build it for this system"
    )]
    MissingLoader,
    #[error("it is not an executable file; `chmod +x` it")]
    NotExecutable,
    #[error(
        "it is no program for this machine; build it for its architecture, and let scripts \
         start with `#!`"
    )]
    WrongFormat,
    #[error("arguments and environment are too large; pass large values in a file")]
    TooLarge,
    #[error("see the error's number")]
    Other,
}

impl ExecFault {
    /// `file` is how the platform sees what was to be run, if it can tell.
    pub(crate) fn find(errno: i32, file: Option<&Path>) -> ExecFault {
        match rustix::io::Errno::from_raw_os_error(errno) {
            rustix::io::Errno::NOENT => match file.filter(|file| file.exists()) {
                None => ExecFault::Missing,
                Some(file) => match interpreter(file) {
                    Some(line) => ExecFault::MissingInterpreter(line),
                    None => ExecFault::MissingLoader,
                },
            },
            rustix::io::Errno::NOTDIR | rustix::io::Errno::LOOP => ExecFault::Missing,
            rustix::io::Errno::ACCESS | rustix::io::Errno::PERM => ExecFault::NotExecutable,
            rustix::io::Errno::NOEXEC | rustix::io::Errno::LIBBAD => ExecFault::WrongFormat,
            rustix::io::Errno::TOOBIG => ExecFault::TooLarge,
            _ => ExecFault::Other,
        }
    }
}

/// What follows `#!`, in a file's first bytes.
fn interpreter(file: &Path) -> Option<String> {
    use std::io::Read;
    let mut start = Vec::new();
    std::fs::File::open(file).ok()?.take(256).read_to_end(&mut start).ok()?;
    let line = start.strip_prefix(b"#!")?.split(|&byte| byte == b'\n').next()?;
    Some(String::from_utf8_lossy(line).trim_matches([' ', '\t']).to_owned())
}
