//! One signed request on a connection of its own.

use std::future::Future;
use std::io;
use std::time::{Duration, SystemTime};

use api::LoadFailure;
use bytes::Bytes;
use http::header::HOST;
use http::{Method, Request, Response, StatusCode, request};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper_util::rt::TokioIo;
use identity::{Credentials, PayloadHash, Scope};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::{ClientError, Endpoint, find_credentials};

const CONNECT_TIME_MAX: Duration = Duration::from_secs(5);
const REPLY_TIME_MAX: Duration = Duration::from_secs(60);
const REPLY_BYTES_MAX: usize = 64 * 1024 * 1024;
const REFUSAL_BYTES_MAX: usize = 256 * 1024;
const REGION: &str = "us-east-1";

pub(super) type Body = BoxBody<Bytes, io::Error>;

/// A platform and the keys to it.
#[derive(Debug, Clone)]
pub struct Client {
    endpoint: Endpoint,
    /// Absent where nothing needs them.
    credentials: Option<Credentials>,
}

/// A request before it is signed.
pub(super) struct Outgoing {
    pub(super) head: request::Builder,
    pub(super) body: Body,
    pub(super) hash: PayloadHash,
    pub(super) service: &'static str,
    /// How long the platform may take to begin its answer.
    pub(super) patience: Duration,
}

impl Outgoing {
    pub(super) fn new(method: Method, path: &str) -> Self {
        Self::with_body(method, path, Bytes::new())
    }

    pub(super) fn with_body(method: Method, path: &str, body: Bytes) -> Self {
        Self {
            head: Request::builder().method(method).uri(path),
            hash: PayloadHash::of(&body),
            body: Full::new(body).map_err(|never| match never {}).boxed(),
            service: api::SERVICE,
            patience: REPLY_TIME_MAX,
        }
    }
}

impl Client {
    /// Finds the keys for the endpoint where this account keeps them.
    pub fn find(endpoint: &Endpoint) -> Result<Self, ClientError> {
        Ok(Self::new(endpoint.clone(), find_credentials(endpoint)?))
    }

    pub fn new(endpoint: Endpoint, credentials: Credentials) -> Self {
        Self { endpoint, credentials: Some(credentials) }
    }

    /// For the little that everybody may ask.
    pub fn anonymous(endpoint: Endpoint) -> Self {
        Self { endpoint, credentials: None }
    }

    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Sends the request and waits for the head of the answer, whatever its status.
    pub(super) async fn send(&self, outgoing: Outgoing) -> Result<Response<Incoming>, ClientError> {
        let (mut parts, ()) = outgoing.head.body(())?.into_parts();
        // An authority that was parsed from a URI is always a header value.
        let host = self.endpoint.authority().parse().map_err(http::Error::from)?;
        parts.headers.insert(HOST, host);
        if let Some(keys) = &self.credentials {
            let scope = Scope { region: REGION, service: outgoing.service };
            identity::sign(&mut parts, outgoing.hash, keys, scope, SystemTime::now())?;
        }
        let request = Request::from_parts(parts, outgoing.body);

        let stream = self.connect().await?;
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
            .await
            .map_err(|source| self.broken(source))?;
        tokio::spawn(connection);
        let answer = self.within(outgoing.patience, sender.send_request(request)).await?;
        answer.map_err(|source| self.broken(source))
    }

    /// Sends the request and reads a JSON answer.
    pub(super) async fn ask<T: DeserializeOwned>(
        &self,
        outgoing: Outgoing,
    ) -> Result<T, ClientError> {
        self.json(self.accepted(self.send(outgoing).await?).await?).await
    }

    pub(super) async fn json<T: DeserializeOwned>(
        &self,
        answer: Response<Incoming>,
    ) -> Result<T, ClientError> {
        let body = self.read(answer, REPLY_BYTES_MAX).await?;
        serde_json::from_slice(&body).map_err(|error| self.nonsense(error.to_string()))
    }

    /// Turns every answer that is no success into an error.
    pub(super) async fn accepted(
        &self,
        answer: Response<Incoming>,
    ) -> Result<Response<Incoming>, ClientError> {
        let status = answer.status();
        if status.is_success() {
            return Ok(answer);
        }
        let body = self.read(answer, REFUSAL_BYTES_MAX).await?;
        Err(refusal(status, &body).unwrap_or_else(|| ClientError::NotMayfly {
            endpoint: self.endpoint.to_string(),
            status,
        }))
    }

    pub(super) async fn read(
        &self,
        answer: Response<Incoming>,
        bytes_max: usize,
    ) -> Result<Bytes, ClientError> {
        let body = Limited::new(answer.into_body(), bytes_max).collect();
        match self.within(REPLY_TIME_MAX, body).await? {
            Ok(body) => Ok(body.to_bytes()),
            Err(error) => Err(match error.downcast::<hyper::Error>() {
                Ok(source) => self.broken(*source),
                Err(_) => self.nonsense(format!("it is longer than {bytes_max} bytes")),
            }),
        }
    }

    pub(super) fn broken(&self, source: hyper::Error) -> ClientError {
        ClientError::Broken { endpoint: self.endpoint.to_string(), source }
    }

    pub(super) fn nonsense(&self, problem: String) -> ClientError {
        ClientError::Nonsense { endpoint: self.endpoint.to_string(), problem }
    }

    async fn connect(&self) -> Result<TcpStream, ClientError> {
        let stream = self.within(CONNECT_TIME_MAX, TcpStream::connect(self.endpoint.address()));
        let stream = stream.await?.map_err(|source| ClientError::Connect {
            endpoint: self.endpoint.to_string(),
            source,
        })?;
        // Only latency suffers without it.
        stream.set_nodelay(true).ok();
        Ok(stream)
    }

    async fn within<F: Future>(&self, time: Duration, work: F) -> Result<F::Output, ClientError> {
        timeout(time, work).await.map_err(|_| ClientError::Timeout {
            endpoint: self.endpoint.to_string(),
            seconds: time.as_secs(),
        })
    }
}

/// Ours and Lambda's way to say no; Lambda's clients disagree on how to spell `message`.
#[derive(Deserialize)]
struct RefusalBody {
    message: Option<String>,
    #[serde(rename = "Message")]
    lambda_message: Option<String>,
    /// Which of its limits Lambda means.
    #[serde(rename = "Reason")]
    reason: Option<String>,
    remedy: Option<String>,
    #[serde(default)]
    failures: Vec<LoadFailure>,
}

fn refusal(status: StatusCode, body: &[u8]) -> Option<ClientError> {
    let body: RefusalBody = serde_json::from_slice(body).ok()?;
    let message = body.message.or(body.lambda_message)?;
    let message = match body.reason {
        Some(reason) => format!("{message} ({reason})"),
        None => message,
    };
    let (remedy, failures) = (body.remedy, body.failures);
    Some(ClientError::Refused { status, message, remedy, failures })
}
