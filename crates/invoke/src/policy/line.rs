//! The calls that wait before one function: the impatient ones in order, then the patient ones.

use std::collections::VecDeque;

use super::{CallId, Millis};

/// Where a call stands; lets it be found again without a search through the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ticket {
    pub(super) number: u64,
    pub(super) patient: bool,
}

#[derive(Debug)]
struct Waiting {
    call: CallId,
    number: u64,
    until: Millis,
}

#[derive(Debug, Default)]
pub(super) struct Line {
    impatient: VecDeque<Waiting>,
    patient: VecDeque<Waiting>,
    /// How many at the front of the impatient ones have waited their time. They may stay only
    /// as long as a start is on its way for them.
    overdue: usize,
    next_number: u64,
}

impl Line {
    pub(super) fn len(&self) -> usize {
        self.impatient.len() + self.patient.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.impatient.is_empty() && self.patient.is_empty()
    }

    pub(super) fn impatient(&self) -> usize {
        self.impatient.len()
    }

    pub(super) fn push(&mut self, call: CallId, patient: bool, until: Millis) -> Ticket {
        let number = self.next_number;
        self.next_number += 1;
        let side = if patient { &mut self.patient } else { &mut self.impatient };
        side.push_back(Waiting { call, number, until });
        Ticket { number, patient }
    }

    /// The call whose turn it is.
    pub(super) fn pop(&mut self) -> Option<CallId> {
        match self.impatient.pop_front() {
            Some(waiting) => {
                self.overdue = self.overdue.saturating_sub(1);
                Some(waiting.call)
            }
            None => self.patient.pop_front().map(|waiting| waiting.call),
        }
    }

    pub(super) fn remove(&mut self, ticket: Ticket) -> bool {
        let side = if ticket.patient { &mut self.patient } else { &mut self.impatient };
        let Ok(at) = side.binary_search_by_key(&ticket.number, |waiting| waiting.number) else {
            return false;
        };
        side.remove(at);
        if !ticket.patient && at < self.overdue {
            self.overdue -= 1;
        }
        true
    }

    /// Marks those whose time is over.
    pub(super) fn expire(&mut self, now: Millis) {
        while self.impatient.get(self.overdue).is_some_and(|waiting| waiting.until <= now) {
            self.overdue += 1;
        }
    }

    /// Since when the first overdue call behind the `covered` first ones has been overdue.
    pub(super) fn overdue_since(&self, covered: usize) -> Option<Millis> {
        let first = self.impatient.get(covered).filter(|_| self.overdue > covered);
        first.map(|waiting| waiting.until)
    }

    /// Takes out that call.
    pub(super) fn pop_overdue(&mut self, covered: usize) -> Option<CallId> {
        self.overdue_since(covered)?;
        self.overdue -= 1;
        self.impatient.remove(covered).map(|waiting| waiting.call)
    }

    /// When `expire` will find the next one.
    pub(super) fn next_expiry(&self) -> Option<Millis> {
        self.impatient.get(self.overdue).map(|waiting| waiting.until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_hangs_up_overdue_does_not_make_the_next_one_overdue() {
        let mut line = Line::default();
        let first = line.push(CallId(1), false, 10);
        line.push(CallId(2), false, 20);
        line.expire(10);
        assert!(line.remove(first));
        assert_eq!(line.pop_overdue(0), None);
        assert_eq!(line.next_expiry(), Some(20));
        line.expire(20);
        assert_eq!(line.pop_overdue(1), None, "a start is on its way for it");
        assert_eq!(line.pop_overdue(0), Some(CallId(2)));
    }
}
