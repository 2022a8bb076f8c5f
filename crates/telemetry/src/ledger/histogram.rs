//! Durations, counted in buckets that are an eighth of a power of two wide.

const PER_OCTAVE_BITS: u32 = 3;

/// Only buckets with something in them: most functions take about equally long every time.
#[derive(Debug, Clone, Default)]
pub(super) struct Histogram(Vec<(u16, u64)>);

impl Histogram {
    pub(super) fn add(&mut self, value: u64) {
        self.add_to(bucket(value), 1);
    }

    pub(super) fn merge(&mut self, other: &Self) {
        other.0.iter().for_each(|(bucket, count)| self.add_to(*bucket, *count));
    }

    fn add_to(&mut self, bucket: u16, count: u64) {
        match self.0.binary_search_by_key(&bucket, |(bucket, _)| *bucket) {
            Ok(at) => self.0[at].1 += count,
            Err(at) => self.0.insert(at, (bucket, count)),
        }
    }

    /// A value that `percent` of the values do not exceed, at most an eighth too high.
    pub(super) fn percentile(&self, percent: u64) -> Option<u64> {
        let all: u64 = self.0.iter().map(|(_, count)| count).sum();
        let mut left = (all * percent).div_ceil(100).max(1);
        self.0.iter().find_map(|(bucket, count)| {
            let here = *count >= left;
            left = left.saturating_sub(*count);
            here.then(|| highest(*bucket))
        })
    }
}

fn bucket(value: u64) -> u16 {
    let octave = value.max(1).ilog2();
    if octave < PER_OCTAVE_BITS {
        return value as u16;
    }
    let shift = octave - PER_OCTAVE_BITS;
    let within = (value >> shift) & ((1 << PER_OCTAVE_BITS) - 1);
    (((u64::from(shift) + 1) << PER_OCTAVE_BITS) + within) as u16
}

fn highest(bucket: u16) -> u64 {
    let bucket = u64::from(bucket);
    let Some(shift) = (bucket >> PER_OCTAVE_BITS).checked_sub(1) else { return bucket };
    let within = (bucket & ((1 << PER_OCTAVE_BITS) - 1)) | (1 << PER_OCTAVE_BITS);
    ((u128::from(within) + 1) << shift).saturating_sub(1).try_into().unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_in_its_bucket() {
        let edges = (0..64).flat_map(|bit| [1_u64 << bit, (1 << bit) + 1, (1_u64 << bit) - 1]);
        for value in edges.chain(0..5_000).chain([u64::MAX]) {
            let highest = highest(bucket(value));
            assert!(highest >= value, "{value}: {highest}");
            assert!(highest - value <= value / 8, "{value}: {highest}");
            assert_eq!(bucket(highest), bucket(value), "{value}");
        }
    }

    #[test]
    fn percentiles() {
        let mut histogram = Histogram::default();
        assert_eq!(histogram.percentile(50), None);
        (1..=1_000).for_each(|value| histogram.add(value));
        for (percent, exact) in [(0, 1), (50, 500), (99, 990), (100, 1_000)] {
            let found = histogram.percentile(percent).unwrap();
            assert!((exact..=exact + exact / 8).contains(&found), "{percent}: {found}");
        }
        let mut twice = histogram.clone();
        twice.merge(&histogram);
        assert_eq!(twice.percentile(50), histogram.percentile(50));
    }
}
