//! A process for each call: what a function costs where nothing is kept ready.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use super::install::{node_modules, python, version_of};
use crate::bench::lab::{Lab, source};

/// The machine's files to be read, nothing else of it; /tmp is hidden before what may lie in it.
const BWRAP: &str = "--unshare-all --ro-bind / / --proc /proc --dev /dev --tmpfs /tmp";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    Python,
    Node,
}

/// A handler that is loaded and called by a process of its own.
pub(crate) struct Spawned {
    pub(crate) name: String,
    argv: Vec<PathBuf>,
    folder: PathBuf,
    env: Vec<(&'static str, PathBuf)>,
}

impl Language {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Python => "python",
            Self::Node => "node",
        }
    }
}

impl Spawned {
    pub(crate) fn plain(lab: &Lab, language: Language) -> anyhow::Result<Self> {
        let folder = source("functions").join(language.name());
        let (program, script, env) = match language {
            Language::Python => (python(lab)?, "spawned.py", ("PYTHONPATH", folder.clone())),
            Language::Node => {
                let modules = node_modules(lab, "functions/node")?;
                ("node".into(), "spawned.js", ("NODE_PATH", modules))
            }
        };
        let version = version_of(&mut Command::new(&program))?;
        let name = match language {
            Language::Python => format!("a process: {version}"),
            Language::Node => format!("a process: node {version}"),
        };
        let argv = vec![program, source("peers").join(script)];
        Ok(Self { name, argv, folder, env: vec![env] })
    }

    pub(crate) fn in_bwrap(lab: &Lab, language: Language) -> anyhow::Result<Self> {
        let version = version_of(&mut Command::new("bwrap"))?;
        let plain = Self::plain(lab, language)?;
        let mut argv: Vec<PathBuf> = vec!["bwrap".into()];
        argv.extend(BWRAP.split(' ').map(PathBuf::from));
        for folder in [crate::root(), crate::target()] {
            argv.extend(["--ro-bind".into(), folder.clone(), folder]);
        }
        argv.extend(plain.argv.clone());
        let name = format!("{version} + {}", language.name());
        let this = Self { name, argv, ..plain };
        this.call("plain").context("bwrap starts nothing here")?;
        Ok(this)
    }

    /// From the wish to start it to the last byte of its answer.
    pub(crate) fn call(&self, module: &str) -> anyhow::Result<Duration> {
        let began = Instant::now();
        let mut command = Command::new(&self.argv[0]);
        command.args(&self.argv[1..]).arg(module).current_dir(&self.folder);
        command.envs(self.env.iter().map(|(key, value)| (key, value)));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn()?;
        if let Some(mut stdin) = child.stdin.take() {
            stdin.write_all(b"{}")?;
        }
        let mut answer = String::new();
        if let Some(stdout) = child.stdout.take() {
            BufReader::new(stdout).read_line(&mut answer)?;
        }
        let took = began.elapsed();
        let ended = child.wait_with_output()?;
        if !ended.status.success() || answer.trim().is_empty() {
            let stderr = String::from_utf8_lossy(&ended.stderr);
            bail!("it ended with {}: {}", ended.status, last_line(&stderr));
        }
        Ok(took)
    }
}

fn last_line(text: &str) -> &str {
    text.lines().next_back().unwrap_or_default()
}
