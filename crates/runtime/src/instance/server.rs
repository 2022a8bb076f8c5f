//! A call of an HTTP server inside a sandbox: the request goes in as it is, the answer comes out
//! as it is.

use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::{Request, Response};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use sandbox::Process;
use web::{ReadError, Shares, take_off_hop_by_hop};

use super::{Ended, Instance, Server, exit_failure};
use crate::failure::error_json;
use crate::{
    Body, BodyError, Call, CallInfo, ChunkSender, Chunks, Deadline, Failure, Finish, Input, Output,
    PAYLOAD_BYTES_MAX, full_body,
};

const NOTHING: &str = "null";

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
            let mut exchange = pin!(pump.exchange(server, &self.process, call));
            tokio::select! {
                biased;
                done = &mut exchange => done,
                () = tokio::time::sleep_until(deadline.at) => {
                    let after_ms = u64::try_from(timeout.as_millis()).unwrap_or(u64::MAX);
                    Err(Failure::Timeout { after_ms })
                }
                // What it answered before its end counts; its connections end with it.
                exit = self.process.wait() => {
                    match tokio::time::timeout_at(deadline.at, exchange).await {
                        Err(_) | Ok(Err(Failure::Broken(_))) => Err(exit_failure(&exit)),
                        Ok(done) => done,
                    }
                }
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
        pump.end(done)
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
        let wants_value = matches!(call.input, Input::Event(_));
        let shares = call.shares.clone();
        let (connection, response) = server.send(process, request(call)).await?;
        if wants_value {
            let value = value(response, &shares).await;
            server.keep(connection);
            let value = value?;
            self.bytes_out = value.len() as u64;
            return Ok(Some(value));
        }
        if self.forward(response).await? {
            server.keep(connection);
        }
        Ok(None)
    }

    /// Whether the answer was read to its end; its reader may go away before.
    async fn forward(&mut self, response: Response<Incoming>) -> Result<bool, Failure> {
        let (mut parts, mut body) = response.into_parts();
        if parts.status.is_informational() {
            // Nobody asked it to speak another protocol from here on.
            let told = format!("the function's server answered with status {}", parts.status);
            return Err(Failure::Broken(told));
        }
        take_off_hop_by_hop(&mut parts.headers);
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
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    fn end(self, done: Result<Option<Bytes>, Failure>) -> (Ended, Finish) {
        let Self { head, chunks, bytes_out } = self;
        // Other calls may be running on the same server: a call that took too long ends alone.
        let reusable =
            !matches!(done, Err(Failure::Exit(_) | Failure::OutOfMemory | Failure::Broken(_)));
        let failure = done.as_ref().err().cloned();
        let finish = Finish { failure, bytes_out, reusable, usage: None };
        match done {
            Ok(Some(value)) => (Ended::Value(value), finish),
            Ok(None) => (Ended::Streamed, finish),
            Err(failure) if head.is_none() => {
                if let Some(chunks) = chunks {
                    chunks.break_off(BodyError(failure.message("")));
                }
                (Ended::Streamed, finish)
            }
            Err(failure) => (Ended::Failed(failure), finish),
        }
    }
}

/// An event becomes a POST to `/`, as Cloud Run and Knative deliver theirs.
pub(crate) fn request(call: Call) -> Request<Body> {
    match call.input {
        Input::Http(request) => {
            let mut request = *request;
            take_off_hop_by_hop(request.headers_mut());
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

/// The answer to an event: the body of a success; another status is a failure of the function.
async fn value(response: Response<Incoming>, shares: &Shares) -> Result<Bytes, Failure> {
    let status = response.status();
    let body = async {
        shares.read(response.into_body(), PAYLOAD_BYTES_MAX, |_| {}).await?.whole(shares).await
    };
    let body = body.await.map_err(|error| match error {
        ReadError::TooLarge { .. } => Failure::ResponseTooLarge,
        error => Failure::Broken(format!("the answer broke off: {error}")),
    })?;
    if status.is_success() {
        return Ok(if body.is_empty() { Bytes::from_static(NOTHING.as_bytes()) } else { body });
    }
    let message = String::from_utf8_lossy(&body[..body.len().min(64 * 1024)]).into_owned();
    Err(Failure::Function(error_json(&format!("Http.{}", status.as_u16()), &message)))
}
