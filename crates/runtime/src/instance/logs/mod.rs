//! What an instance prints, read from its pipes and sent to the log under the call it belongs to.

mod pipe;
mod taps;

use std::convert::Infallible;
use std::io;
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::{SystemTime, UNIX_EPOCH};

use rustix::pipe::{PipeFlags, pipe_with};
use telemetry::{Level, Lines, LogEvent, Source, Telemetry, TelemetryFrames};
use tokio::net::unix::pipe::Receiver;
use tokio::sync::mpsc;

use self::pipe::{Decoder, Pipe};
use self::taps::Taps;

/// The ends that the program writes to.
#[derive(Debug)]
pub(crate) struct Pipes {
    pub(crate) stdout: OwnedFd,
    pub(crate) stderr: OwnedFd,
    pub(crate) framed: OwnedFd,
}

/// The ends that are read.
#[derive(Debug)]
pub(crate) struct LogEnds {
    stdout: Receiver,
    stderr: Receiver,
    framed: Receiver,
}

#[derive(Debug)]
pub(crate) struct Logs {
    label: Label,
    taps: Arc<Taps>,
    reader: tokio::task::JoinHandle<()>,
    /// Closed when the reader has ended.
    running: mpsc::Sender<Infallible>,
    called: AtomicBool,
}

/// Where events go and whose they are.
#[derive(Debug, Clone)]
pub(crate) struct Label {
    pub(crate) telemetry: Telemetry,
    pub(crate) function: Arc<str>,
    pub(crate) stream: Arc<str>,
}

impl Label {
    /// A line of the platform's own.
    pub(crate) fn platform(&self, request: Option<&Arc<str>>, text: String) {
        self.print(request, Source::Platform, Level::Info, text);
    }

    pub(crate) fn print(
        &self,
        request: Option<&Arc<str>>,
        source: Source,
        level: Level,
        text: String,
    ) {
        let Self { telemetry, function, stream } = self.clone();
        let (request, at_us) = (request.cloned(), now_us());
        telemetry.log(LogEvent { function, stream, request, at_us, level, source, text });
    }
}

impl LogEnds {
    pub(crate) fn open() -> io::Result<(Self, Pipes)> {
        let (stdout, stdout_in) = open_pipe()?;
        let (stderr, stderr_in) = open_pipe()?;
        let (framed, framed_in) = open_pipe()?;
        let ends = Self { stdout, stderr, framed };
        Ok((ends, Pipes { stdout: stdout_in, stderr: stderr_in, framed: framed_in }))
    }
}

impl Logs {
    /// Reads from now on.
    pub(crate) fn read(
        telemetry: Telemetry,
        function: Arc<str>,
        stream: Arc<str>,
        ends: LogEnds,
    ) -> Self {
        let LogEnds { stdout, stderr, framed } = ends;
        let label = Label { telemetry, function, stream };
        let pipes = [
            Pipe::new(stdout, Decoder::Lines(Lines::new(), Source::Stdout)),
            Pipe::new(stderr, Decoder::Lines(Lines::new(), Source::Stderr)),
            Pipe::new(framed, Decoder::Frames(TelemetryFrames::new())),
        ];
        let taps = Arc::new(Taps::new(label.clone(), pipes));
        let (running, runs) = mpsc::channel(1);
        let reader = tokio::spawn(taps.clone().run(runs));
        Self { label, taps, reader, running, called: AtomicBool::new(false) }
    }

    pub(crate) fn stream(&self) -> &Arc<str> {
        &self.label.stream
    }

    /// From now on what is printed belongs to this call. What was printed while loading stands
    /// before the first call and belongs to none.
    pub(crate) async fn begin(&self, request: &Arc<str>) {
        if !self.called.swap(true, Relaxed) {
            self.taps.drain(true).await;
        }
        self.taps.set_request(Some(request.clone()));
    }

    /// Waits until everything printed so far has been logged; what follows belongs to no call.
    pub(crate) async fn settle(&self) {
        self.taps.drain(true).await;
        self.taps.set_request(None);
    }

    /// Waits until every whole line printed so far has been logged. An unfinished one may be that of
    /// another call.
    pub(crate) async fn catch_up(&self) {
        self.taps.drain(false).await;
    }

    pub(crate) fn platform(&self, request: Option<&Arc<str>>, text: String) {
        self.label.platform(request, text);
    }

    /// Waits for the end of the pipes: everything that could write to them is gone.
    pub(crate) async fn close(&self) {
        self.running.closed().await;
    }
}

impl Drop for Logs {
    fn drop(&mut self) {
        self.reader.abort();
    }
}

fn open_pipe() -> io::Result<(Receiver, OwnedFd)> {
    let (reader, writer) = pipe_with(PipeFlags::CLOEXEC)?;
    Ok((Receiver::from_owned_fd(reader)?, writer))
}

pub(crate) fn now_us() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(now.as_micros()).unwrap_or(u64::MAX)
}
