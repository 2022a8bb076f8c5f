//! Names of groups and streams, parsed once at the front door.

use std::fmt;
use std::sync::Arc;

use super::GroupsError;

const LONGEST: usize = 512;
/// What a stream's name may take in a key of the store, beside the rest of it.
const LONGEST_BYTES: usize = 900;
const FUNCTIONS: &str = "/aws/lambda/";

/// 1 to 512 letters, digits and `.` `-` `_` `/` `#`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GroupName(Arc<str>);

/// 1 to 512 characters, neither `:` nor `*` among them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StreamName(Arc<str>);

impl GroupName {
    pub fn parse(text: &str) -> Result<Self, GroupsError> {
        length(text, "logGroupName")?;
        if !is_group_text(text) {
            let rule = r"satisfy regular expression pattern: [\.\-_/#A-Za-z0-9]+";
            return Err(GroupsError::constraint(text, "logGroupName", rule));
        }
        Ok(Self(text.into()))
    }

    /// The group of what a function prints.
    pub fn of_function(function: &str) -> Self {
        Self(format!("{FUNCTIONS}{function}").into())
    }

    /// The function whose group this is, if there is one.
    pub fn function(&self) -> Option<Arc<str>> {
        self.0.strip_prefix(FUNCTIONS).filter(|name| !name.is_empty()).map(Arc::from)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl StreamName {
    pub fn parse(text: &str) -> Result<Self, GroupsError> {
        length(text, "logStreamName")?;
        if text.contains([':', '*']) {
            let rule = "satisfy regular expression pattern: [^:*]*";
            return Err(GroupsError::constraint(text, "logStreamName", rule));
        }
        let zeros = text.bytes().filter(|byte| *byte == 0).count();
        if text.len() + zeros > LONGEST_BYTES {
            let rule = "have no more than 900 bytes here";
            return Err(GroupsError::constraint(text, "logStreamName", rule));
        }
        Ok(Self(text.into()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn shared(&self) -> Arc<str> {
        self.0.clone()
    }
}

pub(super) fn is_group_text(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_/#".contains(&byte))
}

fn length(text: &str, member: &str) -> Result<(), GroupsError> {
    if text.is_empty() {
        let rule = "have length greater than or equal to 1";
        return Err(GroupsError::constraint(text, member, rule));
    }
    if text.chars().nth(LONGEST).is_some() {
        let rule = "have length less than or equal to 512";
        return Err(GroupsError::constraint(text, member, rule));
    }
    Ok(())
}

impl fmt::Display for GroupName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for StreamName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
