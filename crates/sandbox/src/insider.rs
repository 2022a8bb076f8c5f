//! Tells a slot's own connections from those of the host's other programs, where they share a network.

use crate::instance::Instance;
use crate::network::{Held, find_socket};
use rustix::process::Pid;
use std::fs;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4, TcpStream};
use std::sync::{Arc, Weak};

/// Descriptors looked at for one socket; a program with more has to do without.
const LOOKS_MAX: usize = 100_000;
const NOBODY: SocketAddrV4 = SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, 0);

/// Knows who belongs to a slot. It does not keep the slot.
#[derive(Clone, Debug)]
pub struct Insider(Weak<Instance>);

impl Insider {
    pub(crate) fn of(instance: &Arc<Instance>) -> Insider {
        Insider(Arc::downgrade(instance))
    }

    /// Whether nobody else could have made a connection, as the slot has a network of its own.
    pub fn is_alone(&self) -> bool {
        self.0.upgrade().is_some_and(|instance| instance.network)
    }

    /// Whether a process of the slot is at the other end of a connection that was accepted. It may take
    /// a millisecond.
    pub fn made(&self, stream: &TcpStream) -> io::Result<bool> {
        let Some(instance) = self.0.upgrade() else { return Ok(false) };
        if instance.network {
            return Ok(true);
        }
        let (own, peer) = (v4(stream.local_addr()?)?, v4(stream.peer_addr()?)?);
        let Some(held) = there(find_socket(peer, own))? else { return Ok(false) };
        // As long as our end stands, nobody else's socket can have had these addresses since.
        let ours = there(find_socket(own, peer))?;
        let stands = ours.is_some_and(|ours| ours.is_established());
        Ok(stands && holds(|| instance.processes(), held))
    }
}

/// Whether a process of the slot, or we for it, listens on a port of the loopback, and nobody else.
pub(crate) fn listens(instance: &Instance, port: u16) -> io::Result<bool> {
    let found = there(find_socket(SocketAddrV4::new(Ipv4Addr::LOCALHOST, port), NOBODY))?;
    Ok(found.is_some_and(|held| {
        held.is_listening() && {
            holds(|| instance.processes(), held) || holds(|| vec![rustix::process::getpid()], held)
        }
    }))
}

fn there(found: io::Result<Held>) -> io::Result<Option<Held>> {
    match found {
        Ok(held) => Ok(Some(held)),
        Err(error) if error.raw_os_error() == Some(libc::ENOENT) => Ok(None),
        Err(error) => Err(error),
    }
}

fn holds(processes: impl Fn() -> Vec<Pid>, held: Held) -> bool {
    let link = format!("socket:[{}]", held.inode);
    let mut looks = LOOKS_MAX;
    let has = |pid: &Pid| {
        let all = fs::read_dir(format!("/proc/{}/fd", pid.as_raw_nonzero()));
        all.into_iter().flatten().flatten().any(|fd| {
            looks = looks.saturating_sub(1);
            looks > 0 && fs::read_link(fd.path()).is_ok_and(|target| target.as_os_str() == &*link)
        })
    };
    let holder = held.inode != 0;
    let holder = holder.then(|| processes().into_iter().find(has)).flatten();
    // Its number may have become another program's while it was looked at.
    holder.is_some_and(|pid| processes().contains(&pid))
}

fn v4(address: SocketAddr) -> io::Result<SocketAddrV4> {
    match address {
        SocketAddr::V4(address) => Ok(address),
        SocketAddr::V6(_) => Err(io::ErrorKind::Unsupported.into()),
    }
}
