//! Which function an address leads to, and on what terms.

use std::sync::Arc;

use functions::{Entry, Function, Registry, Url};

/// A function as the public reaches it.
#[derive(Debug)]
pub(crate) struct Called {
    pub(crate) function: Arc<Function>,
    pub(crate) alias: Option<Arc<str>>,
    /// Its terms.
    pub(crate) url: Url,
}

/// The name of a function, or of an alias of one: `name:alias` in paths, `name--alias` in hosts,
/// which know no upper case.
pub(crate) fn find(
    registry: &Registry,
    address: &str,
    dice: impl FnOnce() -> u32,
) -> Option<Called> {
    let apart = |by: &str| address.rsplit_once(by).map(|(name, alias)| (name, Some(alias)));
    let (entry, alias) = match (entry(registry, address), apart(":").or_else(|| apart("--"))) {
        (Some(entry), _) => (entry, None),
        (None, Some((name, alias))) => (entry(registry, name)?, alias),
        (None, None) => return None,
    };
    let Some(alias) = alias else {
        let url = entry.url(None)?.clone();
        return Some(Called { function: entry.latest.clone(), alias: None, url });
    };
    let urls = &entry.settings.urls;
    let same = |(name, _): &(&String, &Url)| name.eq_ignore_ascii_case(alias);
    let (alias, url) = urls.get_key_value(alias).or_else(|| urls.iter().find(same))?;
    let function = entry.resolve(Some(alias), dice).ok()?.clone();
    Some(Called { function, alias: Some(alias.as_str().into()), url: url.clone() })
}

fn entry(registry: &Registry, name: &str) -> Option<Arc<Entry>> {
    registry.entry(name).or_else(|| registry.entry_in_any_case(name))
}
