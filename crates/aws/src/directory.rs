//! What the directory says, as IAM and STS tell it.

use std::time::{SystemTime, UNIX_EPOCH};

use identity::directory::{DirectoryError, Tag};
use protocol::{Fault, Timestamp};

pub(crate) fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// To the second, as IAM tells times.
pub(crate) fn seconds(ms: u64) -> Timestamp {
    Timestamp::from_millis(i64::try_from(ms / 1_000 * 1_000).unwrap_or(i64::MAX))
}

/// Why the directory refused.
pub(crate) fn fault(error: DirectoryError) -> Fault {
    let status = match &error {
        DirectoryError::NoSuchEntity(_) => 404,
        DirectoryError::EntityAlreadyExists(_)
        | DirectoryError::DeleteConflict(_)
        | DirectoryError::LimitExceeded(_) => 409,
        DirectoryError::AccessDenied(_) => 403,
        DirectoryError::MalformedPolicyDocument(_)
        | DirectoryError::InvalidInput(_)
        | DirectoryError::Validation(_)
        | DirectoryError::Unmodifiable(_)
        | DirectoryError::PackedPolicyTooLarge { .. } => 400,
        // What went wrong inside is not the client's business.
        DirectoryError::Store(_) | DirectoryError::Random(_) => {
            tracing::error!(%error, "the directory failed");
            let message = "The request failed because of an internal error.";
            return Fault::new(500, error.code(), message);
        }
    };
    Fault::new(status, error.code(), error.to_string())
}

pub(crate) fn invalid(message: impl Into<String>) -> Fault {
    Fault::new(400, "ValidationError", message)
}

pub(crate) fn tag(key: String, value: String) -> Tag {
    Tag { key, value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fails_inside_stays_inside() {
        let error = fault(DirectoryError::Random("/dev/urandom is gone".into()));
        assert_eq!((error.status, &*error.code), (500, "ServiceFailure"));
        assert!(!error.message.contains("urandom"));
    }
}
