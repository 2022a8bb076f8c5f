//! What the platform has of the disk.

use api::{Share, Storage};

use super::Check;
use crate::client::Client;
use crate::render::bytes;

/// Above this part of what there may be, in percent, it is worth a word.
const MUCH_PERCENT: u64 = 90;

/// What the platform holds. Whoever may not ask is told so by the check of keys.
pub(super) async fn held(client: &Client) -> Vec<Check> {
    let Ok(storage) = client.storage().await else { return Vec::new() };
    let Storage { packages, code, queue, queue_calls, .. } = storage;
    vec![
        Check::good(
            "database",
            format!(
                "{}, {} of it logs; {} of journal",
                bytes(storage.store_bytes),
                bytes(storage.logs_bytes),
                bytes(storage.journal_bytes)
            ),
        ),
        share(
            "packages",
            packages,
            "",
            "remove functions, versions or layers, or raise `mayfly up --packages-mb`",
        ),
        share(
            "unpacked code",
            code,
            &format!("; {} of compiled components", bytes(storage.wasm_bytes)),
            "fewer functions at once need less; or raise `mayfly up --code-mb`",
        ),
        share(
            "waiting events",
            queue,
            &format!(" in {queue_calls} asynchronous calls"),
            "wait until some are done, or raise `mayfly up --queue-mb`",
        ),
    ]
}

fn share(name: &str, share: Share, more: &str, next: &str) -> Check {
    let found = format!("{} of {}{more}", bytes(share.bytes), bytes(share.most_bytes));
    // What is used always may be: an event that became a letter is not refused.
    let much = share.bytes / MUCH_PERCENT >= share.most_bytes / 100;
    if much { Check::warn(name, found, next) } else { Check::good(name, found) }
}
