//! What is said where no package is given, in S3's words.

use http::header::{ALLOW, CONTENT_TYPE, HeaderValue};
use http::{Response, StatusCode};
use identity::PassRefused;
use runtime::{Body, full_body};

/// Why there is no package in the answer.
pub(super) enum Refused {
    Pass(PassRefused),
    Method,
    Missing,
    Busy,
    Failed,
}

impl From<blob::Error> for Refused {
    fn from(error: blob::Error) -> Self {
        if let blob::Error::Missing { .. } = error {
            return Self::Missing;
        }
        tracing::error!(%error, "a package could not be read");
        Self::Failed
    }
}

impl From<http::Error> for Refused {
    fn from(error: http::Error) -> Self {
        tracing::error!(%error, "a package's answer could not be made");
        Self::Failed
    }
}

impl Refused {
    fn told(&self) -> (StatusCode, &'static str, String) {
        let (status, code, message) = match self {
            Self::Pass(why) => {
                let code = match why {
                    PassRefused::Mismatch => "SignatureDoesNotMatch",
                    PassRefused::Missing | PassRefused::Expired => "AccessDenied",
                };
                return (StatusCode::FORBIDDEN, code, why.to_string());
            }
            Self::Missing => {
                (StatusCode::NOT_FOUND, "NoSuchKey", "The specified key does not exist.")
            }
            Self::Method => (
                StatusCode::METHOD_NOT_ALLOWED,
                "MethodNotAllowed",
                "The specified method is not allowed against this resource.",
            ),
            Self::Busy => {
                (StatusCode::SERVICE_UNAVAILABLE, "SlowDown", "Please reduce your request rate.")
            }
            Self::Failed => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "InternalError",
                "We encountered an internal error. Please try again.",
            ),
        };
        (status, code, message.into())
    }

    pub(super) fn response(&self) -> Response<Body> {
        let (status, code, message) = self.told();
        let text = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <Error><Code>{code}</Code><Message>{message}</Message></Error>"
        );
        let mut response = Response::new(full_body(text));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/xml"));
        if let Self::Method = self {
            headers.insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        }
        response
    }
}
