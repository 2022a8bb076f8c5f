//! The ordinary start: the program's own, in the place that was made ready for it.

use sandbox::{Process, Program};

use super::program::{Plan, log_stream};
use super::wire::LOG_FD;
use super::{Launcher, Start};
use crate::Instance;
use crate::instance::{LogEnds, Logs, Pipes, Speaker};
use crate::refused::refused;
use crate::seed::Parked;

impl Launcher {
    /// Starts the program. What cannot be started is told in words with a remedy, in the log too:
    /// nobody may be there to hear it.
    pub(super) fn occupy(
        &self,
        parked: Result<Parked, String>,
        start: &Start,
    ) -> Result<Instance, String> {
        let (logs, pipes) = self.logs(start)?;
        let spawned = parked.and_then(|parked| self.spawn(parked, &logs, pipes, start));
        if let Err(problem) = &spawned {
            logs.platform(None, problem.clone());
        }
        let (speaker, process) = spawned?;
        let _sessions = vec![start.session.clone()];
        Ok(Instance { speaker, process, logs, _sessions })
    }

    /// The log stream of a new program of the function.
    pub(crate) fn logs(&self, start: &Start) -> Result<(Logs, Pipes), String> {
        let opened = LogEnds::open();
        let (ends, pipes) =
            opened.map_err(|error| format!("no pipe for the function's output: {error}"))?;
        let name = start.function.name.as_str().into();
        let stream = log_stream(&start.function).into();
        Ok((Logs::read(self.telemetry.clone(), name, stream, ends), pipes))
    }

    fn spawn(
        &self,
        Parked { slot, wire }: Parked,
        logs: &Logs,
        pipes: Pipes,
        start: &Start,
    ) -> Result<(Speaker, Process), String> {
        let plan = Plan::new(self, start)?;
        plan.announce(logs);
        let env = plan.environment(&plan.inside(&slot), logs.stream(), wire.variables());
        let argv = plan.command(&slot);
        let (speaker, mut fds) = wire.open();
        fds.push((LOG_FD, pipes.framed));
        let cwd = slot.code_root().to_owned();
        let program = Program { env, cwd, fds, ..Program::new(argv, pipes.stdout, pipes.stderr) };
        let process = slot.start(program).map_err(refused)?;
        Ok((speaker, process))
    }
}
