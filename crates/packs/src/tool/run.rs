//! Runs an installer: nobody to talk to, all it starts in one group, its last words kept.

use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::os::fd::OwnedFd;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};
use tokio::io::AsyncReadExt;
use tokio::net::unix::pipe::Receiver;
use tokio::process::{Child, Command};
use tokio::time::timeout;

const LINES_MAX: usize = 40;
const LINE_BYTES_MAX: usize = 400;
/// What children left behind may hold the pipe open; their words are not waited for.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// An installer that did not succeed.
#[derive(Debug)]
pub struct Failed {
    pub command: String,
    /// How it ended.
    pub reason: String,
    /// The last lines it printed.
    pub output: Vec<String>,
    pub remedy: String,
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "`{}` {}", self.command, self.reason)?;
        for line in &self.output {
            writeln!(f, "  | {line}")?;
        }
        f.write_str(&self.remedy)
    }
}

impl std::error::Error for Failed {}

/// Runs to the end; an error has everything but a remedy. Dropping the future kills the group.
pub async fn run(
    mut command: Command,
    shown: String,
    time_max: Duration,
) -> Result<(), Box<Failed>> {
    let failed = |reason: String, output: Tail| {
        let (output, remedy) = (output.into_lines(), String::new());
        Box::new(Failed { command: shown.clone(), reason, output, remedy })
    };
    let (mut group, mut output) = match start(&mut command) {
        Ok(started) => started,
        Err(e) => return Err(failed(format!("could not be started: {e}"), Tail::default())),
    };
    // The command keeps copies of the pipe's writing end, which would never let it end.
    drop(command);

    let mut tail = Tail::default();
    let finished = timeout(time_max, async {
        let mut buffer = vec![0; 16 * 1024];
        let status = loop {
            tokio::select! {
                status = group.0.wait() => break status,
                read = output.read(&mut buffer) => match read {
                    Ok(0) | Err(_) => break group.0.wait().await,
                    Ok(read) => tail.push(&buffer[..read]),
                }
            }
        };
        timeout(LAST_WORDS, async {
            while let Ok(read @ 1..) = output.read(&mut buffer).await {
                tail.push(&buffer[..read]);
            }
        })
        .await
        .ok();
        status
    });
    match finished.await {
        Ok(Ok(status)) if status.success() => Ok(()),
        Ok(Ok(status)) => Err(failed(ended(status), tail)),
        Ok(Err(e)) => Err(failed(format!("could not be waited for: {e}"), tail)),
        Err(_) => Err(failed(format!("was stopped after {} s", time_max.as_secs()), tail)),
    }
}

fn start(command: &mut Command) -> io::Result<(Group, Receiver)> {
    let (reader, writer) = io::pipe()?;
    command.stdin(Stdio::null()).stdout(writer.try_clone()?).stderr(writer);
    let child = command.process_group(0).kill_on_drop(true).spawn()?;
    let group = Group(child);
    Ok((group, Receiver::from_owned_fd(OwnedFd::from(reader))?))
}

/// `status` without the words "exit status:", which read oddly in a sentence.
fn ended(status: ExitStatus) -> String {
    match status.code() {
        Some(code) => format!("failed with exit code {code}:"),
        None => format!("was ended by a {status}:"),
    }
}

/// The process group that the child leads.
struct Group(Child);

impl Drop for Group {
    fn drop(&mut self) {
        // The id is there only until the child was waited for, so it still is the group's.
        let pid = self.0.id().and_then(|id| Pid::from_raw(id.cast_signed()));
        if let Some(pid) = pid {
            kill_process_group(pid, Signal::KILL).ok();
        }
    }
}

/// The last lines of an output of any length.
#[derive(Default)]
struct Tail {
    lines: VecDeque<Vec<u8>>,
    open: bool,
}

impl Tail {
    fn push(&mut self, bytes: &[u8]) {
        for piece in bytes.split_inclusive(|b| *b == b'\n') {
            if !self.open {
                self.lines.push_back(Vec::new());
                if self.lines.len() > LINES_MAX {
                    self.lines.pop_front();
                }
            }
            let text = piece.strip_suffix(b"\n").unwrap_or(piece);
            self.open = text.len() == piece.len();
            if let Some(line) = self.lines.back_mut() {
                let room = LINE_BYTES_MAX.saturating_sub(line.len());
                line.extend_from_slice(&text[..text.len().min(room)]);
            }
        }
    }

    fn into_lines(self) -> Vec<String> {
        let clean = |line: Vec<u8>| {
            let text = String::from_utf8_lossy(&line);
            text.chars().filter(|c| !c.is_control()).collect::<String>()
        };
        self.lines.into_iter().map(clean).filter(|line| !line.trim().is_empty()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_lines_are_kept_and_long_ones_cut() {
        let mut tail = Tail::default();
        for i in 0..100 {
            tail.push(format!("line {i}\nhalf").as_bytes());
            tail.push(b" done\n");
        }
        tail.push(&[b'x'; 10_000]);
        let lines = tail.into_lines();
        assert_eq!(lines.len(), LINES_MAX);
        assert_eq!(&lines[37..39], ["line 99", "half done"]);
        assert_eq!(lines[39].len(), LINE_BYTES_MAX);
    }

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[tokio::test]
    async fn output_of_both_streams_is_kept_in_order() {
        let ran = run(shell("echo one; echo two >&2; exit 3"), "x y".into(), LAST_WORDS).await;
        let failed = ran.unwrap_err();
        assert_eq!(failed.to_string(), "`x y` failed with exit code 3:\n  | one\n  | two\n");
    }

    #[tokio::test]
    async fn what_takes_too_long_is_stopped_with_all_it_started() {
        let dir = tempfile::tempdir().unwrap();
        let script = format!("cd {}; sleep 60 & echo $! > pid; wait", dir.path().display());
        let ran = run(shell(&script), "slow".into(), Duration::from_millis(300)).await;
        assert_eq!(ran.unwrap_err().reason, "was stopped after 0 s");
        let pid = std::fs::read_to_string(dir.path().join("pid")).unwrap();
        let state = || std::fs::read_to_string(format!("/proc/{}/stat", pid.trim()));
        for _ in 0..100 {
            // Gone, or dead and waiting for its new parent.
            if state().map_or(true, |stat| stat.contains(") Z ")) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("the child of the stopped installer still runs: {:?}", state());
    }
}
