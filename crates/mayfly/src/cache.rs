use std::env;
use std::path::PathBuf;

/// Where this account keeps what can be made again, if it has a home.
pub(crate) fn account_cache() -> Option<PathBuf> {
    let set = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = set("XDG_CACHE_HOME").or_else(|| Some(set("HOME")?.join(".cache")));
    cache.map(|cache| cache.join("mayfly"))
}
