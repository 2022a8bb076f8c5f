//! What the API answers.

use bytes::Bytes;
use http::{Response, StatusCode};
use http_body_util::Full;

pub(super) type Reply = Response<Full<Bytes>>;

pub(super) fn accepted() -> Reply {
    let body = Bytes::from_static(br#"{"status":"OK"}"#);
    reply(StatusCode::ACCEPTED, "application/json", body)
}

pub(super) fn not_current() -> Reply {
    refuse(StatusCode::BAD_REQUEST, "InvalidRequestID", "Invalid request ID")
}

pub(super) fn refuse(status: StatusCode, error_type: &str, message: &str) -> Reply {
    let object = serde_json::json!({ "errorType": error_type, "errorMessage": message });
    reply(status, "application/json", object.to_string().into())
}

pub(super) fn reply(status: StatusCode, content_type: &'static str, body: Bytes) -> Reply {
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(http::header::CONTENT_TYPE, http::HeaderValue::from_static(content_type));
    response
}
