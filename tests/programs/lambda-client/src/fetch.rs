//! A plain GET, as anybody may send it.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::Error;

pub async fn fetch(address: &str) -> Result<Vec<u8>, Error> {
    let rest = address.strip_prefix("http://").ok_or("not plain HTTP")?;
    let (host, path) = rest.split_once('/').ok_or("no path")?;
    let mut socket = TcpStream::connect(host).await?;
    // HTTP/1.0: the answer comes in one piece, and the connection ends with it.
    let request = format!("GET /{path} HTTP/1.0\r\nHost: {host}\r\n\r\n");
    socket.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer).await?;
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").ok_or("no head")?;
    if !answer.starts_with(b"HTTP/1.0 200 ") {
        return Err(String::from_utf8_lossy(&answer).into());
    }
    Ok(answer.split_off(end + 4))
}
