//! How a zygote comes to be: the function's program, in a sandbox like any instance's, that loads the
//! code and stops there.

use std::os::unix::net::UnixStream as StdStream;
use std::sync::Arc;
use std::time::Duration;

use functions::Runtime;
use sandbox::{Process, Program, Spec};
use tokio::net::UnixStream;

use super::Zygote;
use super::channel::{Channel, Word};
use crate::hosts::{NODE_ZYGOTE_FLAGS, PYTHON_FLAGS};
use crate::instance::{Logs, Pipes};
use crate::launch::{ANSWERS_FD, CALLS_FD, LOG_FD, Launcher, Plan, Start, frames_variable};
use crate::order::{Variables, for_a_host};
use crate::refused::refused;

/// Slots kept ready for its copies, beside the one that is made ready for the next in all else too.
const READY: usize = 1;
/// A function with less memory has less than a whole processor: libraries for numbers then get by
/// with one thread, and none is there that would be missing in a copy.
const WHOLE_PROCESSOR_MB: u32 = 1_769;
const SINGLE: &[&str] = &["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"];

/// Why there is no zygote.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoZygote {
    /// The version can have none, in a line for people.
    #[error("{0}")]
    Unfit(String),
    /// It did not come to be this time.
    #[error("{0}")]
    NotNow(String),
}

impl Launcher {
    /// The function's code, loaded; or why what it has become cannot be copied.
    pub(crate) async fn grow_zygote(
        &self,
        plan: &Plan<'_>,
        start: &Start,
        limit: Duration,
    ) -> Result<Result<Zygote, String>, NoZygote> {
        let (logs, pipes) = self.logs(start).map_err(NoZygote::NotNow)?;
        let planted = self.plant(plan, start, &logs, pipes).await;
        let (planted, socket) = planted.map_err(NoZygote::NotNow)?;
        let channel = Arc::new(Channel::new(socket));
        let loaded = tokio::time::timeout(limit, first_word(&channel)).await;
        let late = || Err(NoZygote::Unfit("its code takes too long to load".into()));
        // Dropped, the process ends.
        if let Err(why) = loaded.unwrap_or_else(|_| late())? {
            return Ok(Err(why));
        }
        let nested = Spec { nursery: false, ..plan.spec() };
        let ready = planted.0.prepare(&nested, READY);
        ready.map_err(|error| NoZygote::NotNow(refused(error)))?;
        Ok(Ok(Zygote::new(planted, plan.outside(), start.session.clone(), channel, logs)))
    }

    async fn plant(
        &self,
        plan: &Plan<'_>,
        start: &Start,
        logs: &Logs,
        pipes: Pipes,
    ) -> Result<((Process, Variables), UnixStream), String> {
        let failed = |error: std::io::Error| format!("no socket for the function: {error}");
        let spec = Spec { nursery: true, ..plan.spec() };
        let slot = self.sandbox.slot(spec).await.map_err(refused)?;
        let (ours, theirs) = StdStream::pair().map_err(failed)?;
        ours.set_nonblocking(true).map_err(failed)?;
        // A zygote hears and speaks on one socket, along which descriptors come.
        let answers = theirs.try_clone().map_err(failed)?;
        let config = &start.function.config;
        let own = vec![
            frames_variable(),
            ("_LAMBDA_TELEMETRY_LOG_FD", LOG_FD.to_string()),
            ("_MAYFLY_ZYGOTE", "1".into()),
            ("_MAYFLY_ENTER", slot.path(&self.hosts.enter()).display().to_string()),
        ];
        let mut lasting = plan.environment(&plan.inside(&slot), logs.stream(), vec![]);
        if config.memory_mb < WHOLE_PROCESSOR_MB {
            let unchosen = SINGLE.iter().filter(|name| !config.env.contains_key(**name));
            lasting.extend(unchosen.map(|name| (name.into(), "1".into())));
        }
        let env = for_a_host(&lasting, own);
        let flags = match config.runtime {
            Runtime::Node { .. } => NODE_ZYGOTE_FLAGS,
            _ => PYTHON_FLAGS,
        };
        let argv = plan.interpreted(&slot, flags);
        let fds =
            vec![(CALLS_FD, theirs.into()), (ANSWERS_FD, answers.into()), (LOG_FD, pipes.framed)];
        let cwd = slot.code_root().to_owned();
        let program = Program { env, cwd, fds, ..Program::new(argv, pipes.stdout, pipes.stderr) };
        let process = slot.start(program).map_err(refused)?;
        Ok(((process, lasting), UnixStream::from_std(ours).map_err(failed)?))
    }
}

/// Whether it can be copied.
async fn first_word(channel: &Channel) -> Result<Result<(), String>, NoZygote> {
    let unfit = |why: &str| Err(NoZygote::Unfit(why.to_owned()));
    match channel.hear().await {
        Some(Word::Forkable(forkable)) => Ok(forkable),
        Some(Word::LoadFailed) => unfit("its code does not load"),
        Some(Word::ForkFailed(_) | Word::Other) => unfit("its host says what it should not"),
        None => Err(NoZygote::NotNow("it ends while its code is loaded".into())),
    }
}
