//! Where the public calls a function, as its addresses are told.

use ::functions::Entry;
use api::FunctionUrl;

/// The function's own URL.
pub fn own(endpoint: &str, entry: &Entry) -> Option<String> {
    entry.url(None).map(|_| address(endpoint, entry, None))
}

/// Its own, if it has one, and then those of its aliases.
pub(crate) fn all(endpoint: &str, entry: &Entry) -> Vec<FunctionUrl> {
    let aliases = entry.settings.aliases.keys().map(|alias| Some(alias.as_str()));
    let told = |alias: Option<&str>| {
        let terms = entry.url(alias)?.terms();
        let address = address(endpoint, entry, alias);
        Some(FunctionUrl { address, alias: alias.map(str::to_owned), terms })
    };
    [None].into_iter().chain(aliases).filter_map(told).collect()
}

fn address(endpoint: &str, entry: &Entry, alias: Option<&str>) -> String {
    let name = &entry.latest.name;
    let alias = alias.map(|alias| format!(":{alias}")).unwrap_or_default();
    format!("{endpoint}{}/{name}{alias}/", api::URL_ROOT)
}
