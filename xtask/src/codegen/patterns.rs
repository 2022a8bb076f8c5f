//! Java's regular expressions in the dialect of the `regex` crate.

use std::collections::BTreeMap;

use anyhow::bail;

/// The same pattern for us. One that looks ahead or behind needs an entry in the list.
pub(super) fn translate(java: &str, by_hand: &BTreeMap<String, String>) -> anyhow::Result<String> {
    if let Some(ours) = by_hand.get(java) {
        return Ok(ours.clone());
    }
    if ["(?!", "(?=", "(?<"].iter().any(|look| java.contains(look)) {
        bail!("the pattern {java:?} looks around: write it differently in operations.toml");
    }
    let mut ours = String::new();
    let mut chars = java.chars().peekable();
    let mut class = false;
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                // Ours know letters of all scripts, Java's do not.
                Some('d') => ours += if class { "0-9" } else { "[0-9]" },
                Some('w') => ours += if class { "0-9A-Za-z_" } else { "[0-9A-Za-z_]" },
                Some('s') => ours += if class { r" \t\n\x0B\f\r" } else { r"[ \t\n\x0B\f\r]" },
                Some('D') => ours += "[^0-9]",
                Some('W') => ours += "[^0-9A-Za-z_]",
                Some('S') => ours += r"[^ \t\n\x0B\f\r]",
                Some(other @ ('/' | ':' | '"' | '\'' | '@' | '=' | ',')) => ours.push(other),
                Some(other) => ours.extend(['\\', other]),
                None => bail!("the pattern {java:?} ends in a backslash"),
            },
            '[' if class => ours += r"\[",
            '[' => {
                class = true;
                ours.push('[');
                if chars.peek() == Some(&'^') {
                    chars.next();
                    ours.push('^');
                }
            }
            ']' => {
                class = false;
                ours.push(']');
            }
            // Ours have operations on classes that are written with these.
            '&' | '~' if class => ours.extend(['\\', c]),
            '.' if !class => ours += r"[^\n\r\u{85}\u{2028}\u{2029}]",
            _ => ours.push(c),
        }
    }
    Ok(ours)
}
