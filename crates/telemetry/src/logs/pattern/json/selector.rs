//! `$.a['b c'][0].d`: the way to a field.

use super::super::PatternError;
use super::super::cursor::Cursor;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Selector(Vec<Step>);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Key(String),
    Index(usize),
    /// Every element of a list, or every field of an object.
    All,
}

impl Selector {
    pub(super) fn parse(cursor: &mut Cursor<'_>) -> Result<Self, PatternError> {
        cursor.expect("$", "no field that begins with $")?;
        let mut steps = Vec::new();
        loop {
            match cursor.peek() {
                Some('.') => {
                    cursor.expect(".", "no point")?;
                    if cursor.peek() == Some('[') {
                        continue;
                    }
                    steps.push(name(cursor)?);
                }
                Some('[') => {
                    cursor.expect("[", "no opening bracket")?;
                    steps.push(element(cursor)?);
                    cursor.expect("]", "no closing bracket")?;
                }
                _ if steps.is_empty() => return Err(cursor.wrong("no field behind $")),
                _ => return Ok(Self(steps)),
            }
        }
    }

    pub(super) fn step(&self, at: usize) -> Option<&Step> {
        self.0.get(at)
    }
}

fn name(cursor: &mut Cursor<'_>) -> Result<Step, PatternError> {
    let is_part = |c: char| !c.is_whitespace() && !".[](){}=!<>&|,\"'%$".contains(c);
    match cursor.take_while(is_part) {
        "" => Err(cursor.wrong("a field without a name")),
        "*" => Ok(Step::All),
        name => Ok(Step::Key(name.to_owned())),
    }
}

fn element(cursor: &mut Cursor<'_>) -> Result<Step, PatternError> {
    cursor.blank();
    match cursor.peek() {
        Some(quote @ ('"' | '\'')) => Ok(Step::Key(cursor.quoted(quote)?)),
        Some('*') => cursor.expect("*", "no star").map(|()| Step::All),
        _ => {
            let digits = cursor.take_while(|c| c.is_ascii_digit());
            let wrong = cursor.wrong("an element that is neither a number nor a name in quotes");
            digits.parse().map(Step::Index).map_err(|_| wrong)
        }
    }
}
