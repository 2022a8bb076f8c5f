//! Connections to an HTTP server inside a sandbox: opened when needed, kept between calls.

use std::io;
use std::net::TcpStream;
use std::sync::{Arc, Mutex, PoisonError};

use http::{Method, Request, Response};
use http_body::Body as _;
use hyper::body::Incoming;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use sandbox::Process;
use tokio::sync::Semaphore;

use crate::failure::error_json;
use crate::{Body, Failure, empty_body};

/// Connections kept open between calls.
const IDLE_MAX: usize = 32;
/// Connections being opened at once.
const CONNECTING_MAX: usize = 8;

#[derive(Debug)]
pub(crate) struct Server {
    port: u16,
    idle: Mutex<Vec<Connection>>,
    /// A server that takes no connections must not use up the threads that may wait.
    connecting: Arc<Semaphore>,
}

#[derive(Debug)]
pub(super) struct Connection {
    sender: SendRequest<Body>,
    /// The same socket once more, to look at it without disturbing who reads it.
    socket: TcpStream,
}

impl Server {
    pub(crate) fn new(port: u16) -> Self {
        let connecting = Arc::new(Semaphore::new(CONNECTING_MAX));
        Self { port, idle: Mutex::new(Vec::new()), connecting }
    }

    /// Whether the program listens by now.
    pub(crate) async fn is_up(&self, process: &Process) -> bool {
        self.connect(process).await.is_ok()
    }

    /// Sends a request and waits for the head of its answer.
    pub(super) async fn send(
        &self,
        process: &Process,
        mut request: Request<Body>,
    ) -> Result<(Connection, Response<Incoming>), Failure> {
        // The lock is let go before a connection is looked at.
        let pop = || self.idle().pop();
        while let Some(mut connection) = pop() {
            if connection.is_stale() || connection.sender.ready().await.is_err() {
                continue;
            }
            let again = copy_of_harmless(&request);
            match connection.sender.try_send_request(request).await {
                Ok(response) => return Ok((connection, response)),
                // The server closed the connection at this very moment.
                Err(mut error) => match error.take_message().or(again) {
                    Some(unsent) => request = unsent,
                    None => return Err(no_answer(error.into_error())),
                },
            }
        }
        let opened = self.open(process).await;
        let mut connection = opened.map_err(|error| {
            Failure::Broken(format!("the function's server takes no connection: {error}"))
        })?;
        let response = connection.sender.send_request(request).await.map_err(no_answer)?;
        Ok((connection, response))
    }

    /// Keeps a connection whose last answer was read to its end.
    pub(super) fn keep(&self, connection: Connection) {
        let mut idle = self.idle();
        if !connection.sender.is_closed() && idle.len() < IDLE_MAX {
            idle.push(connection);
        }
    }

    async fn open(&self, process: &Process) -> io::Result<Connection> {
        let socket = self.connect(process).await?;
        socket.set_nonblocking(true)?;
        socket.set_nodelay(true)?;
        let io = TokioIo::new(tokio::net::TcpStream::from_std(socket.try_clone()?)?);
        let (mut sender, connection) = handshake(io).await.map_err(io::Error::other)?;
        // Ends when the sender is dropped or the program closes its end.
        tokio::spawn(connection);
        sender.ready().await.map_err(io::Error::other)?;
        Ok(Connection { sender, socket })
    }

    /// Not on the threads that everybody shares: connecting waits when the program's queue is full.
    async fn connect(&self, process: &Process) -> io::Result<TcpStream> {
        // It is never closed.
        let turn = self.connecting.clone().acquire_owned().await.map_err(io::Error::other)?;
        let (process, port) = (process.clone(), self.port);
        let connected = tokio::task::spawn_blocking(move || {
            let connected = process.connect(port);
            drop(turn);
            connected
        })
        .await;
        connected.unwrap_or_else(|cut| Err(io::Error::other(cut)))
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A server is to blame for its silence, but not for a caller that goes away while it speaks.
fn no_answer(error: hyper::Error) -> Failure {
    if error.is_user() {
        return Failure::Function(error_json("Http.Request", "the request broke off"));
    }
    Failure::Broken(format!("the function's server gave no answer: {error}"))
}

impl Connection {
    /// Whether the server has closed its end, or says something nobody asked for.
    fn is_stale(&self) -> bool {
        let nothing_there = |error: &io::Error| matches!(error.kind(), io::ErrorKind::WouldBlock);
        !self.socket.peek(&mut [0]).is_err_and(|error| nothing_there(&error))
    }
}

/// What may be asked twice when nobody knows whether it was heard: a question without a body.
fn copy_of_harmless(request: &Request<Body>) -> Option<Request<Body>> {
    let harmless = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if !harmless || !request.body().is_end_stream() {
        return None;
    }
    let mut copy = Request::new(empty_body());
    *copy.method_mut() = request.method().clone();
    *copy.uri_mut() = request.uri().clone();
    *copy.version_mut() = request.version();
    *copy.headers_mut() = request.headers().clone();
    Some(copy)
}
