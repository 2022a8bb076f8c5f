//! Code packages: stored under the hash of their bytes before a deploy names them.

use blob::Hash;
use http::request::Parts;
use http::{Response, StatusCode};
use http_body_util::BodyExt;
use identity::PayloadHash;
use runtime::{Body, empty_body};

use crate::control::{Answer, Control, PACKAGE_MAX, admin};
use crate::error::ApiError;

impl Control {
    pub(crate) fn has_package(&self, hash: &str) -> Answer {
        // Whoever asks is about to deploy it: it must stay until then.
        let there = self.blobs.renew(&parse(hash)?).map_err(|error| failed(&error))?;
        Ok(status(if there { StatusCode::OK } else { StatusCode::NOT_FOUND }))
    }

    /// Streams a package to the disk. The signature covers the hash, the hash the bytes.
    pub(crate) async fn put_package(&self, parts: &Parts, hash: &str, mut body: Body) -> Answer {
        let admitted = self.keys.admit_head(parts);
        let (principal, declared) =
            admitted.inspect_err(|why| self.note_denied(parts, &why.clone().into()))?;
        admin(&principal).inspect_err(|_| self.note_refused(parts, &principal))?;
        let hash = parse(hash)?;
        if declared != PayloadHash::Sha256(*hash.as_bytes()) {
            return Err(ApiError::new(
                StatusCode::BAD_REQUEST,
                "the package's hash in the path is not the one in X-Amz-Content-Sha256",
                "send the same SHA-256 in both",
            ));
        }
        let mut writer = self.blobs.writer(PACKAGE_MAX).await.map_err(|error| failed(&error))?;
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|error| {
                ApiError::new(StatusCode::BAD_REQUEST, error.to_string(), "try again")
            })?;
            if let Ok(data) = frame.into_data() {
                writer.write(&data).await.map_err(|error| failed(&error))?;
            }
        }
        writer.finish(Some(hash)).await.map_err(|error| failed(&error))?;
        Ok(status(StatusCode::CREATED))
    }
}

pub(crate) fn parse(hash: &str) -> Result<Hash, ApiError> {
    hash.parse().map_err(|_| {
        let message = "a package is named by its SHA-256 in lower-case hex";
        ApiError::new(StatusCode::BAD_REQUEST, message, "correct the path")
    })
}

pub(crate) fn failed(error: &blob::Error) -> ApiError {
    let status = match error {
        blob::Error::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
        blob::Error::NoRoom { .. } | blob::Error::DiskFull => StatusCode::INSUFFICIENT_STORAGE,
        blob::Error::Unexpected { .. } => StatusCode::BAD_REQUEST,
        _ => StatusCode::SERVICE_UNAVAILABLE,
    };
    ApiError::plain(status, error.to_string())
}

fn status(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(empty_body());
    *response.status_mut() = status;
    response
}
