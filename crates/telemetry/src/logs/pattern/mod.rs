//! Filter patterns as CloudWatch Logs has them: which events somebody wants to see.
//!
//! ```text
//! ERROR -"exit 1"                                    words, and words that must not be there
//! { $.level = "error" && $.n >= 3 }                  events in JSON, by their fields
//! [ip, user, ..., status = 4*, size > 1000]          events in columns, by their place
//! ```
//! Pure, and linear in the length of the event whatever the pattern is.

mod columns;
mod comparison;
mod condition;
mod cursor;
mod error;
mod json;
mod number;
mod regex;
mod terms;
mod wildcard;

pub use error::PatternError;

use columns::Columns;
use cursor::Cursor;
use json::JsonPattern;
use terms::Terms;

/// The longest pattern, in characters.
const LONGEST: usize = 1024;

#[derive(Debug, Clone)]
pub struct Pattern(Kind);

#[derive(Debug, Clone)]
enum Kind {
    Terms(Terms),
    Json(JsonPattern),
    Columns(Columns),
}

impl Pattern {
    /// Reads a pattern; an empty one matches everything.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        if text.chars().nth(LONGEST).is_some() {
            return Err(PatternError::TooLong);
        }
        let mut cursor = Cursor::new(text.trim());
        let kind = match cursor.peek() {
            Some('{') => Kind::Json(JsonPattern::parse(&mut cursor)?),
            Some('[') => Kind::Columns(Columns::parse(&mut cursor)?),
            _ => Kind::Terms(Terms::parse(&mut cursor)?),
        };
        cursor.end()?;
        Ok(Self(kind))
    }

    pub fn matches(&self, event: &str) -> bool {
        match &self.0 {
            Kind::Terms(terms) => terms.matches(event),
            Kind::Json(pattern) => pattern.matches(event),
            Kind::Columns(columns) => columns.matches(event),
        }
    }
}
