//! Events in columns: words, and what stands in quotes or brackets, with blanks between.

use std::collections::VecDeque;

use super::PatternError;
use super::comparison::{Comparison, Value};
use super::condition::Condition;
use super::cursor::Cursor;

#[derive(Debug, Clone)]
pub(super) struct Columns {
    before: Vec<Column>,
    /// Columns behind an ellipsis, if there is one.
    after: Option<Vec<Column>>,
}

/// What is asked of a column; of most nothing is.
type Column = Option<Condition<Option<Comparison>>>;

impl Columns {
    pub(super) fn parse(cursor: &mut Cursor<'_>) -> Result<Self, PatternError> {
        cursor.expect("[", "no opening bracket")?;
        let mut columns = Self { before: Vec::new(), after: None };
        loop {
            if cursor.takes("...") {
                if columns.after.replace(Vec::new()).is_some() {
                    return Err(cursor.wrong("a second ellipsis"));
                }
            } else {
                let column = column(cursor)?;
                columns.after.as_mut().unwrap_or(&mut columns.before).push(column);
            }
            if !cursor.takes(",") {
                cursor.expect("]", "no closing bracket")?;
                return Ok(columns);
            }
        }
    }

    pub(super) fn matches(&self, event: &str) -> bool {
        let mut words = Words::of(event);
        let first = self.before.iter().all(|column| words.next().is_some_and(|w| fits(column, w)));
        let Some(after) = &self.after else { return first && words.next().is_none() };
        if !first {
            return false;
        }
        let mut last = VecDeque::with_capacity(after.len() + 1);
        for word in words {
            last.push_back(word);
            if last.len() > after.len() {
                last.pop_front();
            }
        }
        last.len() == after.len() && after.iter().zip(last).all(|(column, word)| fits(column, word))
    }
}

fn fits(column: &Column, word: &str) -> bool {
    let Some(condition) = column else { return true };
    let value = Value::of(word);
    condition.holds(&|comparison| comparison.as_ref().is_none_or(|it| it.holds(&value)))
}

/// Reads a name, or conditions that all begin with the same name.
fn column(cursor: &mut Cursor<'_>) -> Result<Column, PatternError> {
    let mut name: Option<String> = None;
    let mut asked = false;
    let condition = Condition::parse(cursor, &mut |cursor: &mut Cursor<'_>| {
        cursor.blank();
        let found = cursor.take_while(|c| c.is_alphanumeric() || "_-.".contains(c));
        if found.is_empty() {
            return Err(cursor.wrong("a column without a name"));
        }
        if name.get_or_insert_with(|| found.to_owned()) != found {
            return Err(cursor.wrong("two names for one column"));
        }
        let comparison = Comparison::parse(cursor)?;
        asked |= comparison.is_some();
        Ok(comparison)
    })?;
    Ok(Some(condition).filter(|_| asked))
}

struct Words<'a> {
    rest: &'a str,
    /// No end was found for a quote, or for a bracket: there is none further on either, and it
    /// need not be looked for again.
    endless: [bool; 2],
}

impl<'a> Words<'a> {
    fn of(event: &'a str) -> Self {
        Self { rest: event, endless: [false; 2] }
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let rest = self.rest.trim_start();
        let first = rest.chars().next()?;
        let pair = [('"', '"'), ('[', ']')].iter().position(|(open, _)| *open == first);
        if let Some(pair) = pair.filter(|pair| !self.endless[*pair]) {
            let close = [b'"', b']'][pair];
            let inside = &rest[1..];
            if let Some(end) = memchr::memchr(close, inside.as_bytes()) {
                self.rest = &inside[end + 1..];
                return Some(&inside[..end]);
            }
            self.endless[pair] = true;
        }
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        self.rest = &rest[end..];
        Some(&rest[..end])
    }
}
