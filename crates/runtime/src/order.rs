//! What makes a program that was started ahead an instance.

use std::collections::BTreeMap;
use std::ffi::OsString;

use serde::Serialize;

#[derive(Debug, Serialize)]
pub(crate) struct Order {
    /// What is nothing is removed.
    env: BTreeMap<String, Option<String>>,
    /// Whether it waits for its first call.
    park: bool,
}

impl Order {
    pub(crate) fn new(env: Vec<(OsString, OsString)>, park: bool) -> Self {
        let text = |text: OsString| text.into_string().ok();
        let pairs = env.into_iter().filter_map(|(key, value)| Some((text(key)?, text(value))));
        Self { env: pairs.collect(), park }
    }

    /// Removes variables that nobody has set again.
    pub(crate) fn without(mut self, names: &[&str]) -> Self {
        for name in names {
            self.env.entry((*name).to_owned()).or_insert(None);
        }
        self
    }

    /// As it is sent.
    pub(crate) fn encode(&self) -> Vec<u8> {
        // Strings and a truth value: this cannot fail.
        serde_json::to_vec(self).unwrap_or_default()
    }
}
