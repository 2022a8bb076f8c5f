//! What a function may use beside its own log, as its manifest says it: `queue:jobs`,
//! `bucket:photos:read`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// One thing, and what may be done with it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Use {
    pub kind: UseKind,
    pub name: String,
    pub access: UseAccess,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum UseKind {
    Function,
    Queue,
    Topic,
    Bucket,
    Table,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum UseAccess {
    All,
    Read,
    Write,
}

/// Why a text is no use, in words a person can act on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidUse {
    #[error(
        "begins with no kind; write function:NAME, queue:NAME, topic:NAME, bucket:NAME or table:NAME"
    )]
    Kind,
    #[error(
        "says a kind and no name; write \"{0}:NAME\", or another of function:NAME, queue:NAME, topic:NAME, bucket:NAME and table:NAME"
    )]
    Nameless(&'static str),
    #[error("has no good name; use 1 to 255 letters, digits, '-', '_' or '.', and none of * and ?")]
    Name,
    #[error("ends in a word that is no access; write :read, :write, or nothing for both")]
    Access,
    #[error("is all or nothing; leave out :read and :write")]
    Whole,
}

const NAME_MAX: usize = 255;

impl UseKind {
    const ALL: [(&str, Self); 5] = [
        ("function", Self::Function),
        ("queue", Self::Queue),
        ("topic", Self::Topic),
        ("bucket", Self::Bucket),
        ("table", Self::Table),
    ];

    /// What a use begins with.
    pub fn words() -> impl Iterator<Item = &'static str> {
        Self::ALL.iter().map(|(word, _)| *word)
    }

    /// Whether reading it and writing it can be told apart.
    fn has_parts(self) -> bool {
        !matches!(self, Self::Function | Self::Topic)
    }
}

impl FromStr for Use {
    type Err = InvalidUse;

    fn from_str(text: &str) -> Result<Self, InvalidUse> {
        let (word, rest) = text.split_once(':').unwrap_or((text, ""));
        let kind = UseKind::ALL.iter().find(|(known, _)| *known == word);
        let (word, kind) = *kind.ok_or(InvalidUse::Kind)?;
        if rest.is_empty() {
            return Err(InvalidUse::Nameless(word));
        }
        let (name, access) = match rest.split_once(':') {
            None => (rest, UseAccess::All),
            Some((name, "read")) => (name, UseAccess::Read),
            Some((name, "write")) => (name, UseAccess::Write),
            Some(_) => return Err(InvalidUse::Access),
        };
        if access != UseAccess::All && !kind.has_parts() {
            return Err(InvalidUse::Whole);
        }
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
        if name.is_empty() || name.len() > NAME_MAX || !name.bytes().all(plain) {
            return Err(InvalidUse::Name);
        }
        Ok(Self { kind, name: name.to_owned(), access })
    }
}

impl TryFrom<String> for Use {
    type Error = InvalidUse;

    fn try_from(text: String) -> Result<Self, InvalidUse> {
        text.parse()
    }
}

impl From<Use> for String {
    fn from(used: Use) -> String {
        used.to_string()
    }
}

impl fmt::Display for Use {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = UseKind::ALL.iter().find(|(_, kind)| *kind == self.kind);
        let access = match self.access {
            UseAccess::All => "",
            UseAccess::Read => ":read",
            UseAccess::Write => ":write",
        };
        write!(f, "{}:{}{access}", kind.map_or("", |(word, _)| word), self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_written_as_they_are_read() {
        for text in [
            "function:thumbnail",
            "queue:jobs",
            "queue:jobs.fifo:read",
            "topic:orders",
            "bucket:photos:write",
            "table:Users_2:read",
        ] {
            assert_eq!(text.parse::<Use>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn mistakes() {
        let long = format!("queue:{}", "q".repeat(256));
        for (text, why) in [
            ("", InvalidUse::Kind),
            ("jobs", InvalidUse::Kind),
            ("Queue:jobs", InvalidUse::Kind),
            ("secret:x", InvalidUse::Kind),
            ("queue:", InvalidUse::Nameless("queue")),
            ("bucket", InvalidUse::Nameless("bucket")),
            ("queue::read", InvalidUse::Name),
            ("queue:*", InvalidUse::Name),
            ("queue:job?", InvalidUse::Name),
            ("bucket:a/b:read", InvalidUse::Name),
            ("bucket:${aws:username}", InvalidUse::Access),
            ("table:\u{fc}ber", InvalidUse::Name),
            (&*long, InvalidUse::Name),
            ("bucket:photos:reed", InvalidUse::Access),
            ("bucket:photos:read:write", InvalidUse::Access),
            ("bucket:photos:", InvalidUse::Access),
            ("function:f:read", InvalidUse::Whole),
        ] {
            assert_eq!(text.parse::<Use>(), Err(why), "{text}");
        }
    }
}
