//! A call of an HTTP server inside a sandbox: the request goes in as it is, the answer comes out
//! as it is.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::{Request, Response};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use sandbox::Process;
use tokio::net::TcpStream;

use super::{Ended, Instance, exit_failure};
use crate::body::{BodyError, ChunkSender, full_body};
use crate::failure::error_json;
use crate::{
    Body, Call, CallInfo, Chunks, Deadline, Failure, Finish, Input, Output, PAYLOAD_BYTES_MAX,
};

/// Connections kept open between calls.
const IDLE_MAX: usize = 32;
const NOTHING: &str = "null";

/// Headers that speak of one connection, not of the message.
const HOP_BY_HOP: [HeaderName; 7] = [
    header::CONNECTION,
    HeaderName::from_static("keep-alive"),
    header::PROXY_AUTHENTICATE,
    header::PROXY_AUTHORIZATION,
    header::TE,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

#[derive(Debug)]
pub(crate) struct Server {
    port: u16,
    idle: Mutex<Vec<SendRequest<Body>>>,
}

impl Server {
    pub(crate) fn new(port: u16) -> Self {
        Self { port, idle: Mutex::new(Vec::new()) }
    }

    /// Whether the program listens by now.
    pub(crate) fn is_up(&self, process: &Process) -> bool {
        process.connect(self.port).is_ok()
    }

    async fn connection(&self, process: &Process) -> std::io::Result<SendRequest<Body>> {
        // The lock is let go before the connection is looked at.
        let pop = || self.idle().pop();
        while let Some(mut idle) = pop() {
            if idle.ready().await.is_ok() {
                return Ok(idle);
            }
        }
        let socket = process.connect(self.port)?;
        socket.set_nonblocking(true)?;
        socket.set_nodelay(true)?;
        let io = TokioIo::new(TcpStream::from_std(socket)?);
        let (mut sender, connection) = handshake(io).await.map_err(std::io::Error::other)?;
        // Ends when the sender is dropped or the program closes its end.
        tokio::spawn(connection);
        sender.ready().await.map_err(std::io::Error::other)?;
        Ok(sender)
    }

    fn keep(&self, sender: SendRequest<Body>) {
        let mut idle = self.idle();
        if !sender.is_closed() && idle.len() < IDLE_MAX {
            idle.push(sender);
        }
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<SendRequest<Body>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Instance {
    pub(super) async fn serve(
        &self,
        server: &Server,
        call: Call,
        deadline: Deadline,
        timeout: Duration,
        head: impl FnOnce(Output) + Send,
    ) -> (Ended, Finish) {
        let mut pump = Pump { head: Some(head), chunks: None, bytes_out: 0 };
        let done = {
            let exchange = pump.exchange(server, &self.process, call);
            tokio::select! {
                biased;
                done = exchange => done,
                () = tokio::time::sleep_until(deadline.at) => {
                    let after_ms = u64::try_from(timeout.as_millis()).unwrap_or(u64::MAX);
                    Err(Failure::Timeout { after_ms })
                }
                exit = self.process.wait() => Err(exit_failure(&exit)),
            }
        };
        let done = match done {
            // The connection breaks a moment before the exit is known.
            Err(Failure::Broken(what)) => {
                let moment = Duration::from_millis(200);
                match tokio::time::timeout(moment, self.process.wait()).await {
                    Ok(exit) => Err(exit_failure(&exit)),
                    Err(_) => Err(Failure::Broken(what)),
                }
            }
            done => done,
        };
        pump.end(done).await
    }
}

struct Pump<H> {
    head: Option<H>,
    chunks: Option<ChunkSender>,
    bytes_out: u64,
}

impl<H: FnOnce(Output) + Send> Pump<H> {
    async fn exchange(
        &mut self,
        server: &Server,
        process: &Process,
        call: Call,
    ) -> Result<Option<Bytes>, Failure> {
        let broken = |what: String| Failure::Broken(format!("the function's server {what}"));
        let wants_value = matches!(call.input, Input::Event(_));
        let request = request(call);
        let mut sender = server
            .connection(process)
            .await
            .map_err(|error| broken(format!("takes no connection: {error}")))?;
        let response = sender
            .send_request(request)
            .await
            .map_err(|error| broken(format!("gave no answer: {error}")))?;
        let result = if wants_value {
            value(response).await.map(Some)
        } else {
            self.forward(response).await.map(|()| None)
        };
        server.keep(sender);
        if let Ok(Some(value)) = &result {
            self.bytes_out = value.len() as u64;
        }
        result
    }

    async fn forward(&mut self, response: Response<Incoming>) -> Result<(), Failure> {
        let (mut parts, mut body) = response.into_parts();
        strip(&mut parts.headers);
        let (sender, chunks) = Chunks::channel();
        if let Some(reply) = self.head.take() {
            reply(Output::Http(Response::from_parts(parts, chunks.boxed_unsync())));
        }
        let sender = self.chunks.insert(sender);
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|error| {
                Failure::Broken(format!("the function's server broke off its answer: {error}"))
            })?;
            if let Ok(data) = frame.into_data() {
                self.bytes_out += data.len() as u64;
                if sender.send(Ok(data)).await.is_err() {
                    break;
                }
            }
        }
        Ok(())
    }

    async fn end(self, done: Result<Option<Bytes>, Failure>) -> (Ended, Finish) {
        let Self { head, chunks, bytes_out } = self;
        // Other calls may be running on the same server: a call that took too long ends alone.
        let reusable =
            !matches!(done, Err(Failure::Exit(_) | Failure::OutOfMemory | Failure::Broken(_)));
        let failure = done.as_ref().err().cloned();
        let finish = Finish { failure, bytes_out, reusable };
        match done {
            Ok(Some(value)) => (Ended::Value(value), finish),
            Ok(None) => (Ended::Streamed, finish),
            Err(failure) if head.is_none() => {
                if let Some(chunks) = chunks {
                    let error = BodyError(failure.message(""));
                    let _ = chunks.try_send(Err(error));
                }
                (Ended::Streamed, finish)
            }
            Err(failure) => (Ended::Failed(failure), finish),
        }
    }
}

/// An event becomes a POST to `/`, as Cloud Run and Knative deliver theirs.
fn request(call: Call) -> Request<Body> {
    match call.input {
        Input::Http(request) => {
            let mut request = *request;
            strip(request.headers_mut());
            let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
            if let Ok(target) = target.parse() {
                *request.uri_mut() = target;
            }
            *request.version_mut() = http::Version::HTTP_11;
            id_headers(request.headers_mut(), &call.info);
            request
        }
        Input::Event(event) => {
            let mut request = Request::new(full_body(event));
            *request.method_mut() = http::Method::POST;
            let headers = request.headers_mut();
            headers.insert(header::HOST, HeaderValue::from_static("function"));
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
            id_headers(headers, &call.info);
            request
        }
    }
}

fn id_headers(headers: &mut HeaderMap, info: &CallInfo) {
    for (name, text) in
        [("x-amzn-request-id", &info.request_id), ("x-amzn-trace-id", &info.trace_id)]
    {
        if let Ok(value) = HeaderValue::from_str(text) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
}

/// Takes off what speaks of one connection: the headers known for it, and those the sender names.
fn strip(headers: &mut HeaderMap) {
    let named: Vec<HeaderName> = headers
        .get_all(header::CONNECTION)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .filter_map(|name| name.trim().parse().ok())
        .collect();
    for name in HOP_BY_HOP.iter().chain(&named) {
        headers.remove(name);
    }
}

/// The answer to an event: the body of a success; another status is a failure of the function.
async fn value(response: Response<Incoming>) -> Result<Bytes, Failure> {
    let status = response.status();
    let limited = http_body_util::Limited::new(response.into_body(), PAYLOAD_BYTES_MAX);
    let body = match limited.collect().await {
        Ok(body) => body.to_bytes(),
        Err(error) if error.is::<http_body_util::LengthLimitError>() => {
            return Err(Failure::ResponseTooLarge);
        }
        Err(error) => return Err(Failure::Broken(format!("the answer broke off: {error}"))),
    };
    if status.is_success() {
        return Ok(if body.is_empty() { Bytes::from_static(NOTHING.as_bytes()) } else { body });
    }
    let message = String::from_utf8_lossy(&body[..body.len().min(64 * 1024)]).into_owned();
    Err(Failure::Function(error_json(&format!("Http.{}", status.as_u16()), &message)))
}
