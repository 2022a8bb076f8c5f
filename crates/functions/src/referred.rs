//! Which packages are referred to: asked of the store, not of anybody's memory.

use std::collections::BTreeSet;

use store::Store;

use crate::{Error, layers, registry};

/// Every package that some version of a function or a layer is made of. Whoever deletes packages asks
/// this, as what one process remembers may be behind what another has committed.
pub fn referred_packages(store: &Store) -> Result<BTreeSet<blob::Hash>, Error> {
    let snapshot = store.snapshot()?;
    let mut packages = BTreeSet::new();
    registry::stored_packages(&snapshot, &mut packages)?;
    layers::stored_packages(&snapshot, &mut packages)?;
    Ok(packages)
}
