//! A client that asks again as soon as it is answered.

use std::net::SocketAddr;
use std::process::Command;
use std::time::Instant;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::median;

pub(crate) struct Load {
    pub(crate) median_us: f64,
    pub(crate) seconds: f64,
}

const CLIENT: &str = "--client";

/// Loads the server from a process of its own, as clients do: threads of one process share page
/// tables, which guests keep busy.
pub(crate) fn load(address: SocketAddr, connections: usize, calls: usize) -> Load {
    let mut client = Command::new(std::env::current_exe().expect("this program"));
    client.arg(CLIENT).arg(address.to_string());
    let output = client.arg(connections.to_string()).arg(calls.to_string()).output();
    let output = String::from_utf8(output.expect("a client").stdout).expect("text");
    let mut numbers = output.split_whitespace().map(|number| number.parse().expect("a number"));
    let mut number = || numbers.next().expect("two numbers");
    Load { median_us: number(), seconds: number() }
}

pub(crate) fn is_asked_for() -> bool {
    std::env::args().nth(1).is_some_and(|argument| argument == CLIENT)
}

pub(crate) fn main() {
    let arguments: Vec<_> = std::env::args().skip(2).collect();
    let [address, connections, calls] = arguments.as_slice() else { panic!("{arguments:?}") };
    let address = address.parse().expect("an address");
    let connections = connections.parse().expect("a number");
    let Load { median_us, seconds } = ask(address, connections, calls.parse().expect("a number"));
    println!("{median_us} {seconds}");
}

fn ask(address: SocketAddr, connections: usize, calls: usize) -> Load {
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
        Load { median_us: median(&mut times_us), seconds: start.elapsed().as_secs_f64() }
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
