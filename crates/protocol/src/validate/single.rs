//! The rules that one value must satisfy, its parts left aside.

use std::cmp::Ordering;

use crate::Value;
use crate::schema::{Length, Range, Shape, Text};

/// A rule in AWS's words, and whether it is broken.
type Rule = (String, bool);

/// All rules of a shape, in the order AWS lists them.
pub(super) fn rules(shape: &Shape) -> Vec<String> {
    judge(shape, None).into_iter().map(|(rule, _)| rule).collect()
}

/// The rules that a value breaks, in the order AWS tells them: patterns come before lengths.
pub(super) fn broken(shape: &Shape, value: &Value) -> Vec<String> {
    let fine = match (shape, value) {
        // The most frequent answer without a word being written.
        (Shape::Text(text), Value::Text(value)) => {
            let fits = || fits(text, value);
            let listed = || text.values.is_empty() || text.values.contains(&value.as_str());
            within(&text.length, length(value)) && listed() && fits()
        }
        (Shape::Bool | Shape::Timestamp | Shape::Structure(_), _) => true,
        _ => false,
    };
    if fine {
        return Vec::new();
    }
    let mut broken: Vec<_> =
        judge(shape, Some(value)).into_iter().filter(|(_, broken)| *broken).collect();
    broken.sort_by_key(|(rule, _)| !rule.contains("pattern:"));
    broken.into_iter().map(|(rule, _)| rule).collect()
}

fn judge(shape: &Shape, value: Option<&Value>) -> Vec<Rule> {
    let mut rules = Vec::new();
    match shape {
        Shape::Text(text) => {
            let value = match value {
                Some(Value::Text(value)) => Some(value),
                _ => None,
            };
            lengths(&text.length, value.map(|value| length(value)), &mut rules);
            if let Some(pattern) = text.pattern {
                let rule = format!(
                    "Member must satisfy regular expression pattern: {}",
                    pattern.published
                );
                rules.push((rule, value.is_some_and(|value| !fits(text, value))));
            }
            if !text.values.is_empty() {
                let set = text.values.join(", ");
                let rule = format!("Member must satisfy enum value set: [{set}]");
                rules.push((rule, value.is_some_and(|v| !text.values.contains(&v.as_str()))));
            }
        }
        Shape::Integer(range) | Shape::Long(range) => {
            let value = match value {
                Some(Value::Integer(value)) => Some(*value),
                _ => None,
            };
            ranges(range, value, i64::to_string, &mut rules);
        }
        Shape::Float(range) => {
            let value = match value {
                Some(Value::Float(value)) => Some(*value),
                _ => None,
            };
            ranges(range, value, |bound| format!("{bound:?}"), &mut rules);
        }
        Shape::Blob(blob) => {
            let bytes = match value {
                Some(Value::Blob(bytes)) => Some(bytes.len()),
                _ => None,
            };
            lengths(&blob.length, bytes, &mut rules);
        }
        Shape::List(list) => {
            let items = match value {
                Some(Value::List(items)) => Some(items.len()),
                _ => None,
            };
            lengths(&list.length, items, &mut rules);
        }
        Shape::Map(map) => {
            let entries = match value {
                Some(Value::Map(entries)) => Some(entries.len()),
                _ => None,
            };
            lengths(&map.length, entries, &mut rules);
        }
        Shape::Bool | Shape::Timestamp | Shape::Structure(_) | Shape::Events(_) => {}
    }
    rules
}

/// How far beyond its bound, and without one, a text is still matched: matching takes the longer the
/// larger the pattern is. What is longer is refused for its length, or else for its pattern.
const BEYOND_BYTES: u64 = 4_096;
const UNBOUNDED_BYTES: usize = 256 * 1024;

fn fits(text: &Text, value: &str) -> bool {
    let Some(pattern) = text.pattern else { return true };
    match text.length.max {
        // A character has four bytes at most.
        Some(max) if value.len() as u64 > max.saturating_mul(4) + BEYOND_BYTES => true,
        None if value.len() > UNBOUNDED_BYTES => false,
        _ => pattern.matches(value),
    }
}

/// Characters as Java counts them.
fn length(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

fn within(length: &Length, found: usize) -> bool {
    let found = found as u64;
    length.min.is_none_or(|min| found >= min) && length.max.is_none_or(|max| found <= max)
}

fn lengths(length: &Length, found: Option<usize>, rules: &mut Vec<Rule>) {
    let found = found.map(|found| found as u64);
    if let Some(max) = length.max {
        let broken = found.is_some_and(|found| found > max);
        rules.push((format!("Member must have length less than or equal to {max}"), broken));
    }
    if let Some(min) = length.min {
        let broken = found.is_some_and(|found| found < min);
        rules.push((format!("Member must have length greater than or equal to {min}"), broken));
    }
}

fn ranges<T: PartialOrd + Copy>(
    range: &Range<T>,
    found: Option<T>,
    spell: impl Fn(&T) -> String,
    rules: &mut Vec<Rule>,
) {
    if let Some(max) = range.max {
        // Also true of what cannot be compared, NaN.
        let broken = found.is_some_and(|f| f.partial_cmp(&max).is_none_or(Ordering::is_gt));
        let rule = format!("Member must have value less than or equal to {}", spell(&max));
        rules.push((rule, broken));
    }
    if let Some(min) = range.min {
        let broken = found.is_some_and(|f| f.partial_cmp(&min).is_none_or(Ordering::is_lt));
        let rule = format!("Member must have value greater than or equal to {}", spell(&min));
        rules.push((rule, broken));
    }
}
