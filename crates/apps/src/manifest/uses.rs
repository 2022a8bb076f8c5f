//! What a function may use: `uses = ["queue:jobs", "bucket:photos:read"]`.

use functions::{BOUNDS, InvalidUse, Use, UseKind};

use super::problems::{Problems, did_you_mean, nearest, shorten};
use super::value::Value;

const ACCESSES: &[&str] = &["read", "write"];

pub(super) fn read(uses: &Value<'_>, p: &mut Problems<'_>) -> Vec<Use> {
    let Some(items) = uses.items("[\"queue:jobs\", \"bucket:photos:read\"]", p) else {
        return Vec::new();
    };
    if items.len() > BOUNDS.uses {
        let message = format!("uses has {} entries, {} at most", items.len(), BOUNDS.uses);
        p.add(uses.key_span.clone(), message, "split the function, or give it a role of its own");
        return Vec::new();
    }
    let mut read: Vec<_> = items.iter().filter_map(|item| one(item, p)).collect();
    // The order says nothing, nor does saying it twice.
    read.sort_unstable();
    read.dedup();
    read
}

fn one(item: &Value<'_>, p: &mut Problems<'_>) -> Option<Use> {
    let text = item.string(p)?;
    text.parse()
        .map_err(|invalid: InvalidUse| {
            let near = match invalid {
                InvalidUse::Kind => whole(text),
                InvalidUse::Access => {
                    let access = text.rsplit(':').next().unwrap_or_default();
                    did_you_mean(access, ACCESSES.iter().copied())
                }
                InvalidUse::Nameless(_) | InvalidUse::Name | InvalidUse::Whole => String::new(),
            };
            let invalid = invalid.to_string();
            let (problem, help) = invalid.split_once("; ").unwrap_or((&*invalid, ""));
            let message = format!("\"{}\" {problem}", shorten(text));
            p.add(item.span.clone(), message, format!("{near}{help}"));
        })
        .ok()
}

/// Suggests what can be written as it is: the nearest kind, with the name that is there.
fn whole(text: &str) -> String {
    let (word, name) = text.split_once(':').unwrap_or((text, ""));
    let name = if name.is_empty() { "NAME" } else { name };
    nearest(word, UseKind::words())
        .map_or_else(String::new, |kind| format!("did you mean \"{kind}:{}\"? ", shorten(name)))
}
