//! The value a condition compares with, parsed as its operator wants it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::number::Number;
use super::operator::Test;
use super::template::{Style, Template, Wildcards, arn_fields};
use super::{Context, date, net};

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Operand {
    source: String,
    value: Value,
}

#[derive(Debug, Clone, PartialEq)]
enum Value {
    Text(Template),
    /// Empty when the text is no ARN, which nothing is like.
    Arn(Vec<Template>),
    Number(Number),
    Date(i128),
    Bytes(Vec<u8>),
    Net(net::Net),
    Null(bool),
}

impl Operand {
    /// None when the text is nothing the operator can compare with.
    pub(super) fn parse(source: &str, test: Test, variables: bool) -> Option<Self> {
        let like = |wildcards, ignore_case| Style { wildcards, ignore_case, variables };
        let value = match test {
            Test::Text { like: true, ignore_case, .. } => {
                Value::Text(Template::parse(source, like(Wildcards::Anywhere, ignore_case)))
            }
            Test::Text { like: false, ignore_case, .. } => {
                Value::Text(Template::parse(source, like(Wildcards::None, ignore_case)))
            }
            Test::Bool => Value::Text(Template::parse(source, like(Wildcards::None, true))),
            Test::Arn { .. } => {
                let fields = arn_fields(source, variables).unwrap_or_default();
                let style = like(Wildcards::Anywhere, false);
                Value::Arn(fields.iter().map(|field| Template::parse(field, style)).collect())
            }
            Test::Number(_) => Value::Number(Number::parse(source)?),
            Test::Date(_) => Value::Date(date::parse(source)?),
            Test::Bytes => Value::Bytes(STANDARD.decode(source).ok()?),
            Test::Net { .. } => Value::Net(net::Net::parse(source)?),
            Test::Null if source.eq_ignore_ascii_case("true") => Value::Null(true),
            Test::Null if source.eq_ignore_ascii_case("false") => Value::Null(false),
            Test::Null => return None,
        };
        Some(Self { source: source.to_owned(), value })
    }

    pub(super) fn source(&self) -> &str {
        &self.source
    }

    /// Whether the request's value stands to this one as the test asks, negation left aside. None
    /// when a variable has no value.
    pub(super) fn matches(&self, test: Test, found: &str, context: &Context) -> Option<bool> {
        let held = match (&self.value, test) {
            (Value::Text(template), _) => return template.matches(found, context),
            (Value::Arn(fields), _) => return arn_matches(fields, found, context),
            (Value::Number(number), Test::Number(comparison)) => {
                Number::parse(found).is_some_and(|found| comparison.holds(found.compare(*number)))
            }
            (Value::Date(date), Test::Date(comparison)) => {
                date::parse(found).is_some_and(|found| comparison.holds(found.cmp(date)))
            }
            (Value::Bytes(bytes), _) => STANDARD.decode(found).is_ok_and(|found| found == *bytes),
            (Value::Net(net), _) => net::address(found).is_some_and(|found| net.contains(found)),
            // Null is about the key, and the others come with their tests.
            (Value::Null(_) | Value::Number(_) | Value::Date(_), _) => false,
        };
        Some(held)
    }

    /// Whether `Null` is to find no value.
    pub(super) fn wants_null(&self) -> bool {
        self.value == Value::Null(true)
    }
}

/// Field by field: a wildcard never reaches into the next one.
fn arn_matches(fields: &[Template], found: &str, context: &Context) -> Option<bool> {
    let parts: Vec<&str> = found.splitn(6, ':').collect();
    if parts.len() != 6 || fields.len() != 6 {
        return Some(false);
    }
    for (field, part) in fields.iter().zip(parts) {
        if !field.matches(part, context)? {
            return Some(false);
        }
    }
    Some(true)
}
