//! Names people choose. A name is parsed once at the front door and is safe in URLs, host names,
//! file names and log lines from then on.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

const LONGEST: usize = 64;

/// Why a text is not a name, in words a person can act on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{what} \"{text}\" {problem}; use 1 to 64 letters, digits, '-' or '_', starting with a letter or digit"
)]
pub struct InvalidName {
    what: &'static str,
    text: String,
    problem: &'static str,
}

fn check(what: &'static str, text: &str) -> Result<(), InvalidName> {
    let problem = if text.is_empty() {
        "is empty"
    } else if text.len() > LONGEST {
        "is too long"
    } else if !text.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        "starts with a character that is not a letter or digit"
    } else if !text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_') {
        "has a character that is not allowed"
    } else {
        return Ok(());
    };
    let text = text.chars().take(LONGEST + 1).collect();
    Err(InvalidName { what, text, problem })
}

macro_rules! name {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            pub fn parse(text: &str) -> Result<Self, InvalidName> {
                check($what, text)?;
                Ok(Self(text.into()))
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidName;
            fn try_from(text: String) -> Result<Self, InvalidName> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> String {
                name.0.to_string()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }
    };
}

name! {
    /// The name of a function, unique on a platform.
    FunctionName, "function name"
}
name! {
    /// The name of an app: the project that a set of functions was deployed from.
    AppName, "app name"
}
