//! Regular expressions, as few of their operators as CloudWatch Logs has.

use regex_automata::meta::{Config, Regex as Machine};
use regex_automata::util::syntax;

use super::PatternError;

/// What a compiled expression and the memory of its search may take.
const SIZE_MAX: usize = 256 * 1024;

#[derive(Debug, Clone)]
pub(super) struct Regex(Machine);

impl Regex {
    pub(super) fn parse(text: &str) -> Result<Self, PatternError> {
        let wrong = || PatternError::Regex(text.to_owned());
        if text.is_empty() || !is_supported(text) {
            return Err(wrong());
        }
        let limits = Config::new()
            .nfa_size_limit(Some(SIZE_MAX))
            .onepass(false)
            .hybrid_cache_capacity(SIZE_MAX)
            .utf8_empty(false);
        Machine::builder()
            .configure(limits)
            .syntax(syntax::Config::new().unicode(false).utf8(false))
            .build(text)
            .map(Self)
            .map_err(|_| wrong())
    }

    pub(super) fn matches(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

/// Letters, digits, a few symbols and operators; no groups. A backslash takes the meaning from a
/// sign, or makes a class of a letter.
fn is_supported(text: &str) -> bool {
    const SIGNS: &str = ":_#=@/;,- ^$?[]{}|*+.";
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let fine = match c {
            '\\' => chars
                .next()
                .is_some_and(|next| next.is_ascii_punctuation() || "dDsSwWx".contains(next)),
            c => c.is_ascii_alphanumeric() || SIGNS.contains(c),
        };
        if !fine {
            return false;
        }
    }
    true
}
