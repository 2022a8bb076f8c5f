//! Packages that nobody refers to go, while the platform runs: unpacked ones within minutes, uploaded
//! ones within an hour or two. What is referred to is asked of the store.

use std::time::Duration;

use anyhow::Result;
use blob::Blobs;
use package::Shelf;
use store::Store;

/// A package that was uploaded and not deployed within this time is not wanted any more.
const UPLOAD_GRACE: Duration = Duration::from_secs(3_600);
/// …or within this, when there is little room left.
const PRESSED_GRACE: Duration = Duration::from_secs(300);
/// Uploaded packages are looked at that much more rarely than unpacked ones.
const ROUNDS: u32 = 10;

/// Looks every so often. What nobody had for as long as a round takes goes.
pub(super) async fn run(store: Store, blobs: Blobs, shelf: Shelf, every: Duration) {
    // Whatever lies there at the start and is not referred to is of an earlier run.
    let mut idle = Duration::ZERO;
    for round in (0..ROUNDS).cycle() {
        let grace = match (is_pressed(&blobs), round) {
            (true, _) => Some(PRESSED_GRACE),
            (false, 0) => Some(UPLOAD_GRACE),
            (false, _) => None,
        };
        if let Err(error) = sweep(&store, &blobs, &shelf, idle, grace).await {
            tracing::warn!(%error, "old packages could not be removed");
        }
        idle = every;
        tokio::time::sleep(every).await;
    }
}

fn is_pressed(blobs: &Blobs) -> bool {
    blobs.bytes() / 9 >= blobs.most_bytes() / 10
}

async fn sweep(
    store: &Store,
    blobs: &Blobs,
    shelf: &Shelf,
    idle: Duration,
    grace: Option<Duration>,
) -> Result<()> {
    let (store, shelf) = (store.clone(), shelf.clone());
    let swept = tokio::task::spawn_blocking(move || -> Result<_> {
        let keep = functions::referred_packages(&store)?;
        shelf.sweep(|hash| keep.contains(hash), idle)?;
        Ok(keep)
    });
    let keep = swept.await??;
    if let Some(grace) = grace {
        blobs.collect(move |hash| keep.contains(hash), grace).await?;
    }
    Ok(())
}
