use std::io;
use std::path::PathBuf;
use std::sync::Arc;

/// Why telemetry could not do what it was asked.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Store(#[from] store::Error),

    #[error(
        "cannot use the journal {} ({source}); check the directory's owner and the disk's free space",
        path.display()
    )]
    Journal { path: PathBuf, source: Arc<io::Error> },

    #[error("telemetry was closed; open it again")]
    Closed,
}
