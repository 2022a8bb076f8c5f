//! The pipes of an instance, read by a task while a call goes on, and at its end by the call itself.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use telemetry::{LogEvent, Printed, Source};
use tokio::sync::mpsc;

use super::Label;
use super::pipe::{Pipe, READ_BYTES};

/// What is read at the end of a call, from each pipe, before the call counts as over. More than a
/// pipe holds, so only a program that goes on printing can have more.
const SETTLE_BYTES: usize = 1024 * 1024;
/// A line that may be the start of a stack trace is held back no longer than this.
const HOLD: Duration = Duration::from_millis(200);

#[derive(Debug)]
pub(super) struct Taps {
    label: Label,
    pipes: [Pipe; 3],
    /// Whose what is printed is.
    request: Mutex<Option<Arc<str>>>,
}

impl Taps {
    pub(super) fn new(label: Label, pipes: [Pipe; 3]) -> Self {
        Self { label, pipes, request: Mutex::default() }
    }

    /// Reads what is printed as it comes, until nobody can print any more. `_running` tells by its
    /// end that this has ended.
    pub(super) async fn run(self: Arc<Self>, _running: mpsc::Receiver<Infallible>) {
        let mut held_since = None::<tokio::time::Instant>;
        while !self.pipes.iter().all(Pipe::is_closed) {
            let hold = async {
                match held_since {
                    Some(since) => tokio::time::sleep_until(since + HOLD).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                biased;
                () = self.readable() => {
                    // Something of each, so that a flood on one holds up no other.
                    self.pipes.iter().for_each(|pipe| pipe.read(self.log()));
                    held_since = Some(tokio::time::Instant::now());
                    // A flood would never let go of the thread, which others need as well.
                    tokio::task::yield_now().await;
                }
                () = hold => {
                    self.pipes.iter().for_each(|pipe| pipe.settle(false, self.log()));
                    held_since = None;
                }
            }
        }
    }

    async fn readable(&self) {
        let [a, b, c] = &self.pipes;
        tokio::select! {
            () = a.readable() => {}
            () = b.readable() => {}
            () = c.readable() => {}
        }
    }

    /// Reads everything the pipes hold and gives out all whole lines, and if lines end here
    /// unfinished ones too.
    pub(super) async fn drain(&self, ends_lines: bool) {
        for (pipe, holds) in self.pipes.iter().zip(self.hold_something()) {
            let mut total = 0;
            while holds && total < SETTLE_BYTES {
                let bytes = pipe.read_now(self.log());
                total += bytes;
                // A pipe that gave less than it was asked for is empty.
                if bytes < READ_BYTES {
                    break;
                }
                tokio::task::yield_now().await;
            }
            pipe.settle(ends_lines, self.log());
        }
    }

    /// Which pipes hold something, asked of the kernel at once.
    fn hold_something(&self) -> [bool; 3] {
        let mut asked = self.pipes.each_ref().map(|pipe| PollFd::new(pipe, PollFlags::IN));
        // What cannot be asked is read.
        let told = poll(&mut asked, Some(&Timespec::default())).is_ok();
        let holds = asked.map(|of| !told || !of.revents().is_empty());
        std::array::from_fn(|at| holds[at] && !self.pipes[at].is_closed())
    }

    pub(super) fn set_request(&self, request: Option<Arc<str>>) {
        *self.request.lock().unwrap_or_else(PoisonError::into_inner) = request;
    }

    fn log(&self) -> impl Fn(Source, Vec<Printed>) {
        |source, printed| {
            if printed.is_empty() {
                return;
            }
            let request = self.request.lock().unwrap_or_else(PoisonError::into_inner).clone();
            for Printed { at_us, level, text } in printed {
                self.label.telemetry.log(LogEvent {
                    function: self.label.function.clone(),
                    stream: self.label.stream.clone(),
                    request: request.clone(),
                    at_us,
                    level,
                    source,
                    text,
                });
            }
        }
    }
}
