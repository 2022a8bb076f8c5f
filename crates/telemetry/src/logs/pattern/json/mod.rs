//! Events in JSON, by their fields.

mod selector;
mod walk;

use super::PatternError;
use super::comparison::{Comparison, Value};
use super::condition::Condition;
use super::cursor::Cursor;
use selector::Selector;

#[derive(Debug, Clone)]
pub(super) struct JsonPattern {
    /// What is asked, each of one field.
    questions: Vec<Question>,
    /// What the answers must be, by the questions' numbers.
    condition: Condition<usize>,
}

#[derive(Debug, Clone)]
struct Question {
    selector: Selector,
    test: Test,
}

#[derive(Debug, Clone)]
enum Test {
    Compare(Comparison),
    Null,
    Bool(bool),
    Exists,
    Missing,
}

/// A field as it was found.
enum Found<'a> {
    Null,
    Bool(bool),
    Value(Value<'a>),
    /// An object or a list, of which nothing can be asked but whether it is there.
    Nested,
}

impl JsonPattern {
    pub(super) fn parse(cursor: &mut Cursor<'_>) -> Result<Self, PatternError> {
        cursor.expect("{", "no opening brace")?;
        let mut questions = Vec::new();
        let condition = Condition::parse(cursor, &mut |cursor: &mut Cursor<'_>| {
            questions.push(Question::parse(cursor)?);
            Ok(questions.len() - 1)
        })?;
        cursor.expect("}", "no closing brace")?;
        Ok(Self { questions, condition })
    }

    pub(super) fn matches(&self, event: &str) -> bool {
        if !event.trim_start().starts_with(['{', '[']) {
            return false;
        }
        match walk::answers(&self.questions, event) {
            Some(answers) => self.condition.holds(&|question| answers[*question]),
            None => false,
        }
    }
}

impl Question {
    fn parse(cursor: &mut Cursor<'_>) -> Result<Self, PatternError> {
        let selector = Selector::parse(cursor)?;
        let test = if let Some(comparison) = Comparison::parse(cursor)? {
            Test::Compare(comparison)
        } else if cursor.takes_word("IS") {
            if cursor.takes_word("NULL") {
                Test::Null
            } else if cursor.takes_word("TRUE") {
                Test::Bool(true)
            } else if cursor.takes_word("FALSE") {
                Test::Bool(false)
            } else {
                return Err(cursor.wrong("IS without NULL, TRUE or FALSE"));
            }
        } else if cursor.takes_word("EXISTS") {
            Test::Exists
        } else if cursor.takes_word("NOT") && cursor.takes_word("EXISTS") {
            Test::Missing
        } else {
            return Err(cursor.wrong("a field of which nothing is asked"));
        };
        Ok(Self { selector, test })
    }
}

impl Test {
    /// What the answer is when the field is not there.
    fn unless_found(&self) -> bool {
        matches!(self, Self::Missing)
    }

    fn holds(&self, found: &Found<'_>) -> bool {
        match (self, found) {
            (Self::Exists, _) | (Self::Null, Found::Null) => true,
            (Self::Bool(asked), Found::Bool(found)) => asked == found,
            (Self::Compare(comparison), Found::Value(value)) => comparison.holds(value),
            (Self::Compare(comparison), Found::Bool(found)) => {
                comparison.holds(&Value::Text(if *found { "true" } else { "false" }.into()))
            }
            _ => false,
        }
    }
}
