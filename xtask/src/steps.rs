//! Running tools one after the other, with the time each took.

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

/// A run of named steps; the first that fails ends it.
#[derive(Default)]
pub(crate) struct Steps {
    done: Vec<(String, Duration)>,
}

impl Steps {
    pub(crate) fn step<T>(
        &mut self,
        name: &str,
        work: impl FnOnce() -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        eprintln!("\n=== {name}");
        let start = Instant::now();
        let outcome = work();
        self.done.push((name.to_owned(), start.elapsed()));
        outcome.with_context(|| format!("{name} failed after {:.1?}", start.elapsed()))
    }

    /// The times, longest name deciding the width.
    pub(crate) fn summary(&self) -> String {
        let total: Duration = self.done.iter().map(|(_, took)| *took).sum();
        let rows = self.done.iter().map(|(name, took)| (name.as_str(), *took));
        let width = self.done.iter().map(|(name, _)| name.len()).max().unwrap_or(0).max(5);
        rows.chain([("total", total)])
            .map(|(name, took)| format!("{name:width$}  {:>7.1} s\n", took.as_secs_f64()))
            .collect()
    }
}

/// Runs a command with its output shown; anything but success is an error.
pub(crate) fn run(command: &mut Command) -> anyhow::Result<()> {
    let shown = shown(command);
    let status = command.status().with_context(|| format!("cannot start `{shown}`"))?;
    if !status.success() {
        bail!("`{shown}` ended with {status}");
    }
    Ok(())
}

/// Runs a command and gives what it wrote to stdout; its stderr is part of the error, if any.
pub(crate) fn output(command: &mut Command) -> anyhow::Result<String> {
    let shown = shown(command);
    let output = command.output().with_context(|| format!("cannot start `{shown}`"))?;
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        bail!("`{shown}` ended with {}: {}", output.status, stderr.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a command can be started and succeeds.
pub(crate) fn works(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// Cargo, the one that runs us.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(crate::root());
    command
}
