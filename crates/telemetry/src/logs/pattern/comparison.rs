//! `= 4*`, `!= "a"`, `>= 3`, `= %re%`: what is asked of one value.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::PatternError;
use super::cursor::Cursor;
use super::number::Number;
use super::regex::Regex;
use super::wildcard::Wildcard;

#[derive(Debug, Clone)]
pub(super) struct Comparison {
    operator: Operator,
    operand: Operand,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Debug, Clone)]
enum Operand {
    Number(Number, String),
    Text(Wildcard),
    Regex(Regex),
}

/// A value of an event that something can be asked of.
#[derive(Debug)]
pub(super) enum Value<'a> {
    Number(Number, Cow<'a, str>),
    Text(Cow<'a, str>),
}

impl<'a> Value<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        match Number::parse(text) {
            Some(number) => Self::Number(number, text.into()),
            None => Self::Text(text.into()),
        }
    }

    fn text(&self) -> &str {
        match self {
            Self::Number(_, text) | Self::Text(text) => text,
        }
    }
}

const OPERATORS: [(&str, Operator); 6] = [
    ("!=", Operator::Unequal),
    ("<=", Operator::LessOrEqual),
    (">=", Operator::GreaterOrEqual),
    ("<", Operator::Less),
    (">", Operator::Greater),
    ("=", Operator::Equal),
];

impl Comparison {
    /// Reads an operator and what stands behind it, if there is an operator.
    pub(super) fn parse(cursor: &mut Cursor<'_>) -> Result<Option<Self>, PatternError> {
        let found = OPERATORS.into_iter().find(|(sign, _)| cursor.takes(sign));
        let Some((_, operator)) = found else { return Ok(None) };
        let operand = Self::operand(cursor)?;
        let is_order = !matches!(operator, Operator::Equal | Operator::Unequal);
        if is_order && !matches!(operand, Operand::Number(..)) {
            return Err(cursor.wrong("something other than a number is compared in size"));
        }
        Ok(Some(Self { operator, operand }))
    }

    fn operand(cursor: &mut Cursor<'_>) -> Result<Operand, PatternError> {
        cursor.blank();
        match cursor.peek() {
            Some('"') => Ok(Operand::Text(Wildcard::parse(&cursor.quoted('"')?))),
            Some('%') => Ok(Operand::Regex(cursor.one_of_two_regexes()?)),
            _ => {
                let is_part = |c: char| !c.is_whitespace() && !"\"%,()[]{}&|=!<>'".contains(c);
                let text = cursor.take_while(is_part);
                if text.is_empty() {
                    return Err(cursor.wrong("nothing to compare with"));
                }
                Ok(match Number::parse(text) {
                    Some(number) => Operand::Number(number, text.to_owned()),
                    None => Operand::Text(Wildcard::parse(text)),
                })
            }
        }
    }

    pub(super) fn holds(&self, value: &Value<'_>) -> bool {
        let equal = match &self.operand {
            Operand::Text(wildcard) => wildcard.matches(value.text()),
            Operand::Regex(regex) => regex.matches(value.text()),
            Operand::Number(number, text) => match value {
                Value::Number(value, _) => return self.is_order(value.compare(*number)),
                Value::Text(value) => value == text,
            },
        };
        match self.operator {
            Operator::Equal => equal,
            Operator::Unequal => !equal,
            _ => false,
        }
    }

    fn is_order(&self, order: Option<Ordering>) -> bool {
        let Some(order) = order else { return self.operator == Operator::Unequal };
        match self.operator {
            Operator::Equal => order.is_eq(),
            Operator::Unequal => order.is_ne(),
            Operator::Less => order.is_lt(),
            Operator::LessOrEqual => order.is_le(),
            Operator::Greater => order.is_gt(),
            Operator::GreaterOrEqual => order.is_ge(),
        }
    }
}
