//! Where the platform listens: an address, or a name that stands for some.

use std::future::poll_fn;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;

use anyhow::Result;
use tokio::net::{TcpListener, TcpSocket, TcpStream};

use crate::Failure;

/// `127.0.0.1:4566`, `localhost:4566`, `[::1]:4566`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listen {
    host: Host,
    port: u16,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Host {
    Address(IpAddr),
    Name(String),
}

impl FromStr for Listen {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Ok(address) = text.parse::<SocketAddr>() {
            return Ok(Self { host: Host::Address(address.ip()), port: address.port() });
        }
        if text.bytes().all(|b| b.is_ascii_digit()) && !text.is_empty() {
            return Err(format!("it is a port alone; {}", with_address(text)));
        }
        if text.parse::<Ipv6Addr>().is_ok() {
            return Err("write an IPv6 address in brackets: [::1]:4566".into());
        }
        let Some((name, port)) = text.rsplit_once(':') else {
            return Err("the port is missing; write it behind: localhost:4566".into());
        };
        if name.is_empty() {
            return Err(format!("the address is missing; {}", with_address(port)));
        }
        let port = port.parse().map_err(|_| "the port must be a number from 0 to 65535")?;
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
        if name.len() > 253 || !name.bytes().all(plain) {
            return Err("write an address or a name and a port: 127.0.0.1:4566".into());
        }
        Ok(Self { host: Host::Name(name.to_ascii_lowercase()), port })
    }
}

fn with_address(port: &str) -> String {
    let port = if port.parse::<u16>().is_ok() { port } else { "4566" };
    format!("write 127.0.0.1:{port} for this machine alone, or 0.0.0.0:{port} for everybody")
}

impl Listen {
    /// The addresses it stands for, at least one.
    pub(super) async fn resolve(&self) -> Result<Vec<SocketAddr>> {
        let name = match &self.host {
            Host::Address(ip) => return Ok(vec![SocketAddr::new(*ip, self.port)]),
            // The same everywhere, whatever this machine's list of names says.
            Host::Name(name) if name.trim_end_matches('.') == "localhost" => {
                let both: [IpAddr; 2] = [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
                return Ok(both.map(|ip| SocketAddr::new(ip, self.port)).into());
            }
            Host::Name(name) => name,
        };
        let next = "write an address of this machine instead, such as --listen 127.0.0.1:4566";
        let found = tokio::net::lookup_host((name.as_str(), self.port)).await;
        let found = found.map_err(|error| {
            Failure::new(format!("nobody knows where {name} is: {error}"), next)
        })?;
        let mut addresses: Vec<_> = found.collect();
        addresses.sort_unstable();
        addresses.dedup();
        if addresses.is_empty() {
            return Err(Failure::new(format!("{name} stands for no address"), next).into());
        }
        Ok(addresses)
    }
}

/// Connections that come faster than they are taken wait; the kernel drops those for which there is no
/// room, and their clients try again a second later. It allows fewer where it is set to.
const WAITING_MAX: u32 = 4_096;

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4(),
        SocketAddr::V6(_) => TcpSocket::new_v6(),
    }?;
    // A port that was in use a moment ago.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(WAITING_MAX)
}

/// Listens on several addresses as on one.
#[derive(Debug)]
pub(super) struct Listeners {
    all: Vec<TcpListener>,
    /// Who is asked first the next time, so that a flood at one does not close the others.
    next: AtomicUsize,
}

impl Listeners {
    /// Addresses of a kind that this machine does not have are left out, if there are others.
    pub(super) async fn bind(addresses: &[SocketAddr]) -> Result<Self> {
        let (mut all, mut left_out) = (Vec::new(), None);
        for address in addresses {
            let mut address = *address;
            if let (0, Some(Ok(first))) = (address.port(), all.first().map(TcpListener::local_addr))
            {
                address.set_port(first.port());
            }
            match listen(address) {
                Ok(listener) => all.push(listener),
                Err(error) if is_not_here(&error) => {
                    left_out.get_or_insert((address, error));
                }
                Err(error) => return Err(failed(address, &error).into()),
            }
        }
        match left_out {
            Some((address, error)) if all.is_empty() => Err(failed(address, &error).into()),
            _ => Ok(Self { all, next: AtomicUsize::new(0) }),
        }
    }

    /// The address that is told.
    pub(super) fn local_addr(&self) -> io::Result<SocketAddr> {
        let first = self.all.first().map(TcpListener::local_addr);
        first.unwrap_or_else(|| Err(io::ErrorKind::AddrNotAvailable.into()))
    }

    pub(super) async fn accept(&self) -> io::Result<(TcpStream, SocketAddr)> {
        let start = self.next.fetch_add(1, Ordering::Relaxed);
        poll_fn(|cx| {
            let count = self.all.len();
            let in_turn = (0..count).map(|step| &self.all[start.wrapping_add(step) % count]);
            for listener in in_turn {
                if let Poll::Ready(accepted) = listener.poll_accept(cx) {
                    return Poll::Ready(accepted);
                }
            }
            Poll::Pending
        })
        .await
    }
}

fn is_not_here(error: &io::Error) -> bool {
    let no_family = rustix::io::Errno::AFNOSUPPORT.raw_os_error();
    error.kind() == io::ErrorKind::AddrNotAvailable || error.raw_os_error() == Some(no_family)
}

fn failed(address: SocketAddr, error: &io::Error) -> Failure {
    let next = match error.kind() {
        io::ErrorKind::AddrInUse => {
            "another program listens there: stop it, or choose another port with \
             `--listen 127.0.0.1:PORT`"
        }
        io::ErrorKind::PermissionDenied => "choose a port above 1023 with --listen",
        _ => "choose an address of this machine with --listen",
    };
    Failure::new(format!("cannot listen on {address}: {error}"), next)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn resolved(text: &str) -> Vec<String> {
        let addresses = text.parse::<Listen>().unwrap().resolve().await.unwrap();
        addresses.iter().map(ToString::to_string).collect()
    }

    #[tokio::test]
    async fn what_can_be_written() {
        for (text, expected) in [
            ("127.0.0.1:4566", &["127.0.0.1:4566"][..]),
            ("0.0.0.0:1", &["0.0.0.0:1"]),
            ("[::1]:4566", &["[::1]:4566"]),
            ("localhost:4566", &["127.0.0.1:4566", "[::1]:4566"]),
            ("LocalHost.:4566", &["127.0.0.1:4566", "[::1]:4566"]),
        ] {
            assert_eq!(resolved(text).await, expected, "{text}");
        }
        let nowhere = "nowhere.invalid:4566".parse::<Listen>().unwrap();
        assert!(nowhere.resolve().await.unwrap_err().to_string().contains("nowhere.invalid"));
    }

    #[test]
    fn what_cannot_says_what_to_write() {
        for (text, words) in [
            (":4566", "127.0.0.1:4566"),
            (":", "127.0.0.1:4566"),
            ("8080", "127.0.0.1:8080"),
            ("localhost", "localhost:4566"),
            ("", "localhost:4566"),
            ("::1", "[::1]:4566"),
            ("::1:4566", "[::1]:4566"),
            ("localhost:70000", "0 to 65535"),
            ("localhost:http", "0 to 65535"),
            ("http://localhost:4566", "127.0.0.1:4566"),
        ] {
            let error = text.parse::<Listen>().unwrap_err();
            assert!(error.contains(words), "{text}: {error}");
        }
    }

    #[tokio::test]
    async fn several_addresses_have_one_port() {
        let addresses = ["127.0.0.1:0", "127.0.0.2:0"].map(|text| text.parse().unwrap());
        let listeners = Listeners::bind(&addresses).await.unwrap();
        let port = listeners.local_addr().unwrap().port();
        for ip in ["127.0.0.1", "127.0.0.2"] {
            let client = TcpStream::connect((ip, port)).await.unwrap();
            let (_, peer) = listeners.accept().await.unwrap();
            assert_eq!(peer, client.local_addr().unwrap());
        }
        let taken = [SocketAddr::new(Ipv4Addr::LOCALHOST.into(), port)];
        let error = Listeners::bind(&taken).await.unwrap_err().to_string();
        assert!(error.contains("cannot listen"), "{error}");
    }

    #[tokio::test]
    async fn what_is_not_of_this_machine_is_left_out_beside_others() {
        let [here, there] = ["127.0.0.1:0", "192.0.2.1:0"].map(|text| text.parse().unwrap());
        assert_eq!(Listeners::bind(&[here, there]).await.unwrap().all.len(), 1);
        assert!(Listeners::bind(&[there]).await.is_err());
    }
}
