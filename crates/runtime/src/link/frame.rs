//! Frames over two pipes a language host inherits.
//!
//! Not over one socket: a socket wakes whoever waits on it also when the other side has taken
//! something out of it, which would be a wake for nothing in each call, and costs more anyway.
//!
//! What a function's own code writes to the pipe cannot be told from what its host writes. But the
//! number of a call is known to nobody before the call, so nothing written ahead is an answer to it.

use std::io;
use std::os::fd::OwnedFd;

use bytes::{Buf, Bytes, BytesMut};
use rustix::pipe::{PipeFlags, pipe_with};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::unix::pipe::{Receiver, Sender};

use web::{Room, Shares};

use super::LinkError;
use super::turn::{Turn, Verdict};
use crate::answer::Answer;
use crate::frames::{self, Meta};
use crate::order::Order;
use crate::{CallInfo, Deadline};

const FORGED: &str = "the function wrote to the platform's pipe what its host never would, such as an \
                      answer to a call that is not its own; leave the descriptors it inherits alone";

/// What is longer counts against the budget before it is read. Pieces of streams never do: few of them
/// are in flight.
const UNCOUNTED: usize = 128 * 1024;
const FIRST_WORDS_MAX: usize = 1024 * 1024;
/// What is read at once where nothing says how much will come.
const READ_BYTES: usize = 4 * 1024;

#[derive(Debug)]
pub(crate) struct FrameLink {
    calls: Sender,
    answers: Receiver,
    buffer: BytesMut,
    turn: Turn,
    /// What the answer counts against, and the room that was taken for it.
    shares: Option<Shares>,
    room: Option<Room>,
}

/// The host's ends of its link.
#[derive(Debug)]
pub(crate) struct HostEnds {
    pub(crate) calls: OwnedFd,
    pub(crate) answers: OwnedFd,
}

impl FrameLink {
    pub(crate) fn open() -> io::Result<(Self, HostEnds)> {
        let (their_calls, calls) = pipe_with(PipeFlags::CLOEXEC)?;
        let (answers, their_answers) = pipe_with(PipeFlags::CLOEXEC)?;
        let (calls, answers) = (Sender::from_owned_fd(calls)?, Receiver::from_owned_fd(answers)?);
        let (buffer, turn) = (BytesMut::new(), Turn::default());
        let link = Self { calls, answers, buffer, turn, shares: None, room: None };
        Ok((link, HostEnds { calls: their_calls, answers: their_answers }))
    }

    pub(super) async fn send(
        &mut self,
        info: &CallInfo,
        event: Bytes,
        shares: Shares,
        deadline: Deadline,
    ) -> Result<(), LinkError> {
        let call = self.turn.begin(random()?);
        self.shares = Some(shares);
        let context =
            info.client_context.as_deref().and_then(|json| serde_json::from_str(json).ok());
        let meta = Meta {
            request_id: &info.request_id,
            deadline_ms: deadline.epoch_ms,
            arn: &info.arn,
            trace_id: &info.trace_id,
            client_context: context,
            identity: None,
        };
        let head = frames::invoke_head(call, &meta, event.len());
        // Both leave in one system call.
        let mut frame = head.chain(event);
        self.calls.write_all_buf(&mut frame).await.map_err(|_| LinkError::Closed)
    }

    pub(crate) async fn next(&mut self) -> Result<Answer, LinkError> {
        loop {
            let broken = |error: frames::FrameError| LinkError::Broken(error.to_string());
            let wanted = frames::wanted(&self.buffer).map_err(broken)?;
            if wanted > UNCOUNTED && self.room.is_none() {
                self.room = Some(self.room(wanted).await?);
            }
            match frames::take(&mut self.buffer).map_err(broken)? {
                Some((call, answer)) => {
                    let room = self.room.take().unwrap_or_else(Room::none);
                    if wanted > UNCOUNTED {
                        // What is left of the buffer would hold the whole of it, uncounted.
                        self.buffer = BytesMut::from(&self.buffer[..]);
                    }
                    match self.turn.judge(call, &answer) {
                        Verdict::Heard => return Ok(answer.held(room)),
                        Verdict::Late => {}
                        Verdict::Forged => return Err(LinkError::Broken(FORGED.into())),
                    }
                }
                None => match self.receive().await {
                    Ok(0) | Err(_) => return Err(LinkError::Closed),
                    Ok(_) => {}
                },
            }
        }
    }

    /// Room for a large frame, before it is read: until there is some the host waits.
    async fn room(&self, bytes: usize) -> Result<Room, LinkError> {
        let Some(shares) = &self.shares else {
            // Before its first call a host says that it is ready, or why not.
            return match bytes <= FIRST_WORDS_MAX {
                true => Ok(Room::none()),
                false => Err(LinkError::Broken(frames::FrameError::TooLarge(bytes).to_string())),
            };
        };
        let room = shares.room(web::with_what_is_made(bytes)).await;
        room.map_err(|full| LinkError::Broken(full.to_string()))
    }

    /// Makes a stem cell an instance.
    pub(crate) async fn assign(&mut self, order: &Order) -> io::Result<()> {
        self.turn = Turn::default();
        self.calls.write_all(&frames::assign(&order.encode())).await
    }

    async fn receive(&mut self) -> io::Result<usize> {
        if self.buffer.capacity() - self.buffer.len() < READ_BYTES {
            self.buffer.reserve(READ_BYTES);
        }
        self.answers.read_buf(&mut self.buffer).await
    }

    pub(super) async fn stop(&mut self) {
        // A host that does not listen any more is ended by force a moment later.
        let _ = self.calls.write_all(&frames::stop()).await;
    }
}

fn random() -> Result<u32, LinkError> {
    let mut bytes = [0; 4];
    let filled = rustix::rand::getrandom(&mut bytes, rustix::rand::GetRandomFlags::empty());
    match filled {
        Ok(4) => Ok(u32::from_ne_bytes(bytes)),
        _ => Err(LinkError::Broken("the machine has no random numbers for a call".into())),
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::io::{Read, Write};

    use super::*;

    #[tokio::test]
    async fn more_than_fits_is_sent_as_room_comes() {
        let (mut ours, HostEnds { calls, answers }) = FrameLink::open().unwrap();
        let sent = vec![2; 5_000_000];
        let expected = sent.clone();
        let sender = tokio::spawn(async move {
            ours.calls.write_all_buf(&mut &sent[..]).await.unwrap();
            ours
        });
        let read = tokio::task::spawn_blocking(move || {
            let mut got = vec![0; 5_000_000];
            File::from(calls).read_exact(&mut got).unwrap();
            got
        });
        assert!(read.await.unwrap() == expected);
        let mut ours = sender.await.unwrap();
        drop(answers);
        assert_eq!(ours.receive().await.unwrap(), 0, "the end");
        assert!(ours.calls.write_all(b"x").await.is_err(), "nobody is there");
    }

    #[tokio::test]
    async fn a_large_answer_is_gone_when_its_reader_drops_it() {
        let (mut ours, HostEnds { calls: _calls, answers }) = FrameLink::open().unwrap();
        let dir = tempfile::tempdir().unwrap();
        let budget = web::Budget::open(web::Sizes::in_dir(dir.path().join("spool"))).unwrap();
        ours.shares = Some(budget.shares([]));
        let call = ours.turn.begin(7);
        let large = vec![b'1'; 5_000_000];
        let written = std::thread::spawn(move || {
            let mut answers = File::from(answers);
            answers.write_all(&(large.len() as u32 + 5).to_le_bytes()).unwrap();
            answers.write_all(&[131]).unwrap();
            answers.write_all(&call.to_le_bytes()).unwrap();
            answers.write_all(&large).unwrap();
        });
        let answer = ours.next().await.unwrap();
        written.join().unwrap();
        assert!(matches!(&answer, Answer::Value(value) if value.len() == 5_000_000));
        assert!(budget.held().0 > 5_000_000);
        drop(answer);
        assert_eq!(budget.held().0, 0);
        assert!(ours.buffer.capacity() < 100_000, "{}", ours.buffer.capacity());
    }

    #[tokio::test]
    async fn what_comes_after_a_short_read_is_seen() {
        let (mut ours, HostEnds { calls: _calls, answers }) = FrameLink::open().unwrap();
        let mut answers = File::from(answers);
        for piece in [&b"a"[..], &[7; READ_BYTES], &[8; 3 * READ_BYTES], b"z"] {
            answers.write_all(piece).unwrap();
            ours.buffer.clear();
            while ours.buffer.len() < piece.len() {
                ours.receive().await.unwrap();
            }
            assert_eq!(ours.buffer, piece);
        }
    }
}
