//! A function's URL: `url = true`, or who may call it and which web pages:
//!
//! ```toml
//! [functions.shop.url]
//! auth = "iam"
//! cors = { origins = ["https://shop.example"], methods = ["GET", "PUT"] }
//! ```

use functions::{Cors, DeclaredUrl, UrlAuth, UrlTerms};
use toml::de::DeTable;

use super::problems::{Problems, did_you_mean, shorten};
use super::value::{Value, check_keys};

const KEYS: &[&str] = &["auth", "cors"];
const CORS_KEYS: &[&str] = &["origins", "methods", "headers", "expose", "credentials", "max_age"];
const EXAMPLE: &str = "cors = { origins = [\"https://shop.example\"], methods = [\"GET\"] }";

pub(super) fn read(url: &Value<'_>, p: &mut Problems<'_>) -> Option<DeclaredUrl> {
    if let Some(on) = url.flag() {
        return Some(if on { DeclaredUrl::open() } else { DeclaredUrl::Off });
    }
    let help = "write url = true, or url = { auth = \"iam\" } for signed requests alone";
    let table = url.table_or("true, false or a table", help, p)?;
    check_keys(table, "a url", KEYS, p);
    let auth = Value::of(table, "auth").and_then(|auth| read_auth(&auth, p)).unwrap_or_default();
    let cors = Value::of(table, "cors").and_then(|cors| read_cors(&cors, p));
    Some(DeclaredUrl::On(UrlTerms { auth, cors }))
}

fn read_auth(auth: &Value<'_>, p: &mut Problems<'_>) -> Option<UrlAuth> {
    let text = auth.string(p)?;
    let known = UrlAuth::ALL.iter().find(|(name, _)| *name == text);
    if known.is_none() {
        let near = did_you_mean(text, UrlAuth::ALL.iter().map(|(name, _)| *name));
        let help = "write \"none\" (everybody may call it) or \"iam\" (signed requests alone)";
        let message = format!("auth = \"{}\" is not known", shorten(text));
        p.add(auth.span.clone(), message, format!("{near}{help}"));
    }
    known.map(|(_, auth)| *auth)
}

fn read_cors(cors: &Value<'_>, p: &mut Problems<'_>) -> Option<Cors> {
    let table = cors.table_or("a table", format!("write {EXAMPLE}"), p)?;
    check_keys(table, "cors", CORS_KEYS, p);
    let credentials = Value::of(table, "credentials").and_then(|v| v.boolean(p)) == Some(true);
    let lists = Lists { table, credentials };
    let most = u64::from(Cors::MAX_AGE_S) * 1_000;
    let age = Value::of(table, "max_age").and_then(|v| v.time_ms((0, most), p));
    let read = Cors {
        credentials,
        origins: lists.read(&ORIGINS, p),
        methods: lists.read(&METHODS, p),
        headers: lists.read(&HEADERS, p),
        expose: lists.read(&EXPOSE, p),
        max_age_s: age.and_then(|ms| u32::try_from(ms / 1_000).ok()),
    };
    if Value::of(table, "origins").is_none() {
        let help = "say which pages may call it: origins = [\"https://shop.example\"], or [\"*\"]";
        p.add(cors.key_span.clone(), "cors has no origins", help);
    }
    Some(read)
}

/// What the entries of a list are.
struct Kind {
    key: &'static str,
    is_good: fn(&str) -> bool,
    /// What an entry is that is not good.
    not: &'static str,
    help: &'static str,
    known: &'static [&'static str],
}

const ORIGINS: Kind = Kind {
    key: "origins",
    is_good: Cors::is_origin,
    not: "an origin",
    help: "write scheme and host, without a path: \"https://shop.example\"; or \"*\" for every page",
    known: &[],
};
const METHODS: Kind = Kind {
    key: "methods",
    is_good: Cors::is_method,
    not: "a method",
    help: "methods are \"GET\", \"HEAD\", \"POST\", \"PUT\", \"PATCH\", \"DELETE\", or \"*\" for all",
    known: &Cors::METHODS,
};
const HEADERS: Kind = Kind {
    key: "headers",
    is_good: Cors::is_header,
    not: "the name of a header",
    help: "write names such as \"content-type\", or \"*\" for all",
    known: &[],
};
const EXPOSE: Kind = Kind { key: "expose", ..HEADERS };

struct Lists<'t> {
    table: &'t DeTable<'t>,
    credentials: bool,
}

impl Lists<'_> {
    fn read(&self, kind: &Kind, p: &mut Problems<'_>) -> Vec<String> {
        let Some(value) = Value::of(self.table, kind.key) else { return Vec::new() };
        let example =
            if kind.key == ORIGINS.key { "[\"https://shop.example\"]" } else { "[\"*\"]" };
        let Some(items) = value.items(example, p) else { return Vec::new() };
        if items.len() > Cors::ENTRIES_MAX {
            let (found, most) = (items.len(), Cors::ENTRIES_MAX);
            let message = format!("{} has {found} entries, {most} at most", kind.key);
            p.add(value.key_span, message, "leave out what is not needed, or write [\"*\"]");
            return Vec::new();
        }
        if items.is_empty() && kind.key == ORIGINS.key {
            let help = "name the pages that may call it, or leave cors out";
            p.add(value.span.clone(), "cors has no origins", help);
        }
        items.iter().filter_map(|item| self.entry(kind, item, p)).collect()
    }

    fn entry(&self, kind: &Kind, item: &Value<'_>, p: &mut Problems<'_>) -> Option<String> {
        let text = item.string(p)?;
        if !(kind.is_good)(text) {
            let upper = text.to_ascii_uppercase();
            let near = match kind.known.contains(&&*upper) {
                true => format!("did you mean \"{upper}\"? "),
                false => String::new(),
            };
            let message = format!("\"{}\" is not {}", shorten(text), kind.not);
            p.add(item.span.clone(), message, format!("{near}{}", kind.help));
            return None;
        }
        if text == "*" && self.credentials {
            let message = format!("{} = [\"*\"] does not go with credentials = true", kind.key);
            let help = "name them one by one: a page that sends cookies must be one you know";
            p.add(item.span.clone(), message, help);
            return None;
        }
        Some(text.to_owned())
    }
}
