//! A program that serves HTTP while it is measured, and is stopped afterwards.

use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use rustix::process::{Pid, Signal, kill_process};

use super::http::{Connection, Request};

/// Some load a compiler before they listen.
const READY_MAX: Duration = Duration::from_secs(60);
const LOOK_EVERY: Duration = Duration::from_millis(5);
const STOP_MAX: Duration = Duration::from_secs(30);

#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    /// From its start to its first answer.
    pub(crate) ready_after: Duration,
    pub(crate) address: SocketAddr,
}

impl Server {
    /// Starts a program that listens on `address`, with its output in `log`, and waits until it
    /// answers `probe`.
    pub(crate) fn start(
        command: &mut Command,
        address: SocketAddr,
        probe: &Request,
        log: &Path,
    ) -> anyhow::Result<Self> {
        let out = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
        command.stdin(Stdio::null()).stdout(out.try_clone()?).stderr(out);
        let program = command.get_program().to_string_lossy().into_owned();
        let began = Instant::now();
        let child = command.spawn().with_context(|| format!("cannot start {program}"))?;
        let mut server = Self { child, ready_after: Duration::ZERO, address };
        server.wait_ready(probe).with_context(|| {
            let said = std::fs::read_to_string(log).unwrap_or_default();
            let end: Vec<&str> = said.lines().rev().take(3).collect();
            let end = end.into_iter().rev().collect::<Vec<_>>().join("; ");
            format!("{program} does not serve; {} ends with: {end}", log.display())
        })?;
        server.ready_after = began.elapsed();
        Ok(server)
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    fn wait_ready(&mut self, probe: &Request) -> anyhow::Result<()> {
        let began = Instant::now();
        loop {
            let reply = Connection::open(self.address).and_then(|mut to| to.call(probe));
            match reply {
                Ok(reply) if reply.status == 200 => return Ok(()),
                Ok(reply) if began.elapsed() > READY_MAX => {
                    bail!("it answers {}: {}", reply.status, reply.text());
                }
                Err(error) if began.elapsed() > READY_MAX => return Err(error.into()),
                _ => {}
            }
            if let Some(status) = self.child.try_wait()? {
                bail!("it ended with {status}");
            }
            sleep(LOOK_EVERY);
        }
    }

    /// Asks it to stop, as Ctrl-C does, and waits; ends it when it does not.
    pub(crate) fn stop(&mut self) {
        if !matches!(self.child.try_wait(), Ok(None)) {
            // Its number may be another's by now.
            return;
        }
        if let Some(pid) = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw) {
            let _ = kill_process(pid, Signal::INT);
        }
        let began = Instant::now();
        while began.elapsed() < STOP_MAX {
            match self.child.try_wait() {
                Ok(None) => sleep(Duration::from_millis(10)),
                _ => return,
            }
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

/// An address on this machine that nobody listens on.
pub(crate) fn free_address() -> anyhow::Result<SocketAddr> {
    let probe = TcpListener::bind("127.0.0.1:0").context("no free port on this machine")?;
    Ok(probe.local_addr()?)
}
