/// Why telemetry could not do what it was asked.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Store(#[from] store::Error),

    #[error("telemetry was closed; open it again")]
    Closed,
}
