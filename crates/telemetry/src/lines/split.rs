//! Bytes to lines of bounded length.

use super::LONGEST_EVENT;

#[derive(Debug, Default)]
pub(super) struct Split {
    /// The line so far, without its newline; at most `LONGEST_EVENT + 1` bytes.
    partial: Vec<u8>,
    began_us: u64,
}

impl Split {
    pub(super) fn push(
        &mut self,
        now_us: u64,
        mut bytes: &[u8],
        mut line: impl FnMut(u64, String),
    ) {
        while !bytes.is_empty() {
            let end = memchr::memchr(b'\n', bytes);
            let (part, rest) = match end {
                Some(end) => (&bytes[..end], &bytes[end + 1..]),
                None => (bytes, &bytes[bytes.len()..]),
            };
            bytes = rest;
            self.take(now_us, part, &mut line);
            if end.is_some() {
                line(self.began_us, finished(&self.partial));
                self.partial.clear();
            }
        }
        // A long line is over: do not keep its room for the life of the instance.
        if self.partial.is_empty() && self.partial.capacity() > 64 * 1024 {
            self.partial = Vec::new();
        }
    }

    fn take(&mut self, now_us: u64, mut part: &[u8], line: &mut impl FnMut(u64, String)) {
        if self.partial.is_empty() {
            self.began_us = now_us;
        }
        while self.partial.len() + part.len() > LONGEST_EVENT {
            let over_by_one = self.partial.len() + part.len() == LONGEST_EVENT + 1;
            if over_by_one && part.last().or(self.partial.last()) == Some(&b'\r') {
                break; // Perhaps the \r of a \r\n, which is not part of the line.
            }
            let missing = (LONGEST_EVENT + 1).saturating_sub(self.partial.len()).min(part.len());
            self.partial.extend_from_slice(&part[..missing]);
            part = &part[missing..];
            let cut = char_boundary(&self.partial, LONGEST_EVENT);
            line(self.began_us, text(&self.partial[..cut]));
            self.partial.drain(..cut);
            self.began_us = now_us;
        }
        self.partial.extend_from_slice(part);
    }

    pub(super) fn flush(&mut self, mut line: impl FnMut(u64, String)) {
        if !self.partial.is_empty() {
            line(self.began_us, finished(&self.partial));
            self.partial = Vec::new();
        }
    }
}

/// The last place at or before `at` that does not cut a character in two.
pub(crate) fn char_boundary(bytes: &[u8], at: usize) -> usize {
    let is_inside = |index: usize| bytes.get(index).is_some_and(|byte| byte & 0xc0 == 0x80);
    (at.saturating_sub(3)..=at).rev().find(|&index| !is_inside(index)).unwrap_or(at)
}

fn finished(line: &[u8]) -> String {
    text(line.strip_suffix(b"\r").unwrap_or(line))
}

/// A lone `\r` is how programs on Lambda write a newline that does not end the event.
fn text(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes).into_owned();
    if memchr::memchr(b'\r', text.as_bytes()).is_some() { text.replace('\r', "\n") } else { text }
}
