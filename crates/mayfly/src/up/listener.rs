//! The one port, and the functions' door to it: every request finds its room here.

use std::convert::Infallible;
use std::future::poll_fn;
use std::net::SocketAddr;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use aws::Aws;
use control::Control;
use gateway::{Origin, target};
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Request, Response, StatusCode};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use runtime::{Body, full_body};
use sandbox::Connection;
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::task::JoinHandle;

use super::listen::Listeners;
use super::patient::Patient;
use super::platform::Platform;
use super::pulse::Pulse;

const CONNECTIONS_MAX: usize = 10_000;
/// Connections of all functions together; apart, so that they cannot crowd out anybody else.
const DOOR_CONNECTIONS_MAX: usize = 10_000;
/// A client that does not bring a request's whole head in about this time is cut off.
const HEAD_TIME: Duration = Duration::from_secs(30);
/// What was answered gets this long to reach its reader when the platform stops.
const LAST_WORDS: Duration = Duration::from_secs(2);

#[derive(Debug)]
pub(super) struct Server {
    accepting: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Server {
    /// Serves what comes to the port, and what comes out of the functions' sandboxes.
    pub(super) fn start(
        listeners: Listeners,
        door: mpsc::Receiver<Connection>,
        platform: Arc<Platform>,
    ) -> Self {
        let (accepting, watched) = watch::channel(true);
        let task = tokio::spawn(async move {
            let desk = Desk::new(platform);
            tokio::join!(accept(listeners, &desk, watched.clone()), admit(door, &desk, watched));
            desk.connections.shutdown().await;
        });
        Self { accepting, task }
    }

    /// Takes no more connections; those there are go on.
    pub(super) fn refuse_new(&self) {
        let _ = self.accepting.send(false);
    }

    /// Lets what was answered reach its readers.
    pub(super) async fn finish(self) {
        let _ = tokio::time::timeout(LAST_WORDS, self.task).await;
    }
}

async fn accept(listeners: Listeners, desk: &Desk, mut accepting: watch::Receiver<bool>) {
    let room = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    loop {
        let (socket, peer) = tokio::select! {
            accepted = listeners.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    tracing::warn!(%error, "cannot accept connections for a moment");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            _ = accepting.changed() => break,
        };
        // Past the limit newcomers wait in the kernel's line.
        let Ok(permit) = room.clone().acquire_owned().await else { break };
        desk.serve(socket, peer, permit);
    }
}

/// What functions send to the platform.
async fn admit(
    mut door: mpsc::Receiver<Connection>,
    desk: &Desk,
    mut accepting: watch::Receiver<bool>,
) {
    let room = Arc::new(Semaphore::new(DOOR_CONNECTIONS_MAX));
    loop {
        let connection = tokio::select! {
            connection = door.recv() => connection,
            _ = accepting.changed() => break,
        };
        let Some(Connection { stream, seat, .. }) = connection else { break };
        // Past the limit newcomers are turned away: there is no line for them to wait in.
        let Ok(permit) = room.clone().try_acquire_owned() else { continue };
        let Ok(peer) = stream.peer_addr() else { continue };
        let Ok(socket) = TcpStream::from_std(stream) else { continue };
        desk.serve(socket, peer, (permit, seat));
    }
}

/// Where connections are served.
struct Desk {
    platform: Arc<Platform>,
    builder: Builder<TokioExecutor>,
    connections: GracefulShutdown,
}

impl Desk {
    fn new(platform: Arc<Platform>) -> Self {
        let mut builder = Builder::new(TokioExecutor::new());
        // `Pulse` sees to that.
        builder.http1().header_read_timeout(None);
        builder.http2().timer(TokioTimer::new()).max_concurrent_streams(1_000);
        Self { platform, builder, connections: GracefulShutdown::new() }
    }

    /// Serves a connection to its end, and holds its permit as long.
    fn serve<P: Send + 'static>(&self, socket: TcpStream, peer: SocketAddr, permit: P) {
        let _ = socket.set_nodelay(true);
        let platform = self.platform.clone();
        let pulse = Arc::new(Pulse::default());
        let beats = pulse.clone();
        let service = service_fn(move |request| {
            let (platform, beat) = (platform.clone(), beats.beat());
            async move {
                let response = answer(&platform, peer, request).await;
                others_first().await;
                Ok::<_, Infallible>(beat.until_sent(response))
            }
        });
        let io = pulse.watch(TokioIo::new(socket));
        let connection = self.builder.serve_connection(io, service).into_owned();
        let connection = self.connections.watch(connection);
        tokio::spawn(async move {
            tokio::select! {
                biased;
                // One that breaks is its client's affair.
                _ = connection => {}
                () = pulse.gone(HEAD_TIME) => {}
            }
            drop(permit);
        });
    }
}

/// Lets whatever else is ready go on before this does: of several answers that are ready at the same
/// time the first wakes their readers, and the rest find them awake.
async fn others_first() {
    let mut went = false;
    poll_fn(|cx| {
        if std::mem::replace(&mut went, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

async fn answer(
    platform: &Platform,
    peer: SocketAddr,
    request: Request<Incoming>,
) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = Patient::new(body).boxed_unsync();
    let target = target(&parts);
    let controls = Control::takes(parts.uri.path());
    let is_aws = Aws::takes(&parts);
    let mut request = Request::from_parts(parts, body);
    request.extensions_mut().insert(peer.ip());
    if let Some(target) = target {
        let origin = Origin { ip: peer.ip(), port: platform.port };
        return platform.gateway.serve(target, origin, request).await;
    }
    if controls {
        return platform.control.serve(request).await;
    }
    if is_aws {
        return platform.aws.serve(request).await;
    }
    let text = serde_json::json!({
        "message": "nothing is here",
        "remedy": "functions are under /fn/NAME/; the platform's own API is for the mayfly command",
    });
    let mut response = Response::new(full_body(text.to_string()));
    *response.status_mut() = StatusCode::NOT_FOUND;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
