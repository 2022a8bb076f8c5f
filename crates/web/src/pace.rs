//! The least rate: who is waited for must bring or take so many bytes in so long.

use std::time::Duration;

/// So many bytes of a body, or of an answer, must move in each [`WITHIN`] that is spent waiting:
/// about 1 kB/s, which the slowest of lines does.
const LEAST: usize = 16 * 1024;
const WITHIN: Duration = Duration::from_secs(15);

/// How somebody does who is waited for.
#[derive(Debug, Clone)]
pub struct Pace {
    waited: Duration,
    moved: usize,
    least: usize,
    within: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Fine,
    TooSlow,
}

impl Pace {
    /// Who brings a body.
    pub fn of_senders() -> Self {
        Self { waited: Duration::ZERO, moved: 0, least: LEAST, within: WITHIN }
    }

    /// Who takes an answer.
    pub fn of_readers() -> Self {
        Self::of_senders()
    }

    /// They were waited for so long, and then so many bytes moved. Time that was not spent waiting
    /// for them does not count.
    pub fn waited(&mut self, time: Duration, moved: usize) -> Verdict {
        self.waited += time;
        self.moved += moved;
        if self.moved >= self.least {
            (self.waited, self.moved) = (Duration::ZERO, 0);
        }
        if self.waited >= self.within { Verdict::TooSlow } else { Verdict::Fine }
    }

    /// Nobody waits for them now.
    pub fn rests(&mut self) {
        (self.waited, self.moved) = (Duration::ZERO, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many seconds somebody lasts who moves so many bytes in each.
    fn lasts(bytes_per_s: usize) -> Option<u32> {
        let mut pace = Pace::of_readers();
        (1..1_000).find(|_| pace.waited(Duration::from_secs(1), bytes_per_s) == Verdict::TooSlow)
    }

    #[test]
    fn who_is_slower_than_a_kilobyte_a_second_is_cut_off() {
        assert_eq!(lasts(0), Some(15));
        assert_eq!(lasts(1), Some(15));
        assert_eq!(lasts(1_000), Some(15));
        assert_eq!(lasts(1_200), None);
        assert_eq!(lasts(1_000_000), None);
    }

    #[test]
    fn only_time_spent_waiting_counts() {
        let mut pace = Pace::of_readers();
        for _ in 0..100 {
            assert_eq!(pace.waited(Duration::from_secs(14), 1), Verdict::Fine);
            pace.rests();
        }
    }
}
