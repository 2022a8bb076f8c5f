use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

use bytes::Bytes;
use sha2::{Digest, Sha256};

use crate::blobs::blocking;
use crate::{Error, Hash};

const CHUNK: usize = 256 * 1024;

/// Streams a blob. Its bytes are trustworthy only after the end was reached without an error.
pub struct Reader {
    /// `None` while a read is under way, and for good after the end.
    open: Option<Open>,
    size: u64,
    ended: bool,
}

pub(crate) struct Open {
    pub(crate) file: File,
    pub(crate) path: PathBuf,
    pub(crate) hash: Hash,
    pub(crate) hasher: Sha256,
}

impl Reader {
    pub(crate) fn new(open: Open, size: u64) -> Self {
        Reader { open: Some(open), size, ended: false }
    }

    /// The size of the file when it was opened.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The next bytes, or `None` at the end of a blob that matches its name; if it does not
    /// match, the end is an error.
    pub async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        if self.ended {
            return Ok(None);
        }
        let mut open = self.open.take().ok_or(Error::Interrupted)?;
        let (open, chunk) = blocking(move || {
            let chunk = open.chunk()?;
            Ok((open, chunk))
        })
        .await?;
        if chunk.is_empty() {
            open.verify()?;
            self.ended = true;
            return Ok(None);
        }
        self.open = Some(open);
        Ok(Some(chunk.into()))
    }
}

impl Open {
    /// The next bytes; empty at the end.
    pub(crate) fn chunk(&mut self) -> Result<Vec<u8>, Error> {
        let mut chunk = Vec::with_capacity(CHUNK);
        let read = self.file.by_ref().take(CHUNK as u64).read_to_end(&mut chunk);
        read.map_err(Error::io("read", &self.path))?;
        self.hasher.update(&chunk);
        Ok(chunk)
    }

    pub(crate) fn verify(self) -> Result<(), Error> {
        match Hash::finish(self.hasher) == self.hash {
            true => Ok(()),
            false => Err(Error::Corrupt { path: self.path }),
        }
    }
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader").field("size", &self.size).finish_non_exhaustive()
    }
}
