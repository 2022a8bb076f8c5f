//! How a zygote comes to be: the function's program, in a sandbox like any instance's, that loads the
//! code and stops there.

use std::os::fd::BorrowedFd;
use std::os::unix::net::UnixStream as StdStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::{Duration, Instant};

use functions::{Runtime, VersionId};
use identity::Session;
use sandbox::{Process, Program, Spec};
use tokio::net::UnixStream;
use tokio::task::JoinHandle;

use super::channel::{Channel, Order, Word};
use crate::Interpreter;
use crate::hosts::{NODE_ZYGOTE_FLAGS, PYTHON_FLAGS};
use crate::instance::{Logs, Pipes};
use crate::launch::{LOG_FD, Launcher, Plan, SOCKET_FD, Start, WRAPPER};

/// Longer than any function may take to load, which the ordinary start sees to.
const LOAD_MAX: Duration = Duration::from_secs(60);
/// Slots kept ready for its copies.
const READY: usize = 2;
/// A function with less memory has less than a whole processor: libraries for numbers then get by
/// with one thread, and none is there that would be missing in a copy.
const WHOLE_PROCESSOR_MB: u32 = 1_769;
pub(super) const SINGLE: &[&str] = &["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"];

#[derive(Debug)]
pub(crate) struct Zygote {
    pub(crate) version: VersionId,
    pub(crate) process: Process,
    /// What the code made while loading may hold these keys in every copy.
    pub(crate) session: Arc<Session>,
    channel: Arc<Channel>,
    alive: Arc<AtomicBool>,
    listener: JoinHandle<()>,
}

impl Zygote {
    pub(crate) async fn order(&self, order: &Order, fds: &[BorrowedFd<'_>]) -> Result<(), String> {
        self.channel.order(order, fds).await
    }

    pub(super) fn is_alive(&self) -> bool {
        self.alive.load(Relaxed)
    }
}

impl Drop for Zygote {
    /// Its copies live on.
    fn drop(&mut self) {
        self.process.kill();
        self.listener.abort();
    }
}

impl Launcher {
    /// Has the function's code loaded for its next instances to be copies of, where that can be.
    pub async fn grow(&self, start: &Start) {
        let version = start.function.version;
        if !self.can_be_copied(start) || !self.zygotes.claim(version) {
            return;
        }
        let grown = self.grow_now(start).await;
        if let Err(why) = &grown {
            tracing::debug!(function = %start.function.name, why, "no zygote");
        }
        self.zygotes.settle(version, grown);
    }

    fn can_be_copied(&self, start: &Start) -> bool {
        let config = &start.function.config;
        let language = matches!(config.runtime, Runtime::Python { .. } | Runtime::Node { .. });
        language && !config.env.contains_key(WRAPPER) && self.sandbox.can_nest().is_ok()
    }

    async fn grow_now(&self, start: &Start) -> Result<Zygote, String> {
        let plan = Plan::new(self, start)?;
        if let Some(found) = plan.found() {
            self.tested(&found.interpreter).await?;
        }
        let (logs, pipes) = self.logs(start)?;
        let (process, socket) = self.plant(&plan, start, &logs, pipes).await?;
        let channel = Arc::new(Channel::new(socket));
        let verdict = tokio::time::timeout(LOAD_MAX, first_word(&channel)).await;
        let verdict = verdict.unwrap_or_else(|_| Err("its code takes too long to load".into()));
        if let Err(why) = verdict {
            process.kill();
            return Err(why);
        }
        let nested = Spec { nursery: false, ..plan.spec() };
        process.prepare(&nested, READY).map_err(|error| error.to_string())?;
        let alive = Arc::new(AtomicBool::new(true));
        let listener = tokio::spawn(listen(channel.clone(), alive.clone(), logs));
        let session = start.session.clone();
        let version = start.function.version;
        Ok(Zygote { version, process, session, channel, alive, listener })
    }

    /// Interpreters are tried one after another when the platform starts.
    async fn tested(&self, interpreter: &Interpreter) -> Result<(), String> {
        let end = Instant::now() + LOAD_MAX;
        loop {
            match self.zygotes.tested(interpreter) {
                Some(tested) => return tested,
                None if Instant::now() > end => {
                    return Err("its interpreter has not been tried out".into());
                }
                None => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
    }

    async fn plant(
        &self,
        plan: &Plan<'_>,
        start: &Start,
        logs: &Logs,
        pipes: Pipes,
    ) -> Result<(Process, UnixStream), String> {
        let failed = |error: std::io::Error| format!("no socket for the function: {error}");
        let spec = Spec { nursery: true, ..plan.spec() };
        let slot = self.sandbox.slot(spec).await.map_err(|error| error.to_string())?;
        let (ours, theirs) = StdStream::pair().map_err(failed)?;
        ours.set_nonblocking(true).map_err(failed)?;
        let config = &start.function.config;
        let mut env = plan.environment(
            &slot,
            logs,
            vec![
                ("_MAYFLY_FD", SOCKET_FD.to_string()),
                ("_LAMBDA_TELEMETRY_LOG_FD", LOG_FD.to_string()),
                ("_MAYFLY_ZYGOTE", "1".into()),
                ("_MAYFLY_ENTER", slot.path(&self.hosts.enter()).display().to_string()),
            ],
        );
        if config.memory_mb < WHOLE_PROCESSOR_MB {
            let unchosen = SINGLE.iter().filter(|name| !config.env.contains_key(**name));
            env.extend(unchosen.map(|name| (name.into(), "1".into())));
        }
        let flags = match config.runtime {
            Runtime::Node { .. } => NODE_ZYGOTE_FLAGS,
            _ => PYTHON_FLAGS,
        };
        let argv = plan.interpreted(&slot, flags);
        let fds = vec![(SOCKET_FD, theirs.into()), (LOG_FD, pipes.framed)];
        let cwd = slot.code_root().to_owned();
        let program = Program { env, cwd, fds, ..Program::new(argv, pipes.stdout, pipes.stderr) };
        let process = slot.start(program).map_err(|error| error.to_string())?;
        Ok((process, UnixStream::from_std(ours).map_err(failed)?))
    }
}

async fn first_word(channel: &Channel) -> Result<(), String> {
    match channel.hear().await {
        Some(Word::Forkable(verdict)) => verdict,
        Some(Word::LoadFailed) => Err("its code does not load".into()),
        Some(Word::ForkFailed(_) | Word::Other) => Err("its host says what it should not".into()),
        None => Err("it ends while its code is loaded".into()),
    }
}

/// Until it ends. Its log is kept open as long.
async fn listen(channel: Arc<Channel>, alive: Arc<AtomicBool>, logs: Logs) {
    while let Some(word) = channel.hear().await {
        if let Word::ForkFailed(why) = word {
            tracing::debug!(why, "a copy was not made");
        }
    }
    alive.store(false, Relaxed);
    logs.close().await;
}
