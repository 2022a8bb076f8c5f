//! Lambda's errors as its clients know them.

use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Response, StatusCode};
use runtime::{Body, full_body};

#[derive(Debug)]
pub(super) struct ApiError {
    status: StatusCode,
    code: &'static str,
    message: String,
    reason: Option<&'static str>,
}

impl ApiError {
    pub(super) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), reason: None }
    }

    pub(super) fn because(mut self, reason: &'static str) -> Self {
        self.reason = Some(reason);
        self
    }

    pub(super) fn response(&self) -> Response<Body> {
        let Self { status, code, message, reason } = self;
        let fault = if status.is_server_error() { "Service" } else { "User" };
        // Some clients read `message`, some `Message`.
        let mut body = serde_json::json!({ "Type": fault, "Message": message, "message": message });
        if let Some(reason) = reason {
            body["Reason"] = (*reason).into();
        }
        let mut response = Response::new(full_body(body.to_string()));
        *response.status_mut() = *status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert("x-amzn-errortype", HeaderValue::from_static(code));
        response
    }
}
