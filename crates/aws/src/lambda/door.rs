//! Which operation a request asks for, and who asks.

use std::sync::Arc;

use ::invoke::Invoker;
use functions::{Function, Registry};
use http::{HeaderValue, Method, Request, Response, StatusCode};
use identity::{Denied, Family, Keyring, Principal, Told};
use percent_encoding::percent_decode_str;
use runtime::{Body, EVENT_BYTES_MAX};
use telemetry::Telemetry;

use super::error::ApiError;

const ROOT: &str = "/2015-03-31/functions/";

/// The front door for Lambda's clients.
#[derive(Debug, Clone)]
pub struct Lambda {
    pub keys: Arc<Keyring>,
    pub registry: Arc<Registry>,
    pub invoker: Invoker,
    pub telemetry: Telemetry,
    pub region: Arc<str>,
}

impl Lambda {
    /// Whether a path belongs to this API.
    pub fn takes(path: &str) -> bool {
        path.starts_with("/2015-03-31/")
    }

    pub async fn serve(&self, request: Request<Body>) -> Response<Body> {
        let result = self.route(request).await;
        let mut response = result.unwrap_or_else(|error| error.response());
        if !response.headers().contains_key("x-amzn-requestid") {
            let id = ::invoke::request_id();
            if let Ok(id) = HeaderValue::from_str(&id) {
                response.headers_mut().insert("x-amzn-requestid", id);
            }
        }
        response
    }

    async fn route(&self, request: Request<Body>) -> Result<Response<Body>, ApiError> {
        let (parts, body) = request.into_parts();
        let admitted = self.keys.admit(&parts, body, EVENT_BYTES_MAX).await;
        let (principal, body) = admitted.map_err(denied)?;
        let path = parts.uri.path();
        let segments: Vec<&str> = path.strip_prefix(ROOT).unwrap_or_default().split('/').collect();
        match (&parts.method, segments.as_slice()) {
            (&Method::POST, [name, "invocations"]) => {
                let (function, qualifier) = self.find(name, parts.uri.query())?;
                self.permit(&principal, &function)?;
                self.invoke(function, qualifier, &parts.headers, body).await
            }
            _ => Err(ApiError::new(
                StatusCode::NOT_IMPLEMENTED,
                "UnknownOperationException",
                format!("{} {path} is not an operation of this platform yet", parts.method),
            )),
        }
    }

    /// The function a path names: by name, by ARN or by part of one, with a qualifier or without.
    fn find(&self, name: &str, query: Option<&str>) -> Result<Found, ApiError> {
        let given = percent_decode_str(name).decode_utf8_lossy().into_owned();
        let (name, qualifier) = parts_of(&given);
        let asked = query.unwrap_or_default().split('&').find_map(|p| p.strip_prefix("Qualifier="));
        let asked = asked.map(|text| percent_decode_str(text).decode_utf8_lossy().into_owned());
        let qualifier = asked.as_deref().or(qualifier);
        let found = self.registry.get(name);
        let found = found.filter(|_| qualifier.is_none_or(|q| q == "$LATEST"));
        found.map(|function| (function, qualifier.map(Arc::from))).ok_or_else(|| {
            let mut arn = self.arn(name);
            if let Some(qualifier) = qualifier {
                arn = format!("{arn}:{qualifier}");
            }
            let message = format!("Function not found: {arn}");
            ApiError::new(StatusCode::NOT_FOUND, "ResourceNotFoundException", message)
        })
    }

    /// The owner may call everything, a function the functions of its own app.
    fn permit(&self, principal: &Principal, function: &Function) -> Result<(), ApiError> {
        let Principal::Function { name, app } = principal else { return Ok(()) };
        if *app == function.app {
            return Ok(());
        }
        let message = format!(
            "User: {} is not authorized to perform: lambda:InvokeFunction on resource: {}",
            self.arn(name.as_str()),
            self.arn(function.name.as_str())
        );
        Err(ApiError::new(StatusCode::FORBIDDEN, "AccessDeniedException", message))
    }

    pub(super) fn arn(&self, name: &str) -> String {
        format!("arn:aws:lambda:{}:{}:function:{name}", self.region, self.keys.account())
    }
}

/// The name and the qualifier in a name, an ARN or a part of one.
fn parts_of(given: &str) -> (&str, Option<&str>) {
    let fields: Vec<&str> = given.split(':').collect();
    match fields.as_slice() {
        [name] => (name, None),
        [name, qualifier] => (name, Some(qualifier)),
        [.., "function", name] => (name, None),
        [.., "function", name, qualifier] => (name, Some(qualifier)),
        _ => (given, None),
    }
}

/// A function, and the qualifier it was asked for by.
type Found = (Arc<Function>, Option<Arc<str>>);

fn denied(denied: Denied) -> ApiError {
    let message = denied.to_string();
    match denied {
        Denied::Refused(refused) => {
            let Told { status, code, message } = refused.told(Family::Rest);
            ApiError::new(status, code, message)
        }
        Denied::TooLarge { most } => ApiError::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "RequestTooLargeException",
            format!("Request must be smaller than {most} bytes for the InvokeFunction operation"),
        ),
        Denied::BrokenOff => {
            ApiError::new(StatusCode::BAD_REQUEST, "InvalidRequestContentException", message)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_arns_and_parts_of_them() {
        for (given, name, qualifier) in [
            ("f", "f", None),
            ("f:$LATEST", "f", Some("$LATEST")),
            ("f:", "f", Some("")),
            ("000000000000:function:f", "f", None),
            ("000000000000:function:f:live", "f", Some("live")),
            ("arn:aws:lambda:us-east-1:000000000000:function:f", "f", None),
            ("arn:aws:lambda:us-east-1:000000000000:function:f:7", "f", Some("7")),
            ("function:f", "function", Some("f")),
            // What is none of these is the name of nothing.
            ("a:b:c", "a:b:c", None),
            (
                "arn:aws:lambda:us-east-1:000000000000:layer:f",
                "arn:aws:lambda:us-east-1:000000000000:layer:f",
                None,
            ),
            ("", "", None),
            (":", "", Some("")),
        ] {
            assert_eq!(parts_of(given), (name, qualifier), "{given}");
        }
    }

    #[test]
    fn denials_have_the_codes_clients_know() {
        use identity::Refused;
        for (denial, status, code) in [
            (Denied::Refused(Refused::Missing), 403, "MissingAuthenticationTokenException"),
            (Denied::Refused(Refused::Incomplete("x")), 400, "IncompleteSignatureException"),
            (Denied::Refused(Refused::UnknownKey), 403, "UnrecognizedClientException"),
            (Denied::Refused(Refused::Mismatch), 403, "InvalidSignatureException"),
            (Denied::Refused(Refused::Payload), 403, "InvalidSignatureException"),
            (Denied::TooLarge { most: 1 }, 413, "RequestTooLargeException"),
            (Denied::BrokenOff, 400, "InvalidRequestContentException"),
        ] {
            let response = denied(denial).response();
            let told = response.headers()["x-amzn-errortype"].to_str().unwrap();
            assert_eq!((response.status().as_u16(), told), (status, code));
        }
    }
}
