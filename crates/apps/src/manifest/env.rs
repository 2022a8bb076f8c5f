//! The environment variables of a function.

use std::collections::BTreeMap;

use super::problems::{Problems, shorten};
use super::value::Value;
use functions::{BOUNDS, is_reserved};

pub(super) fn read(env: &Value<'_>, p: &mut Problems<'_>) -> BTreeMap<String, String> {
    let Some(table) = env.table("env = { KEY = \"value\" }", p) else { return BTreeMap::new() };
    let read: BTreeMap<_, _> = Value::all(table).filter_map(|v| variable(v, p)).collect();
    let bytes: usize = read.iter().map(|(key, value)| key.len() + value.len()).sum();
    if bytes > BOUNDS.env_bytes {
        let message = format!("env has {bytes} bytes, {} at most", BOUNDS.env_bytes);
        let help = "put long values in a file of the project and read it from the code";
        p.add(env.key_span.clone(), message, help);
    }
    read
}

fn variable(variable: Value<'_>, p: &mut Problems<'_>) -> Option<(String, String)> {
    let key = variable.key;
    if !is_variable_name(key) {
        let message = format!("\"{}\" is not a name for an environment variable", shorten(key));
        let help = "use letters, digits and _, not starting with a digit";
        p.add(variable.key_span, message, help);
        return None;
    }
    if is_reserved(key) {
        let message = format!("{key} is set by the platform");
        p.add(variable.key_span, message, format!("choose another name, such as MY_{key}"));
        return None;
    }
    let value = variable.string(p)?;
    if value.contains('\0') {
        let message = format!("the value of {key} has a NUL character");
        p.add(variable.span, message, "environment variables end at a NUL; encode the value");
        return None;
    }
    Some((key.to_owned(), value.to_owned()))
}

fn is_variable_name(key: &str) -> bool {
    !key.is_empty()
        && !key.starts_with(|c: char| c.is_ascii_digit())
        && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}
