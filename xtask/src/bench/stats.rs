//! What many noisy measurements say, and what they do not.

/// Measurements of one thing, in the order of the rounds.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Series(Vec<f64>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Better {
    Lower,
    Higher,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Winner {
    Ours,
    Theirs,
    /// The measurements are spread wider than they lie apart.
    Unclear,
}

impl Series {
    pub(crate) fn push(&mut self, value: f64) {
        self.0.push(value);
    }

    pub(crate) fn values(&self) -> &[f64] {
        &self.0
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn median(&self) -> f64 {
        self.quantile(0.5)
    }

    /// What 99 of 100 are at least as good as.
    pub(crate) fn p99(&self, better: Better) -> f64 {
        self.quantile(match better {
            Better::Lower => 0.99,
            Better::Higher => 0.01,
        })
    }

    /// How wide the middle half of the measurements is.
    pub(crate) fn spread(&self) -> f64 {
        self.quantile(0.75) - self.quantile(0.25)
    }

    /// Between neighbours, so that the median of two is in the middle; NaN of nothing.
    pub(crate) fn quantile(&self, part: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
        let at = part.clamp(0.0, 1.0) * last as f64;
        let (below, above) = (at.floor() as usize, at.ceil() as usize);
        sorted[below] + (sorted[above] - sorted[below]) * at.fract()
    }

    /// Both in the same round, round by round: what slowed the machine down slowed both.
    pub(crate) fn pair(&self, other: &Self, join: impl Fn(f64, f64) -> f64) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(one, two)| join(*one, *two)).collect())
    }
}

impl FromIterator<f64> for Series {
    fn from_iter<T: IntoIterator<Item = f64>>(values: T) -> Self {
        Self(values.into_iter().collect())
    }
}

/// Names a winner only if the medians lie further apart than either side is spread.
pub(crate) fn winner(ours: &Series, theirs: &Series, better: Better) -> Winner {
    let difference = theirs.median() - ours.median();
    let clear = difference.abs() > ours.spread().max(theirs.spread());
    match (clear, difference > 0.0, better) {
        (false, _, _) => Winner::Unclear,
        (true, true, Better::Lower) | (true, false, Better::Higher) => Winner::Ours,
        _ => Winner::Theirs,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(values: &[f64]) -> Series {
        values.iter().copied().collect()
    }

    #[test]
    fn quantiles_lie_between_neighbours() {
        let check = |values: &[f64], part: f64, expected: f64| {
            assert_eq!(series(values).quantile(part), expected, "{values:?} at {part}");
        };
        check(&[7.0], 0.5, 7.0);
        check(&[7.0], 0.99, 7.0);
        check(&[2.0, 1.0], 0.5, 1.5);
        check(&[3.0, 1.0, 2.0], 0.5, 2.0);
        check(&[4.0, 1.0, 3.0, 2.0], 0.0, 1.0);
        check(&[4.0, 1.0, 3.0, 2.0], 1.0, 4.0);
        check(&[0.0, 10.0], 0.99, 9.9);
        assert!(series(&[]).median().is_nan());
    }

    #[test]
    fn one_outlier_moves_neither_median_nor_spread() {
        let calm = series(&[1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1000.0]);
        assert_eq!((calm.median(), calm.spread()), (1.0, 0.0));
        assert!(calm.p99(Better::Lower) > 900.0);
        assert_eq!(calm.p99(Better::Higher), 1.0);
    }

    #[test]
    fn rounds_are_paired_in_order() {
        let (ours, theirs) = (series(&[2.0, 20.0, 5.0]), series(&[1.0, 10.0]));
        assert_eq!(ours.pair(&theirs, |a, b| a / b), series(&[2.0, 2.0]));
    }

    #[test]
    fn no_winner_where_the_spread_is_wider_than_the_difference() {
        let low = series(&[1.0, 1.1, 1.2, 1.3, 1.4]);
        let near = series(&[1.1, 1.2, 1.3, 1.4, 1.5]);
        let far = series(&[9.0, 9.1, 9.2, 9.3, 9.4]);
        let wild = series(&[1.0, 5.0, 9.0, 13.0, 17.0]);
        let check = |ours: &Series, theirs: &Series, better, expected| {
            assert_eq!(winner(ours, theirs, better), expected, "{ours:?} {theirs:?} {better:?}");
        };
        check(&low, &far, Better::Lower, Winner::Ours);
        check(&far, &low, Better::Lower, Winner::Theirs);
        check(&far, &low, Better::Higher, Winner::Ours);
        check(&low, &far, Better::Higher, Winner::Theirs);
        check(&low, &near, Better::Lower, Winner::Unclear);
        check(&low, &wild, Better::Lower, Winner::Unclear);
        check(&wild, &low, Better::Lower, Winner::Unclear);
        check(&low, &low, Better::Higher, Winner::Unclear);
        check(&low, &series(&[]), Better::Lower, Winner::Unclear);
    }
}
