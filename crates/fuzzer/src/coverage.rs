//! Which branches of the code were taken: counters that the compiler puts there where it is asked to.
//!
//! `cargo xtask fuzz` asks for them. Elsewhere there are none, and every input looks like any other.

#![allow(unsafe_code)]

use std::sync::Mutex;
use std::sync::atomic::{AtomicU8, Ordering::Relaxed};

/// The counters of every compiled unit, as each announces its own when the program starts.
static COUNTERS: Mutex<Vec<&'static [AtomicU8]>> = Mutex::new(Vec::new());

#[unsafe(no_mangle)]
extern "C" fn __sanitizer_cov_8bit_counters_init(start: *const AtomicU8, end: *const AtomicU8) {
    let (Ok(mut counters), false) = (COUNTERS.lock(), start.is_null()) else { return };
    let length = (end as usize).saturating_sub(start as usize);
    // SAFETY: the compiler calls this with the ends of an array of bytes that lives as long as the
    // program. The code beside adds to them without looking; that they are atomic here makes it no
    // worse for whoever reads them.
    counters.push(unsafe { std::slice::from_raw_parts(start, length) });
}

/// What was seen so far: for each counter, a bit for each order of magnitude.
#[derive(Default)]
pub(crate) struct Coverage {
    seen: Vec<Vec<u8>>,
}

impl Coverage {
    pub(crate) fn begin(&mut self) {
        let Ok(counters) = COUNTERS.lock() else { return };
        for counter in counters.iter().copied().flatten() {
            counter.store(0, Relaxed);
        }
        self.seen.resize(counters.len(), Vec::new());
        for (seen, counters) in self.seen.iter_mut().zip(counters.iter()) {
            seen.resize(counters.len(), 0);
        }
    }

    /// Whether something was new.
    pub(crate) fn end(&mut self) -> bool {
        let Ok(counters) = COUNTERS.lock() else { return false };
        let mut new = false;
        for (seen, counters) in self.seen.iter_mut().zip(counters.iter()) {
            for (seen, counter) in seen.iter_mut().zip(*counters) {
                let bit = magnitude(counter.load(Relaxed));
                new |= bit & !*seen != 0;
                *seen |= bit;
            }
        }
        new
    }

    pub(crate) fn branches(&self) -> usize {
        self.seen.iter().flatten().filter(|seen| **seen != 0).count()
    }
}

/// 1, 2, 3, 4 to 7, 8 to 15, 16 to 31, 32 to 127 and more.
fn magnitude(count: u8) -> u8 {
    match count {
        0 => 0,
        1 => 1,
        2 => 2,
        3 => 4,
        4..8 => 8,
        8..16 => 16,
        16..32 => 32,
        32..128 => 64,
        128.. => 128,
    }
}
