//! A running copy of a function, ready to be called.

mod connections;
mod handler;
mod logs;
mod server;

use std::sync::Arc;
use std::time::Duration;

use identity::Session;
use sandbox::{Exit, Process, Usage};
use tokio::sync::Mutex;

pub(crate) use connections::Server;
pub(crate) use logs::{Label, LogEnds, Logs, Pipes, now_us};
pub(crate) use server::request;

use crate::link::Link;
use crate::{Call, Deadline, Failure, Finish, Output, pack};

/// How long a program may take to end by itself once it was asked to.
const GRACE: Duration = Duration::from_millis(300);

#[derive(Debug)]
pub struct Instance {
    pub(crate) speaker: Speaker,
    pub(crate) process: Process,
    pub(crate) logs: Logs,
    /// The instance's keys stop working when it is gone.
    pub(crate) _sessions: Vec<Arc<Session>>,
}

#[derive(Debug)]
pub(crate) enum Speaker {
    /// Takes events, one at a time.
    Handler(Mutex<Link>),
    /// Takes requests, many at a time.
    Server(Server),
}

impl Instance {
    /// Runs one call to its end. A streamed answer's head goes to `head` as soon as it is there; a
    /// value or failure comes with the [`Ended`] when everything the call printed has been logged.
    pub async fn call(
        &self,
        call: Call,
        timeout: Duration,
        head: impl FnOnce(Output) + Send,
    ) -> (Ended, Finish) {
        let deadline = Deadline::after(timeout);
        let _busy = self.process.busy();
        match &self.speaker {
            Speaker::Handler(link) => {
                // One at a time: whoever assigns calls sees to that, the lock only makes it sure.
                let mut link = link.lock().await;
                let request = call.info.request_id.clone();
                let (ended, mut finish) =
                    self.handle(&mut link, call, deadline, timeout, head).await;
                self.logs.settle().await;
                if let Some(advice) = finish.failure.as_ref().and_then(pack::advice) {
                    self.print(Some(&request), format!("next: {}", advice.next));
                    // A pack that comes is seen by new instances alone.
                    finish.reusable &= advice.pack.is_none();
                }
                (ended, finish)
            }
            Speaker::Server(server) => {
                let done = self.serve(server, call, deadline, timeout, head).await;
                self.logs.catch_up().await;
                done
            }
        }
    }

    /// From here on, what the instance prints belongs to this call, if it is one at a time.
    pub async fn begin(&self, request: &Arc<str>) {
        if !self.takes_requests() {
            self.logs.begin(request).await;
        }
    }

    /// Whether this takes requests rather than events.
    pub fn takes_requests(&self) -> bool {
        matches!(self.speaker, Speaker::Server(_))
    }

    pub fn usage(&self) -> Usage {
        self.process.usage()
    }

    /// The name of the instance's log stream.
    pub fn log_stream(&self) -> &Arc<str> {
        self.logs.stream()
    }

    /// Writes a line of the platform's own into the instance's log.
    pub fn print(&self, request: Option<&Arc<str>>, text: String) {
        self.logs.platform(request, text);
    }

    /// Waits until the program and everything it started are gone.
    pub async fn gone(&self) -> Exit {
        let exit = self.process.wait().await;
        self.logs.close().await;
        exit
    }

    /// Ends the instance: it is asked first, and killed a moment later.
    pub async fn stop(&self) {
        let _busy = self.process.busy();
        match &self.speaker {
            Speaker::Handler(link) => {
                if let Ok(mut link) = link.try_lock() {
                    let _ = tokio::time::timeout(GRACE, link.stop()).await;
                }
            }
            Speaker::Server(_) => self.process.terminate(),
        }
        let _ = tokio::time::timeout(GRACE, self.process.wait()).await;
        self.process.kill();
    }

    /// Ends the instance at once.
    pub fn kill(&self) {
        self.process.kill();
    }
}

/// How a call came out, beside its accounts in [`Finish`].
#[derive(Debug)]
pub enum Ended {
    Value(bytes::Bytes),
    /// Everything was streamed; the reader has seen its end, or its breaking off.
    Streamed,
    /// Nothing was answered but this. (A stream that broke off is in [`Finish::failure`].)
    Failed(Failure),
}

impl Ended {
    pub(crate) fn failed(failure: Failure, reusable: bool) -> (Self, Finish) {
        let failed = Some(failure.clone());
        let finish = Finish { failure: failed, bytes_out: 0, reusable, usage: None };
        (Self::Failed(failure), finish)
    }
}

/// The failure that an exit in the middle of a call is.
pub(crate) fn exit_failure(exit: &Exit) -> Failure {
    if exit.oom { Failure::OutOfMemory } else { Failure::Exit(exit.status) }
}

/// A request came to a handler: whoever routes calls mixed them up.
pub(crate) fn takes_events() -> Failure {
    Failure::Broken("this function takes events, not requests".into())
}
