//! A command started as a shell would, and how long it takes.

use crate::Result;
use std::io::{Read, pipe};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

pub(crate) const PROGRAM: [&str; 2] = ["/bin/echo", "x"];

/// From the wish to start it.
#[derive(Clone, Copy)]
pub(crate) struct Time {
    pub(crate) first_byte: Duration,
    pub(crate) end: Duration,
}

pub(crate) fn spawned(argv: &[String]) -> Result<Time> {
    let (mut output, write) = pipe()?;
    let (mut complaints, complain) = pipe()?;
    let began = Instant::now();
    let mut command = Command::new(&argv[0]);
    command.args(&argv[1..]).stdin(Stdio::null()).stdout(write).stderr(complain);
    let mut child = command.spawn()?;
    drop(command);
    let read = output.read_exact(&mut [0]);
    let first_byte = began.elapsed();
    child.wait()?;
    let end = began.elapsed();
    if read.is_err() {
        let mut said = String::new();
        complaints.read_to_string(&mut said)?;
        return Err(said.trim().replace('\n', "; ").into());
    }
    Ok(Time { first_byte, end })
}

/// `crun version 1.8.1`, as a program says it.
pub(crate) fn version(program: &str) -> Result<String> {
    let output = Command::new(program).arg("--version").output()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(text.lines().next().ok_or("it has no version")?.replace(" version", ""))
}
