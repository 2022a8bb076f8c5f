//! Contestants take turns: A B C, A B C, … so that all meet the same machine.

use std::thread::sleep;
use std::time::Duration;

use super::stats::Series;

/// What one turn found, in the unit of the contest; none when it does not count.
pub(crate) type Turn<'a> = Box<dyn FnMut() -> anyhow::Result<Vec<f64>> + 'a>;

pub(crate) struct Contestant<'a> {
    pub(crate) name: String,
    turn: Turn<'a>,
    pub(crate) series: Series,
    /// Why it takes no more turns.
    pub(crate) gave_up: Option<String>,
}

impl<'a> Contestant<'a> {
    pub(crate) fn new(
        name: impl Into<String>,
        turn: impl FnMut() -> anyhow::Result<Vec<f64>> + 'a,
    ) -> Self {
        let (series, gave_up) = (Series::default(), None);
        Self { name: name.into(), turn: Box::new(turn), series, gave_up }
    }
}

/// A first round goes before and is not counted: caches fill, compilers compile.
pub(crate) fn compete(count: usize, pause: Duration, contestants: &mut [Contestant<'_>]) {
    for round in 0..=count {
        for contestant in contestants.iter_mut().filter(|one| one.gave_up.is_none()) {
            match (contestant.turn)() {
                Ok(found) if round > 0 => found.into_iter().for_each(|v| contestant.series.push(v)),
                Ok(_) => {}
                Err(error) => contestant.gave_up = Some(format!("{error:#}")),
            }
            sleep(pause);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    #[test]
    fn they_take_turns_and_those_that_fail_drop_out() {
        let order = RefCell::new(String::new());
        let mut left = 3;
        let mut both = [
            Contestant::new("a", || {
                order.borrow_mut().push('a');
                Ok(vec![1.0])
            }),
            Contestant::new("b", || {
                order.borrow_mut().push('b');
                left -= 1;
                anyhow::ensure!(left > 0, "tired");
                Ok(vec![f64::from(left)])
            }),
        ];
        compete(3, Duration::ZERO, &mut both);
        let found = both.map(|one| (one.series.values().to_vec(), one.gave_up));
        assert_eq!(found[0], (vec![1.0; 3], None));
        assert_eq!(found[1], (vec![1.0], Some("tired".to_owned())));
        assert_eq!(*order.borrow(), "abababa");
    }
}
