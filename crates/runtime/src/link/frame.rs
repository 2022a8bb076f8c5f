//! Frames over the unix socket a language host inherits.

use std::io;
use std::os::unix::net::UnixStream;

use super::LinkError;
use super::socket::Socket;
use crate::answer::Answer;
use crate::frames::{self, Meta};
use crate::{CallInfo, Deadline};
use bytes::{Buf, Bytes, BytesMut};

#[derive(Debug)]
pub(crate) struct FrameLink {
    socket: Socket,
    buffer: BytesMut,
    /// The number of the call in progress. Frames of an earlier one are stale and ignored.
    call: u32,
}

impl FrameLink {
    pub(crate) fn new(socket: UnixStream) -> io::Result<Self> {
        Ok(Self { socket: Socket::new(socket)?, buffer: BytesMut::new(), call: 0 })
    }

    pub(super) async fn send(
        &mut self,
        info: &CallInfo,
        event: &Bytes,
        deadline: Deadline,
    ) -> Result<(), LinkError> {
        // 0 is for frames that belong to no call.
        self.call = self.call.checked_add(1).unwrap_or(1);
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
        let head = frames::invoke_head(self.call, &meta, event.len());
        // Both leave in one system call.
        self.socket.send(head.chain(&event[..])).await.map_err(|_| LinkError::Closed)
    }

    pub(super) async fn next(&mut self) -> Result<Answer, LinkError> {
        loop {
            let frame = frames::take(&mut self.buffer);
            match frame.map_err(|error| LinkError::Broken(error.to_string()))? {
                Some((call, answer)) if call == self.call || call == 0 => return Ok(answer),
                Some(_stale) => {}
                None => match self.socket.receive(&mut self.buffer).await {
                    Ok(0) | Err(_) => return Err(LinkError::Closed),
                    Ok(_) => {}
                },
            }
        }
    }

    pub(super) async fn stop(&mut self) {
        // A host that does not listen any more is ended by force a moment later.
        let _ = self.socket.send(frames::stop()).await;
    }
}
