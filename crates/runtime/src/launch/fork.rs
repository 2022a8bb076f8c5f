//! The quick start: a copy of a program that has loaded the function's code already.

use std::os::fd::{AsFd, OwnedFd};

use tokio::sync::Mutex;

use super::program::{Plan, log_stream};
use super::{Launcher, Start};
use crate::Instance;
use crate::instance::{Logs, Speaker};
use crate::link::Link;
use crate::order::Order;
use crate::zygote::{Kit, Zygote};

impl Launcher {
    pub(super) async fn fork(&self, start: &Start, zygote: &Zygote) -> Result<Instance, String> {
        let plan = Plan::new(self, start)?;
        let Kit { entry, process, inside, link, host, logs, pipes } = zygote.kit().await?;
        let name = start.function.name.as_str().into();
        let stream = log_stream(&start.function).into();
        let logs = Logs::read(self.telemetry.clone(), name, stream, logs);
        plan.announce(&logs);
        let env = plan.environment(&inside, logs.stream(), vec![]);
        let order = Order::new(&zygote.env, env, start.provisioned);
        let mut fds: Vec<OwnedFd> =
            vec![host.calls, host.answers, pipes.framed, pipes.stdout, pipes.stderr];
        fds.extend(entry.fds);
        let fds: Vec<_> = fds.iter().map(AsFd::as_fd).collect();
        zygote.order(&order, &fds).await?;
        let speaker = Speaker::Handler(Mutex::new(Link::Frames(link)));
        let _sessions = vec![start.session.clone(), zygote.session.clone()];
        Ok(Instance { speaker, process, logs, _sessions })
    }
}
