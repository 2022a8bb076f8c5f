//! From a request at a function's address to its response.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use functions::Registry;
use http::header::{CONTENT_TYPE, HeaderValue, ORIGIN, RETRY_AFTER};
use http::request::Parts;
use http::{Request, Response, StatusCode};
use identity::{Claim, Denied, Keyring, Principal};
use invoke::{Invocation, Invoker, Refused};
use runtime::{Body, EVENT_BYTES_MAX, Input, Output, full_body};
use telemetry::{Audit, Refusal, Trigger};
use web::{Budget, Holder, NoRoom, ReadError, Shares, host};

use crate::address::{self, Called};
use crate::cors;
use crate::event::{Caller, Context, event};
use crate::outside::{Origin, make_ours};
use crate::{response, stream};

const URL_ROOT: &str = "/fn/";
/// Browsers resolve every name under `localhost` to this machine.
const HOST_END: &str = ".fn.localhost";

#[derive(Debug, Clone)]
pub struct Gateway {
    registry: Arc<Registry>,
    invoker: Invoker,
    keys: Arc<Keyring>,
    may_call: MayCall,
    audit: Audit,
    budget: Budget,
}

/// Whether somebody from somewhere may call a function, or an alias of it, by its URL.
#[derive(Clone)]
pub struct MayCall(Arc<Asked>);

type Asked = dyn Fn(&Principal, IpAddr, &str, Option<&str>) -> bool + Send + Sync;

impl MayCall {
    pub fn new(
        asked: impl Fn(&Principal, IpAddr, &str, Option<&str>) -> bool + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(asked))
    }
}

impl std::fmt::Debug for MayCall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MayCall")
    }
}

/// Whom a request is from.
struct Sender {
    origin: Origin,
    /// What counts against its share, and against the function's.
    shares: Shares,
    /// Who signed it.
    caller: Option<Caller>,
}

/// A function's address, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    pub function: String,
    /// What follows the address, with its slash.
    pub path: String,
}

/// The function a request is addressed to by its host or path, if it is one's address at all.
pub fn target(parts: &Parts) -> Option<Target> {
    let path = parts.uri.path();
    let host = host(parts).unwrap_or_default();
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host).to_ascii_lowercase();
    if let Some(function) = host.strip_suffix(HOST_END) {
        return Some(Target { function: function.to_owned(), path: path.to_owned() });
    }
    let rest = path.strip_prefix(URL_ROOT)?;
    let (function, path) = match rest.find('/') {
        Some(at) => rest.split_at(at),
        None => (rest, "/"),
    };
    Some(Target { function: function.to_owned(), path: path.to_owned() })
}

impl Gateway {
    pub fn new(
        registry: Arc<Registry>,
        invoker: Invoker,
        keys: Arc<Keyring>,
        may_call: MayCall,
        audit: Audit,
        budget: Budget,
    ) -> Self {
        Self { registry, invoker, keys, may_call, audit, budget }
    }

    pub async fn serve(
        &self,
        target: Target,
        origin: Origin,
        request: Request<Body>,
    ) -> Response<Body> {
        let dice = || uuid::Uuid::new_v4().as_u128() as u32;
        let Some(called) = address::find(&self.registry, &target.function, dice) else {
            // The same answer for no function and for one without a URL: names are nobody's
            // business.
            return message(StatusCode::NOT_FOUND, "Not Found");
        };
        let cors = called.url.cors.clone();
        if let Some(answer) = cors.as_ref().and_then(|cors| cors::preflight(cors, &request)) {
            return answer;
        }
        let from = request.headers().get(ORIGIN).cloned();
        let (head, body) = request.into_parts();
        let function = Holder::Function(called.function.name.as_str().into());
        let shares = self.budget.shares_of(&head).and(function);
        let request = Request::from_parts(head, body);
        let mut response = match self.admit(&called, origin, &shares, request).await {
            Ok((request, caller)) => {
                let sender = Sender { origin, shares, caller };
                let answer = self.call(called, &target, sender, request).await;
                answer.unwrap_or_else(|refused| *refused)
            }
            Err(refused) => *refused,
        };
        if let Some(cors) = &cors {
            cors::mark(cors, from.as_ref(), response.headers_mut());
        }
        response
    }

    /// Lets everybody in where the URL is open, else those who signed and may; and says who did.
    async fn admit(
        &self,
        called: &Called,
        origin: Origin,
        shares: &Shares,
        request: Request<Body>,
    ) -> Result<(Request<Body>, Option<Caller>), Box<Response<Body>>> {
        if !called.url.signed {
            return Ok((request, None));
        }
        let forbidden = || Box::new(message(StatusCode::FORBIDDEN, "Forbidden"));
        let (head, body) = request.into_parts();
        let most = EVENT_BYTES_MAX;
        let admitted = match self.keys.is_open_to(&head) {
            true => self.keys.admit(&head, body, most, shares).await,
            false => match claim(&head) {
                Ok(claim) => self.keys.admit_claimed(&claim, &head, body, most, shares).await,
                Err(why) => Err(why.into()),
            },
        };
        let (principal, body) = admitted.map_err(|denied| match denied {
            Denied::TooLarge { .. } => too_large(),
            Denied::Refused(why) => {
                self.note_stranger(&head, origin, &why);
                forbidden()
            }
            Denied::BrokenOff => forbidden(),
            Denied::NoRoom(full) => no_room(full),
            Denied::TooSlow(error) | Denied::Disk(error) => unread(&error),
        })?;
        let name = called.function.name.as_str();
        match (self.may_call.0)(&principal, origin.ip, name, called.alias.as_deref()) {
            true => {
                let caller = self.caller(&head, &principal);
                Ok((Request::from_parts(head, full_body(body)), caller))
            }
            false => Err(forbidden()),
        }
    }

    /// None where nobody had to sign.
    fn caller(&self, head: &Parts, principal: &Principal) -> Option<Caller> {
        let access_key = claim(head).ok()?.access_key().to_owned();
        let identity = principal.identity(self.keys.account());
        Some(Caller { access_key, identity })
    }

    /// Keeps that a signature was refused.
    fn note_stranger(&self, head: &Parts, origin: Origin, why: &identity::Refused) {
        let claim = Claim::read(head, SystemTime::now()).ok();
        self.audit.note(Refusal {
            who: claim.map_or_else(|| "-".to_owned(), |claim| claim.access_key().to_owned()),
            stranger: true,
            from: Some(origin.ip.to_canonical()),
            action: "InvokeFunctionUrl".to_owned(),
            resource: format!("{} {}", head.method, head.uri.path()),
            why: why.to_string(),
        });
    }

    async fn call(
        &self,
        called: Called,
        target: &Target,
        sender: Sender,
        request: Request<Body>,
    ) -> Result<Response<Body>, Box<Response<Body>>> {
        let Sender { origin, shares, caller } = sender;
        let trace = request.headers().get("x-amzn-trace-id").and_then(|trace| trace.to_str().ok());
        let trace = trace.map(str::to_owned);
        let Called { function, alias, .. } = called;
        let is_server = function.config.is_server();
        let name = function.name.clone();
        let input = Input::Event(Bytes::new());
        let mut invocation = Invocation::new(function, input, Trigger::Url, trace.as_deref());
        invocation.qualifier = alias;
        let (mut parts, body) = request.into_parts();
        make_ours(&mut parts, origin, &invocation.trace_id);
        invocation.from = parts.extensions.get::<web::Peer>().map(web::Peer::holder);
        invocation.input = if is_server {
            Input::Http(Box::new(Request::from_parts(at_own_address(parts, target), body)))
        } else {
            let arrived = shares.read(body, EVENT_BYTES_MAX, |_| {}).await;
            let arrived = arrived.map_err(|error| unread(&error))?;
            let (body, room) = arrived.load(&shares).await.map_err(|error| unread(&error))?;
            let domain = format!("{name}{HOST_END}").to_ascii_lowercase();
            let context = Context {
                domain: &domain,
                request_id: &invocation.request_id,
                source_ip: origin.ip,
                epoch_ms: epoch_ms(),
                caller: caller.as_ref(),
            };
            let event = room.hold(event(&parts, &target.path, &body, context));
            // Bytes as base64 and text as JSON are longer than what was sent.
            if event.len() > EVENT_BYTES_MAX {
                return Err(too_large());
            }
            Input::Event(event)
        };
        let answer = self.invoker.invoke(invocation).await.map_err(|refused| refusal(&refused))?;
        let result = match answer.output {
            Ok(Output::Value(value)) => match response::response(&value) {
                Ok(response) => {
                    let (head, body) = response.into_parts();
                    let body = shares.answer(body).await.map_err(no_room)?;
                    // What was made of it counts with it until it has a place of its own.
                    drop(value);
                    Ok(Response::from_parts(head, body))
                }
                Err(problem) => Err(problem),
            },
            Ok(Output::Stream(head, chunks)) => stream::response(head, chunks).await,
            Ok(Output::Http(response)) => Ok(response),
            Err(failure) => {
                // Details are in the function's log; the public gets none of them.
                let status = match failure {
                    runtime::Failure::Timeout { .. } => StatusCode::GATEWAY_TIMEOUT,
                    _ => StatusCode::BAD_GATEWAY,
                };
                let mut response = message(status, "Internal Server Error");
                mark(&mut response, &answer.request_id);
                return Err(Box::new(response));
            }
        };
        let mut response = result
            .unwrap_or_else(|_problem| message(StatusCode::BAD_GATEWAY, "Internal Server Error"));
        mark(&mut response, &answer.request_id);
        Ok(response)
    }
}

/// Function URLs are Lambda's: what was signed for another service is not for them.
fn claim(head: &Parts) -> Result<Claim, identity::Refused> {
    let claim = Claim::read(head, SystemTime::now())?;
    claim.must_be_for("lambda").map(|()| claim)
}

fn mark(response: &mut Response<Body>, request_id: &str) {
    if let Ok(id) = HeaderValue::from_str(request_id) {
        response.headers_mut().insert("x-amzn-requestid", id);
    }
}

/// A server sees its own paths: the function's address is taken off.
fn at_own_address(mut parts: Parts, target: &Target) -> Parts {
    let query = parts.uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    if let Ok(uri) = format!("{}{query}", target.path).parse() {
        parts.uri = uri;
    }
    parts
}

/// Why a body could not be read, as its sender is told.
fn unread(error: &ReadError) -> Box<Response<Body>> {
    let (status, text) = match error {
        ReadError::TooLarge { .. } => return too_large(),
        ReadError::BrokenOff(_) => (StatusCode::BAD_REQUEST, "the request broke off".to_owned()),
        ReadError::TooSlow => (StatusCode::REQUEST_TIMEOUT, error.to_string()),
        ReadError::NoRoom(full) => return no_room(*full),
        // Where the platform keeps its files is nobody's business.
        ReadError::Disk(_) => {
            tracing::warn!(%error, "a request could not be read");
            (StatusCode::SERVICE_UNAVAILABLE, "the request could not be kept".to_owned())
        }
    };
    Box::new(message(status, &text))
}

fn no_room(full: NoRoom) -> Box<Response<Body>> {
    let mut response = message(StatusCode::SERVICE_UNAVAILABLE, &full.to_string());
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
    Box::new(response)
}

fn too_large() -> Box<Response<Body>> {
    let text = format!("Request Entity Too Large: {EVENT_BYTES_MAX} bytes at most");
    Box::new(message(StatusCode::PAYLOAD_TOO_LARGE, &text))
}

fn refusal(refused: &Refused) -> Box<Response<Body>> {
    let status = match refused {
        Refused::Policy(_) | Refused::QueueFull { .. } | Refused::QueueBytes { .. } => {
            StatusCode::TOO_MANY_REQUESTS
        }
        Refused::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
        Refused::Recursive { .. } => StatusCode::LOOP_DETECTED,
        Refused::Stopping | Refused::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
    };
    Box::new(message(status, &refused.to_string()))
}

fn message(status: StatusCode, text: &str) -> Response<Body> {
    let body = serde_json::json!({ "message": text }).to_string();
    let mut response = Response::new(full_body(body));
    *response.status_mut() = status;
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response
}

fn epoch_ms() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(now.as_millis()).unwrap_or(u64::MAX)
}
