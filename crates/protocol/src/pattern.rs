//! Regular expressions that texts must match as a whole.

use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};

/// The published patterns are Java's; the generator translates them.
#[derive(Debug)]
pub struct Pattern {
    /// As published, for messages.
    pub published: &'static str,
    /// The same in the dialect that we match with.
    pub ours: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

/// Enough for the largest published pattern and no more.
const COMPILED_BYTES_MAX: usize = 4 << 20;

impl Pattern {
    pub const fn new(published: &'static str, ours: &'static str) -> Self {
        Self { published, ours, compiled: OnceLock::new() }
    }

    /// Whether a text is all of what the pattern allows. A pattern that does not compile allows
    /// nothing; a test compiles them all.
    pub fn matches(&self, text: &str) -> bool {
        self.compiled().is_some_and(|regex| regex.is_match(text))
    }

    pub fn compiled(&self) -> Option<&Regex> {
        let compile = || {
            let whole = format!(r"\A(?:{})\z", self.ours);
            RegexBuilder::new(&whole).size_limit(COMPILED_BYTES_MAX).build().ok()
        };
        self.compiled.get_or_init(compile).as_ref()
    }
}
