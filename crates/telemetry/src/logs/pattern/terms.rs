//! Words that an event must have, must not have, or must have one of.

use super::PatternError;
use super::cursor::Cursor;
use super::regex::Regex;

#[derive(Debug, Clone, Default)]
pub(super) struct Terms {
    required: Vec<Term>,
    excluded: Vec<Term>,
    /// Of these one must be there; where other terms are, these mean nothing.
    optional: Vec<Term>,
}

#[derive(Debug, Clone)]
enum Term {
    Text(String),
    Regex(Regex),
}

impl Terms {
    pub(super) fn parse(cursor: &mut Cursor<'_>) -> Result<Self, PatternError> {
        let mut terms = Self::default();
        while !cursor.is_at_end() {
            let list = if cursor.takes("-") {
                &mut terms.excluded
            } else if cursor.takes("?") {
                &mut terms.optional
            } else {
                &mut terms.required
            };
            list.push(Term::parse(cursor)?);
        }
        Ok(terms)
    }

    pub(super) fn matches(&self, event: &str) -> bool {
        if self.required.is_empty() && self.excluded.is_empty() {
            let any = self.optional.iter().any(|term| term.is_in(event));
            return any || self.optional.is_empty();
        }
        self.required.iter().all(|term| term.is_in(event))
            && !self.excluded.iter().any(|term| term.is_in(event))
    }
}

impl Term {
    fn parse(cursor: &mut Cursor<'_>) -> Result<Self, PatternError> {
        let term = match cursor.peek() {
            Some('"') => Self::Text(cursor.quoted('"')?),
            Some('%') => Self::Regex(cursor.regex()?),
            _ => {
                let word = cursor.take_while(|c| !c.is_whitespace());
                let plain = word.chars().all(|c| c.is_alphanumeric() || c == '_');
                if word.is_empty() || !plain {
                    return Err(PatternError::Term(word.to_owned()));
                }
                return Ok(Self::Text(word.to_owned()));
            }
        };
        match cursor.peek() {
            Some(next) if !next.is_whitespace() => Err(cursor.wrong("no blank between two terms")),
            _ => Ok(term),
        }
    }

    fn is_in(&self, event: &str) -> bool {
        match self {
            Self::Text(text) => event.contains(text.as_str()),
            Self::Regex(regex) => regex.matches(event),
        }
    }
}
