//! What the platform and a zygote say to each other. The zygote runs the function's code: what it says
//! is checked as any program's.

use std::io::{self, IoSlice};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd};
use std::time::Duration;

use bytes::{Buf, BytesMut};
use rustix::net::{SendAncillaryBuffer, SendAncillaryMessage, SendFlags, sendmsg};
use serde::Deserialize;
use tokio::io::Interest;
use tokio::net::UnixStream;
use tokio::sync::Mutex;

use crate::order::Order;

const FORK: u8 = 3;
const FORKABLE: u8 = 138;
const FORK_FAILED: u8 = 140;
const INIT_ERROR: u8 = 130;
/// The longest is an error of the function's, with its stack.
const FRAME_MAX: usize = 512 * 1024;
const FDS_MAX: usize = 32;
/// A zygote does nothing but wait for orders: one that takes none in this time never will.
const PATIENCE: Duration = Duration::from_secs(1);

#[derive(Debug)]
pub(super) enum Word {
    /// It can be copied, or not, and why.
    Forkable(Result<(), String>),
    /// Its code does not load; the ordinary start will say what is wrong.
    LoadFailed,
    ForkFailed(String),
    /// Of no consequence here.
    Other,
}

#[derive(Debug)]
pub(super) struct Channel {
    socket: UnixStream,
    heard: Mutex<BytesMut>,
    speaking: Mutex<u32>,
}

impl Channel {
    pub(super) fn new(socket: UnixStream) -> Self {
        Self { socket, heard: Mutex::default(), speaking: Mutex::default() }
    }

    pub(super) async fn order(&self, order: &Order, fds: &[BorrowedFd<'_>]) -> Result<(), String> {
        let payload = order.encode();
        let rest = u32::try_from(payload.len() + 5).map_err(|error| error.to_string())?;
        let mut number = self.speaking.lock().await;
        *number = number.wrapping_add(1);
        let mut frame = rest.to_le_bytes().to_vec();
        frame.push(FORK);
        frame.extend(number.to_le_bytes());
        frame.extend(payload);
        match tokio::time::timeout(PATIENCE, self.send(&frame, fds)).await {
            Ok(sent) => sent.map_err(|error| format!("its zygote has ended: {error}")),
            Err(_) => Err("its zygote takes no orders any more".into()),
        }
    }

    /// The descriptors go with the first byte.
    async fn send(&self, frame: &[u8], fds: &[BorrowedFd<'_>]) -> io::Result<()> {
        let mut sent = 0;
        while sent < frame.len() {
            self.socket.writable().await?;
            let with = if sent == 0 { fds } else { &[] };
            let once = || send(&self.socket, &frame[sent..], with);
            match self.socket.try_io(Interest::WRITABLE, once) {
                Ok(bytes) => sent += bytes,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// The next thing it says; none when it has ended, or says what nobody understands.
    pub(super) async fn hear(&self) -> Option<Word> {
        let mut heard = self.heard.lock().await;
        loop {
            if let Some(word) = take(&mut heard)? {
                return Some(word);
            }
            self.socket.readable().await.ok()?;
            heard.reserve(4096);
            match self.socket.try_read_buf(&mut *heard) {
                Ok(0) => return None,
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(_) => return None,
            }
        }
    }
}

fn send(socket: &UnixStream, bytes: &[u8], fds: &[BorrowedFd<'_>]) -> io::Result<usize> {
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(FDS_MAX))];
    let mut control = SendAncillaryBuffer::new(&mut space);
    if !fds.is_empty() && !control.push(SendAncillaryMessage::ScmRights(fds)) {
        return Err(io::Error::other("too many descriptors"));
    }
    Ok(sendmsg(socket.as_fd(), &[IoSlice::new(bytes)], &mut control, SendFlags::NOSIGNAL)?)
}

/// The next whole frame: `Some(None)` when more bytes are needed, `None` when it makes no sense.
fn take(heard: &mut BytesMut) -> Option<Option<Word>> {
    let Some(length) = heard.first_chunk::<4>() else { return Some(None) };
    let rest = u32::from_le_bytes(*length) as usize;
    if !(5..=FRAME_MAX).contains(&rest) {
        return None;
    }
    if heard.len() < 4 + rest {
        return Some(None);
    }
    let mut frame = heard.split_to(4 + rest);
    frame.advance(4);
    let kind = frame.get_u8();
    frame.advance(4);
    Some(Some(match kind {
        FORKABLE => Word::Forkable(verdict(&frame)?),
        INIT_ERROR => Word::LoadFailed,
        FORK_FAILED => Word::ForkFailed(line(&String::from_utf8_lossy(&frame))),
        _ => Word::Other,
    }))
}

fn verdict(payload: &[u8]) -> Option<Result<(), String>> {
    #[derive(Deserialize)]
    struct Verdict {
        forkable: bool,
        why: Option<String>,
    }
    let verdict: Verdict = serde_json::from_slice(payload).ok()?;
    Some(match verdict.forkable {
        true => Ok(()),
        false => Err(line(&verdict.why.unwrap_or_else(|| "it does not say why".into()))),
    })
}

/// For people to read, on one line.
fn line(text: &str) -> String {
    const LONGEST: usize = 200;
    text.lines().next().unwrap_or_default().chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(kind: u8, payload: &str) -> Vec<u8> {
        let mut out = (payload.len() as u32 + 5).to_le_bytes().to_vec();
        out.extend([kind, 0, 0, 0, 0]);
        out.extend(payload.as_bytes());
        out
    }

    #[test]
    fn what_it_says_is_understood_or_ends_it() {
        let said = |bytes: &[u8]| format!("{:?}", take(&mut BytesMut::from(bytes)));
        let check = |bytes: &[u8], expected: &str| assert_eq!(said(bytes), expected);
        check(&frame(138, r#"{"forkable": true}"#), "Some(Some(Forkable(Ok(()))))");
        check(
            &frame(138, r#"{"forkable": false, "why": "threads\nx"}"#),
            r#"Some(Some(Forkable(Err("threads"))))"#,
        );
        check(&frame(140, "no"), r#"Some(Some(ForkFailed("no")))"#);
        check(&frame(130, "{}"), "Some(Some(LoadFailed))");
        check(&frame(141, "    "), "Some(Some(Other))");
        check(&frame(138, "[]"), "None");
        check(&[0, 0, 0, 0, 1], "None");
        check(&[255, 255, 255, 255, 1], "None");
        check(&frame(141, "abc")[..7], "Some(None)");
        check(&[], "Some(None)");
    }
}
