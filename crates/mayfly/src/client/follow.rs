//! Following logs over a broken connection without showing a line twice.

use std::collections::hash_map::DefaultHasher;
use std::collections::{HashMap, VecDeque};
use std::hash::{Hash, Hasher};

use api::LogLine;

/// Lines of different instances are not strictly in order: asking again starts this much earlier.
const OVERLAP_US: u64 = 2_000_000;
const REMEMBERED_MAX: usize = 65_536;

/// Remembers the latest lines, to ask for them again and to leave out what was seen.
#[derive(Debug, Default)]
pub struct Overlap {
    newest_us: u64,
    seen: VecDeque<(u64, u64)>,
    /// Lines that the new answer is expected to repeat, and how many times.
    repeats: HashMap<u64, u32>,
}

impl Overlap {
    /// Whether the line is new.
    pub fn admit(&mut self, line: &LogLine) -> bool {
        let mark = mark(line);
        if let Some(left) = self.repeats.get_mut(&mark).filter(|left| **left > 0) {
            *left -= 1;
            return false;
        }
        self.newest_us = self.newest_us.max(line.at_us);
        self.seen.push_back((line.at_us, mark));
        let oldest = self.newest_us.saturating_sub(OVERLAP_US);
        while self.seen.len() > REMEMBERED_MAX || self.seen.front().is_some_and(|s| s.0 < oldest) {
            self.seen.pop_front();
        }
        true
    }

    /// The connection is gone: from when to ask again. None when nothing has been seen yet.
    pub fn resume_ms(&mut self) -> Option<u64> {
        self.repeats.clear();
        for (_, mark) in &self.seen {
            *self.repeats.entry(*mark).or_default() += 1;
        }
        let oldest = self.seen.iter().map(|(at_us, _)| *at_us).min()?;
        Some(oldest.max(self.newest_us.saturating_sub(OVERLAP_US)) / 1_000)
    }
}

fn mark(line: &LogLine) -> u64 {
    let mut hasher = DefaultHasher::new();
    (line.at_us, &line.stream, &line.text).hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use api::{LogLevel, LogSource};

    use super::*;

    fn line(at_us: u64, text: &str) -> LogLine {
        LogLine {
            at_us,
            stream: "s".into(),
            request: None,
            level: LogLevel::Unknown,
            source: LogSource::Stdout,
            text: text.into(),
        }
    }

    #[test]
    fn repeated_lines_are_left_out_and_equal_new_ones_are_not() {
        let mut overlap = Overlap::default();
        assert_eq!(overlap.resume_ms(), None);
        let second = 1_000_000;
        for (at, text) in [(second, "old"), (9 * second, "b"), (9 * second, "b"), (8 * second, "a")]
        {
            assert!(overlap.admit(&line(at, text)));
        }
        assert_eq!(overlap.resume_ms(), Some(8_000));
        let again = [(8, "a"), (9, "b"), (9, "b"), (9, "b"), (9, "new")];
        let admitted = again.map(|(at, text)| overlap.admit(&line(at * second, text)));
        assert_eq!(admitted, [false, false, false, true, true]);
    }
}
