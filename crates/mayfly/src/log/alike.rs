//! Which lines are shown, and which are only counted, because many alike came before them.
//!
//! Lines are alike that come from the same place in the code, whatever they say of the single case.
//! Of these the first few of ten seconds are shown; the rest is one line more: how many.

use std::collections::HashMap;
use std::hash::Hash;
use std::time::Duration;

/// How long lines alike are counted together.
pub(super) const WINDOW: Duration = Duration::from_secs(10);
/// So many alike are shown, as long as they differ.
const SHOWN_MAX: u32 = 5;

/// Times are since some beginning.
#[derive(Debug)]
pub(super) struct Alike<Place> {
    places: HashMap<Place, Window>,
}

#[derive(Debug)]
struct Window {
    began: Duration,
    shown: u32,
    /// Lines that were not shown, and the last of them.
    more: u64,
    last: String,
}

/// What is left to be said of lines that were only counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rest {
    pub(super) last: String,
    pub(super) more: u64,
}

impl<Place> Default for Alike<Place> {
    fn default() -> Self {
        Self { places: HashMap::new() }
    }
}

impl<Place: Eq + Hash + Clone> Alike<Place> {
    /// Whether a line is shown. Tells what is to be said of those before it first.
    pub(super) fn add(&mut self, place: Place, line: &str, now: Duration) -> (Option<Rest>, bool) {
        let over = |window: &Window| now.saturating_sub(window.began) >= WINDOW;
        let rest = match self.places.get(&place) {
            Some(window) if over(window) => self.places.remove(&place).and_then(Window::rest),
            _ => None,
        };
        let window = self.places.entry(place).or_insert_with(|| Window {
            began: now,
            shown: 0,
            more: 0,
            last: String::new(),
        });
        if window.shown < SHOWN_MAX && window.last != line {
            window.shown += 1;
            line.clone_into(&mut window.last);
            return (rest, true);
        }
        window.more += 1;
        line.clone_into(&mut window.last);
        (rest, false)
    }

    /// Ends the windows that are over, and tells what they leave to be said.
    pub(super) fn end(&mut self, now: Duration) -> Vec<(Place, Rest)> {
        let over = |window: &mut Window| now.saturating_sub(window.began) >= WINDOW;
        let ended = self.places.extract_if(|_, window| over(window));
        ended.filter_map(|(place, window)| Some((place, window.rest()?))).collect()
    }

    /// When the next window is over that has something left to be said.
    pub(super) fn next_end(&self) -> Option<Duration> {
        let windows = self.places.values().filter(|window| window.more > 0);
        windows.map(|window| window.began + WINDOW).min()
    }
}

impl Window {
    fn rest(self) -> Option<Rest> {
        (self.more > 0).then_some(Rest { last: self.last, more: self.more })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn the_same_line_is_shown_once_and_counted() {
        let mut alike = Alike::default();
        assert_eq!(alike.add(1, "full", at(0)), (None, true));
        for ms in 1..=412 {
            assert_eq!(alike.add(1, "full", at(ms)), (None, false));
        }
        assert_eq!(alike.add(2, "full", at(500)), (None, true), "another place is another thing");
        assert_eq!((alike.next_end(), alike.end(at(9_999))), (Some(at(10_000)), vec![]));
        let rest = Rest { last: "full".into(), more: 412 };
        assert_eq!(alike.end(at(10_000)), [(1, rest)]);
        assert_eq!((alike.next_end(), alike.end(at(99_999))), (None, vec![]));
        assert!(alike.places.is_empty(), "nothing is kept for ever");
        assert_eq!(alike.add(1, "full", at(10_001)), (None, true));
    }

    #[test]
    fn a_few_that_differ_are_shown() {
        let mut alike = Alike::default();
        let shown = (0..100).filter(|n| alike.add(1, &format!("connection {n}"), at(*n)).1).count();
        assert_eq!(shown, 5);
        let rest = Rest { last: "connection 99".into(), more: 95 };
        assert_eq!(alike.add(1, "late", at(20_000)), (Some(rest), true));
    }
}
