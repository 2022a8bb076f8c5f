//! What a function's versions are called.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::FunctionName;

/// One of a function's versions: the one that is worked on, or one that was published and stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Label {
    Latest,
    Published(u64),
}

impl Label {
    pub fn text(self) -> Cow<'static, str> {
        match self {
            Self::Latest => "$LATEST".into(),
            Self::Published(number) => number.to_string().into(),
        }
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

/// One version of one function, which has instances, limits and a line of its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Variant {
    pub name: FunctionName,
    pub label: Label,
}

impl From<FunctionName> for Variant {
    fn from(name: FunctionName) -> Self {
        Self { name, label: Label::Latest }
    }
}

impl fmt::Display for Variant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.label {
            Label::Latest => write!(f, "{}", self.name),
            Label::Published(number) => write!(f, "{}:{number}", self.name),
        }
    }
}
