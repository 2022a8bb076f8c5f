//! A client that asks again as soon as it is answered.

use std::net::SocketAddr;
use std::time::Instant;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub(crate) struct Load {
    pub(crate) times_us: Vec<f64>,
    pub(crate) seconds: f64,
}

pub(crate) fn load(address: SocketAddr, connections: usize, calls: usize) -> Load {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("runtime").block_on(async {
        let start = Instant::now();
        let all: Vec<_> = (0..connections)
            .map(|_| tokio::spawn(connection(address, calls.div_ceil(connections))))
            .collect();
        let mut times_us = Vec::with_capacity(calls);
        for connection in all {
            times_us.extend(connection.await.expect("answers"));
        }
        Load { times_us, seconds: start.elapsed().as_secs_f64() }
    })
}

async fn connection(address: SocketAddr, calls: usize) -> Vec<f64> {
    let mut stream = TcpStream::connect(address).await.expect("a server");
    stream.set_nodelay(true).expect("a connection");
    let mut times = Vec::with_capacity(calls);
    let mut buffer = [0; 4096];
    for _ in 0..calls {
        let start = Instant::now();
        stream.write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n").await.expect("a server");
        let mut length = 0;
        while !is_whole(&buffer[..length]) {
            let read = stream.read(&mut buffer[length..]).await.expect("an answer");
            assert!(read > 0, "the server went away");
            length += read;
        }
        times.push(start.elapsed().as_secs_f64() * 1e6);
    }
    times
}

/// Both servers' answers end so: with their text, or with an empty chunk after it.
fn is_whole(answer: &[u8]) -> bool {
    assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 200"), "{answer:?}");
    answer.ends_with(b"hello from hyper") || answer.ends_with(b"0\r\n\r\n")
}
