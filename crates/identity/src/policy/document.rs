//! A policy document, parsed once.

use serde::{Deserialize, Serialize};

use super::principal::Pinned;
use super::raw::RawDocument;
use super::shapes::Many;
use super::{Malformed, Statement, read};

/// Longer texts are not even looked at.
pub const TEXT_MAX: usize = 131_072;

/// Where a policy is to be used, which decides what it must and must not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// For users, groups and roles; also permissions boundaries and session policies.
    Identity,
    /// Who may assume a role.
    Trust,
    /// What others may do with a function, a queue, a bucket.
    Resource,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Version {
    /// 2008-10-17, the one that is meant when none is named: without variables.
    First,
    /// 2012-10-17.
    Second,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// None when the text names no version.
    pub(super) version: Option<Version>,
    pub(super) id: Option<String>,
    pub(super) statements: Vec<Statement>,
}

impl Document {
    /// Reads a policy and checks all that IAM checks when one is created.
    pub fn parse(text: &str, kind: Kind) -> Result<Self, Malformed> {
        read::document(text, kind)
    }

    /// The same document with the ids of users and roles in the place of their names.
    pub fn pinned(&self, id: impl Fn(&str) -> Pinned) -> Result<Self, Malformed> {
        let mut pinned = self.clone();
        for principals in pinned.statements.iter_mut().filter_map(|s| s.principals.as_mut()) {
            principals.items.pin(&id)?;
        }
        Ok(pinned)
    }

    /// A document that says nothing, and so allows nothing.
    pub(crate) fn nothing() -> Self {
        Self { version: None, id: None, statements: Vec::new() }
    }

    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// The document as JSON again, in one spelling.
    pub fn to_json(&self) -> String {
        let version = self.version.map(|version| match version {
            Version::First => "2008-10-17".to_owned(),
            Version::Second => "2012-10-17".to_owned(),
        });
        let statements = self.statements.iter().map(Statement::raw).collect();
        let raw = RawDocument { version, id: self.id.clone(), statement: Many(statements) };
        // Texts and lists of texts always have a JSON form.
        serde_json::to_string(&raw).unwrap_or_default()
    }
}

/// The length that counts against the limits: blanks cost nothing.
pub fn counted_length(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}
