//! A program that speaks the Lambda Runtime API, started by itself: what of its start is its own.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context;

const EVENT: &str = "{}";

/// From the wish to start it until its answer to one event is here.
pub(crate) fn alone(program: &Path) -> anyhow::Result<Duration> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?.to_string();
    let began = Instant::now();
    let mut command = Command::new(program);
    command.env_clear().env("AWS_LAMBDA_RUNTIME_API", address);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn()?;
    let answered = serve_one(&listener).map(|()| began.elapsed());
    child.kill()?;
    child.wait()?;
    answered.context("the program alone does not answer")
}

fn serve_one(listener: &TcpListener) -> anyhow::Result<()> {
    let (stream, _) = listener.accept()?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut stream = BufReader::new(stream);
    read_request(&mut stream)?;
    let length = EVENT.len();
    let head = "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: 1\r\n";
    let event = format!("{head}Content-Length: {length}\r\n\r\n{EVENT}");
    stream.get_mut().write_all(event.as_bytes())?;
    read_request(&mut stream)?;
    Ok(())
}

fn read_request(stream: &mut BufReader<TcpStream>) -> anyhow::Result<()> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        stream.read_line(&mut line)?;
        let line = line.trim().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse()?;
        }
    }
    std::io::copy(&mut stream.take(length), &mut std::io::sink())?;
    Ok(())
}
