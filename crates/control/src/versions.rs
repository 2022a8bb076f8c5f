//! A function's published versions and the names for them.

use ::functions::Entry;
use api::{Alias, PublishedVersion};

/// So many versions are told; all of them by the Lambda API.
const TOLD_MAX: usize = 10;
/// Weights of aliases are parts of a million.
const WHOLE: f64 = 1_000_000.0;

pub(crate) fn aliases(entry: &Entry) -> Vec<Alias> {
    let told = |(name, alias): (&String, &::functions::Alias)| Alias {
        name: name.clone(),
        version: alias.version.clone(),
        other: alias.other.as_ref().map(|(version, parts)| {
            let part = f64::from(*parts) / WHOLE;
            (version.clone(), part)
        }),
        description: alias.description.clone(),
        provisioned: entry.settings.provisioned.get(name).map_or(0, |one| one.instances),
    };
    entry.settings.aliases.iter().map(told).collect()
}

pub(crate) fn newest(entry: &Entry) -> Vec<PublishedVersion> {
    let newest = entry.published.iter().rev().take(TOLD_MAX);
    let told = newest.map(|(number, function)| PublishedVersion {
        number: *number,
        published_at_ms: function.deployed_at_ms,
        description: function.config.declared.description.clone(),
        memory_mb: function.config.memory_mb,
        package: function.package,
    });
    told.collect()
}
