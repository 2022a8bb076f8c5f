//! Numbers as patterns and events write them.

use std::cmp::Ordering;

#[derive(Debug, Clone, Copy)]
pub(super) struct Number {
    /// Exact, where the number is whole.
    whole: Option<i128>,
    float: f64,
}

impl Number {
    /// Reads `-12`, `1.5` and `2e-3`, and nothing that only a programmer would call a number.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || b".eE+-".contains(&byte));
        if !plain || !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
            return None;
        }
        Some(Self { whole: text.parse().ok(), float: text.parse().ok()? })
    }

    pub(super) fn whole(whole: i128) -> Self {
        Self { whole: Some(whole), float: whole as f64 }
    }

    pub(super) fn float(float: f64) -> Self {
        Self { whole: None, float }
    }

    pub(super) fn compare(self, other: Self) -> Option<Ordering> {
        match (self.whole, other.whole) {
            (Some(left), Some(right)) => Some(left.cmp(&right)),
            _ => self.float.partial_cmp(&other.float),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_as_numbers() {
        use Ordering::{Equal, Greater, Less};
        for (left, right, order) in [
            ("1", "1.0", Equal),
            ("9", "10", Less),
            ("-1", "1e-3", Less),
            ("1e3", "1000", Equal),
            (".5", "0.25", Greater),
            ("9007199254740993", "9007199254740992", Greater),
        ] {
            let [left, right] = [left, right].map(|text| Number::parse(text).unwrap());
            assert_eq!(left.compare(right), Some(order), "{left:?} {right:?}");
        }
        for text in ["", "-", ".", "e5", "inf", "nan", "1x", "1 ", "0x10", "1e", "--1"] {
            assert!(Number::parse(text).is_none(), "{text}");
        }
    }
}
