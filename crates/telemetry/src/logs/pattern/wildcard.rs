//! A text in which `*` stands for anything.

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wildcard {
    first: String,
    /// The pieces between the stars and behind the last one; none when there is no star.
    others: Vec<String>,
}

impl Wildcard {
    pub(super) fn parse(text: &str) -> Self {
        let mut pieces = text.split('*').map(str::to_owned);
        let first = pieces.next().unwrap_or_default();
        Self { first, others: pieces.collect() }
    }

    pub(super) fn matches(&self, text: &str) -> bool {
        let Some((last, between)) = self.others.split_last() else { return text == self.first };
        let Some(mut rest) = text.strip_prefix(self.first.as_str()) else { return false };
        // The first place of each piece leaves the most room for those behind it.
        for piece in between {
            let Some(at) = rest.find(piece.as_str()) else { return false };
            rest = &rest[at + piece.len()..];
        }
        rest.ends_with(last.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Wildcard;

    #[test]
    fn a_star_stands_for_anything() {
        for (pattern, text, expected) in [
            ("abc", "abc", true),
            ("abc", "abcd", false),
            ("", "", true),
            ("*", "", true),
            ("*", "abc", true),
            ("a*", "abc", true),
            ("a*", "bc", false),
            ("*c", "abc", true),
            ("*c", "cd", false),
            ("*b*", "abc", true),
            ("a*a", "a", false),
            ("a*a", "aa", true),
            ("a*b*a", "aba", true),
            ("a*ab*b", "aabb", true),
            ("a*ab*b", "ab", false),
            ("**", "x", true),
            ("é*", "éa", true),
        ] {
            assert_eq!(Wildcard::parse(pattern).matches(text), expected, "{pattern} {text}");
        }
    }
}
