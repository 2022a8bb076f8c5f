//! The one port, and the functions' door to it: every request finds its room here.

use std::convert::Infallible;
use std::future::poll_fn;
use std::net::{IpAddr, Ipv4Addr};
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
use hyper_util::rt::TokioExecutor;
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use runtime::{Body, full_body};
use sandbox::Connection;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use web::{Answer, Connections, Limits, Peer, Place, detour, names_two_hosts, speaks};

use super::listen::Listeners;
use super::patient::Patient;
use super::platform::Platform;
use super::pressure;
use super::watched::Watched;

/// Connections at once, where there are descriptors for as many.
const CONNECTIONS_MAX: usize = 10_000;
/// Of one version of a function. Those of functions are apart from all others, which they cannot crowd out.
const SLOT_CONNECTIONS_MAX: usize = 1_024;
/// Requests of one peer that are not answered yet, or whose answer is not read.
const REQUESTS_MAX: usize = 2_000;
/// Places that are kept for this machine's own clients: its owner, and who looks whether it is well.
const KEPT: usize = 64;
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
        let peer = Peer::outside(peer.ip());
        // Without a place it is closed: everybody else is being served.
        if let Some(place) = desk.outside.admit(peer) {
            desk.serve(socket, peer, place, ());
        }
    }
}

/// What functions send to the platform.
async fn admit(
    mut door: mpsc::Receiver<Connection>,
    desk: &Desk,
    mut accepting: watch::Receiver<bool>,
) {
    loop {
        let connection = tokio::select! {
            connection = door.recv() => connection,
            _ = accepting.changed() => break,
        };
        let Some(Connection { stream, seat, owner }) = connection else { break };
        let Ok(peer) = stream.peer_addr() else { continue };
        let Ok(socket) = TcpStream::from_std(stream) else { continue };
        let peer = Peer::inside(peer.ip(), owner);
        if let Some(place) = desk.inside.admit(peer) {
            desk.serve(socket, peer, place, seat);
        }
    }
}

/// Where connections are served.
struct Desk {
    platform: Arc<Platform>,
    builder: Builder<TokioExecutor>,
    outside: Connections,
    inside: Connections,
    connections: GracefulShutdown,
}

impl Desk {
    fn new(platform: Arc<Platform>) -> Self {
        // Half of the descriptors are for what the platform does itself.
        let all = CONNECTIONS_MAX.min(platform.descriptors / 2);
        let outside =
            Limits { all, peer: all / 2, kept: KEPT.min(all / 8), requests: REQUESTS_MAX };
        let peer = SLOT_CONNECTIONS_MAX;
        let inside = Limits { all: all / 2, peer, kept: 0, requests: SLOT_CONNECTIONS_MAX };
        let (outside, inside) = (Connections::new(outside), Connections::new(inside));
        let watched = [outside.clone(), inside.clone()];
        tokio::spawn(pressure::watch(platform.budget.clone(), watched));
        Self { platform, builder: speaks(), outside, inside, connections: GracefulShutdown::new() }
    }

    /// Serves a connection to its end, and holds its place and its seat as long.
    fn serve<P: Send + 'static>(&self, socket: TcpStream, peer: Peer, place: Place, seat: P) {
        let _ = socket.set_nodelay(true);
        let platform = self.platform.clone();
        let standing = place.standing().clone();
        let io = Watched::new(socket, standing.clone());
        let service = service_fn(move |request: Request<Incoming>| {
            let (platform, standing) = (platform.clone(), standing.clone());
            async move {
                let Some(serving) = standing.begin() else {
                    let refused = plain(StatusCode::SERVICE_UNAVAILABLE, BUSY, TRY_LATER);
                    return Ok::<_, Infallible>(refused.map(Answer::to_nobody));
                };
                let (mut parts, body) = request.into_parts();
                parts.extensions.insert(peer);
                let body = Patient::new(body, standing).boxed_unsync();
                let response = answer(&platform, Request::from_parts(parts, body)).await;
                others_first().await;
                Ok(serving.until_taken(response))
            }
        });
        let connection = self.builder.serve_connection(io, service).into_owned();
        let connection = self.connections.watch(connection);
        tokio::spawn(async move {
            tokio::select! {
                biased;
                // One that breaks is its client's affair.
                _ = connection => {}
                () = place.standing().is_cut_off() => {}
            }
            drop((place, seat));
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

const BUSY: &str = "too many of your requests are not answered yet";
const TRY_LATER: &str = "try again when some of them are";

async fn answer(platform: &Platform, request: Request<Body>) -> Response<Body> {
    let (parts, body) = request.into_parts();
    if names_two_hosts(&parts) {
        let remedy = "send one Host, the one in the address";
        return plain(StatusCode::BAD_REQUEST, "the request names two hosts", remedy);
    }
    if let Some(detour) = detour(parts.uri.path(), false) {
        let remedy = "send the path it leads to";
        return plain(StatusCode::BAD_REQUEST, &detour.to_string(), remedy);
    }
    let target = target(&parts);
    let controls = Control::takes(parts.uri.path());
    let is_aws = Aws::takes(&parts);
    let ip = parts.extensions.get::<Peer>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |p| p.ip);
    let request = Request::from_parts(parts, body);
    if let Some(target) = target {
        let origin = Origin { ip, port: platform.port };
        return platform.gateway.serve(target, origin, request).await;
    }
    if controls {
        return platform.control.serve(request).await;
    }
    if is_aws {
        return platform.aws.serve(request).await;
    }
    let remedy = "functions are under /fn/NAME/; the platform's own API is for the mayfly command";
    plain(StatusCode::NOT_FOUND, "nothing is here", remedy)
}

fn plain(status: StatusCode, message: &str, remedy: &str) -> Response<Body> {
    let text = serde_json::json!({ "message": message, "remedy": remedy });
    let mut response = Response::new(full_body(text.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
