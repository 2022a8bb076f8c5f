//! What is known of a request beside who, what and on what: `aws:SourceIp`, tags, the time.

use std::collections::BTreeMap;

/// Values by key. Keys are the same in upper and lower case, values are not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context(BTreeMap<String, Vec<String>>);

impl Context {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn set(&mut self, key: &str, value: impl Into<String>) {
        self.set_all(key, vec![value.into()]);
    }

    /// A key with several values, or with none, which is as if it were not there.
    pub fn set_all(&mut self, key: &str, values: Vec<String>) {
        self.0.insert(key.to_lowercase(), values);
    }

    /// One more value of a key. Tags whose keys differ in case alone are one key here, and what is
    /// forbidden of one of their values must not be let through for another.
    pub fn add(&mut self, key: &str, value: impl Into<String>) {
        self.0.entry(key.to_lowercase()).or_default().push(value.into());
    }

    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<String>) -> Self {
        self.set(key, value);
        self
    }

    #[must_use]
    pub fn with_all(mut self, key: &str, values: &[&str]) -> Self {
        self.set_all(key, values.iter().map(|value| (*value).to_owned()).collect());
        self
    }

    /// `key` in lower case, as conditions keep it.
    pub(super) fn all(&self, key: &str) -> &[String] {
        self.0.get(key).map_or(&[], Vec::as_slice)
    }

    /// The value of a key that has exactly one: only such a key can stand for a variable.
    pub(super) fn single(&self, key: &str) -> Option<&str> {
        match self.all(key) {
            [value] => Some(value),
            _ => None,
        }
    }

    /// Adds what `other` knows and this does not.
    pub fn fill(&mut self, other: Context) {
        for (key, values) in other.0 {
            self.0.entry(key).or_insert(values);
        }
    }
}
