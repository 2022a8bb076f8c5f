//! Numbers of conditions: whole ones compared exactly, others as floating point.

use std::cmp::Ordering;

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Number {
    Whole(i128),
    Real(f64),
}

impl Number {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let plain = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E');
        if !text.chars().all(plain) {
            return None;
        }
        if let Ok(whole) = text.parse() {
            return Some(Self::Whole(whole));
        }
        text.parse::<f64>().ok().filter(|real| real.is_finite()).map(Self::Real)
    }

    pub(super) fn compare(self, other: Self) -> Ordering {
        match (self, other) {
            (Self::Whole(left), Self::Whole(right)) => left.cmp(&right),
            // Parsing lets no number in that cannot be compared.
            _ => self.real().partial_cmp(&other.real()).unwrap_or(Ordering::Equal),
        }
    }

    fn real(self) -> f64 {
        match self {
            // Close enough beside a number that is not whole.
            #[expect(clippy::cast_precision_loss)]
            Self::Whole(whole) => whole as f64,
            Self::Real(real) => real,
        }
    }
}
