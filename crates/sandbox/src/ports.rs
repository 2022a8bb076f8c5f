use std::collections::HashSet;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::{Mutex, PoisonError};

/// Ports promised to slots that share the host's network, so that none is promised twice.
#[derive(Debug, Default)]
pub(crate) struct Ports {
    promised: Mutex<HashSet<u16>>,
}

const TRIES: usize = 64;

impl Ports {
    pub(crate) fn promise(&self) -> io::Result<u16> {
        let mut promised = self.promised.lock().unwrap_or_else(PoisonError::into_inner);
        for _ in 0..TRIES {
            let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
            if promised.insert(port) {
                return Ok(port);
            }
        }
        Err(io::Error::new(io::ErrorKind::AddrInUse, "every free port is promised to a slot"))
    }

    pub(crate) fn release(&self, ports: impl IntoIterator<Item = u16>) {
        let mut promised = self.promised.lock().unwrap_or_else(PoisonError::into_inner);
        for port in ports {
            promised.remove(&port);
        }
    }
}
