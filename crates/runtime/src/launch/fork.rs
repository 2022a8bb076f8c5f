//! The quick start: a copy of a program that has loaded the function's code already.

use std::os::fd::{AsFd, OwnedFd};

use sandbox::Process;
use tokio::sync::Mutex;

use super::program::Plan;
use super::{Launcher, Start};
use crate::Instance;
use crate::instance::{Logs, Pipes, Speaker};
use crate::link::{FrameLink, Link};
use crate::order::Order;
use crate::zygote::Zygote;

impl Launcher {
    pub(super) async fn fork(&self, start: &Start, zygote: &Zygote) -> Result<Instance, String> {
        let (logs, pipes) = self.logs(start)?;
        let (speaker, process) = self.fork_with(zygote, start, &logs, pipes).await?;
        let _sessions = vec![start.session.clone(), zygote.session.clone()];
        Ok(Instance { speaker, process, logs, _sessions })
    }

    async fn fork_with(
        &self,
        zygote: &Zygote,
        start: &Start,
        logs: &Logs,
        pipes: Pipes,
    ) -> Result<(Speaker, Process), String> {
        let plan = Plan::new(self, start)?;
        let slot = zygote.process.nested().await.map_err(|error| error.to_string())?;
        plan.announce(logs);
        let opened = FrameLink::open();
        let (link, ends) = opened.map_err(|error| format!("no pipe for the function: {error}"))?;
        let env = plan.environment(&plan.inside(&slot), logs.stream(), vec![]);
        let order = Order::new(&zygote.env, env, start.provisioned);
        let (entry, process) = slot.adopt().map_err(|error| error.to_string())?;
        let mut fds: Vec<OwnedFd> =
            vec![ends.calls, ends.answers, pipes.framed, pipes.stdout, pipes.stderr];
        fds.extend(entry.fds);
        let fds: Vec<_> = fds.iter().map(AsFd::as_fd).collect();
        zygote.order(&order, &fds).await?;
        Ok((Speaker::Handler(Mutex::new(Link::Frames(link))), process))
    }
}
