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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn javas_dialect_becomes_ours() {
        for (java, ours) in [
            (r"\d{12}", "[0-9]{12}"),
            (r"[\w+=,.@-]+", "[0-9A-Za-z_+=,.@-]+"),
            (r"[^\s]+", r"[^ \t\n\x0B\f\r]+"),
            (r"[\s\S]*", r"[ \t\n\x0B\f\r[^ \t\n\x0B\f\r]]*"),
            (r"arn:.*", r"arn:[^\n\r\u{85}\u{2028}\u{2029}]*"),
            (r"[\p{L}\p{Z}_.:/=+\-@]*", r"[\p{L}\p{Z}_.:/=+\-@]*"),
            (r"[a-z\/:]", "[a-z/:]"),
            ("[a&&b~]", r"[a\&\&b\~]"),
            (r"\u0020-\u00FF", r"\u0020-\u00FF"),
        ] {
            assert_eq!(translate(java, &BTreeMap::new()).unwrap(), ours, "{java}");
        }
    }

    #[test]
    fn what_looks_around_needs_a_hand() {
        let java = "(?!a)b";
        assert!(translate(java, &BTreeMap::new()).is_err());
        let by_hand = BTreeMap::from([(java.to_owned(), "b".to_owned())]);
        assert_eq!(translate(java, &by_hand).unwrap(), "b");
    }
}
