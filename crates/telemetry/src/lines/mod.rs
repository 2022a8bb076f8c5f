//! From the bytes of a pipe to events: pure, and the same whatever the chunks were.
//!
//! ```text
//! "Traceback (most rec" + "ent call last):\n  File \"a.py\"\nValueError: x\nnext\n"
//!     → "Traceback (most recent call last):\n  File \"a.py\"\nValueError: x" , "next"
//! ```

mod join;
mod split;

use join::Join;
use split::Split;
pub(crate) use split::char_boundary;

use crate::Printed;

/// The longest event; what is longer becomes several.
pub const LONGEST_EVENT: usize = 256 * 1024;

/// Assembles what a program prints into events.
///
/// A line is held back until the next one shows that it is not the beginning of a stack trace. So
/// whoever feeds this calls [`settle`](Self::settle) when nothing came for a moment, and
/// [`flush`](Self::flush) when the call or the program has ended.
#[derive(Debug, Default)]
pub struct Lines {
    split: Split,
    join: Join,
}

impl Lines {
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next bytes, in chunks of any size. `now_us` is when they were read.
    pub fn push(&mut self, now_us: u64, bytes: &[u8]) -> Vec<Printed> {
        let mut events = Vec::new();
        let Self { split, join } = self;
        split.push(now_us, bytes, |at_us, line| join.line(at_us, line, &mut events));
        events
    }

    /// Gives out complete lines that were held back; keeps an unfinished one.
    pub fn settle(&mut self) -> Vec<Printed> {
        let mut events = Vec::new();
        self.join.flush(&mut events);
        events
    }

    /// Ends an unfinished line and gives out everything.
    pub fn flush(&mut self) -> Vec<Printed> {
        let mut events = Vec::new();
        let Self { split, join } = self;
        split.flush(|at_us, line| join.line(at_us, line, &mut events));
        join.flush(&mut events);
        events
    }

    /// Whether [`settle`](Self::settle) would give out something.
    pub fn holds_back(&self) -> bool {
        self.join.holds_back()
    }
}
