//! The task that reads an instance's pipes.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use telemetry::{LogEvent, Printed, Source};
use tokio::sync::mpsc;

use super::pipe::Pipe;
use super::{Label, Settle};

/// What is read at the end of a call, from each pipe, before the call counts as over. More than a
/// pipe holds, so only a program that goes on printing can have more.
const SETTLE_BYTES: usize = 1024 * 1024;
/// A line that may be the start of a stack trace is held back no longer than this.
const HOLD: Duration = Duration::from_millis(200);

pub(super) struct Reader {
    pub(super) label: Label,
    pub(super) request: Arc<Mutex<Option<Arc<str>>>>,
    pub(super) stdout: Pipe,
    pub(super) stderr: Pipe,
    pub(super) framed: Pipe,
}

impl Reader {
    pub(super) async fn run(mut self, mut settles: mpsc::Receiver<Settle>) {
        let mut held_since = None::<tokio::time::Instant>;
        while !self.pipes().iter().all(|pipe| pipe.is_closed()) {
            let hold = async {
                match held_since {
                    Some(since) => tokio::time::sleep_until(since + HOLD).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                biased;
                settle = settles.recv() => {
                    let Some(Settle { ends_lines, done }) = settle else { return };
                    self.settle(ends_lines).await;
                    held_since = None;
                    let _ = done.send(());
                }
                () = self.readable() => {
                    self.read();
                    held_since = Some(tokio::time::Instant::now());
                    // A flood would never let go of the thread, which others need as well.
                    tokio::task::yield_now().await;
                }
                () = hold => {
                    self.release();
                    held_since = None;
                }
            }
        }
    }

    fn pipes(&mut self) -> [&mut Pipe; 3] {
        [&mut self.stdout, &mut self.stderr, &mut self.framed]
    }

    async fn readable(&self) {
        tokio::select! {
            () = self.stdout.readable() => {}
            () = self.stderr.readable() => {}
            () = self.framed.readable() => {}
        }
    }

    /// Reads something of each pipe that has something, so that a flood on one holds up no other.
    fn read(&mut self) {
        for at in 0..3 {
            self.read_one(at);
        }
    }

    fn read_one(&mut self, at: usize) -> usize {
        let mut events = Vec::new();
        let pipe = &mut *self.pipes()[at];
        let bytes = pipe.read(&mut events);
        let source = pipe.decoder.source();
        self.log(source, events);
        bytes
    }

    /// Reads everything the pipes hold and gives out all whole lines, and at the end of a call
    /// unfinished ones too.
    async fn settle(&mut self, ends_lines: bool) {
        for at in 0..3 {
            let mut total = 0;
            while total < SETTLE_BYTES {
                match self.read_one(at) {
                    0 => break,
                    bytes => total += bytes,
                }
                tokio::task::yield_now().await;
            }
            let decoder = &mut self.pipes()[at].decoder;
            let events = if ends_lines { decoder.flush() } else { decoder.settle() };
            let source = decoder.source();
            self.log(source, events);
        }
    }

    fn release(&mut self) {
        for at in 0..3 {
            let pipe = &mut *self.pipes()[at];
            let events = pipe.decoder.settle();
            let source = pipe.decoder.source();
            self.log(source, events);
        }
    }

    fn log(&self, source: Source, printed: Vec<Printed>) {
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
