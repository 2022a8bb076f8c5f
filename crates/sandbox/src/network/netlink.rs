//! Messages to the kernel's network, many at once.

use rustix::io::Errno;
use rustix::net::netlink::SocketAddrNetlink;
use rustix::net::{
    AddressFamily, Protocol, RecvFlags, SendFlags, SocketFlags, SocketType, sockopt,
};
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::time::Duration;

const REQUEST: u16 = 1;
const ACK: u16 = 4;
const HEADER: usize = 16;
const ERROR: u16 = 2;
const NESTED: u16 = 1 << 15;
const PATIENCE: Duration = Duration::from_secs(5);

#[derive(Debug)]
pub(super) struct Socket(OwnedFd);

/// Messages that are carried out one after another.
#[derive(Debug, Default)]
pub(super) struct Batch {
    bytes: Vec<u8>,
    starts: Vec<usize>,
    acknowledged: Vec<u32>,
    nested: Vec<usize>,
}

impl Batch {
    /// Begins a message; attributes follow.
    pub(super) fn message(&mut self, kind: u16, flags: u16, fixed: &[u8]) -> &mut Batch {
        self.unacknowledged(kind, flags | ACK, fixed);
        self.acknowledged.push(self.starts.len() as u32);
        self
    }

    pub(super) fn unacknowledged(&mut self, kind: u16, flags: u16, fixed: &[u8]) -> &mut Batch {
        self.finish();
        self.starts.push(self.bytes.len());
        self.bytes.extend([0; 4]);
        self.bytes.extend(kind.to_ne_bytes());
        self.bytes.extend((flags | REQUEST).to_ne_bytes());
        self.bytes.extend((self.starts.len() as u32).to_ne_bytes());
        self.bytes.extend([0; 4]);
        self.raw(fixed);
        self
    }

    pub(super) fn raw(&mut self, bytes: &[u8]) -> &mut Batch {
        self.bytes.extend(bytes);
        self.bytes.resize(self.bytes.len().next_multiple_of(4), 0);
        self
    }

    pub(super) fn attribute(&mut self, kind: u16, value: &[u8]) -> &mut Batch {
        self.bytes.extend((value.len() as u16 + 4).to_ne_bytes());
        self.bytes.extend(kind.to_ne_bytes());
        self.raw(value)
    }

    pub(super) fn text(&mut self, kind: u16, value: &str) -> &mut Batch {
        self.attribute(kind, &[value.as_bytes(), &[0]].concat())
    }

    /// As the filter tables have it.
    pub(super) fn big_endian(&mut self, kind: u16, value: u32) -> &mut Batch {
        self.attribute(kind, &value.to_be_bytes())
    }

    pub(super) fn begin(&mut self, kind: u16) -> &mut Batch {
        self.nested.push(self.bytes.len());
        self.bytes.extend([0; 2]);
        self.bytes.extend((kind | NESTED).to_ne_bytes());
        self
    }

    pub(super) fn end(&mut self) -> &mut Batch {
        if let Some(start) = self.nested.pop() {
            let length = (self.bytes.len() - start) as u16;
            self.bytes[start..start + 2].copy_from_slice(&length.to_ne_bytes());
        }
        self
    }

    fn finish(&mut self) {
        if let Some(&start) = self.starts.last() {
            let length = (self.bytes.len() - start) as u32;
            self.bytes[start..start + 4].copy_from_slice(&length.to_ne_bytes());
        }
    }
}

impl Socket {
    /// In the calling thread's network.
    pub(super) fn open(protocol: Option<Protocol>) -> io::Result<Socket> {
        let (family, kind) = (AddressFamily::NETLINK, SocketType::RAW);
        let socket = rustix::net::socket_with(family, kind, SocketFlags::CLOEXEC, protocol)?;
        sockopt::set_socket_timeout(&socket, sockopt::Timeout::Recv, Some(PATIENCE))?;
        Ok(Socket(socket))
    }

    /// What the kernel answers to one question, without the message's head.
    pub(super) fn ask(&self, kind: u16, fixed: &[u8]) -> io::Result<Vec<u8>> {
        let mut batch = Batch::default();
        batch.unacknowledged(kind, 0, fixed).finish();
        rustix::net::send(&self.0, &batch.bytes, SendFlags::empty())?;
        let mut buffer = vec![0; 4096];
        let (length, _) = rustix::net::recv(self.0.as_fd(), &mut buffer, RecvFlags::empty())?;
        buffer.truncate(length.min(4096));
        match answer(&buffer) {
            Some((_, Some(errno), _)) if errno != 0 => Err(io::Error::from_raw_os_error(errno)),
            Some(_) => Ok(buffer.split_off(HEADER)),
            None => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }

    pub(super) fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }

    /// Hears of what happens to these groups of things from now on.
    pub(super) fn subscribe(&self, groups: u32) -> io::Result<()> {
        Ok(rustix::net::bind(&self.0, &SocketAddrNetlink::new(0, groups))?)
    }

    /// Forgets what has been heard.
    pub(super) fn drain(&self) {
        let mut buffer = [0; 4096];
        // When there was too much to keep, that is an error once, and then goes on.
        const ROUNDS: usize = 1024;
        for _ in 0..ROUNDS {
            match rustix::net::recv(&self.0, &mut buffer[..], RecvFlags::DONTWAIT) {
                Ok(_) | Err(Errno::NOBUFS | Errno::INTR) => {}
                Err(_) => return,
            }
        }
    }

    /// The first error, if there is any. Nothing is undone.
    pub(super) fn run(&self, batch: &mut Batch) -> io::Result<()> {
        batch.finish();
        rustix::net::send(&self.0, &batch.bytes, SendFlags::empty())?;
        let mut wanted = batch.acknowledged.len();
        let mut outcome = Ok(());
        let mut buffer = vec![0; 16 << 10];
        while wanted > 0 {
            let (length, _) = rustix::net::recv(self.0.as_fd(), &mut buffer, RecvFlags::empty())?;
            let mut rest = &buffer[..length.min(16 << 10)];
            while let Some((sequence, errno, next)) = answer(rest) {
                rest = next;
                if let Some(errno) = errno.filter(|_| batch.acknowledged.contains(&sequence)) {
                    wanted -= 1;
                    if errno != 0 && outcome.is_ok() {
                        outcome = Err(io::Error::from_raw_os_error(errno));
                    }
                } else if let Some(errno) = errno.filter(|errno| *errno != 0) {
                    // Of the batch as a whole, after which nothing follows.
                    return Err(io::Error::from_raw_os_error(errno));
                }
            }
        }
        outcome
    }
}

/// A message's number, the error it reports if it is one, and what follows it.
fn answer(bytes: &[u8]) -> Option<(u32, Option<i32>, &[u8])> {
    let word = |at: usize| Some(u32::from_ne_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let length = word(0)? as usize;
    let kind = (word(4)? & 0xffff) as u16;
    let errno = match kind {
        ERROR => Some(-(word(HEADER)? as i32)),
        _ => None,
    };
    let next = bytes.get(length.next_multiple_of(4).max(HEADER)..).unwrap_or_default();
    Some((word(8)?, errno, next))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_filled_in() {
        let mut batch = Batch::default();
        batch.message(16, 0, &[9; 3]).begin(1).text(2, "a").end();
        batch.message(17, 0, &[]);
        batch.finish();
        let bytes = &batch.bytes;
        assert_eq!(bytes.len(), 16 + 4 + 4 + 8 + 16);
        assert_eq!((bytes[0], bytes[20], bytes[24], bytes[32]), (32, 12, 6, 16));
        assert_eq!(batch.acknowledged, [1, 2]);
    }

    #[test]
    fn the_loopback_is_there() {
        let socket = Socket::open(None).unwrap();
        let mut batch = Batch::default();
        const GET_LINK: u16 = 18;
        let mut link = [0; 16];
        link[4] = 1;
        batch.message(GET_LINK, 0, &link);
        socket.run(&mut batch).unwrap();
        link[4] = 0xff;
        link[6] = 0x7f;
        let mut batch = Batch::default();
        batch.message(GET_LINK, 0, &link);
        let error = socket.run(&mut batch).unwrap_err();
        assert_eq!(error.raw_os_error(), Some(libc::ENODEV));
    }
}
