//! The latest gaps between calls, to see whether they are nearly alike: timers and pollers.

use super::Millis;

const REMEMBERED: usize = 8;
/// Fewer say nothing.
const LEAST: usize = 3;

#[derive(Debug, Default)]
pub(super) struct Recent {
    gaps: [Millis; REMEMBERED],
    count: usize,
    next: usize,
}

/// When after the last call the next one is to be expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) opens: Millis,
    pub(super) closes: Millis,
    /// What the gaps that fit add up to beyond its opening.
    pub(super) waited: Millis,
    /// How many gaps do not fit, and how many there are.
    pub(super) missed: u64,
    pub(super) of: u64,
}

impl Window {
    pub(super) fn met(&self) -> u64 {
        self.of - self.missed
    }
}

impl Recent {
    pub(super) fn add(&mut self, gap: Millis) {
        self.gaps[self.next] = gap;
        self.next = (self.next + 1) % REMEMBERED;
        self.count = (self.count + 1).min(REMEMBERED);
    }

    /// None when the gaps differ too much: three of four must lie within an eighth of the one in
    /// the middle.
    pub(super) fn window(&self) -> Option<Window> {
        let mut sorted = self.gaps;
        let sorted = &mut sorted[..self.count];
        sorted.sort_unstable();
        let middle = *sorted.get(self.count / 2).filter(|_| self.count >= LEAST)?;
        let near = |gap: &&Millis| gap.abs_diff(middle) <= middle / 8;
        let (first, last) = (sorted.iter().find(near)?, sorted.iter().rfind(near)?);
        let met = sorted.iter().filter(near).count();
        if met * 4 < self.count * 3 {
            return None;
        }
        // What was seen so far is not all there is.
        let slack = (last - first) / 4 + middle / 64 + 1_000;
        let opens = first.saturating_sub(slack);
        Some(Window {
            opens,
            closes: last.saturating_add(slack),
            waited: sorted.iter().filter(near).map(|gap| gap - opens).sum(),
            missed: (self.count - met) as u64,
            of: self.count as u64,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(gaps: &[Millis]) -> Option<(Millis, Millis)> {
        let mut recent = Recent::default();
        gaps.iter().for_each(|gap| recent.add(*gap));
        recent.window().map(|window| (window.opens, window.closes))
    }

    #[test]
    fn only_what_is_nearly_alike_opens_a_window() {
        assert_eq!(window(&[640_000, 640_000]), None);
        assert_eq!(window(&[640_000; 3]), Some((629_000, 651_000)));
        assert_eq!(window(&[640_000, 320_000, 640_000]), None);
        assert_eq!(window(&[640_000, 320_000, 640_000, 640_000]), Some((629_000, 651_000)));
        assert_eq!(window(&[600_000, 640_000, 680_000]), Some((569_000, 711_000)));
        assert_eq!(window(&[1, 2, 3, 640_000, 640_000, 640_000, 640_000, 640_000]), None);
    }

    #[test]
    fn old_gaps_are_forgotten() {
        let mut gaps = vec![100_000; 20];
        gaps.extend([640_000; 8]);
        assert_eq!(window(&gaps), Some((629_000, 651_000)));
    }
}
