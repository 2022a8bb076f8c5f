use std::sync::{Mutex, PoisonError};

use bytes::{Bytes, BytesMut};
use wasmtime_wasi::p2::{StreamError, StreamResult};

use super::Taker;

/// Keeps what a command prints, which is its answer.
#[derive(Debug)]
pub(crate) struct Capture {
    bytes: Mutex<BytesMut>,
    most: u64,
}

/// Stops the guest that prints too much.
#[derive(Debug, thiserror::Error)]
#[error("the answer is too large")]
pub(crate) struct AnswerTooLarge;

impl Capture {
    pub(crate) fn new(most: u64) -> Self {
        Self { bytes: Mutex::default(), most }
    }

    pub(crate) fn take_all(&self) -> Bytes {
        std::mem::take(&mut *self.bytes.lock().unwrap_or_else(PoisonError::into_inner)).freeze()
    }
}

impl Taker for Capture {
    fn take(&self, bytes: &[u8]) -> StreamResult<()> {
        let mut all = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        if (all.len() + bytes.len()) as u64 > self.most {
            return Err(StreamError::Trap(AnswerTooLarge.into()));
        }
        all.extend_from_slice(bytes);
        Ok(())
    }
}
