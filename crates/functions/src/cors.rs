//! Which pages of other origins may call a function's URL, and how.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Cors {
    /// Whether pages may send cookies and the like.
    pub credentials: bool,
    pub headers: Vec<String>,
    pub methods: Vec<String>,
    pub origins: Vec<String>,
    /// Headers of answers that pages may read.
    pub expose: Vec<String>,
    /// How long browsers remember the answer.
    pub max_age_s: Option<u32>,
}

/// As long as any entry may be.
const ENTRY_BYTES_MAX: usize = 253;

impl Cors {
    pub const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", ANY];
    pub const MAX_AGE_S: u32 = 86_400;
    pub const ENTRIES_MAX: usize = 100;

    /// `*`, or scheme, host and perhaps port: what browsers send as `Origin`.
    pub fn is_origin(text: &str) -> bool {
        let host = |host: &str| {
            let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._:[]".contains(&b);
            !host.is_empty() && host.bytes().all(plain)
        };
        let named = text.split_once("://").is_some_and(|(scheme, rest)| {
            let plain = |b: u8| b.is_ascii_alphanumeric() || b"+-.".contains(&b);
            !scheme.is_empty() && scheme.bytes().all(plain) && host(rest)
        });
        text == ANY || (named && text.len() <= ENTRY_BYTES_MAX)
    }

    /// `*`, or the name of a header.
    pub fn is_header(text: &str) -> bool {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
        !text.is_empty() && text.len() <= ENTRY_BYTES_MAX && text.bytes().all(plain)
    }

    pub fn is_method(text: &str) -> bool {
        Self::METHODS.contains(&text)
    }

    /// Whether a deploy may say this; else what is wrong, in words.
    pub fn check(&self) -> Result<(), String> {
        type List<'a> = (&'a str, &'a Vec<String>, fn(&str) -> bool);
        let lists: [List<'_>; 4] = [
            ("origins", &self.origins, Self::is_origin),
            ("methods", &self.methods, Self::is_method),
            ("headers", &self.headers, Self::is_header),
            ("expose", &self.expose, Self::is_header),
        ];
        for (name, list, is_good) in lists {
            if list.len() > Self::ENTRIES_MAX {
                let found = list.len();
                return Err(format!(
                    "cors.{name} has {found} entries, {} at most",
                    Self::ENTRIES_MAX
                ));
            }
            if let Some(bad) = list.iter().find(|entry| !is_good(entry)) {
                return Err(format!("cors.{name} has the entry {bad:?}, which is none"));
            }
            if self.credentials && list.iter().any(|entry| entry == ANY) {
                return Err(format!("cors.{name} is \"*\" although credentials are allowed"));
            }
        }
        if self.origins.is_empty() {
            return Err("cors has no origins, so it allows nobody".into());
        }
        if self.max_age_s.is_some_and(|age| age > Self::MAX_AGE_S) {
            return Err(format!("cors.max_age is more than {} s", Self::MAX_AGE_S));
        }
        Ok(())
    }
}

const ANY: &str = "*";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins() {
        for good in
            ["*", "https://shop.example", "http://localhost:3000", "app://x", "http://[::1]:80"]
        {
            assert!(Cors::is_origin(good), "{good}");
        }
        for bad in [
            "",
            "shop.example",
            "https://",
            "https://a/",
            "https://a/b",
            "://a",
            "https://a b",
            "https://*.a",
            "https://a\r\nx",
        ] {
            assert!(!Cors::is_origin(bad), "{bad:?}");
        }
    }

    #[test]
    fn what_a_deploy_may_say() {
        let good = Cors {
            origins: vec!["https://a".into()],
            methods: vec!["GET".into()],
            headers: vec!["x-a".into()],
            credentials: true,
            max_age_s: Some(86_400),
            ..Cors::default()
        };
        assert_eq!(good.check(), Ok(()));
        let check = |change: fn(&mut Cors), word: &str| {
            let mut cors = good.clone();
            change(&mut cors);
            let problem = cors.check().unwrap_err();
            assert!(problem.contains(word), "{problem}");
        };
        check(|cors| cors.origins.clear(), "no origins");
        check(|cors| cors.origins = vec!["*".into()], "origins is \"*\"");
        check(|cors| cors.headers = vec!["*".into()], "headers is \"*\"");
        check(|cors| cors.methods = vec!["get".into()], "methods");
        check(|cors| cors.headers = vec!["a b".into()], "headers");
        check(|cors| cors.expose = vec!["x".into(); 101], "101 entries");
        check(|cors| cors.max_age_s = Some(86_401), "max_age");
    }
}
