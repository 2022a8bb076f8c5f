//! One request of a guest.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, Response, Uri};
use http_body::{Body, Frame, SizeHint};
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::sync::Semaphore;
use tokio::time::{Instant, Sleep, sleep, timeout};
use wasmtime_wasi_http::{Error, RequestOptions, WasiBody};

use super::connect::{Stream, connect};
use super::{Outside, Route, Sent};

/// What a guest may ask for at most; its call's own time is over sooner in most cases.
const CONNECT_MAX: Duration = Duration::from_secs(10);
const SILENCE_MAX: Duration = Duration::from_secs(300);

pub(super) struct Sending {
    pub(super) route: Route,
    pub(super) request: Request<WasiBody>,
    pub(super) options: RequestOptions,
    pub(super) body_bytes_max: u64,
    /// A connection counts as the instance's and as one of all.
    pub(super) connections: [Arc<Semaphore>; 2],
    pub(super) outside: Arc<Outside>,
}

impl Sending {
    /// The answer's head, and what must go on for its body to come.
    pub(super) async fn send(self) -> Result<(Response<WasiBody>, Sent), Error> {
        if self.request.method() == Method::CONNECT {
            return Err(Error::HttpRequestMethodInvalid);
        }
        let [own, all] = self.connections;
        let closed = |_| Error::ConnectionLimitReached;
        let own = own.acquire_owned().await.map_err(closed)?;
        let all = all.acquire_owned().await.map_err(closed)?;

        let connect_max = at_most(self.options.connect_timeout, CONNECT_MAX);
        let connecting = handshake(self.route, &self.outside);
        let connected = timeout(connect_max, connecting).await;
        let (mut sender, mut connection) = connected.map_err(|_| Error::ConnectionTimeout)??;

        let most = usize::try_from(self.body_bytes_max).unwrap_or(usize::MAX);
        let answering = sender.send_request(prepared(self.request, most)?);
        let answering = timeout(at_most(self.options.first_byte_timeout, SILENCE_MAX), answering);
        tokio::pin!(answering);
        let mut open = true;
        let answer = loop {
            tokio::select! {
                biased;
                answer = &mut answering => break answer,
                // Its end may come before the answer is looked at, and says nothing by itself.
                _ = &mut connection, if open => open = false,
            }
        };
        let response = answer.map_err(|_| Error::HttpResponseTimeout)?.map_err(said_by_body)?;

        let silence = at_most(self.options.between_bytes_timeout, SILENCE_MAX);
        let response = response.map(|body| Timely::new(body, silence, most).boxed_unsync());
        let sent = async move {
            let _until_then = (own, all);
            if open { connection.await.map_err(Error::Hyper) } else { Ok(()) }
        };
        Ok((response, Box::new(sent)))
    }
}

type Connection = http1::Connection<TokioIo<Box<dyn Stream>>, Limited<WasiBody>>;
type Sender = http1::SendRequest<Limited<WasiBody>>;

async fn handshake(route: Route, outside: &Outside) -> Result<(Sender, Connection), Error> {
    let stream = connect(route, outside).await?;
    http1::handshake(TokioIo::new(stream)).await.map_err(Error::Hyper)
}

/// The request as it goes over the wire: a path, not a whole URL, and a body with an end.
fn prepared(request: Request<WasiBody>, most: usize) -> Result<Request<Limited<WasiBody>>, Error> {
    let (mut parts, body) = request.into_parts();
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    parts.uri = Uri::try_from(path).map_err(|_| Error::HttpRequestUriInvalid)?;
    Ok(Request::from_parts(parts, Limited::new(body, most)))
}

fn said_by_body(error: hyper::Error) -> Error {
    let source = std::error::Error::source(&error);
    if source.is_some_and(|source| source.is::<http_body_util::LengthLimitError>()) {
        return Error::HttpRequestBodySize(None);
    }
    Error::Hyper(error)
}

fn at_most(wanted: Option<Duration>, most: Duration) -> Duration {
    wanted.map_or(most, |wanted| wanted.min(most))
}

/// A body that must not be silent for long, nor without end.
struct Timely {
    body: Incoming,
    left: usize,
    silence: Duration,
    late: Pin<Box<Sleep>>,
}

impl Timely {
    fn new(body: Incoming, silence: Duration, most: usize) -> Self {
        Self { body, left: most, silence, late: Box::pin(sleep(silence)) }
    }
}

impl Body for Timely {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let this = &mut *self;
        let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(cx) else {
            ready!(this.late.as_mut().poll(cx));
            return Poll::Ready(Some(Err(Error::ConnectionReadTimeout)));
        };
        this.late.as_mut().reset(Instant::now() + this.silence);
        let Some(frame) = frame.transpose().map_err(Error::Hyper)? else {
            return Poll::Ready(None);
        };
        let bytes = frame.data_ref().map_or(0, Bytes::len);
        let Some(left) = this.left.checked_sub(bytes) else {
            return Poll::Ready(Some(Err(Error::HttpResponseBodySize(None))));
        };
        this.left = left;
        Poll::Ready(Some(Ok(frame)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
