//! One connection that is kept: a request goes out, the clock runs until its response is there.
//!
//! A server that keeps none gets a new one for each request, made before the clock runs.

use std::io::{Error, ErrorKind, Read, Result, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use super::response::{Whole, whole};

const PATIENCE: Duration = Duration::from_secs(120);
const PIECE: usize = 16 * 1024;

/// A request, ready to be sent as often as needed.
#[derive(Debug, Clone)]
pub(crate) struct Request(Vec<u8>);

#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    /// What the platform calls the call.
    pub(crate) request_id: Option<String>,
    pub(crate) body: Vec<u8>,
    /// From sending to the last byte; what is measured answers in one piece, so to the first too.
    pub(crate) took: Duration,
}

#[derive(Debug)]
pub(crate) struct Connection {
    address: SocketAddr,
    pub(super) stream: TcpStream,
    heard: Vec<u8>,
    /// The server has closed it, or is about to.
    pub(super) over: bool,
}

impl Request {
    /// `headers` are those that neither the connection nor the body's length make.
    pub(crate) fn new(method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Self {
        let mut head = format!("{method} {path} HTTP/1.1\r\n");
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += &format!("Content-Length: {}\r\n\r\n", body.len());
        Self([head.as_bytes(), body].concat())
    }

    pub(crate) fn get(path: &str) -> Self {
        Self(format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").into())
    }

    pub(crate) fn post(path: &str, json: &str) -> Self {
        let length = json.len();
        let kind = "Content-Type: application/json";
        let head = format!("POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{kind}\r\n");
        Self(format!("{head}Content-Length: {length}\r\n\r\n{json}").into())
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl Connection {
    pub(crate) fn open(address: SocketAddr) -> Result<Self> {
        let heard = Vec::with_capacity(PIECE);
        Ok(Self { address, stream: connect(address)?, heard, over: false })
    }

    pub(super) fn open_again(&mut self) -> Result<()> {
        self.stream = connect(self.address)?;
        self.over = false;
        Ok(())
    }

    pub(crate) fn call(&mut self, request: &Request) -> Result<Reply> {
        if self.over {
            self.open_again()?;
        }
        let began = Instant::now();
        self.stream.write_all(request.bytes())?;
        loop {
            self.hear()?;
            if let Some(Whole { status, request_id, body, .. }) = self.take()? {
                return Ok(Reply { status, request_id, body, took: began.elapsed() });
            }
        }
    }

    pub(super) fn hear(&mut self) -> Result<()> {
        let mut piece = [0; PIECE];
        match self.stream.read(&mut piece)? {
            0 => Err(Error::new(ErrorKind::UnexpectedEof, "the server closed the connection")),
            length => {
                self.heard.extend_from_slice(&piece[..length]);
                Ok(())
            }
        }
    }

    /// The response that has come, once it is whole.
    pub(super) fn take(&mut self) -> Result<Option<Whole>> {
        let whole = whole(&self.heard)?;
        if let Some(whole) = &whole {
            self.heard.drain(..whole.length);
            self.over = whole.closes;
        }
        Ok(whole)
    }
}

fn connect(address: SocketAddr) -> Result<TcpStream> {
    let stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    Ok(stream)
}

impl Reply {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}
