//! One value of a manifest read as the type its key asks for.

use std::fmt::Display;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::duration::{format_ms, parse_ms};
use super::problems::{Problems, did_you_mean, shorten};

pub(super) struct Value<'t> {
    pub(super) key: &'t str,
    pub(super) key_span: Range<usize>,
    pub(super) span: Range<usize>,
    value: &'t DeValue<'t>,
}

impl<'t> Value<'t> {
    pub(super) fn of(table: &'t DeTable<'t>, key: &str) -> Option<Self> {
        let (key, value) = table.get_key_value(key)?;
        Some(Self::new(key, value))
    }

    pub(super) fn all(table: &'t DeTable<'t>) -> impl Iterator<Item = Self> {
        table.iter().map(|(key, value)| Self::new(key, value))
    }

    fn new(key: &'t Spanned<std::borrow::Cow<'t, str>>, value: &'t Spanned<DeValue<'t>>) -> Self {
        Self {
            key: key.get_ref(),
            key_span: key.span(),
            span: value.span(),
            value: value.get_ref(),
        }
    }

    pub(super) fn table(&self, example: &str, p: &mut Problems<'_>) -> Option<&'t DeTable<'t>> {
        self.table_or("a table", format!("write {example}"), p)
    }

    /// A table where there may be something else as well.
    pub(super) fn table_or(
        &self,
        wanted: &str,
        help: impl Into<String>,
        p: &mut Problems<'_>,
    ) -> Option<&'t DeTable<'t>> {
        let table = self.value.as_table();
        if table.is_none() {
            self.wrong_type(wanted, help.into(), p);
        }
        table
    }

    /// True or false, if it is one of them.
    pub(super) fn flag(&self) -> Option<bool> {
        self.value.as_bool()
    }

    /// The values of a list, which is written like `example`.
    pub(super) fn items(&self, example: &str, p: &mut Problems<'_>) -> Option<Vec<Self>> {
        let DeValue::Array(items) = self.value else {
            self.wrong_type("a list", format!("write {} = {example}", self.key), p);
            return None;
        };
        let item = |value: &'t Spanned<DeValue<'t>>| Self {
            key: self.key,
            key_span: self.key_span.clone(),
            span: value.span(),
            value: value.get_ref(),
        };
        Some(items.iter().map(item).collect())
    }

    pub(super) fn string(&self, p: &mut Problems<'_>) -> Option<&'t str> {
        let text = self.value.as_str();
        if text.is_none() {
            let help = match self.scalar() {
                Some(text) => format!("put it in quotes: {} = \"{text}\"", self.key),
                None => format!("write {} = \"…\"", self.key),
            };
            self.wrong_type("a string", help, p);
        }
        text
    }

    pub(super) fn boolean(&self, p: &mut Problems<'_>) -> Option<bool> {
        let flag = self.value.as_bool();
        if flag.is_none() {
            self.wrong_type("true or false", format!("write {} = true", self.key), p);
        }
        flag
    }

    pub(super) fn integer(&self, (least, most): (u32, u32), p: &mut Problems<'_>) -> Option<u32> {
        let range = format!("{least} to {most}");
        let Some(number) = self.value.as_integer() else {
            let quoted = self.value.as_str().and_then(|text| text.trim().parse::<u32>().ok());
            let help = match quoted {
                Some(number) => format!("write {} = {number}", self.key),
                None => format!("write a number from {range}"),
            };
            self.wrong_type("an integer", help, p);
            return None;
        };
        let found = i64::from_str_radix(number.as_str(), number.radix());
        match found.ok().and_then(|n| u32::try_from(n).ok()) {
            Some(n) if (least..=most).contains(&n) => Some(n),
            _ => {
                self.out_of_range(number, &range, p);
                None
            }
        }
    }

    /// A length of time in milliseconds.
    pub(super) fn time_ms(&self, (least, most): (u64, u64), p: &mut Problems<'_>) -> Option<u64> {
        let range = format!("{} to {}", format_ms(least), format_ms(most));
        let Some(text) = self.value.as_str() else {
            let help = match self.value.as_integer() {
                Some(n) => format!("write the unit too: {} = \"{n}s\"", self.key),
                None => format!("write a time from {range}, like \"{}\"", format_ms(least)),
            };
            self.wrong_type("a time in quotes", help, p);
            return None;
        };
        match parse_ms(text) {
            Some(ms) if (least..=most).contains(&ms) => Some(ms),
            Some(_) => {
                self.out_of_range(&format!("\"{text}\""), &range, p);
                None
            }
            None => {
                let message = format!("{} = \"{}\" is not a time", self.key, shorten(text));
                let help =
                    "use a whole number and ms, s, m or h: \"500ms\", \"3s\", \"10m\", \"6h\"";
                p.add(self.span.clone(), message, help);
                None
            }
        }
    }

    /// The value as it would look inside quotes, if that is short and simple.
    pub(super) fn scalar(&self) -> Option<String> {
        match self.value {
            DeValue::Integer(n) => Some(n.to_string()),
            DeValue::Float(n) => Some(n.to_string()),
            DeValue::Boolean(flag) => Some(flag.to_string()),
            DeValue::Datetime(time) => Some(time.to_string()),
            DeValue::String(_) | DeValue::Array(_) | DeValue::Table(_) => None,
        }
    }

    fn wrong_type(&self, wanted: &str, help: String, p: &mut Problems<'_>) {
        let article = match self.value {
            DeValue::Integer(_) | DeValue::Array(_) => "an",
            _ => "a",
        };
        let found = self.value.type_str();
        let message = format!("{} must be {wanted}, not {article} {found}", shorten(self.key));
        p.add(self.span.clone(), message, help);
    }

    fn out_of_range(&self, found: &dyn Display, range: &str, p: &mut Problems<'_>) {
        let found = shorten(&found.to_string()).replace("\\\"", "\"");
        let message = format!("{} = {found} is out of range", self.key);
        p.add(self.span.clone(), message, format!("allowed is {range}"));
    }
}

/// Says which keys of a table nobody knows.
pub(super) fn check_keys(
    table: &DeTable<'_>,
    of_what: &str,
    known: &[&'static str],
    p: &mut Problems<'_>,
) {
    for (key, _) in table {
        let name = key.get_ref();
        if !known.contains(&name.as_ref()) {
            let message = format!("unknown key \"{}\"", shorten(name));
            let near = match super::function::KEYS.contains(&name.as_ref()) {
                true => "it belongs under [functions.NAME]. ".to_owned(),
                false => did_you_mean(name, known.iter().copied()),
            };
            p.add(key.span(), message, format!("{near}Keys of {of_what}: {}", known.join(", ")));
        }
    }
}
