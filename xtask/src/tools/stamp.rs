//! Remembers what an installation was made from, so that it is made again only when that changes.

use std::path::Path;

use anyhow::Context;

const NAME: &str = ".made-from";

/// Makes `folder` with `make` unless it was completed from the same `recipe` before. What an
/// earlier recipe, or an attempt that failed, left there is removed first.
pub(crate) fn once(
    folder: &Path,
    recipe: &str,
    make: impl FnOnce() -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let stamp = folder.join(NAME);
    if std::fs::read_to_string(&stamp).is_ok_and(|before| before == recipe) {
        return Ok(());
    }
    if folder.exists() {
        std::fs::remove_dir_all(folder)
            .with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    std::fs::create_dir_all(folder)?;
    make()?;
    std::fs::write(&stamp, recipe).with_context(|| format!("cannot write {}", stamp.display()))
}
