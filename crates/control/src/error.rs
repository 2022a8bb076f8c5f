//! Refusals, with what to do next.

use api::ErrorBody;
use http::StatusCode;
use identity::{Denied, Refused};

#[derive(Debug)]
pub(crate) struct ApiError {
    pub(crate) status: StatusCode,
    pub(crate) body: ErrorBody,
}

impl ApiError {
    pub(crate) fn new(status: StatusCode, message: impl Into<String>, remedy: &str) -> Self {
        let remedy = Some(remedy.to_owned()).filter(|remedy| !remedy.is_empty());
        Self { status, body: ErrorBody { message: message.into(), remedy, failures: Vec::new() } }
    }

    /// An error whose text says what to do already.
    pub(crate) fn plain(status: StatusCode, message: impl Into<String>) -> Self {
        Self::new(status, message, "")
    }

    /// What does the work has ended in the middle of it.
    pub(crate) fn cut(cut: &tokio::task::JoinError) -> Self {
        let message = format!("the check was cut short: {cut}");
        Self::new(StatusCode::SERVICE_UNAVAILABLE, message, "try again")
    }

    pub(crate) fn not_allowed() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "only the administrator may manage the platform",
            "use the administrator's key, which `mayfly up` recorded for this account",
        )
    }
}

impl From<Refused> for ApiError {
    fn from(refused: Refused) -> Self {
        if let Refused::Detour(_) = refused {
            let remedy = "send the path as it is meant";
            return Self::new(StatusCode::BAD_REQUEST, refused.to_string(), remedy);
        }
        let remedy = match refused {
            Refused::Expired(_) | Refused::NotYet(_) => "set the clock of this machine right",
            Refused::UrlExpired(_) | Refused::UrlNotYet(_) => "make a new URL",
            Refused::Missing
            | Refused::UnknownKey
            | Refused::WrongToken
            | Refused::TokenExpired
            | Refused::Mismatch => {
                "use the key in the data directory's credentials.toml: run the command with the \
                 account that ran `mayfly up`, or set MAYFLY_ACCESS_KEY and MAYFLY_SECRET_KEY"
            }
            Refused::ForeignPage(_) | Refused::ForeignHost(_) | Refused::ChangeByGet => {
                "leave --open out, and sign the request"
            }
            _ => "sign the request as AWS clients do",
        };
        Self::new(StatusCode::FORBIDDEN, refused.to_string(), remedy)
    }
}

impl From<Denied> for ApiError {
    fn from(denied: Denied) -> Self {
        let status = match denied {
            Denied::Refused(refused) => return refused.into(),
            Denied::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Denied::BrokenOff => StatusCode::BAD_REQUEST,
            Denied::TooSlow(_) => StatusCode::REQUEST_TIMEOUT,
            Denied::NoRoom(_) | Denied::Disk(_) => StatusCode::SERVICE_UNAVAILABLE,
        };
        Self::new(status, denied.to_string(), "send less, or try again")
    }
}

impl From<::functions::Error> for ApiError {
    fn from(error: ::functions::Error) -> Self {
        use ::functions::Error;
        let status = match &error {
            Error::Unknown(_) => StatusCode::NOT_FOUND,
            Error::Taken { .. } | Error::Foreign(_) => StatusCode::CONFLICT,
            Error::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
            Error::TooMuchCode { .. } => StatusCode::INSUFFICIENT_STORAGE,
            Error::Twice(_) | Error::Config { .. } | Error::TooMany { .. } => {
                StatusCode::BAD_REQUEST
            }
        };
        Self::plain(status, error.to_string())
    }
}

impl From<telemetry::Error> for ApiError {
    fn from(error: telemetry::Error) -> Self {
        Self::plain(StatusCode::SERVICE_UNAVAILABLE, error.to_string())
    }
}
