//! Names, paths, tags and descriptions, checked as IAM checks them.

use std::collections::BTreeSet;

use super::record::Tag;
use super::{DirectoryError, limits};

type Checked = Result<(), DirectoryError>;

/// `parameter` is how the request calls it: `userName`.
pub(super) fn name(parameter: &str, text: &str, most: usize) -> Checked {
    if text.is_empty() {
        return short_of(parameter, 1);
    }
    length(parameter, text, most)?;
    let plain = |c: char| c.is_ascii_alphanumeric() || "+=,.@_-".contains(c);
    if text.chars().all(plain) {
        return Ok(());
    }
    Err(DirectoryError::Validation(format!(
        "The specified value for {parameter} is invalid. It must contain only alphanumeric \
         characters and/or the following: +=,.@_-"
    )))
}

pub(super) fn path(text: &str) -> Checked {
    length("path", text, limits::PATH)?;
    let inside = text.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
    let printable = |text: &str| text.bytes().all(|byte| (0x21..0x7f).contains(&byte));
    if text == "/" || inside.is_some_and(|inside| !inside.is_empty() && printable(inside)) {
        return Ok(());
    }
    Err(DirectoryError::Validation(
        "The specified value for path is invalid. It must begin and end with / and contain only \
         alphanumeric characters and/or / characters."
            .into(),
    ))
}

pub(super) fn description(text: &str) -> Checked {
    length("description", text, limits::DESCRIPTION)
}

/// The tags an entity has already, and those to come; the later value of a key counts.
pub(super) fn tags(kind: &str, before: &[Tag], more: &[Tag]) -> Result<Vec<Tag>, DirectoryError> {
    let mut seen = BTreeSet::new();
    for Tag { key, value } in more {
        if key.is_empty() {
            short_of("tags.member.key", 1)?;
        }
        length("tags.member.key", key, limits::TAG_KEY)?;
        length("tags.member.value", value, limits::TAG_VALUE)?;
        if key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:")) {
            let message = "Tag keys that begin with aws: are reserved for system use.";
            return Err(DirectoryError::InvalidInput(message.into()));
        }
        if !seen.insert(key.to_lowercase()) {
            return Err(duplicate());
        }
    }
    let kept = before.iter().filter(|tag| !seen.contains(&tag.key.to_lowercase()));
    let all: Vec<Tag> = kept.chain(more).cloned().collect();
    if all.len() > limits::TAGS {
        return Err(DirectoryError::quota(&format!("TagsPer{kind}"), limits::TAGS));
    }
    Ok(all)
}

pub(super) fn without_tags(tags: &[Tag], keys: &[String]) -> Vec<Tag> {
    let gone: BTreeSet<String> = keys.iter().map(|key| key.to_lowercase()).collect();
    tags.iter().filter(|tag| !gone.contains(&tag.key.to_lowercase())).cloned().collect()
}

pub(super) fn range(parameter: &str, value: u32, least: u32, most: u32) -> Checked {
    let (problem, bound) = match value {
        value if value < least => ("greater", least),
        value if value > most => ("less", most),
        _ => return Ok(()),
    };
    violated(parameter, &format!("Member must have value {problem} than or equal to {bound}"))
}

pub(super) fn length(parameter: &str, text: &str, most: usize) -> Checked {
    if text.len() <= most || text.chars().count() <= most {
        return Ok(());
    }
    violated(parameter, &format!("Member must have length less than or equal to {most}"))
}

pub(super) fn short_of(parameter: &str, least: usize) -> Checked {
    violated(parameter, &format!("Member must have length greater than or equal to {least}"))
}

fn violated(parameter: &str, constraint: &str) -> Checked {
    Err(DirectoryError::Validation(format!(
        "1 validation error detected: Value at '{parameter}' failed to satisfy constraint: \
         {constraint}"
    )))
}

fn duplicate() -> DirectoryError {
    DirectoryError::InvalidInput(
        "Duplicate tag keys found. Please note that Tag keys are case insensitive.".into(),
    )
}
