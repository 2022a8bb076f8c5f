//! Which branches of the code were taken: counters that the compiler puts there where it is asked to.
//!
//! `cargo xtask fuzz` asks for them. Elsewhere there are none, and every input looks like any other.

#![allow(unsafe_code)]

use std::sync::{Mutex, PoisonError};

/// The counters of every compiled unit, as each announces its own when the program starts.
static COUNTERS: Mutex<Vec<Counters>> = Mutex::new(Vec::new());

/// Bytes that the code beside counts up, and that are there as long as the program.
#[derive(Clone, Copy)]
struct Counters {
    start: usize,
    length: usize,
}

#[unsafe(no_mangle)]
extern "C" fn __sanitizer_cov_8bit_counters_init(start: *mut u8, end: *mut u8) {
    let length = (end as usize).saturating_sub(start as usize);
    let mut counters = COUNTERS.lock().unwrap_or_else(PoisonError::into_inner);
    counters.push(Counters { start: start as usize, length });
}

impl Counters {
    fn clear(self) {
        // SAFETY: the compiler announced these bytes, which nobody frees. Whoever counts at the same time
        // makes a count wrong, no more.
        unsafe { std::ptr::write_bytes(self.start as *mut u8, 0, self.length) };
    }

    fn copy_to(self, counts: &mut Vec<u8>) {
        counts.clear();
        counts.reserve(self.length);
        // SAFETY: as above; and there is room for so many.
        unsafe {
            std::ptr::copy_nonoverlapping(
                self.start as *const u8,
                counts.as_mut_ptr(),
                self.length,
            );
            counts.set_len(self.length);
        }
    }
}

/// What was seen so far: for each counter, a bit for each order of magnitude.
#[derive(Default)]
pub(crate) struct Coverage {
    seen: Vec<Vec<u8>>,
    /// Of one unit, as they are at one moment.
    counts: Vec<u8>,
}

impl Coverage {
    pub(crate) fn begin(&mut self) {
        let units = COUNTERS.lock().unwrap_or_else(PoisonError::into_inner);
        units.iter().for_each(|unit| unit.clear());
        self.seen.resize(units.len(), Vec::new());
        for (seen, unit) in self.seen.iter_mut().zip(units.iter()) {
            seen.resize(unit.length, 0);
        }
    }

    /// Whether something was new.
    pub(crate) fn end(&mut self) -> bool {
        /// Most are not touched: so many are looked at together.
        const TOGETHER: usize = 64;
        let units = COUNTERS.lock().unwrap_or_else(PoisonError::into_inner);
        let mut new = false;
        for (seen, unit) in self.seen.iter_mut().zip(units.iter()) {
            unit.copy_to(&mut self.counts);
            let pieces = seen.chunks_mut(TOGETHER).zip(self.counts.chunks(TOGETHER));
            for (seen, counts) in pieces.filter(|(_, counts)| counts.iter().any(|&one| one != 0)) {
                for (seen, count) in seen.iter_mut().zip(counts) {
                    let bit = magnitude(*count);
                    new |= bit & !*seen != 0;
                    *seen |= bit;
                }
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
