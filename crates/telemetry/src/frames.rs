//! The framed log transport of Lambda's runtime clients: exact events with level and time.
//!
//! ```text
//! u32be type | u32be length | u64be µs since the epoch | bytes
//! ```
//! The type is `0xa55a0003` for text and `0xa55a0002` for JSON, plus four times the level (trace 1
//! … fatal 6, 0 when unknown). The oldest clients send `0xa55a0001`, which has no time.

use crate::lines::{LONGEST_EVENT, Lines, char_boundary};
use crate::{Level, Printed};

const MAGIC: [u8; 3] = [0xa5, 0x5a, 0x00];
/// A frame that says it is longer is not a frame.
const LONGEST_FRAME: u32 = 16 * 1024 * 1024;
/// A program's clock is ours; a time further back is a mistake or a lie.
const OLDEST_US: u64 = 15 * 60 * 1_000_000;

/// Decodes frames from chunks of any size. Bytes that are not a frame become lines of text, up to
/// the next frame. Holds at most one event's worth of bytes.
#[derive(Debug, Default)]
pub struct TelemetryFrames {
    pending: Vec<u8>,
    body: Option<Body>,
    stray: Lines,
}

#[derive(Debug, Clone, Copy)]
struct Body {
    level: Level,
    /// 0 when the frame does not say.
    at_us: u64,
    left: usize,
}

enum Header {
    Frame(Body, usize),
    NeedsMore,
    Not,
}

impl TelemetryFrames {
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next bytes. `now_us` is when they were read; it bounds what frames say of time.
    pub fn push(&mut self, now_us: u64, bytes: &[u8]) -> Vec<Printed> {
        let mut events = Vec::new();
        let mut pending = std::mem::take(&mut self.pending);
        pending.extend_from_slice(bytes);
        let mut rest = pending.as_slice();
        loop {
            let before = (rest.len(), self.body.is_some());
            rest = match self.body {
                Some(body) => self.read_body(now_us, body, rest, &mut events),
                None => self.read_header(now_us, rest, &mut events),
            };
            // An empty frame ends without a byte being taken.
            if before == (rest.len(), self.body.is_some()) {
                break;
            }
        }
        let used = pending.len() - rest.len();
        pending.drain(..used);
        pending.shrink_to(64 * 1024);
        self.pending = pending;
        events
    }

    /// Gives out lines of text that were held back; see [`Lines::settle`].
    pub fn settle(&mut self) -> Vec<Printed> {
        self.stray.settle()
    }

    /// Gives out what is unfinished: the writer is gone.
    pub fn flush(&mut self, now_us: u64) -> Vec<Printed> {
        let rest = std::mem::take(&mut self.pending);
        let mut events = Vec::new();
        match self.body.take() {
            Some(body) if !rest.is_empty() => events.push(event(now_us, body, &rest)),
            Some(_) => {}
            None => events.extend(self.stray.push(now_us, &rest)),
        }
        events.extend(self.stray.flush());
        events
    }

    fn read_body<'a>(
        &mut self,
        now_us: u64,
        body: Body,
        bytes: &'a [u8],
        events: &mut Vec<Printed>,
    ) -> &'a [u8] {
        let (piece, left) = if body.left <= LONGEST_EVENT {
            if bytes.len() < body.left {
                return bytes;
            }
            (body.left, 0)
        } else {
            if bytes.len() <= LONGEST_EVENT {
                return bytes;
            }
            let cut = char_boundary(bytes, LONGEST_EVENT);
            (cut, body.left - cut)
        };
        events.push(event(now_us, body, &bytes[..piece]));
        self.body = (left > 0).then_some(Body { left, ..body });
        &bytes[piece..]
    }

    fn read_header<'a>(
        &mut self,
        now_us: u64,
        bytes: &'a [u8],
        events: &mut Vec<Printed>,
    ) -> &'a [u8] {
        let mut from = 0;
        loop {
            let at = memchr::memchr(MAGIC[0], &bytes[from..]).map_or(bytes.len(), |at| from + at);
            match header(&bytes[at..]) {
                Header::Not => from = at + 1,
                Header::NeedsMore => {
                    events.extend(self.stray.push(now_us, &bytes[..at]));
                    return &bytes[at..];
                }
                Header::Frame(body, size) => {
                    events.extend(self.stray.push(now_us, &bytes[..at]));
                    events.extend(self.stray.flush());
                    self.body = Some(body);
                    return &bytes[at + size..];
                }
            }
        }
    }
}

fn header(bytes: &[u8]) -> Header {
    let start = &bytes[..bytes.len().min(3)];
    if !MAGIC.starts_with(start) {
        return Header::Not;
    }
    let Some(kind) = bytes.get(3) else { return Header::NeedsMore };
    let level = match kind >> 2 {
        0 => Level::Unknown,
        1 => Level::Trace,
        2 => Level::Debug,
        3 => Level::Info,
        4 => Level::Warn,
        5 => Level::Error,
        6 => Level::Fatal,
        _ => return Header::Not,
    };
    let size = match kind & 3 {
        1 => 8,
        2 | 3 => 16,
        _ => return Header::Not,
    };
    let Some((length, time)) = bytes[4..].split_first_chunk::<4>() else {
        return Header::NeedsMore;
    };
    let length = u32::from_be_bytes(*length);
    if length > LONGEST_FRAME {
        return Header::Not;
    }
    let at_us = match time.first_chunk::<8>() {
        _ if size == 8 => 0,
        Some(time) => u64::from_be_bytes(*time),
        None => return Header::NeedsMore,
    };
    Header::Frame(Body { level, at_us, left: length as usize }, size)
}

fn event(now_us: u64, body: Body, bytes: &[u8]) -> Printed {
    let text = String::from_utf8_lossy(bytes);
    let text = text.strip_suffix('\n').unwrap_or(&text).to_owned();
    let believable = now_us.saturating_sub(OLDEST_US)..=now_us;
    let at_us = if believable.contains(&body.at_us) { body.at_us } else { now_us };
    let level = if body.level == Level::Unknown { Level::guess(&text) } else { body.level };
    Printed { at_us, level, text }
}
