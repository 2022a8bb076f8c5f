//! The API's operations: next, response, error.

use std::convert::Infallible;
use std::sync::Arc;

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use sandbox::Insider;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use web::Shares;

use super::Work;
use super::careful::{Careful, HEAD_BYTES_MAX};
use super::gather::{Gathered, gather};
use super::reply::{Reply, accepted, not_current, refuse, reply};
use super::state::{Shared, State};
use super::stream::stream;
use crate::answer::Answer;
use crate::failure::error_json;
use crate::{PAYLOAD_BYTES_MAX, StreamHead};

/// Connections one program may hold open; runtimes use one or two.
const CONNECTIONS_MAX: usize = 16;
const ERROR_BYTES_MAX: usize = 1024 * 1024;
const STREAMED: &str = "application/vnd.awslambda.http-integration-response";

pub(super) async fn accept(listener: TcpListener, insider: Insider, shared: Arc<Shared>) {
    let room = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    // Dropped with this task, which ends every connection.
    let mut connections = JoinSet::new();
    loop {
        let Ok(permit) = room.clone().acquire_owned().await else { return };
        let Ok((socket, _)) = listener.accept().await else {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            continue;
        };
        let (shared, insider) = (shared.clone(), insider.clone());
        connections.spawn(async move {
            // A stranger is not answered at all, and a broken connection is the program's own affair.
            if let Some(socket) = admit(socket, insider).await {
                serve(socket, shared).await;
            }
            drop(permit);
        });
        while connections.try_join_next().is_some() {}
    }
}

/// The connection, if the slot's own program made it. On the host's network others can, too.
async fn admit(socket: TcpStream, insider: Insider) -> Option<TcpStream> {
    if insider.is_alone() {
        return Some(socket);
    }
    let socket = socket.into_std().ok()?;
    let looked = tokio::task::spawn_blocking(move || {
        let own = insider.made(&socket);
        own.inspect_err(|error| {
            tracing::warn!("a Runtime API's caller cannot be told from others: {error}");
        })
        .is_ok_and(|own| own)
        .then_some(socket)
    });
    TcpStream::from_std(looked.await.ok()??).ok()
}

async fn serve(socket: TcpStream, shared: Arc<Shared>) {
    let _ = socket.set_nodelay(true);
    let (socket, phase) = Careful::new(socket);
    let service = service_fn(move |request| {
        let (shared, answering) = (shared.clone(), phase.answering());
        async move {
            let reply = answer(&shared, request).await;
            drop(answering);
            Ok::<_, Infallible>(reply)
        }
    });
    let mut http = hyper::server::conn::http1::Builder::new();
    http.max_buf_size(HEAD_BYTES_MAX);
    let _ = http.serve_connection(TokioIo::new(socket), service).await;
}

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
    match gather(request.into_body(), PAYLOAD_BYTES_MAX, shared.shares()).await {
        Gathered::Whole(body) => {
            turn.end(Answer::Value(body)).await;
            accepted()
        }
        Gathered::TooLarge => {
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
        Gathered::NoRoom(why) => no_room(&why),
        Gathered::Broken => {
            refuse(StatusCode::BAD_REQUEST, "TruncatedHTTPRequest", "the body broke off")
        }
    }
}

async fn fail(shared: &Shared, id: &str, request: Request<Incoming>) -> Reply {
    let Some(turn) = shared.turn(id) else {
        drain(request).await;
        return not_current();
    };
    match error_body(request, shared.shares()).await {
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
    // One at a time, as answers to calls are.
    let _turn = shared.failing.lock().await;
    match error_body(request, None).await {
        Ok(json) => {
            let _ = shared.answers.send(Answer::InitError(json)).await;
            accepted()
        }
        Err(refusal) => refusal,
    }
}

async fn error_body(request: Request<Incoming>, shares: Option<Shares>) -> Result<Bytes, Reply> {
    let kind = request.headers().get("lambda-runtime-function-error-type");
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or("Unhandled").to_owned();
    let body = match gather(request.into_body(), ERROR_BYTES_MAX, shares).await {
        Gathered::Whole(body) => body,
        Gathered::NoRoom(why) => return Err(no_room(&why)),
        Gathered::TooLarge | Gathered::Broken => {
            let why = "an error has 1 MB at most, and comes whole";
            return Err(refuse(StatusCode::PAYLOAD_TOO_LARGE, "RequestEntityTooLarge", why));
        }
    };
    // The caller is promised JSON, whatever the program sent.
    Ok(match serde_json::from_slice::<serde::de::IgnoredAny>(&body) {
        Ok(_) => body,
        Err(_) => error_json(&kind, &String::from_utf8_lossy(&body)),
    })
}

/// The call goes on, and another answer may be given.
fn no_room(why: &str) -> Reply {
    refuse(StatusCode::SERVICE_UNAVAILABLE, "ServiceUnavailable", why)
}

/// Reads a body that is not wanted, so that the connection can be used again.
async fn drain(request: Request<Incoming>) {
    let mut body = http_body_util::Limited::new(request.into_body(), PAYLOAD_BYTES_MAX);
    while let Some(Ok(_)) = body.frame().await {}
}
