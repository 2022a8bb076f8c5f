//! What makes a program that was started ahead an instance.

use std::collections::BTreeMap;
use std::ffi::OsString;

use serde::Serialize;

/// Names and values, as a program is given them.
pub(crate) type Variables = Vec<(OsString, OsString)>;

/// With variables that are for the host alone, which takes them out again.
pub(crate) fn for_a_host(lasting: &Variables, own: Vec<(&'static str, String)>) -> Variables {
    let is_own = |name: &OsString| own.iter().any(|(one, _)| name == *one);
    let lasting = lasting.iter().filter(|(name, _)| !is_own(name)).cloned();
    let own = own.iter().map(|(name, value)| (OsString::from(name), OsString::from(value)));
    lasting.chain(own).collect()
}

#[derive(Debug, Serialize)]
pub(crate) struct Order {
    /// What it has to change of its variables: few, and what its code has made of the others stays.
    /// What is nothing is removed.
    env: BTreeMap<String, Option<String>>,
    /// Whether it waits for its first call.
    park: bool,
}

impl Order {
    /// For a program that was started with some variables and is to have others.
    pub(crate) fn new(started: &Variables, env: Variables, park: bool) -> Self {
        let text = |text: OsString| text.into_string().ok();
        let gone = started.iter().filter(|(name, _)| !env.iter().any(|(other, _)| other == name));
        let gone = gone.filter_map(|(name, _)| Some((text(name.clone())?, None)));
        let mut changes: BTreeMap<_, _> = gone.collect();
        let new = env.into_iter().filter(|variable| !started.contains(variable));
        changes.extend(new.filter_map(|(name, value)| Some((text(name)?, text(value)))));
        Self { env: changes, park }
    }

    /// As it is sent.
    pub(crate) fn encode(&self) -> Vec<u8> {
        // Strings and a truth value: this cannot fail.
        serde_json::to_vec(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables(all: &[(&str, &str)]) -> Variables {
        all.iter().map(|(name, value)| (name.into(), value.into())).collect()
    }

    #[test]
    fn only_what_differs_is_said() {
        let started = variables(&[("A", "1"), ("B", "2"), ("C", "3")]);
        let order = Order::new(&started, variables(&[("A", "1"), ("B", "x"), ("D", "4")]), true);
        let said = String::from_utf8(order.encode()).unwrap();
        assert_eq!(said, r#"{"env":{"B":"x","C":null,"D":"4"},"park":true}"#);
    }
}
