//! Whether programs of an interpreter can be copied on this machine: tried, not assumed.

use std::io::Read;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::hosts::{NODE_ZYGOTE_FLAGS, PYTHON_FLAGS};
use crate::interpreters::Language;
use crate::{Hosts, Interpreter};

/// Nothing, or why programs of the interpreter cannot be copied.
pub(super) type Tested = Result<(), String>;

const TIME_MAX: Duration = Duration::from_secs(20);
const OUTPUT_MAX: u64 = 4 * 1024;

/// Runs the host's own test, which copies itself once and tries in the copy what functions use.
/// Blocking; the error says what does not work.
pub fn try_copying(hosts: &Hosts, interpreter: &Interpreter) -> Tested {
    let (flags, host) = match interpreter.language {
        Language::Python => (PYTHON_FLAGS, hosts.python()),
        Language::Node => (NODE_ZYGOTE_FLAGS, hosts.node()),
    };
    let mut command = Command::new(&interpreter.path);
    command.args(flags).arg(host).arg("--self-test").env_clear().current_dir("/");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let name = format!("{} {}", interpreter.path.display(), interpreter.version_text());
    let failed = |what: &str| format!("{name} cannot be copied on this machine: {what}");
    let mut child = command.spawn().map_err(|error| failed(&error.to_string()))?;
    let end = Instant::now() + TIME_MAX;
    let success = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status.success(),
            Ok(None) if Instant::now() < end => std::thread::sleep(Duration::from_millis(10)),
            _ => {
                child.kill().ok();
                child.wait().ok();
                return Err(failed("its test does not end"));
            }
        }
    };
    if success {
        return Ok(());
    }
    let mut said = String::new();
    if let Some(output) = child.stdout.take() {
        output.take(OUTPUT_MAX).read_to_string(&mut said).ok();
    }
    Err(failed(said.lines().next().unwrap_or("its test fails")))
}
