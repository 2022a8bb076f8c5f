//! The Lambda Runtime API, served to one instance on a listener of its own.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::sync::{Notify, Semaphore, mpsc};
use tokio::task::JoinSet;

use super::LinkError;
use crate::answer::Answer;
use crate::failure::error_json;
use crate::{CallInfo, Deadline, PAYLOAD_BYTES_MAX, StreamHead};

/// Connections one program may hold open; runtimes use one or two.
const CONNECTIONS_MAX: usize = 64;
/// The cause of an error comes in a header, of up to 1 MB.
const HEAD_BYTES_MAX: usize = 2 * 1024 * 1024;
const ERROR_BYTES_MAX: usize = 1024 * 1024;
const TRAILER_TEXT: &[u8] = b"Lambda-Runtime-Function-Error-Type: ";
const STREAMED: &str = "application/vnd.awslambda.http-integration-response";

#[derive(Debug)]
pub(crate) struct ApiLink {
    work: mpsc::Sender<Work>,
    answers: mpsc::Receiver<Answer>,
    shared: Arc<Shared>,
    server: tokio::task::JoinHandle<()>,
}

/// What `next` hands out.
#[derive(Debug)]
struct Work {
    request_id: Arc<str>,
    deadline_ms: u64,
    arn: Arc<str>,
    trace_id: Arc<str>,
    client_context: Option<Arc<str>>,
    event: Bytes,
}

#[derive(Debug)]
struct Shared {
    work: tokio::sync::Mutex<mpsc::Receiver<Work>>,
    answers: mpsc::Sender<Answer>,
    state: Mutex<State>,
    /// Rung when the program asks for an event.
    asking: Notify,
}

#[derive(Debug, Clone)]
enum State {
    /// Before the first `next`.
    Loading,
    /// Answered, and not asking for more yet.
    Idle,
    /// Waiting in `next`.
    Asking,
    Working(Arc<str>),
    /// The answer to this call is being read. There is no second one.
    Answering(Arc<str>),
}

impl ApiLink {
    pub(crate) fn serve(listener: TcpListener) -> Self {
        let (work, work_in) = mpsc::channel(1);
        let (answers_out, answers) = mpsc::channel(8);
        let shared = Arc::new(Shared {
            work: tokio::sync::Mutex::new(work_in),
            answers: answers_out,
            state: Mutex::new(State::Loading),
            asking: Notify::new(),
        });
        let server = tokio::spawn(accept(listener, shared.clone()));
        Self { work, answers, shared, server }
    }

    pub(super) async fn send(
        &mut self,
        info: &CallInfo,
        event: &Bytes,
        deadline: Deadline,
    ) -> Result<(), LinkError> {
        let work = Work {
            request_id: info.request_id.clone(),
            deadline_ms: deadline.epoch_ms,
            arn: info.arn.clone(),
            trace_id: info.trace_id.clone(),
            client_context: info.client_context.clone(),
            event: event.clone(),
        };
        *self.shared.state() = State::Working(info.request_id.clone());
        self.work.send(work).await.map_err(|_| LinkError::Closed)
    }

    pub(super) async fn asks_for_more(&self) {
        loop {
            let asked = self.shared.asking.notified();
            if matches!(*self.shared.state(), State::Asking) {
                return;
            }
            asked.await;
        }
    }

    pub(super) async fn next(&mut self) -> Result<Answer, LinkError> {
        self.answers.recv().await.ok_or(LinkError::Closed)
    }
}

impl Drop for ApiLink {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        // One word, whole at any time.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The program asks for an event. Returns what it was doing before.
    fn ask(&self) -> State {
        let mut state = self.state();
        let before = state.clone();
        if matches!(before, State::Loading | State::Idle) {
            *state = State::Asking;
        }
        before
    }

    /// The right to answer the call with this id, which one answer has at a time.
    fn turn(&self, id: &str) -> Option<Turn<'_>> {
        let mut state = self.state();
        let State::Working(current) = &*state else { return None };
        let id = Some(current.clone()).filter(|current| **current == *id)?;
        *state = State::Answering(id.clone());
        Some(Turn { shared: self, id, may_be_taken_again: true })
    }
}

/// The right to answer a call. It is given back when the answer broke off before it counted.
struct Turn<'a> {
    shared: &'a Shared,
    id: Arc<str>,
    may_be_taken_again: bool,
}

impl Turn<'_> {
    /// What the caller hears cannot be taken back.
    async fn begin(&mut self, answer: Answer) {
        self.may_be_taken_again = false;
        let _ = self.shared.answers.send(answer).await;
    }

    async fn end(self, answer: Answer) {
        *self.shared.state() = State::Idle;
        let _ = self.shared.answers.send(answer).await;
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut state = self.shared.state();
        if self.may_be_taken_again && matches!(&*state, State::Answering(id) if *id == self.id) {
            *state = State::Working(self.id.clone());
        }
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    let room = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    // Dropped with this task, which ends every connection.
    let mut connections = JoinSet::new();
    loop {
        let Ok(permit) = room.clone().acquire_owned().await else { return };
        let Ok((socket, _)) = listener.accept().await else {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            continue;
        };
        let _ = socket.set_nodelay(true);
        let shared = shared.clone();
        connections.spawn(async move {
            let service = service_fn(move |request| {
                let shared = shared.clone();
                async move { Ok::<_, Infallible>(answer(&shared, request).await) }
            });
            let mut http = hyper::server::conn::http1::Builder::new();
            http.max_buf_size(HEAD_BYTES_MAX);
            // A broken connection is the program's own affair.
            let _ = http.serve_connection(TokioIo::new(socket), service).await;
            drop(permit);
        });
        while connections.try_join_next().is_some() {}
    }
}

type Reply = Response<Full<Bytes>>;

async fn answer(shared: &Shared, request: Request<Incoming>) -> Reply {
    let path = request.uri().path().to_owned();
    let Some(rest) = path.strip_prefix("/2018-06-01/") else {
        return if path == "/ping" {
            reply(StatusCode::OK, "text/plain", Bytes::from_static(b"pong"))
        } else {
            refuse(StatusCode::NOT_FOUND, "NotFound", "the Runtime API has no such path")
        };
    };
    let segments: Vec<&str> = rest.split('/').collect();
    match (request.method(), segments.as_slice()) {
        (&Method::GET, ["runtime", "invocation", "next"]) => next(shared).await,
        (&Method::POST, ["runtime", "invocation", id, "response"]) => {
            respond(shared, id, request).await
        }
        (&Method::POST, ["runtime", "invocation", id, "error"]) => fail(shared, id, request).await,
        (&Method::POST, ["runtime", "init", "error"]) => fail_init(shared, request).await,
        (&Method::GET, ["runtime", "restore", "next"]) => {
            reply(StatusCode::OK, "application/json", Bytes::new())
        }
        (&Method::POST, ["runtime", "restore", "error"]) => fail_init(shared, request).await,
        _ => refuse(StatusCode::NOT_FOUND, "NotFound", "the Runtime API has no such path"),
    }
}

async fn next(shared: &Shared) -> Reply {
    match shared.ask() {
        State::Loading => drop(shared.answers.send(Answer::Ready).await),
        State::Idle => shared.asking.notify_waiters(),
        // Asking again, or with several pollers: whoever comes first gets the next event.
        State::Asking | State::Working(_) | State::Answering(_) => {}
    }
    loop {
        let Some(work) = shared.work.lock().await.recv().await else {
            return refuse(StatusCode::GONE, "Gone", "the instance is ending");
        };
        match event(work) {
            Ok(response) => return response,
            Err(_) => {
                *shared.state() = State::Asking;
                let message = "the call's context has characters that no header can carry";
                let json = error_json("Runtime.InvalidRequest", message);
                let _ = shared.answers.send(Answer::Error(json)).await;
            }
        }
    }
}

fn event(work: Work) -> Result<Reply, http::Error> {
    let mut response = Response::builder()
        .header("Content-Type", "application/json")
        .header("Lambda-Runtime-Aws-Request-Id", &*work.request_id)
        .header("Lambda-Runtime-Deadline-Ms", work.deadline_ms)
        .header("Lambda-Runtime-Invoked-Function-Arn", &*work.arn)
        .header("Lambda-Runtime-Trace-Id", &*work.trace_id);
    if let Some(context) = &work.client_context {
        response = response.header("Lambda-Runtime-Client-Context", &**context);
    }
    response.body(Full::new(work.event))
}

async fn respond(shared: &Shared, id: &str, request: Request<Incoming>) -> Reply {
    let Some(turn) = shared.turn(id) else {
        drain(request).await;
        return not_current();
    };
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let content_type = header("content-type").map(str::to_owned);
    let streamed = header("lambda-runtime-function-response-mode")
        .is_some_and(|mode| mode.eq_ignore_ascii_case("streaming"));
    if streamed || content_type.as_deref() == Some(STREAMED) {
        let announced = request.headers().contains_key("trailer");
        let head = StreamHead { content_type };
        return stream(turn, head, announced, request.into_body()).await;
    }
    let limited = http_body_util::Limited::new(request.into_body(), PAYLOAD_BYTES_MAX);
    match limited.collect().await {
        Ok(body) => {
            turn.end(Answer::Value(body.to_bytes())).await;
            accepted()
        }
        Err(error) if error.is::<http_body_util::LengthLimitError>() => {
            let message = format!(
                "Response payload size exceeded maximum allowed payload size ({PAYLOAD_BYTES_MAX} bytes)."
            );
            let json = error_json("Function.ResponseSizeTooLarge", &message);
            turn.end(Answer::Error(json)).await;
            refuse(
                StatusCode::PAYLOAD_TOO_LARGE,
                "RequestEntityTooLarge",
                &format!("Exceeded maximum allowed payload size ({PAYLOAD_BYTES_MAX} bytes)."),
            )
        }
        Err(_) => refuse(StatusCode::BAD_REQUEST, "TruncatedHTTPRequest", "the body broke off"),
    }
}

/// `announced` says that the body may end in trailers.
async fn stream(
    mut turn: Turn<'_>,
    head: StreamHead,
    announced: bool,
    mut body: Incoming,
) -> Reply {
    turn.begin(Answer::StreamHead(head)).await;
    let answers = &turn.shared.answers;
    let mut end = Answer::StreamEnd;
    let mut held = None::<Bytes>;
    while let Some(frame) = body.frame().await {
        match frame.map(hyper::body::Frame::into_data) {
            Ok(Ok(data)) => {
                if let Some(not_the_last) = held.take() {
                    let _ = answers.send(Answer::StreamChunk(not_the_last)).await;
                }
                if announced && data.starts_with(TRAILER_TEXT) {
                    held = Some(data);
                } else {
                    let _ = answers.send(Answer::StreamChunk(data)).await;
                }
            }
            Ok(Err(frame)) => {
                if let Some(error) = frame.trailers_ref().and_then(trailer_error) {
                    end = Answer::StreamError(error);
                }
            }
            Err(_) => {
                end = Answer::StreamError(error_json(
                    "Runtime.TruncatedResponse",
                    "the function's response stream broke off",
                ));
                break;
            }
        }
    }
    // Some versions of the Rust client write their trailers as the last piece of the body.
    let trailers = held.as_deref().and_then(trailers_as_text);
    match (trailers.as_ref().and_then(trailer_error), held) {
        (Some(error), _) => end = Answer::StreamError(error),
        (None, Some(data)) => drop(answers.send(Answer::StreamChunk(data)).await),
        (None, None) => {}
    }
    turn.end(end).await;
    accepted()
}

fn trailers_as_text(text: &[u8]) -> Option<http::HeaderMap> {
    let lines = std::str::from_utf8(text).ok()?.lines();
    let pairs = lines.map(|line| {
        let (name, value) = line.split_once(": ")?;
        Some((name.parse::<http::HeaderName>().ok()?, value.parse::<http::HeaderValue>().ok()?))
    });
    pairs.collect()
}

/// The error a stream ended with: its JSON comes base64-coded in the trailers.
fn trailer_error(trailers: &http::HeaderMap) -> Option<Bytes> {
    let kind = trailers.get("lambda-runtime-function-error-type")?;
    let decoded = trailers
        .get("lambda-runtime-function-error-body")
        .and_then(|body| base64::Engine::decode(&base64::prelude::BASE64_STANDARD, body).ok())
        .filter(|json| serde_json::from_slice::<serde::de::IgnoredAny>(json).is_ok());
    Some(match decoded {
        Some(json) => json.into(),
        None => error_json(kind.to_str().unwrap_or("Unhandled"), "the function's stream failed"),
    })
}

async fn fail(shared: &Shared, id: &str, request: Request<Incoming>) -> Reply {
    let Some(turn) = shared.turn(id) else {
        drain(request).await;
        return not_current();
    };
    match error_body(request).await {
        Ok(json) => {
            turn.end(Answer::Error(json)).await;
            accepted()
        }
        Err(refusal) => refusal,
    }
}

async fn fail_init(shared: &Shared, request: Request<Incoming>) -> Reply {
    if !matches!(*shared.state(), State::Loading) {
        drain(request).await;
        return refuse(
            StatusCode::FORBIDDEN,
            "InvalidStateTransition",
            "the function is loaded already; report the error of an invocation instead",
        );
    }
    match error_body(request).await {
        Ok(json) => {
            let _ = shared.answers.send(Answer::InitError(json)).await;
            accepted()
        }
        Err(refusal) => refusal,
    }
}

async fn error_body(request: Request<Incoming>) -> Result<Bytes, Reply> {
    let kind = request.headers().get("lambda-runtime-function-error-type");
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or("Unhandled").to_owned();
    let limited = http_body_util::Limited::new(request.into_body(), ERROR_BYTES_MAX);
    let body = limited.collect().await.map_err(|_| {
        refuse(StatusCode::PAYLOAD_TOO_LARGE, "RequestEntityTooLarge", "an error has 1 MB at most")
    })?;
    let body = body.to_bytes();
    // The caller is promised JSON, whatever the program sent.
    Ok(match serde_json::from_slice::<serde::de::IgnoredAny>(&body) {
        Ok(_) => body,
        Err(_) => error_json(&kind, &String::from_utf8_lossy(&body)),
    })
}

/// Reads a body that is not wanted, so that the connection can be used again.
async fn drain(request: Request<Incoming>) {
    let _ = http_body_util::Limited::new(request.into_body(), PAYLOAD_BYTES_MAX).collect().await;
}

fn accepted() -> Reply {
    let body = Bytes::from_static(br#"{"status":"OK"}"#);
    reply(StatusCode::ACCEPTED, "application/json", body)
}

fn not_current() -> Reply {
    refuse(StatusCode::BAD_REQUEST, "InvalidRequestID", "Invalid request ID")
}

fn refuse(status: StatusCode, error_type: &str, message: &str) -> Reply {
    let object = serde_json::json!({ "errorType": error_type, "errorMessage": message });
    reply(status, "application/json", object.to_string().into())
}

fn reply(status: StatusCode, content_type: &'static str, body: Bytes) -> Reply {
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(http::header::CONTENT_TYPE, http::HeaderValue::from_static(content_type));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(state: State) -> (Shared, mpsc::Receiver<Answer>) {
        let (answers, heard) = mpsc::channel(8);
        let (_, work) = mpsc::channel(1);
        let work = tokio::sync::Mutex::new(work);
        let asking = Notify::new();
        (Shared { work, answers, state: Mutex::new(state), asking }, heard)
    }

    /// The event is on its way when the program asks for it.
    #[test]
    fn asking_late_does_not_undo_the_call() {
        let (shared, _heard) = shared(State::Working("a".into()));
        shared.ask();
        assert!(shared.turn("a").is_some());
    }

    #[test]
    fn one_answer_at_a_time() {
        let (shared, _heard) = shared(State::Working("a".into()));
        assert!(shared.turn("b").is_none());
        let first = shared.turn("a");
        assert!(first.is_some() && shared.turn("a").is_none());
        drop(first);
        assert!(shared.turn("a").is_some(), "it broke off, so another may be given");
    }

    #[tokio::test]
    async fn what_was_heard_is_not_said_again() {
        let (shared, mut heard) = shared(State::Working("a".into()));
        let mut stream = shared.turn("a").unwrap();
        stream.begin(Answer::StreamHead(StreamHead::default())).await;
        drop(stream);
        assert!(shared.turn("a").is_none());
        assert!(matches!(heard.recv().await, Some(Answer::StreamHead(_))));
    }
}
