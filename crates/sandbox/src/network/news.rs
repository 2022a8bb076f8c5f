//! What the kernel tells when the host's network changes.

use super::netlink::Socket;
use std::io;
use std::os::fd::{AsFd, BorrowedFd};

/// Interfaces, addresses of IPv4 and its routes.
const GROUPS: u32 = 0x1 | 0x10 | 0x40;

#[derive(Debug)]
pub(crate) struct News(Socket);

impl News {
    pub(crate) fn subscribe() -> io::Result<News> {
        let socket = Socket::open(None)?;
        socket.subscribe(GROUPS)?;
        Ok(News(socket))
    }

    pub(crate) fn forget(&self) {
        self.0.drain();
    }
}

impl AsFd for News {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}
