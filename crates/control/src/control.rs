//! Which request asks for what.

use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use ::functions::Registry;
use api::{PACKAGE_BYTES_MAX, ROOT, SERVICE};
use blob::Blobs;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::request::Parts;
use http::{Method, Request, Response, StatusCode};
use identity::{Claim, Denied, Keyring, Principal};
use invoke::Invoker;
use package::Shelf;
use runtime::{Body, Components, full_body};
use serde::Serialize;
use telemetry::Telemetry;
use web::Budget;

use crate::error::ApiError;
use crate::query::Parameters;

/// The largest request beside a package: an app of many functions.
const REQUEST_BYTES_MAX: usize = 8 * 1024 * 1024;

/// The front door for the command line.
#[derive(Debug, Clone)]
pub struct Control {
    pub keys: Arc<Keyring>,
    pub registry: Arc<Registry>,
    pub invoker: Invoker,
    pub telemetry: Telemetry,
    pub blobs: Blobs,
    pub shelf: Shelf,
    pub components: Components,
    pub budget: Budget,
    pub region: Arc<str>,
    /// Where the platform listens, for the addresses it tells.
    pub endpoint: Arc<str>,
    /// The data directory, to look at how much it holds.
    pub data: Arc<Path>,
}

pub(crate) type Answer = Result<Response<Body>, ApiError>;

impl Control {
    pub fn takes(path: &str) -> bool {
        path.strip_prefix(ROOT).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    pub async fn serve(&self, request: Request<Body>) -> Response<Body> {
        self.route(request).await.unwrap_or_else(|error| json(error.status, &error.body))
    }

    async fn route(&self, request: Request<Body>) -> Answer {
        let (parts, body) = request.into_parts();
        let path = parts.uri.path().to_owned();
        let rest = path.strip_prefix(ROOT).unwrap_or_default();
        let segments: Vec<&str> = rest.split('/').skip(1).collect();
        let method = parts.method.clone();
        match (&method, segments.as_slice()) {
            (&Method::GET, ["health"]) => Ok(self.health()),
            (&Method::PUT, ["packages", hash]) => {
                self.must_be_for_us(&parts)?;
                self.put_package(&parts, hash, body).await
            }
            _ => {
                self.must_be_for_us(&parts)?;
                let shares = self.budget.shares_of(&parts);
                let admitted = self.keys.admit(&parts, body, REQUEST_BYTES_MAX, &shares).await;
                let (principal, body) =
                    admitted.inspect_err(|denied| self.note_denied(&parts, denied))?;
                admin(&principal).inspect_err(|_| self.note_refused(&parts, &principal))?;
                self.signed(&method, &segments, &parts, body).await
            }
        }
    }

    /// What was signed for Lambda, say, is no request to manage the platform.
    fn must_be_for_us(&self, parts: &Parts) -> Result<(), Denied> {
        if self.keys.is_open_to(parts) {
            return Ok(());
        }
        let claim = Claim::read(parts, SystemTime::now());
        let ours = claim.and_then(|claim| claim.must_be_for(SERVICE)).map_err(Denied::from);
        ours.inspect_err(|denied| self.note_denied(parts, denied))
    }

    async fn signed(&self, method: &Method, path: &[&str], parts: &Parts, body: Bytes) -> Answer {
        let query = Parameters(parts.uri.query().unwrap_or_default());
        match (method, path) {
            (&Method::HEAD, ["packages", hash]) => self.has_package(hash),
            (&Method::POST, ["deploy"]) => self.deploy(&body).await,
            (&Method::GET, ["storage"]) => self.storage().await,
            (&Method::GET, ["audit"]) => self.audit(&query).await,
            (&Method::GET, ["functions"]) => self.list().await,
            (&Method::GET, ["functions", name]) => self.show(name).await,
            (&Method::DELETE, ["functions", name]) => {
                let (this, name) = (self.clone(), (*name).to_owned());
                whole(async move { this.remove(&name).await }).await
            }
            (&Method::GET, ["functions", name, "logs"]) => self.logs(name, &query).await,
            (&Method::GET, ["functions", name, "invocations"]) => {
                self.invocations(name, &query).await
            }
            _ => Err(ApiError::new(
                StatusCode::NOT_FOUND,
                format!("there is no {method} {}", parts.uri.path()),
                "check that the command line and the platform have the same version",
            )),
        }
    }

    pub(crate) fn entry(&self, name: &str) -> Result<Arc<::functions::Entry>, ApiError> {
        let unknown = || ::functions::Error::Unknown(name.chars().take(64).collect());
        Ok(self.registry.entry(name).ok_or_else(unknown)?)
    }
}

/// Runs a change to its end, although whoever asked for it hangs up: who runs functions must hear of
/// everything that was committed.
pub(crate) async fn whole(change: impl Future<Output = Answer> + Send + 'static) -> Answer {
    tokio::spawn(change).await.unwrap_or_else(|_cut| {
        Err(ApiError::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "the platform ended in the middle of the change",
            "look at what is deployed when it is back, and try again",
        ))
    })
}

pub(crate) fn admin(principal: &Principal) -> Result<(), ApiError> {
    match principal {
        Principal::Admin => Ok(()),
        Principal::User(_) | Principal::AssumedRole(_) => Err(ApiError::not_allowed()),
    }
}

pub(crate) fn json(status: StatusCode, value: &impl Serialize) -> Response<Body> {
    // Our own types have only strings as keys of maps: this cannot fail.
    let body = serde_json::to_vec(value).unwrap_or_default();
    let mut response = Response::new(full_body(body));
    *response.status_mut() = status;
    let kind = HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, kind);
    response
}

/// Packages may be as large as the wire types say.
pub(crate) const PACKAGE_MAX: u64 = PACKAGE_BYTES_MAX;
