//! Where measuring happens: the binary under test, folders for everything, and how long to measure.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use super::Options;
use crate::steps::{cargo, output, run};

#[derive(Debug)]
pub(crate) struct Lab {
    /// The program under test.
    pub(crate) mayfly: PathBuf,
    /// Everything installed, written and measured.
    pub(crate) folder: PathBuf,
    /// Of the rounds a measure would like to have.
    rounds_percent: usize,
    /// What the binary is, for people.
    pub(crate) build: String,
    /// Whether what is built for measuring is built in a hurry.
    pub(crate) debug: bool,
}

impl Lab {
    pub(super) fn open(options: &Options) -> anyhow::Result<Self> {
        let (mayfly, build) = match &options.binary {
            Some(binary) => (binary.clone(), "as given".to_owned()),
            None => build(options.debug)?,
        };
        let folder = crate::target().join("bench");
        for part in ["logs", "data", "projects"] {
            let part = folder.join(part);
            std::fs::create_dir_all(&part)
                .with_context(|| format!("cannot make {}", part.display()))?;
        }
        raise_open_files();
        let version = output(Command::new(&mayfly).arg("--version"))?;
        let build = format!("{} ({build})", version.trim());
        let (rounds_percent, debug) = (options.rounds, options.debug);
        Ok(Self { mayfly, folder, rounds_percent, build, debug })
    }

    /// What everybody is measured on, and how busy it is with other things.
    pub(crate) fn machine(&self) -> String {
        let cores = std::thread::available_parallelism().map_or(0, usize::from);
        let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
        let load = load.split(' ').next().unwrap_or_default().to_owned();
        format!("{cores} cores, load {load}")
    }

    pub(crate) fn rounds(&self, wanted: usize) -> usize {
        (wanted * self.rounds_percent / 100).max(3)
    }

    /// A file for what a program says.
    pub(crate) fn log(&self, name: &str) -> PathBuf {
        self.folder.join("logs").join(format!("{name}.log"))
    }

    /// An empty folder.
    pub(crate) fn fresh(&self, kind: &str, name: &str) -> anyhow::Result<PathBuf> {
        let folder = self.folder.join(kind).join(name);
        if folder.exists() {
            std::fs::remove_dir_all(&folder)
                .with_context(|| format!("cannot empty {}", folder.display()))?;
        }
        std::fs::create_dir_all(&folder)?;
        Ok(folder)
    }
}

/// What the repository has for measuring: functions and what they are measured beside.
pub(crate) fn source(path: &str) -> PathBuf {
    crate::root().join("bench").join(path)
}

fn build(debug: bool) -> anyhow::Result<(PathBuf, String)> {
    let kind = if debug { "debug" } else { "release" };
    let mut build = cargo();
    build.args(["build", "--quiet", "-p", "mayfly"]);
    if !debug {
        build.arg("--release");
    }
    run(&mut build)?;
    Ok((crate::target().join(kind).join("mayfly"), kind.to_owned()))
}

/// Copies a folder with all that is in it into one that exists.
pub(crate) fn copy_into(from: &Path, to: &Path) -> anyhow::Result<()> {
    run(Command::new("cp").arg("-R").arg(from.join(".")).arg(to))
}

/// A thousand connections take more descriptors than a program has by default.
fn raise_open_files() {
    let limit = getrlimit(Resource::Nofile);
    let _ = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit });
}
