//! A host's socket, watched for what comes and not for room to send.
//!
//! Whoever watches a socket for room is woken each time the other side takes something out of it: a
//! turn of the event loop for nothing in each call. Tokio's own sockets are watched for both, the
//! receiving ends of its pipes for one, and a read is a read. There nearly always is room; where
//! there is none, it is waited for on a copy of the descriptor.

use std::io::{self, ErrorKind, IoSlice};
use std::os::unix::net::UnixStream;

use bytes::{Buf, BytesMut};
use rustix::net::{SendAncillaryBuffer, SendFlags, sendmsg};
use tokio::io::AsyncReadExt;
use tokio::net::unix::pipe::{Receiver, Sender};

/// What is read at once where nothing says how much will come.
const READ_BYTES: usize = 4 * 1024;
/// Parts of a frame that are sent in one system call.
const PARTS: usize = 2;

#[derive(Debug)]
pub(super) struct Socket(Receiver);

impl Socket {
    pub(super) fn new(socket: UnixStream) -> io::Result<Self> {
        socket.set_nonblocking(true)?;
        Receiver::from_owned_fd_unchecked(socket.into()).map(Self)
    }

    pub(super) async fn send(&self, mut bytes: impl Buf) -> io::Result<()> {
        while bytes.has_remaining() {
            let mut parts = [IoSlice::new(&[]); PARTS];
            let count = bytes.chunks_vectored(&mut parts);
            let mut nothing = SendAncillaryBuffer::default();
            let flags = SendFlags::NOSIGNAL;
            match sendmsg(&self.0, &parts[..count], &mut nothing, flags).map_err(io::Error::from) {
                Ok(sent) => bytes.advance(sent),
                Err(error) if error.kind() == ErrorKind::WouldBlock => self.room().await?,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    async fn room(&self) -> io::Result<()> {
        let copy = rustix::io::fcntl_dupfd_cloexec(&self.0, 0)?;
        Sender::from_owned_fd_unchecked(copy)?.writable().await
    }

    /// Adds some of what has come to `buffer`; 0 at the end. Nothing is lost when the future is
    /// dropped half-way.
    pub(super) async fn receive(&mut self, buffer: &mut BytesMut) -> io::Result<usize> {
        if buffer.capacity() - buffer.len() < READ_BYTES {
            buffer.reserve(READ_BYTES);
        }
        self.0.read_buf(buffer).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair() -> (Socket, Socket) {
        let (a, b) = UnixStream::pair().unwrap();
        (Socket::new(a).unwrap(), Socket::new(b).unwrap())
    }

    #[tokio::test]
    async fn more_than_fits_is_sent_as_room_comes() {
        let (ours, mut theirs) = pair();
        let (head, event) = (vec![1; 10], vec![2; 5_000_000]);
        let sent = [&head[..], &event].concat();
        let sender =
            tokio::spawn(async move { ours.send(Buf::chain(&head[..], &event[..])).await });
        let mut got = BytesMut::new();
        while got.len() < sent.len() {
            assert_ne!(theirs.receive(&mut got).await.unwrap(), 0);
        }
        sender.await.unwrap().unwrap();
        assert!(got == sent);
        assert_eq!(theirs.receive(&mut got).await.unwrap(), 0, "the end");
        assert!(theirs.send(&b"x"[..]).await.is_err(), "nobody is there");
    }

    #[tokio::test]
    async fn what_comes_after_a_short_read_is_seen() {
        let (ours, mut theirs) = pair();
        for piece in [&b"a"[..], &[7; READ_BYTES], &[8; 3 * READ_BYTES], b"z"] {
            ours.send(piece).await.unwrap();
            let mut got = BytesMut::new();
            while got.len() < piece.len() {
                theirs.receive(&mut got).await.unwrap();
            }
            assert_eq!(got, piece);
        }
    }
}
