//! The platform's end of the conversation with a slot's init (see `wire`).

use crate::script::Scripts;
use crate::{Error, Status, wire};
use rustix::io::Errno;
use rustix::net::{
    RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer,
    SendAncillaryMessage, SendFlags, Shutdown,
};
use std::io::{self, IoSlice, IoSliceMut};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::{Mutex, PoisonError};

#[derive(Debug)]
pub(crate) struct Control {
    socket: OwnedFd,
    /// Held while answers are read, so that who reads takes only what it waits for.
    heard: Mutex<Heard>,
}

#[derive(Debug, Default)]
struct Heard {
    status: Option<Status>,
    ready: bool,
    /// What came with that.
    came: Vec<OwnedFd>,
}

/// What init could not do.
#[derive(Debug)]
pub(crate) enum Refusal {
    Failed { step: u32, source: io::Error },
    Gone,
    Silent,
}

impl Control {
    pub(crate) fn new(socket: OwnedFd) -> Control {
        Control { socket, heard: Mutex::default() }
    }

    pub(crate) fn socket_to_init(&self) -> &OwnedFd {
        &self.socket
    }

    /// Has init start the program described by `fds[0]`; returns once it runs.
    pub(crate) fn start(&self, length: u32, fds: &[BorrowedFd<'_>]) -> Result<(), Refusal> {
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        // If it cannot be sent, init is gone and perhaps has said why.
        let sent = send(self.socket.as_fd(), [wire::START, length, 0], fds);
        if !heard.ready {
            self.expect(&mut heard, wire::READY)?;
        }
        sent.map_err(|_| Refusal::Gone)?;
        self.expect(&mut heard, wire::STARTED).map(|_| ())
    }

    /// Has init carry out a script. Whether it could shows later.
    pub(crate) fn furnish(&self, length: u32, last: bool, fds: &[BorrowedFd<'_>]) {
        // If it cannot be sent, init is gone and perhaps has said why.
        let _ = send(self.socket.as_fd(), [wire::FURNISH, length, last.into()], fds);
    }

    /// Has init make a user namespace, as this user.
    pub(crate) fn make_users(&self, user: u32) -> Result<(), Refusal> {
        let _ = send(self.socket.as_fd(), [wire::USERS, user, 0], &[]);
        self.ready().map(|_| ())
    }

    /// Has init send the program a signal.
    pub(crate) fn signal(&self, number: u32) {
        let _ = send(self.socket.as_fd(), [wire::SIGNAL, number, 0], &[]);
    }

    /// A TCP socket of the slot's network.
    pub(crate) fn socket(&self) -> io::Result<OwnedFd> {
        let gone = |_| io::Error::new(io::ErrorKind::NotConnected, "the slot has ended");
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        if !heard.ready {
            self.expect(&mut heard, wire::READY).map_err(gone)?;
        }
        send(self.socket.as_fd(), [wire::GIVE_SOCKET, 0, 0], &[])?;
        let (errno, sockets) = self.expect(&mut heard, wire::SOCKET).map_err(gone)?;
        sockets.into_iter().next().ok_or_else(|| io::Error::from_raw_os_error(errno as i32))
    }

    /// Waits until init has prepared the slot. What came with that: the socket for the platform's
    /// door if there is one, and from a nested slot, at the end, its rules.
    pub(crate) fn ready(&self) -> Result<Vec<OwnedFd>, Refusal> {
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        if !heard.ready {
            self.expect(&mut heard, wire::READY)?;
        }
        Ok(std::mem::take(&mut heard.came))
    }

    /// Waits for a nested slot's init: its handle, and a /proc to make a mount of.
    pub(crate) fn nested(&self) -> Result<(OwnedFd, OwnedFd), Refusal> {
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        let (_, fds) = self.expect(&mut heard, wire::NESTED)?;
        <[OwnedFd; 2]>::try_from(fds).map(Into::into).map_err(|_| Refusal::Gone)
    }

    fn expect(&self, heard: &mut Heard, wanted: u32) -> Result<(u32, Vec<OwnedFd>), Refusal> {
        loop {
            let ([kind, a, b], mut fds) = self.receive(RecvFlags::empty())?;
            if kind == wire::READY {
                heard.ready = true;
                heard.came = std::mem::take(&mut fds);
            }
            match kind {
                kind if kind == wanted => return Ok((a, fds)),
                wire::FAILED => {
                    let source = io::Error::from_raw_os_error(b as i32);
                    return Err(Refusal::Failed { step: a, source });
                }
                _ => heard.note(kind, a),
            }
        }
    }

    fn receive(&self, flags: RecvFlags) -> Result<([u32; 3], Vec<OwnedFd>), Refusal> {
        let mut bytes = [0; 12];
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(2))];
        let mut ancillary = RecvAncillaryBuffer::new(&mut space);
        let flags = flags | RecvFlags::CMSG_CLOEXEC;
        loop {
            let parts = &mut [IoSliceMut::new(&mut bytes)];
            match rustix::net::recvmsg(&self.socket, parts, &mut ancillary, flags) {
                Ok(message) if message.bytes == 12 => break,
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) => return Err(Refusal::Silent),
                _ => return Err(Refusal::Gone),
            }
        }
        let word = |at: usize| u32::from_ne_bytes([0, 1, 2, 3].map(|i| bytes[at * 4 + i]));
        let rights = ancillary.drain().filter_map(|message| match message {
            RecvAncillaryMessage::ScmRights(fds) => Some(fds),
            _ => None,
        });
        let fds = rights.flatten().collect();
        Ok(([word(0), word(1), word(2)], fds))
    }

    /// How the program ended, if init has said so; for when init itself has ended.
    pub(crate) fn last_words(&self) -> Option<Status> {
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        while let Ok(([kind, a, _], _)) = self.receive(RecvFlags::DONTWAIT) {
            heard.note(kind, a);
        }
        heard.status
    }

    /// Init takes this as the platform's end, and ends itself and all in the slot.
    pub(crate) fn hang_up(&self) {
        let _ = rustix::net::shutdown(&self.socket, Shutdown::Write);
    }
}

impl Heard {
    fn note(&mut self, kind: u32, value: u32) {
        if kind == wire::EXITED {
            let status = value as i32;
            self.status = Some(match status & 0x7f {
                0 => Status::Code(status >> 8 & 0xff),
                signal => Status::Signal(signal),
            });
        }
    }
}

pub(crate) fn send(
    socket: BorrowedFd<'_>,
    words: [u32; 3],
    fds: &[BorrowedFd<'_>],
) -> Result<(), Errno> {
    let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_ne_bytes()).collect();
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(wire::MAX_FDS + 1))];
    let mut ancillary = SendAncillaryBuffer::new(&mut space);
    if !fds.is_empty() && !ancillary.push(SendAncillaryMessage::ScmRights(fds)) {
        return Err(Errno::INVAL);
    }
    // Never blocks: there are at most a few messages in this direction.
    let flags = SendFlags::NOSIGNAL | SendFlags::DONTWAIT;
    rustix::net::sendmsg(socket, &[IoSlice::new(&bytes)], &mut ancillary, flags)?;
    Ok(())
}

/// Names a step for people.
pub(crate) fn doing(step: u32) -> &'static str {
    match step {
        wire::STEP_GUARD => "tie it to the platform's life",
        wire::STEP_MOUNT => "separate its mounts",
        wire::STEP_NETWORK => "set up its loopback",
        wire::STEP_IDENTITY => "become its user",
        wire::STEP_BLOCK => "read the description of the program",
        wire::STEP_SPAWN => "make a process",
        wire::STEP_FDS => "hand over its descriptors",
        wire::STEP_LIMITS => "limit open files",
        wire::STEP_CWD => "enter the directory",
        wire::STEP_EXEC => "run the file",
        _ => "follow the protocol",
    }
}

impl Refusal {
    /// For when preparing was what went wrong. The scripts are what init had been given to do.
    pub(crate) fn into_prepare_error(self, scripts: Option<&Scripts>) -> Error {
        match self {
            Refusal::Failed { step, source } => {
                let doing = match scripts {
                    Some(scripts) if step & 0xff == wire::STEP_SCRIPT => {
                        scripts.describe((step >> 8) as usize)
                    }
                    _ => doing(step).to_owned(),
                };
                Error::Prepare { doing, source }
            }
            Refusal::Gone => Error::Gone,
            Refusal::Silent => Error::Silent { seconds: crate::spawner::PATIENCE.as_secs() },
        }
    }
}
