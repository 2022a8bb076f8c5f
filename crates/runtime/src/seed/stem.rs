//! A stem cell: an interpreter that runs already, in a slot of the function's, with the host loaded and
//! nothing of the function's. It becomes an instance when it is told whose variables it has; then it
//! loads the code. For functions that cannot be copied, be it for the machine or for their code.

use std::time::Duration;

use sandbox::{Process, Program};
use tokio::sync::Mutex;

use super::shelf::Ready;
use crate::Instance;
use crate::answer::Answer;
use crate::instance::{LogEnds, Logs, Speaker};
use crate::launch::{
    ANSWERS_FD, CALLS_FD, Inside, LOG_FD, Launcher, Plan, Start, frames_variable, log_stream,
};
use crate::link::{FrameLink, Link};
use crate::order::{Order, Variables, for_a_host};
use crate::refused::refused;

/// Far longer than any interpreter takes.
const START_MAX: Duration = Duration::from_secs(10);

#[derive(Debug)]
pub(crate) struct Stem {
    process: Process,
    link: FrameLink,
    /// What it prints is read from the moment on that it is an instance.
    ends: LogEnds,
    inside: Inside,
    /// What it was started with, but for what only stem cells are told.
    env: Variables,
}

impl Ready for Stem {
    /// Starts the function's interpreter, up to where it would load the code.
    async fn make(launcher: &Launcher, start: &Start) -> Result<Self, String> {
        let plan = Plan::new(launcher, start)?;
        let slot = launcher.sandbox.slot(plan.spec()).await.map_err(refused)?;
        let failed = |error: std::io::Error| format!("no pipe for the function: {error}");
        let (ends, pipes) = LogEnds::open().map_err(failed)?;
        let (mut link, theirs) = FrameLink::open().map_err(failed)?;
        let inside = plan.inside(&slot);
        let own = vec![
            frames_variable(),
            ("_LAMBDA_TELEMETRY_LOG_FD", LOG_FD.to_string()),
            ("_MAYFLY_STEM", "1".into()),
        ];
        let lasting = plan.environment(&inside, "", vec![]);
        let env = for_a_host(&lasting, own);
        let fds =
            vec![(CALLS_FD, theirs.calls), (ANSWERS_FD, theirs.answers), (LOG_FD, pipes.framed)];
        let (argv, cwd) = (plan.command(&slot), slot.code_root().to_owned());
        let program = Program { env, cwd, fds, ..Program::new(argv, pipes.stdout, pipes.stderr) };
        let process = slot.start(program).map_err(refused)?;
        match tokio::time::timeout(START_MAX, link.next()).await {
            Ok(Ok(Answer::Ready)) => Ok(Self { process, link, ends, inside, env: lasting }),
            _ => Err("the function's interpreter does not start".into()),
        }
    }

    fn has_ended(&self) -> bool {
        self.process.has_ended()
    }

    fn weight_mb(&self) -> u32 {
        let bytes = self.process.usage().memory_peak_bytes;
        u32::try_from(bytes >> 20).unwrap_or(u32::MAX).saturating_add(1)
    }
}

impl Stem {
    /// Makes it an instance, which loads the function's code now.
    pub(crate) async fn become_instance(
        self,
        launcher: &Launcher,
        start: &Start,
    ) -> Result<Instance, String> {
        let Self { process, mut link, ends, inside, env: started } = self;
        let plan = Plan::new(launcher, start)?;
        let name = start.function.name.as_str().into();
        let stream = log_stream(&start.function).into();
        let logs = Logs::read(launcher.telemetry.clone(), name, stream, ends);
        plan.announce(&logs);
        let env = plan.environment(&inside, logs.stream(), vec![]);
        let order = Order::new(&started, env, false);
        let assigned = link.assign(&order).await;
        assigned.map_err(|error| format!("the interpreter takes no orders: {error}"))?;
        let speaker = Speaker::Handler(Mutex::new(Link::Frames(link)));
        Ok(Instance { speaker, process, logs, _sessions: vec![start.session.clone()] })
    }
}
