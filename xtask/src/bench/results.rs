//! What was measured, beside what and against which target.

use super::rounds::Contestant;
use super::stats::{Better, Series, Winner, winner};

/// What a median is compared to. A peer that is named in one is the row's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Target {
    Most(f64),
    Least(f64),
    /// At most so much more than the peer needs in the same round.
    Above(f64),
    /// At least so many times what the peer gives in the same round.
    Times(f64),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Ms,
    Us,
    PerSecond,
    Mb,
    /// In percent.
    Share,
    Count,
}

#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) what: String,
    pub(crate) unit: Unit,
    pub(crate) ours: Series,
    pub(crate) target: Option<Target>,
    pub(crate) peer: Option<Peer>,
}

#[derive(Debug, Clone)]
pub(crate) struct Peer {
    pub(crate) name: String,
    pub(crate) series: Series,
}

/// All that one measure has to say.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) rows: Vec<Row>,
    /// What a reader must know: what was not here, what did not count.
    pub(crate) notes: Vec<String>,
}

impl Unit {
    pub(crate) fn better(self) -> Better {
        match self {
            Self::PerSecond | Self::Count => Better::Higher,
            _ => Better::Lower,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ms => "ms",
            Self::Us => "µs",
            Self::PerSecond => "/s",
            Self::Mb => "MB",
            Self::Share => "%",
            Self::Count => "",
        }
    }
}

impl Row {
    pub(crate) fn new(what: impl Into<String>, unit: Unit, ours: Series) -> Self {
        Self { what: what.into(), unit, ours, target: None, peer: None }
    }

    pub(crate) fn target(self, target: Target) -> Self {
        Self { target: Some(target), ..self }
    }

    pub(crate) fn beside(self, name: &str, series: &Series) -> Self {
        let peer = Peer { name: name.to_owned(), series: series.clone() };
        Self { peer: Some(peer), ..self }
    }

    /// What the target is compared to, and whether it is met; none when it cannot be told.
    pub(crate) fn judged(&self) -> Option<(f64, bool)> {
        let beside = |join: fn(f64, f64) -> f64| {
            Some(self.ours.pair(&self.peer.as_ref()?.series, join).median())
        };
        let (value, met) = match self.target? {
            Target::Most(most) => {
                let value = self.ours.median();
                (value, value <= most)
            }
            Target::Least(least) => {
                let value = self.ours.median();
                (value, value >= least)
            }
            Target::Above(most) => {
                let value = beside(|ours, theirs| ours - theirs)?;
                (value, value <= most)
            }
            Target::Times(least) => {
                let value = beside(|ours, theirs| ours / theirs)?;
                (value, value >= least)
            }
        };
        (!value.is_nan()).then_some((value, met))
    }

    pub(crate) fn winner(&self) -> Option<Winner> {
        let peer = self.peer.as_ref()?;
        Some(winner(&self.ours, &peer.series, self.unit.better()))
    }
}

impl Findings {
    /// A row beside the rival, whom the target is about, and one beside each of the others.
    pub(crate) fn compare(
        &mut self,
        what: &str,
        unit: Unit,
        target: Option<Target>,
        ours: &Series,
        rival: Option<&Contestant<'_>>,
        others: &[Contestant<'_>],
    ) {
        let row = Row::new(what, unit, ours.clone());
        let first = Row { target, ..row.clone() };
        match rival {
            Some(rival) => self.rows.push(first.beside(&rival.name, &rival.series)),
            None => self.rows.push(first),
        }
        self.rows.extend(others.iter().map(|other| row.clone().beside(&other.name, &other.series)));
        for other in rival.into_iter().chain(others) {
            if let Some(why) = &other.gave_up {
                self.note(format!("{what}: {} gave up: {why}", other.name));
            }
        }
    }

    pub(crate) fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(ours: &[f64], theirs: &[f64], target: Target) -> Row {
        let series = |values: &[f64]| values.iter().copied().collect();
        Row::new("x", Unit::Us, series(ours)).target(target).beside("peer", &series(theirs))
    }

    #[test]
    fn targets_are_judged_by_medians_round_by_round() {
        let check = |row: Row, expected: Option<(f64, bool)>| assert_eq!(row.judged(), expected);
        check(row(&[1.0, 9.0, 2.0], &[], Target::Most(2.0)), Some((2.0, true)));
        check(row(&[1.0, 9.0, 3.0], &[], Target::Most(2.0)), Some((3.0, false)));
        let (ours, theirs) = ([12.0, 112.0, 31.0], [10.0, 100.0, 30.0]);
        check(row(&ours, &theirs, Target::Above(2.0)), Some((2.0, true)));
        check(row(&ours, &theirs, Target::Above(1.0)), Some((2.0, false)));
        let (ours, theirs) = ([5.0, 50.0, 4.0], [10.0, 100.0, 10.0]);
        check(row(&ours, &theirs, Target::Times(0.5)), Some((0.5, true)));
        check(row(&ours, &theirs, Target::Times(0.6)), Some((0.5, false)));
        check(row(&[], &[1.0], Target::Most(1.0)), None);
        check(row(&[1.0], &[], Target::Above(1.0)), None);
        assert_eq!(Row::new("x", Unit::Ms, Series::default()).judged(), None);
    }
}
