//! From a route to a connection. The address that was checked is the one that is connected to: what
//! a name means a moment later does not matter.

use std::io;
use std::net::{SocketAddr, ToSocketAddrs};

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::rustls::pki_types::ServerName;
use wasmtime_wasi_http::Error;

use super::address::is_open;
use super::{Outside, Route};

/// Addresses of one name that are tried.
const TRIES_MAX: usize = 4;

pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

pub(super) async fn connect(route: Route, outside: &Outside) -> Result<Box<dyn Stream>, Error> {
    let (host, port, tls, any) = match route {
        Route::Platform(address) => return Ok(Box::new(tcp(address).await?)),
        Route::Named { host, port, tls, any } => (host, port, tls, any),
    };
    let stream = to_first(&addresses(outside, host.clone(), port, any).await?).await?;
    if !tls {
        return Ok(Box::new(stream));
    }
    let name = ServerName::try_from(host).map_err(|_| Error::HttpRequestUriInvalid)?;
    let stream = outside.tls.connect(name, stream).await.map_err(tls_error)?;
    Ok(Box::new(stream))
}

/// What the name means now, without what must not be reached.
async fn addresses(
    outside: &Outside,
    host: String,
    port: u16,
    any: bool,
) -> Result<Vec<SocketAddr>, Error> {
    let lookup = outside.lookups.spawn_blocking(move || {
        let all: Vec<_> = (host, port).to_socket_addrs()?.collect();
        let open = all.iter().copied().filter(|address| any || is_open(address.ip())).collect();
        Ok::<(usize, Vec<_>), io::Error>((all.len(), open))
    });
    match lookup.await {
        Ok(Ok((0, _))) => Err(Error::DestinationNotFound),
        Ok(Ok((_, open))) if open.is_empty() => Err(Error::DestinationIpProhibited),
        Ok(Ok((_, open))) => Ok(open),
        Ok(Err(_)) => Err(Error::DnsError { rcode: None, info_code: None }),
        Err(stopped) => Err(Error::InternalError(Some(stopped.to_string()))),
    }
}

async fn to_first(addresses: &[SocketAddr]) -> Result<TcpStream, Error> {
    let mut outcome = Err(Error::DestinationNotFound);
    for address in addresses.iter().take(TRIES_MAX) {
        outcome = tcp(*address).await;
        if outcome.is_ok() {
            break;
        }
    }
    outcome
}

async fn tcp(address: SocketAddr) -> Result<TcpStream, Error> {
    let stream = TcpStream::connect(address).await.map_err(Error::Connect)?;
    // A request is written at once; waiting for more of it only makes it late.
    stream.set_nodelay(true).map_err(Error::Connect)?;
    Ok(stream)
}

fn tls_error(error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::InvalidData => Error::TlsCertificateError,
        _ => Error::Tls(error),
    }
}
