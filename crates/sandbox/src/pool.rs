//! Slots kept ready: as many of each kind as were asked for lately, within a bound.

use crate::Egress;
use crate::instance::Hold;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long a slot that was asked for speaks for another being kept ready.
const LATELY: Duration = Duration::from_secs(60);

#[derive(Debug)]
pub(crate) struct Pool {
    max: usize,
    kinds: Mutex<[Kind; 3]>,
}

#[derive(Debug, Default)]
struct Kind {
    ready: VecDeque<Hold>,
    /// Being made.
    coming: usize,
    asked: VecDeque<Instant>,
    closed: bool,
}

impl Kind {
    /// Whether one more is to be made.
    fn wants(&mut self, max: usize, now: Instant) -> bool {
        while self.asked.front().is_some_and(|asked| now.duration_since(*asked) > LATELY) {
            self.asked.pop_front();
        }
        !self.closed && self.ready.len() + self.coming < self.asked.len().min(max)
    }
}

impl Pool {
    pub(crate) fn new(max: usize) -> Pool {
        Pool { max, kinds: Mutex::default() }
    }

    pub(crate) fn take(&self, egress: Egress) -> Option<Hold> {
        let mut kinds = self.lock();
        let kind = &mut kinds[egress as usize];
        kind.asked.push_back(Instant::now());
        if kind.asked.len() > self.max {
            kind.asked.pop_front();
        }
        loop {
            let hold = kind.ready.pop_front()?;
            // One that died waiting was buried already.
            if hold.exit.borrow().is_none() {
                return Some(hold);
            }
        }
    }

    /// Whether the caller is to make one; then it must `put` it.
    pub(crate) fn claim(&self, egress: Egress) -> bool {
        let mut kinds = self.lock();
        let kind = &mut kinds[egress as usize];
        let wanted = kind.wants(self.max, Instant::now());
        kind.coming += usize::from(wanted);
        wanted
    }

    pub(crate) fn put(&self, egress: Egress, made: Option<Hold>) {
        let mut kinds = self.lock();
        let kind = &mut kinds[egress as usize];
        kind.coming -= 1;
        // Dropped after the lock, as it ends when dropped.
        let unwanted = match kind.closed {
            true => made,
            false => {
                kind.ready.extend(made);
                None
            }
        };
        drop(kinds);
        drop(unwanted);
    }

    /// Ends what is ready, as what is made from now on is different.
    pub(crate) fn renew(&self) {
        let ready: Vec<_> =
            self.lock().iter_mut().flat_map(|kind| kind.ready.split_off(0)).collect();
        drop(ready);
    }

    /// Ends what is ready. Nothing is kept any more.
    pub(crate) fn close(&self) {
        let mut ended = Vec::new();
        for kind in self.lock().iter_mut() {
            kind.closed = true;
            ended.extend(kind.ready.drain(..));
        }
        drop(ended);
    }

    fn lock(&self) -> MutexGuard<'_, [Kind; 3]> {
        self.kinds.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_as_were_asked_for_lately() {
        let start = Instant::now();
        let mut kind = Kind::default();
        assert!(!kind.wants(2, start));
        kind.asked = [0, 30, 40].map(|seconds| start + Duration::from_secs(seconds)).into();
        let mut made = 0;
        while kind.wants(2, start + Duration::from_secs(50)) {
            kind.coming += 1;
            made += 1;
        }
        assert_eq!(made, 2);
        kind.coming = 1;
        assert!(!kind.wants(2, start + Duration::from_secs(95)));
        kind.coming = 0;
        assert!(kind.wants(2, start + Duration::from_secs(95)));
        assert!(!kind.wants(2, start + Duration::from_secs(200)));
    }
}
