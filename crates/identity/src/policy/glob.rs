//! Patterns with `*` and `?`, matched in one pass over the text.
//!
//! Every way in which a pattern may match is followed at once, one bit for each place in the
//! pattern, so a hostile pattern costs no more than a tame one: the length of the text times the
//! length of the pattern, divided by 64.

use std::collections::HashMap;
use std::str::Chars;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    Char(char),
    /// `?`: any one character.
    One,
    /// `*`: any run of characters.
    Many,
    /// A `*` in the middle of a segment of an ARN: any run without a colon.
    ManyInSegment,
}

/// What may stand before a step of the pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Run {
    Nothing,
    WithinSegment,
    Anything,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Glob {
    /// The characters to come, in order; none stands for any one.
    steps: Vec<Option<char>>,
    /// One for each step, and one for the end.
    runs: Vec<Run>,
}

impl FromIterator<Token> for Glob {
    fn from_iter<I: IntoIterator<Item = Token>>(tokens: I) -> Self {
        let (mut steps, mut runs, mut run) = (Vec::new(), Vec::new(), Run::Nothing);
        for token in tokens {
            let step = match token {
                Token::Many => {
                    run = Run::Anything;
                    continue;
                }
                Token::ManyInSegment => {
                    run = run.max(Run::WithinSegment);
                    continue;
                }
                Token::One => None,
                Token::Char(c) => Some(c),
            };
            steps.push(step);
            runs.push(std::mem::replace(&mut run, Run::Nothing));
        }
        runs.push(run);
        Self { steps, runs }
    }
}

impl Glob {
    pub(super) fn matches(&self, text: &str) -> bool {
        let mut text = text.chars();
        let mut at = 0;
        // Most patterns have a plain beginning, and most texts fail there.
        while self.runs[at] == Run::Nothing {
            match (self.steps.get(at), text.next()) {
                (None, left) => return left.is_none(),
                (Some(step), Some(c)) if step.is_none_or(|step| step == c) => at += 1,
                _ => return false,
            }
        }
        if at == self.steps.len() && self.runs[at] == Run::Anything {
            return true;
        }
        self.follow(at, text)
    }

    fn follow(&self, from: usize, text: Chars<'_>) -> bool {
        let (steps, runs) = (&self.steps[from..], &self.runs[from..]);
        let words = runs.len().div_ceil(64);
        let any_one = bits(words, steps.iter().map(Option::is_none));
        let anything = bits(words, runs.iter().map(|run| *run == Run::Anything));
        let within = bits(words, runs.iter().map(|run| *run != Run::Nothing));
        let places = places(steps, words);
        let (mut here, mut moved) = (vec![0_u64; words], vec![0_u64; words]);
        here[0] = 1;
        for c in text {
            for word in 0..words {
                moved[word] = here[word] & any_one[word];
            }
            if let Some(places) = places.get(&c) {
                places.take(&here, &mut moved);
            }
            let stays = if c == ':' { &anything } else { &within };
            let (mut carry, mut alive) = (0, 0);
            for word in 0..words {
                here[word] = (moved[word] << 1) | carry | (here[word] & stays[word]);
                carry = moved[word] >> 63;
                alive |= here[word];
            }
            if alive == 0 {
                return false;
            }
        }
        let end = steps.len();
        here[end / 64] & (1 << (end % 64)) != 0
    }
}

/// Where a character stands in a pattern.
enum Places {
    Few(Vec<usize>),
    /// As a bit for each place.
    Many(Vec<u64>),
}

impl Places {
    /// Notes which of the places reached so far this character leads on from.
    fn take(&self, here: &[u64], moved: &mut [u64]) {
        match self {
            Self::Few(places) => {
                for place in places {
                    moved[place / 64] |= here[place / 64] & (1 << (place % 64));
                }
            }
            Self::Many(mask) => {
                for (word, mask) in mask.iter().enumerate() {
                    moved[word] |= here[word] & mask;
                }
            }
        }
    }
}

/// A character has bits only where a list would be longer, so that all of them together take no
/// more room than the pattern.
fn places(steps: &[Option<char>], words: usize) -> HashMap<char, Places> {
    let mut lists: HashMap<char, Vec<usize>> = HashMap::new();
    for (place, step) in steps.iter().enumerate() {
        if let Some(c) = step {
            lists.entry(*c).or_default().push(place);
        }
    }
    let dense = |list: Vec<usize>| {
        if list.len() <= words {
            return Places::Few(list);
        }
        let mut mask = vec![0; words];
        for place in list {
            mask[place / 64] |= 1 << (place % 64);
        }
        Places::Many(mask)
    };
    lists.into_iter().map(|(c, list)| (c, dense(list))).collect()
}

fn bits(words: usize, set: impl Iterator<Item = bool>) -> Vec<u64> {
    let mut bits = vec![0; words];
    for (place, _) in set.enumerate().filter(|(_, set)| *set) {
        bits[place / 64] |= 1 << (place % 64);
    }
    bits
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Glob, Token};

    fn glob(pattern: &str) -> Glob {
        let token = |c| match c {
            '*' => Token::Many,
            '?' => Token::One,
            '~' => Token::ManyInSegment,
            c => Token::Char(c),
        };
        pattern.chars().map(token).collect()
    }

    /// The definition, tried out in full.
    fn by_definition(pattern: &[char], text: &[char]) -> bool {
        let Some((first, rest)) = pattern.split_first() else { return text.is_empty() };
        let taken = |most: usize| (0..=most).any(|n| by_definition(rest, &text[n..]));
        match first {
            '*' => taken(text.len()),
            '~' => taken(text.iter().take_while(|c| **c != ':').count()),
            '?' => !text.is_empty() && by_definition(rest, &text[1..]),
            want => text.first() == Some(want) && by_definition(rest, &text[1..]),
        }
    }

    #[test]
    fn long_and_hostile_patterns_are_quick() {
        let text = "a".repeat(2_000);
        let pattern = format!("{}b", "a*?".repeat(2_000));
        assert!(!glob(&pattern).matches(&text));
        assert!(glob(&"*?".repeat(1_000)).matches(&text));
        assert!(!glob(&"*?".repeat(2_001)).matches(&text));
        let letters = |from| (from..).take(2_000).filter_map(char::from_u32);
        let strange: String = letters(0x4e00).chain(letters(0x4e00)).collect();
        assert!(glob(&format!("*{strange}*")).matches(&strange));
    }

    proptest! {
        #[test]
        fn agrees_with_the_definition(pattern in "[ab:*?~]{0,9}", text in "[ab:]{0,9}") {
            let chars = |text: &str| text.chars().collect::<Vec<_>>();
            let expected = by_definition(&chars(&pattern), &chars(&text));
            prop_assert_eq!(glob(&pattern).matches(&text), expected);
        }

        /// Past the first 64 places it goes on the same way.
        #[test]
        fn agrees_in_long_patterns(
            pattern in "[ab:*~]{0,8}",
            text in "[ab:]{0,8}",
            filler in "x{60,70}",
        ) {
            let chars = |text: &str| text.chars().collect::<Vec<_>>();
            let expected = by_definition(&chars(&pattern), &chars(&text));
            let (pattern, text) = (format!("*{filler}y{pattern}"), format!("{filler}y{text}"));
            prop_assert_eq!(glob(&pattern).matches(&text), expected);
        }
    }
}
