//! The way back: where on the host a file is that a program sees.

use super::{CODE, LAYERS, TMP};
use crate::Spec;
use std::path::{Path, PathBuf};

/// None if it is not on the host, or if links that somebody else made would decide where. For a look
/// at a program that could not be run.
pub(crate) fn on_host(seen: &Path, spec: &Spec) -> Option<PathBuf> {
    let below = |roots: &[&PathBuf], rest: &Path| {
        let file = roots.iter().rev().map(|root| root.join(rest)).find(|file| file.exists())?;
        let real = file.canonicalize().ok()?;
        let inside = |root: &&PathBuf| root.canonicalize().is_ok_and(|root| real.starts_with(root));
        (roots.iter().any(inside) && real.is_file()).then_some(real)
    };
    if let Ok(rest) = seen.strip_prefix(CODE) {
        return below(&[&spec.code], rest);
    }
    if let (Ok(rest), false) = (seen.strip_prefix(LAYERS), spec.layers.is_empty()) {
        return below(&spec.layers.iter().collect::<Vec<_>>(), rest);
    }
    if let Some(file) = spec.placed.iter().find_map(|placed| placed.behind(seen)) {
        return Some(file);
    }
    let shown = spec.read_only.iter().any(|root| seen.starts_with(root));
    let known = ["/usr", "/bin", "/sbin", "/lib", "/lib64"].iter().any(|top| seen.starts_with(top));
    let own = seen.starts_with(TMP) && !shown;
    ((shown || known) && !own).then(|| seen.to_owned())
}
