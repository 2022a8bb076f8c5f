//! The pipes or sockets of one way of speaking, made before the program starts.

use std::os::fd::OwnedFd;

use functions::Runtime;
use sandbox::{Insider, Slot};
use tokio::net::TcpListener;
use tokio::sync::Mutex;

use crate::instance::{Server, Speaker};
use crate::link::{ApiLink, FrameLink, HostEnds, Link};

/// Where the program finds its calls, the log pipe, and where its answers go.
pub(crate) const CALLS_FD: i32 = 3;
pub(crate) const LOG_FD: i32 = 4;
pub(crate) const ANSWERS_FD: i32 = 5;

#[derive(Debug)]
pub(crate) enum Wire {
    Frames(FrameLink, HostEnds),
    Api(TcpListener, String, Insider),
    Http(u16),
}

impl Wire {
    pub(crate) fn make(runtime: Runtime, slot: &Slot) -> Result<Self, String> {
        let failed = |error: std::io::Error| format!("no socket for the function: {error}");
        match runtime {
            Runtime::Python { .. } | Runtime::Node { .. } => {
                let (link, ends) = FrameLink::open().map_err(failed)?;
                Ok(Self::Frames(link, ends))
            }
            Runtime::Provided { .. } => {
                let listener = slot.listen().map_err(failed)?;
                let address = listener.local_addr().map_err(failed)?.to_string();
                listener.set_nonblocking(true).map_err(failed)?;
                let listener = TcpListener::from_std(listener).map_err(failed)?;
                Ok(Self::Api(listener, address, slot.insider()))
            }
            Runtime::Http => Ok(Self::Http(slot.free_port().map_err(failed)?)),
            Runtime::Wasm => Err("a component is not a program; deploy it again".into()),
        }
    }

    pub(super) fn variables(&self) -> Vec<(&'static str, String)> {
        let log = ("_LAMBDA_TELEMETRY_LOG_FD", LOG_FD.to_string());
        match self {
            Self::Frames(..) => vec![frames_variable(), log],
            Self::Api(_, address, _) => vec![("AWS_LAMBDA_RUNTIME_API", address.clone()), log],
            Self::Http(port) => vec![("PORT", port.to_string())],
        }
    }

    pub(super) fn open(self) -> (Speaker, Vec<(i32, OwnedFd)>) {
        match self {
            Self::Frames(link, HostEnds { calls, answers }) => {
                let link = Link::Frames(link);
                let fds = vec![(CALLS_FD, calls), (ANSWERS_FD, answers)];
                (Speaker::Handler(Mutex::new(link)), fds)
            }
            Self::Api(listener, _, insider) => {
                let link = Link::Api(ApiLink::serve(listener, insider));
                (Speaker::Handler(Mutex::new(link)), vec![])
            }
            Self::Http(port) => (Speaker::Server(Server::new(port)), vec![]),
        }
    }
}

/// Tells a host where its frames come and go.
pub(crate) fn frames_variable() -> (&'static str, String) {
    ("_MAYFLY_FD", format!("{CALLS_FD},{ANSWERS_FD}"))
}
