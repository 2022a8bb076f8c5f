//! Why log groups could not do it, as clients are told.

use protocol::logs::Error;
use telemetry::{GroupsError, PatternError};

pub(super) fn told(error: GroupsError) -> Error {
    let message = error.to_string();
    match error {
        GroupsError::GroupExists | GroupsError::StreamExists => {
            Error::ResourceAlreadyExists { message }
        }
        GroupsError::NoGroup | GroupsError::NoStream => Error::ResourceNotFound { message },
        GroupsError::Invalid(_) => Error::InvalidParameter { message },
        GroupsError::LimitExceeded => Error::LimitExceeded { message },
        GroupsError::TooManyTags => Error::TooManyTags { message, resource_name: None },
        // What went wrong inside is not the client's business.
        GroupsError::Failed(error) => {
            tracing::error!(%error, "log groups failed");
            let message = "The service cannot complete the request.".to_owned();
            Error::ServiceUnavailable { message }
        }
    }
}

pub(super) fn invalid(message: impl Into<String>) -> Error {
    Error::InvalidParameter { message: message.into() }
}

pub(super) fn wrong_pattern(error: PatternError) -> Error {
    invalid(format!("Invalid filter pattern: {error}"))
}

#[cfg(test)]
mod tests {
    use protocol::Fault;
    use telemetry::Error as Failed;

    use super::*;

    #[test]
    fn errors_have_the_codes_that_log_groups_say() {
        for error in [
            GroupsError::GroupExists,
            GroupsError::NoGroup,
            GroupsError::StreamExists,
            GroupsError::NoStream,
            GroupsError::Invalid("x".into()),
            GroupsError::LimitExceeded,
            GroupsError::TooManyTags,
            GroupsError::Failed(Failed::Closed),
        ] {
            let fault = Fault::from(told(error.clone()));
            assert_eq!(fault.code, error.code());
            assert_eq!(fault.is_senders(), !matches!(error, GroupsError::Failed(_)));
        }
    }
}
