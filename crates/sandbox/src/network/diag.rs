//! Whose the other end of a connection is, as the kernel has it.

use super::netlink::Socket;
use rustix::net::netlink;
use std::io;
use std::net::SocketAddrV4;

const BY_FAMILY: u16 = 20;
const IPV4: u8 = 2;
const TCP: u8 = 6;
const ESTABLISHED: u8 = 1;
const LISTENING: u8 = 10;

/// A TCP socket on this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Held {
    /// The number that its holders' descriptors lead to; 0 while nobody has it.
    pub(crate) inode: u32,
    state: u8,
}

impl Held {
    pub(crate) fn is_established(&self) -> bool {
        self.state == ESTABLISHED
    }

    pub(crate) fn is_listening(&self) -> bool {
        self.state == LISTENING
    }
}

/// The socket that has this address and that peer, in the calling thread's network. With no peer
/// (0.0.0.0:0), who listens there.
pub(crate) fn find(own: SocketAddrV4, peer: SocketAddrV4) -> io::Result<Held> {
    let mut request = vec![IPV4, TCP, 0, 0];
    request.extend([0xff; 4]);
    request.extend(own.port().to_be_bytes());
    request.extend(peer.port().to_be_bytes());
    for ip in [own.ip(), peer.ip()] {
        request.extend(ip.octets());
        request.extend([0; 12]);
    }
    request.extend([0; 4]);
    // Whichever has the addresses: no cookie.
    request.extend([0xff; 8]);
    let answer = Socket::open(Some(netlink::SOCK_DIAG))?.ask(BY_FAMILY, &request)?;
    parse(&answer).ok_or_else(|| io::ErrorKind::InvalidData.into())
}

fn parse(answer: &[u8]) -> Option<Held> {
    const INODE_AT: usize = 68;
    let inode = answer.get(INODE_AT..INODE_AT + 4)?.try_into().ok()?;
    Some(Held { inode: u32::from_ne_bytes(inode), state: *answer.get(1)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::{SocketAddr, TcpListener, TcpStream};
    use std::os::fd::AsRawFd;

    fn v4(address: SocketAddr) -> SocketAddrV4 {
        match address {
            SocketAddr::V4(address) => address,
            SocketAddr::V6(_) => panic!("{address}"),
        }
    }

    fn inode(fd: &impl AsRawFd) -> u32 {
        let link = std::fs::read_link(format!("/proc/self/fd/{}", fd.as_raw_fd())).unwrap();
        let text = link.to_str().unwrap().to_owned();
        text.trim_matches(|letter: char| !letter.is_ascii_digit()).parse().unwrap()
    }

    #[test]
    fn both_ends_and_the_listener_are_found() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = v4(listener.local_addr().unwrap());
        let one = TcpStream::connect(at).unwrap();
        let (other, from) = listener.accept().unwrap();
        let nobody = SocketAddrV4::new([0, 0, 0, 0].into(), 0);
        let found = find(v4(from), at).unwrap();
        assert!(found.is_established() && found.inode == inode(&one));
        assert_eq!(find(at, v4(from)).unwrap().inode, inode(&other));
        let found = find(at, nobody).unwrap();
        assert!(found.is_listening() && found.inode == inode(&listener));
        drop((one, other));
        assert!(!find(v4(from), at).is_ok_and(|held| held.is_established()));
    }
}
