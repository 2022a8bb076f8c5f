//! What holds how much of the disk.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use api::{Share, Storage};
use http::StatusCode;

use crate::control::{Answer, Control, json};
use crate::error::ApiError;

/// Files of the data directory that are looked at; there are far fewer.
const FILES_MAX: usize = 100_000;

impl Control {
    pub(crate) async fn storage(&self) -> Answer {
        Ok(json(StatusCode::OK, &self.holdings().await?))
    }

    /// What holds how much: for people, and for whatever counts.
    pub(crate) async fn holdings(&self) -> Result<Storage, ApiError> {
        let data = self.data.clone();
        let files = tokio::task::spawn_blocking(move || Files::of(&data)).await;
        let files = files.map_err(|cut| {
            ApiError::plain(StatusCode::SERVICE_UNAVAILABLE, format!("{cut}; try again"))
        })?;
        let (calls, bytes) = self.invoker.all_waiting();
        let of = |bytes, most_bytes| Share { bytes, most_bytes };
        Ok(Storage {
            store_bytes: files.store,
            packages: of(self.blobs.bytes(), self.blobs.most_bytes()),
            code: of(self.shelf.bytes(), self.shelf.most_bytes()),
            wasm_bytes: files.wasm,
            journal_bytes: files.journal,
            queue_calls: calls as u64,
            queue: of(bytes, self.invoker.queue_bytes_max()),
            logs_bytes: self.telemetry.log_bytes()?,
            free_bytes: files.free,
            disk_bytes: files.disk,
        })
    }
}

struct Files {
    store: u64,
    wasm: u64,
    journal: u64,
    free: u64,
    disk: u64,
}

impl Files {
    fn of(data: &Path) -> Self {
        let is_store = |name: &str| name.starts_with("store.sqlite");
        let (free, disk) = rustix::fs::statvfs(data).map_or((0, 0), |disk| {
            (
                disk.f_bavail.saturating_mul(disk.f_frsize),
                disk.f_blocks.saturating_mul(disk.f_frsize),
            )
        });
        Self {
            store: size(data, is_store),
            wasm: size(&data.join("wasm"), |_| true),
            journal: size(&data.join("journal"), |_| true),
            free,
            disk,
        }
    }
}

/// What the files of a folder take, without the folders in it.
fn size(folder: &Path, counts: impl Fn(&str) -> bool) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let files = entries.flatten().take(FILES_MAX);
    let counted = files.filter(|file| file.file_name().to_str().is_some_and(&counts));
    let found = counted.filter_map(|file| file.metadata().ok()).filter(fs::Metadata::is_file);
    found.map(|file| file.blocks() * 512).sum()
}
