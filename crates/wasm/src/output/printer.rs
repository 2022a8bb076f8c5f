//! From writes to lines, within bounds.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use wasmtime_wasi::p2::StreamResult;

use super::{Line, LineSink, Source, Taker};

/// A longer line becomes several.
const LINE_BYTES_MAX: usize = 64 * 1024;

/// Makes lines of what an instance prints, and gives them to the call that is running.
pub(crate) struct Printer(Mutex<Lines>);

struct Lines {
    stdout: Vec<u8>,
    stderr: Vec<u8>,
    sink: LineSink,
    /// What may still be printed in this call.
    left: usize,
    dropped: u64,
}

impl Printer {
    pub(crate) fn new(sink: LineSink, most: usize) -> Self {
        let lines = Lines { stdout: Vec::new(), stderr: Vec::new(), sink, left: most, dropped: 0 };
        Self(Mutex::new(lines))
    }

    /// From here on, what is printed is another call's.
    pub(crate) fn print_to(&self, sink: LineSink, most: usize) {
        let mut lines = self.lock();
        lines.sink = sink;
        lines.left = most;
    }

    /// The call is over: lines without an end are over too, and what was dropped is said.
    pub(crate) fn close(&self) {
        let mut lines = self.lock();
        lines.flush(Source::Stdout);
        lines.flush(Source::Stderr);
        let dropped = std::mem::take(&mut lines.dropped);
        if dropped > 0 {
            let text = format!("{dropped} bytes more were printed than a call may; they are lost");
            (lines.sink)(Line { source: Source::Platform, text: &text });
        }
    }

    /// One whole event.
    pub(crate) fn event(&self, source: Source, text: &str) {
        let mut lines = self.lock();
        let room = lines.room(text.len()).min(LINE_BYTES_MAX);
        let text = &text[..text.floor_char_boundary(room)];
        if !text.is_empty() {
            (lines.sink)(Line { source, text });
        }
    }

    pub(crate) fn stream(self: &Arc<Self>, source: Source) -> Arc<Stream> {
        Arc::new(Stream { printer: self.clone(), source })
    }

    fn lock(&self) -> MutexGuard<'_, Lines> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Stdout or stderr of an instance.
pub(crate) struct Stream {
    printer: Arc<Printer>,
    source: Source,
}

impl Taker for Stream {
    fn take(&self, bytes: &[u8]) -> StreamResult<()> {
        self.printer.lock().print(self.source, bytes);
        Ok(())
    }
}

impl Lines {
    fn print(&mut self, source: Source, bytes: &[u8]) {
        let room = self.room(bytes.len());
        let mut rest = &bytes[..room];
        while let Some(end) = memchr::memchr(b'\n', rest) {
            self.extend(source, &rest[..end]);
            self.flush_line(source);
            rest = &rest[end + 1..];
        }
        self.extend(source, rest);
    }

    /// How much of so many bytes may be printed.
    fn room(&mut self, wanted: usize) -> usize {
        let room = wanted.min(self.left);
        self.left -= room;
        self.dropped += (wanted - room) as u64;
        room
    }

    fn extend(&mut self, source: Source, mut bytes: &[u8]) {
        while self.partial(source).len() + bytes.len() > LINE_BYTES_MAX {
            let (now, later) = bytes.split_at(LINE_BYTES_MAX - self.partial(source).len());
            self.partial(source).extend_from_slice(now);
            self.flush_line(source);
            bytes = later;
        }
        self.partial(source).extend_from_slice(bytes);
    }

    fn flush(&mut self, source: Source) {
        if !self.partial(source).is_empty() {
            self.flush_line(source);
        }
    }

    fn flush_line(&mut self, source: Source) {
        let mut line = std::mem::take(self.partial(source));
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        (self.sink)(Line { source, text: &String::from_utf8_lossy(&line) });
        line.clear();
        *self.partial(source) = line;
    }

    fn partial(&mut self, source: Source) -> &mut Vec<u8> {
        if source == Source::Stdout { &mut self.stdout } else { &mut self.stderr }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(writes: &[&str], most: usize, expected: &[&str]) {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let sink = seen.clone();
        let sink: LineSink = Arc::new(move |line| sink.lock().unwrap().push(line.text.to_owned()));
        let printer = Arc::new(Printer::new(sink, most));
        let stdout = printer.stream(Source::Stdout);
        for write in writes {
            stdout.take(write.as_bytes()).unwrap();
        }
        printer.close();
        assert_eq!(*seen.lock().unwrap(), expected);
    }

    #[test]
    fn writes_become_lines() {
        check(&["a\nb", "c\r\n", "\nd"], 100, &["a", "bc", "", "d"]);
        check(&[], 100, &[]);
        let lost = "3 bytes more were printed than a call may; they are lost";
        check(&["abc\ndef", "gh\n"], 7, &["abc", "def", lost]);
        let long = "x".repeat(LINE_BYTES_MAX);
        check(&[&long, "yz\n"], usize::MAX, &[&long, "yz"]);
    }

    #[test]
    fn streams_do_not_mix() {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let sink = seen.clone();
        let sink: LineSink =
            Arc::new(move |line| sink.lock().unwrap().push((line.source, line.text.to_owned())));
        let printer = Arc::new(Printer::new(sink, 100));
        printer.stream(Source::Stdout).take(b"out").unwrap();
        printer.stream(Source::Stderr).take(b"err\n").unwrap();
        printer.event(Source::Log(super::super::Level::Info), "two\nlines");
        printer.close();
        let expected = [
            (Source::Stderr, "err".to_owned()),
            (Source::Log(super::super::Level::Info), "two\nlines".to_owned()),
            (Source::Stdout, "out".to_owned()),
        ];
        assert_eq!(*seen.lock().unwrap(), expected);
    }
}
