use std::sync::Arc;

use crate::blobs::{Inner, blocking};
use crate::temp::Temp;
use crate::{Error, Hash};

/// Small writes are gathered to this size before they go to disk.
const CHUNK: usize = 256 * 1024;

/// Takes the bytes of one blob. It exists only once `finish` returned; a writer that is dropped
/// before leaves nothing behind.
pub struct Writer {
    inner: Arc<Inner>,
    /// `None` while a write is under way, and for good if that failed or was interrupted.
    temp: Option<Temp>,
    gathered: Vec<u8>,
    written: u64,
    limit: u64,
}

impl Writer {
    pub(crate) fn new(inner: Arc<Inner>, temp: Temp, limit: u64) -> Self {
        Writer { inner, temp: Some(temp), gathered: Vec::new(), written: 0, limit }
    }

    /// Appends. After an error or an interrupted call only dropping the writer is left.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        if self.temp.is_none() {
            return Err(Error::Interrupted);
        }
        self.written = self.written.saturating_add(bytes.len() as u64);
        if self.written > self.limit {
            self.temp = None;
            return Err(Error::TooLarge { limit: self.limit });
        }
        let mut rest = bytes;
        while !rest.is_empty() {
            let room = CHUNK - self.gathered.len();
            let (now, later) = rest.split_at(room.min(rest.len()));
            self.gathered.extend_from_slice(now);
            rest = later;
            if self.gathered.len() == CHUNK {
                self.flush().await?;
            }
        }
        Ok(())
    }

    /// How much was written so far.
    pub fn len(&self) -> u64 {
        self.written
    }

    pub fn is_empty(&self) -> bool {
        self.written == 0
    }

    /// Makes the blob durable and gives it its name. With `expected` it must be those very bytes.
    pub async fn finish(mut self, expected: Option<Hash>) -> Result<Hash, Error> {
        let mut temp = self.temp.take().ok_or(Error::Interrupted)?;
        let inner = self.inner;
        let last = self.gathered;
        blocking(move || {
            temp.write(&last)?;
            temp.finish(&inner, expected)
        })
        .await
    }

    async fn flush(&mut self) -> Result<(), Error> {
        let mut temp = self.temp.take().ok_or(Error::Interrupted)?;
        let mut chunk = std::mem::take(&mut self.gathered);
        let (temp, chunk) = blocking(move || {
            temp.write(&chunk)?;
            chunk.clear();
            Ok((temp, chunk))
        })
        .await?;
        self.temp = Some(temp);
        self.gathered = chunk;
        Ok(())
    }
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").field("written", &self.written).finish_non_exhaustive()
    }
}
