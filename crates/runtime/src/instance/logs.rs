//! What an instance prints, read from its pipes and sent to the log under the call it belongs to.

use std::io;
use std::os::fd::OwnedFd;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rustix::pipe::{PipeFlags, pipe_with};
use telemetry::{Lines, LogEvent, Printed, Source, Telemetry, TelemetryFrames};
use tokio::net::unix::pipe::Receiver;
use tokio::sync::{mpsc, oneshot};

const READ_BYTES: usize = 32 * 1024;
/// What is read at the end of a call, from each pipe, before the call counts as over. More than a
/// pipe holds, so only a program that goes on printing can have more.
const SETTLE_BYTES: usize = 1024 * 1024;
/// A line that may be the start of a stack trace is held back no longer than this.
const HOLD: Duration = Duration::from_millis(200);

#[derive(Debug)]
pub(crate) struct Pipes {
    pub(crate) stdout: OwnedFd,
    pub(crate) stderr: OwnedFd,
    pub(crate) framed: OwnedFd,
}

#[derive(Debug)]
pub(crate) struct Logs {
    label: Label,
    request: Arc<Mutex<Option<Arc<str>>>>,
    settle: mpsc::Sender<Settle>,
    reader: tokio::task::JoinHandle<()>,
    called: AtomicBool,
}

/// Asks the reader to read all that is there by now.
#[derive(Debug)]
struct Settle {
    /// Whether an unfinished line ends here.
    ends_lines: bool,
    done: oneshot::Sender<()>,
}

/// Where events go and whose they are.
#[derive(Debug, Clone)]
struct Label {
    telemetry: Telemetry,
    function: Arc<str>,
    stream: Arc<str>,
}

impl Logs {
    pub(crate) fn open(
        telemetry: Telemetry,
        function: Arc<str>,
        stream: Arc<str>,
    ) -> io::Result<(Self, Pipes)> {
        let (stdout, stdout_in) = pipe()?;
        let (stderr, stderr_in) = pipe()?;
        let (framed, framed_in) = pipe()?;
        let label = Label { telemetry, function, stream };
        let request = Arc::default();
        let (settle, settles) = mpsc::channel(1);
        let reader = Reader {
            label: label.clone(),
            request: Arc::clone(&request),
            stdout: Pipe::new(stdout, Decoder::Lines(Lines::new(), Source::Stdout)),
            stderr: Pipe::new(stderr, Decoder::Lines(Lines::new(), Source::Stderr)),
            framed: Pipe::new(framed, Decoder::Frames(TelemetryFrames::new())),
        };
        let reader = tokio::spawn(reader.run(settles));
        let logs = Self { label, request, settle, reader, called: AtomicBool::new(false) };
        Ok((logs, Pipes { stdout: stdout_in, stderr: stderr_in, framed: framed_in }))
    }

    pub(crate) fn stream(&self) -> &Arc<str> {
        &self.label.stream
    }

    /// From now on what is printed belongs to this call. What was printed while loading stands
    /// before the first call and belongs to none.
    pub(crate) async fn begin(&self, request: &Arc<str>) {
        if !self.called.swap(true, Relaxed) {
            self.drain(true).await;
        }
        self.set_request(Some(request.clone()));
    }

    /// Waits until everything printed so far has been logged; what follows belongs to no call.
    pub(crate) async fn settle(&self) {
        self.drain(true).await;
        self.set_request(None);
    }

    /// Waits until every whole line printed so far has been logged. An unfinished one may be that of
    /// another call.
    pub(crate) async fn catch_up(&self) {
        self.drain(false).await;
    }

    async fn drain(&self, ends_lines: bool) {
        let (done, wait) = oneshot::channel();
        if self.settle.send(Settle { ends_lines, done }).await.is_ok() {
            // The reader is gone when the pipes are closed: then all has been logged already.
            let _ = wait.await;
        }
    }

    fn set_request(&self, request: Option<Arc<str>>) {
        *self.request.lock().unwrap_or_else(PoisonError::into_inner) = request;
    }

    pub(crate) fn platform(&self, request: Option<&Arc<str>>, text: String) {
        let Label { telemetry, function, stream } = &self.label;
        let event = LogEvent::platform(function.clone(), stream.clone(), now_us(), text);
        telemetry.log(match request {
            Some(request) => event.of_request(request.clone()),
            None => event,
        });
    }

    /// Waits for the end of the pipes: everything that could write to them is gone.
    pub(crate) async fn close(&self) {
        self.settle.closed().await;
    }
}

impl Drop for Logs {
    fn drop(&mut self) {
        self.reader.abort();
    }
}

fn pipe() -> io::Result<(Receiver, OwnedFd)> {
    let (reader, writer) = pipe_with(PipeFlags::CLOEXEC)?;
    Ok((Receiver::from_owned_fd(reader)?, writer))
}

#[derive(Debug)]
enum Decoder {
    Lines(Lines, Source),
    Frames(TelemetryFrames),
}

impl Decoder {
    fn push(&mut self, bytes: &[u8]) -> Vec<Printed> {
        match self {
            Self::Lines(lines, _) => lines.push(now_us(), bytes),
            Self::Frames(frames) => frames.push(now_us(), bytes),
        }
    }

    fn flush(&mut self) -> Vec<Printed> {
        match self {
            Self::Lines(lines, _) => lines.flush(),
            // A frame in pieces stays whole: the rest of it is still to come.
            Self::Frames(frames) => frames.settle(),
        }
    }

    fn settle(&mut self) -> Vec<Printed> {
        match self {
            Self::Lines(lines, _) => lines.settle(),
            Self::Frames(frames) => frames.settle(),
        }
    }

    fn source(&self) -> Source {
        match self {
            Self::Lines(_, source) => *source,
            Self::Frames(_) => Source::Stderr,
        }
    }
}

#[derive(Debug)]
struct Pipe {
    /// None when the writers are gone.
    end: Option<Receiver>,
    decoder: Decoder,
    buffer: Vec<u8>,
}

impl Pipe {
    fn new(end: Receiver, decoder: Decoder) -> Self {
        Self { end: Some(end), decoder, buffer: vec![0; READ_BYTES] }
    }

    async fn readable(&self) {
        match &self.end {
            // An error shows itself when reading.
            Some(end) => drop(end.readable().await),
            None => std::future::pending().await,
        }
    }

    /// Reads what is there; 0 when there is nothing more for now.
    fn read(&mut self, out: &mut Vec<Printed>) -> usize {
        let Some(end) = &self.end else { return 0 };
        match end.try_read(&mut self.buffer) {
            Ok(0) => self.close(out),
            Ok(bytes) => {
                out.extend(self.decoder.push(&self.buffer[..bytes]));
                return bytes;
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(_) => self.close(out),
        }
        0
    }

    fn close(&mut self, out: &mut Vec<Printed>) {
        self.end = None;
        out.extend(self.decoder.flush());
    }
}

struct Reader {
    label: Label,
    request: Arc<Mutex<Option<Arc<str>>>>,
    stdout: Pipe,
    stderr: Pipe,
    framed: Pipe,
}

impl Reader {
    async fn run(mut self, mut settles: mpsc::Receiver<Settle>) {
        let mut held_since = None::<tokio::time::Instant>;
        while self.pipes().iter().any(|pipe| pipe.end.is_some()) {
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
                    self.settle(ends_lines);
                    held_since = None;
                    let _ = done.send(());
                }
                () = self.readable() => {
                    self.read();
                    held_since = Some(tokio::time::Instant::now());
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
            let mut events = Vec::new();
            let pipe = &mut *self.pipes()[at];
            pipe.read(&mut events);
            let source = pipe.decoder.source();
            self.log(source, events);
        }
    }

    /// Reads everything the pipes hold and gives out all whole lines, and at the end of a call
    /// unfinished ones too.
    fn settle(&mut self, ends_lines: bool) {
        for at in 0..3 {
            let mut events = Vec::new();
            let pipe = &mut *self.pipes()[at];
            let mut total = 0;
            while total < SETTLE_BYTES {
                match pipe.read(&mut events) {
                    0 => break,
                    bytes => total += bytes,
                }
            }
            events.extend(if ends_lines { pipe.decoder.flush() } else { pipe.decoder.settle() });
            let source = pipe.decoder.source();
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

pub(crate) fn now_us() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(now.as_micros()).unwrap_or(u64::MAX)
}
