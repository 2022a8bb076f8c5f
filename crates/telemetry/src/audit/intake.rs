//! Refusals that wait to be written. Pure.

use std::collections::HashMap;

use super::key::Shelf;
use super::record::{Kept, Refusal};

/// Different refusals that wait at the same time, of each shelf.
pub(super) const WAITING_MAX: usize = 100;

#[derive(Debug, Default)]
pub(super) struct Intake {
    strangers: Pile,
    callers: Pile,
}

#[derive(Debug, Default)]
struct Pile {
    waiting: HashMap<Refusal, Times>,
    /// For which there was no room.
    others: Option<Times>,
}

#[derive(Debug, Clone, Copy)]
struct Times {
    first_us: u64,
    count: u64,
}

impl Intake {
    /// True when this is the first one that waits.
    pub(super) fn offer(&mut self, refusal: Refusal, now_us: u64) -> bool {
        let was_empty = self.is_empty();
        let refusal = refusal.with_short_texts();
        let pile = if refusal.stranger { &mut self.strangers } else { &mut self.callers };
        let fresh = Times { first_us: now_us, count: 0 };
        let has_room = pile.waiting.len() < WAITING_MAX || pile.waiting.contains_key(&refusal);
        let times = match has_room {
            true => pile.waiting.entry(refusal).or_insert(fresh),
            false => pile.others.get_or_insert(fresh),
        };
        times.count = times.count.saturating_add(1);
        was_empty
    }

    /// All that waits, in the order in which it came.
    pub(super) fn take(&mut self) -> Vec<(Shelf, Kept)> {
        let piles = [(Shelf::Strangers, &mut self.strangers), (Shelf::Callers, &mut self.callers)];
        let mut all = Vec::new();
        for (shelf, pile) in piles {
            let Pile { waiting, others } = std::mem::take(pile);
            let others = others.map(|times| (too_many(shelf), times));
            for (refusal, Times { first_us: at_us, count: times }) in
                waiting.into_iter().chain(others)
            {
                all.push((shelf, Kept { at_us, times, refusal }));
            }
        }
        all.sort_by_key(|(_, kept)| kept.at_us);
        all
    }

    fn is_empty(&self) -> bool {
        self.strangers.waiting.is_empty() && self.callers.waiting.is_empty()
    }
}

fn too_many(shelf: Shelf) -> Refusal {
    Refusal {
        who: "*".into(),
        stranger: shelf == Shelf::Strangers,
        from: None,
        action: "*".into(),
        resource: "*".into(),
        why: "more refusals at once than are kept one by one".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(who: &str, stranger: bool) -> Refusal {
        Refusal {
            who: who.into(),
            stranger,
            from: None,
            action: "lambda:InvokeFunction".into(),
            resource: "*".into(),
            why: "no".into(),
        }
    }

    #[test]
    fn those_that_are_alike_are_counted_together() {
        let mut intake = Intake::default();
        let firsts =
            [("a", 1), ("b", 2), ("a", 3)].map(|(who, at)| intake.offer(refusal(who, false), at));
        assert_eq!(firsts, [true, false, false]);
        let taken: Vec<_> = intake.take().into_iter().map(|(_, kept)| kept).collect();
        let kept = |at_us, times, who| Kept { at_us, times, refusal: refusal(who, false) };
        assert_eq!(taken, [kept(1, 2, "a"), kept(2, 1, "b")]);
        assert!(intake.take().is_empty());
        assert!(intake.offer(refusal("a", false), 4));
    }

    #[test]
    fn a_flood_of_strangers_takes_no_room_from_others() {
        let mut intake = Intake::default();
        for n in 0..10 * WAITING_MAX as u64 {
            intake.offer(refusal(&n.to_string(), true), n);
        }
        intake.offer(refusal("user", false), 7);
        let taken = intake.take();
        assert_eq!(taken.len(), WAITING_MAX + 2);
        let times: u64 = taken.iter().map(|(_, kept)| kept.times).sum();
        assert_eq!(times, 10 * WAITING_MAX as u64 + 1);
        let user = taken.iter().find(|(shelf, _)| *shelf == Shelf::Callers).unwrap();
        assert_eq!(user.1.refusal.who, "user");
    }

    #[test]
    fn texts_are_cut() {
        let mut intake = Intake::default();
        let long = "é".repeat(5_000);
        intake
            .offer(Refusal { why: long.clone(), action: long.clone(), ..refusal(&long, true) }, 1);
        let kept = intake.take().remove(0).1.refusal;
        assert_eq!([kept.who.len(), kept.action.len(), kept.why.len()], [256, 256, 512]);
    }
}
