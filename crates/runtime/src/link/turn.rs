//! Which frames of a host belong to the call in progress.

use crate::answer::Answer;

/// So many frames of the call before may come late, as pieces of a stream do that broke off.
const LATE_MAX: u32 = 1024;

/// Whose turn it is to be answered.
#[derive(Debug, Default)]
pub(super) struct Turn {
    /// The call in progress, or else the last one.
    call: u32,
    before: u32,
    late: u32,
    /// Whether the code is loaded.
    up: bool,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Heard,
    /// Of the call before.
    Late,
    /// No host sends this now.
    Forged,
}

impl Turn {
    /// Begins a call, whose number comes of these random bits.
    pub(super) fn begin(&mut self, random: u32) -> u32 {
        let taken = |number| number == 0 || number == self.call || number == self.before;
        let mut numbers = (0..4).map(|step| random.wrapping_add(step));
        let call = numbers.find(|&number| !taken(number)).unwrap_or(random);
        (self.before, self.call, self.late) = (self.call, call, 0);
        call
    }

    pub(super) fn judge(&mut self, call: u32, answer: &Answer) -> Verdict {
        match answer {
            Answer::Leaving if call == 0 => Verdict::Heard,
            Answer::Ready | Answer::InitError(_) if call == 0 && !self.up => {
                self.up = matches!(answer, Answer::Ready);
                Verdict::Heard
            }
            Answer::Ready | Answer::InitError(_) | Answer::Leaving => Verdict::Forged,
            _ if call == 0 => Verdict::Forged,
            _ if call == self.call => Verdict::Heard,
            _ if call == self.before && self.late < LATE_MAX => {
                self.late += 1;
                Verdict::Late
            }
            _ => Verdict::Forged,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;

    fn value() -> Answer {
        Answer::Value(Bytes::new())
    }

    #[test]
    fn only_the_call_in_progress_is_answered() {
        let mut turn = Turn::default();
        assert_eq!(turn.judge(0, &Answer::Ready), Verdict::Heard);
        let first = turn.begin(77);
        assert_eq!((first, turn.judge(77, &value())), (77, Verdict::Heard));
        for guess in [0, 1, 76, 78, u32::MAX] {
            assert_eq!(turn.judge(guess, &value()), Verdict::Forged, "{guess}");
        }
        assert_eq!(turn.begin(77), 78, "another each time");
        assert_eq!(turn.judge(77, &Answer::StreamChunk(Bytes::new())), Verdict::Late);
        assert_eq!(turn.judge(78, &value()), Verdict::Heard);
        turn.begin(0);
        assert_eq!(turn.judge(77, &value()), Verdict::Forged, "two calls late");
    }

    #[test]
    fn what_belongs_to_no_call_has_its_time() {
        let mut turn = Turn::default();
        assert_eq!(turn.judge(3, &Answer::Ready), Verdict::Forged);
        assert_eq!(turn.judge(0, &value()), Verdict::Forged);
        assert_eq!(turn.judge(0, &Answer::Ready), Verdict::Heard);
        // Written ahead, it would be the next call's error.
        assert_eq!(turn.judge(0, &Answer::InitError(Bytes::new())), Verdict::Forged);
        assert_eq!(turn.judge(0, &Answer::Ready), Verdict::Forged);
        assert_eq!(turn.judge(0, &Answer::Leaving), Verdict::Heard);
        assert_eq!(turn.judge(9, &Answer::Leaving), Verdict::Forged);
    }

    #[test]
    fn late_frames_are_not_endless() {
        let mut turn = Turn::default();
        turn.begin(5);
        turn.begin(6);
        let late = (0..2000).take_while(|_| turn.judge(5, &value()) == Verdict::Late).count();
        assert_eq!(late, LATE_MAX as usize);
    }
}
