//! Where the public calls a function: as it is now, and what a manifest says of it.

use serde::{Deserialize, Serialize};

use crate::Cors;

/// A function's address, or one of its aliases'.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Url {
    /// Whether requests must be signed.
    pub signed: bool,
    /// Whether answers are streamed.
    pub streams: bool,
    pub cors: Option<Cors>,
    pub created_ms: u64,
    pub changed_ms: u64,
}

impl Url {
    pub(crate) fn new(terms: &UrlTerms, now_ms: u64) -> Self {
        let UrlTerms { auth, cors } = terms.clone();
        let signed = auth == UrlAuth::Iam;
        Self { signed, streams: false, cors, created_ms: now_ms, changed_ms: now_ms }
    }

    pub fn terms(&self) -> UrlTerms {
        let auth = if self.signed { UrlAuth::Iam } else { UrlAuth::None };
        UrlTerms { auth, cors: self.cors.clone() }
    }

    pub(crate) fn agree(&mut self, terms: &UrlTerms, now_ms: u64) {
        if self.terms() != *terms {
            let streams = self.streams;
            *self = Self { created_ms: self.created_ms, streams, ..Self::new(terms, now_ms) };
        }
    }
}

/// What a manifest says of a function's URL. In JSON as in TOML: `true`, `false` or the terms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub enum DeclaredUrl {
    Off,
    On(UrlTerms),
}

impl DeclaredUrl {
    /// `url = true`: everybody may call it.
    pub fn open() -> Self {
        Self::On(UrlTerms::default())
    }

    pub fn terms(&self) -> Option<&UrlTerms> {
        match self {
            Self::Off => None,
            Self::On(terms) => Some(terms),
        }
    }
}

/// Who may call a URL, and which web pages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct UrlTerms {
    pub auth: UrlAuth,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cors: Option<Cors>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UrlAuth {
    /// Everybody.
    #[default]
    None,
    /// Who signs, and may by the policies.
    Iam,
}

impl UrlAuth {
    pub const ALL: [(&str, Self); 2] = [("none", Self::None), ("iam", Self::Iam)];
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    Switch(bool),
    Terms(UrlTerms),
}

impl From<Written> for DeclaredUrl {
    fn from(written: Written) -> Self {
        match written {
            Written::Switch(false) => Self::Off,
            Written::Switch(true) => Self::open(),
            Written::Terms(terms) => Self::On(terms),
        }
    }
}

impl From<DeclaredUrl> for Written {
    fn from(declared: DeclaredUrl) -> Self {
        match declared {
            DeclaredUrl::Off => Self::Switch(false),
            DeclaredUrl::On(terms) if terms == UrlTerms::default() => Self::Switch(true),
            DeclaredUrl::On(terms) => Self::Terms(terms),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_written_as_in_a_manifest() {
        for text in [
            "false",
            "true",
            r#"{"auth":"iam"}"#,
            r#"{"auth":"none","cors":{"credentials":false,"headers":[],"methods":["GET"],"origins":["*"],"expose":[],"max_age_s":60}}"#,
        ] {
            let read: DeclaredUrl = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&read).unwrap(), text);
        }
        assert!(serde_json::from_str::<DeclaredUrl>(r#"{"auth":"maybe"}"#).is_err());
    }
}
