//! Files for bytes in flight: they have no name and are gone with whoever holds them.

use std::fs::OpenOptions;
use std::io::SeekFrom;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use bytes::{Bytes, BytesMut};
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt};

use crate::budget::{NoRoom, Room, Shares};
use crate::read::ReadError;
use crate::{Body, BodyError, Chunks, Gone};

const MB: usize = 1024 * 1024;
const PIECE: usize = 64 * 1024;

/// Bytes in a file, within the budget for files.
#[derive(Debug)]
pub struct Spooled {
    file: File,
    size: usize,
    /// What is taken of the budget, a few megabytes ahead of what is written.
    room: Room,
    taken: usize,
}

impl Spooled {
    /// An empty one. `expected` is what it will at least hold.
    pub(crate) async fn create(shares: &Shares, expected: usize) -> Result<Self, ReadError> {
        let taken = expected.max(MB);
        let room = shares.space(taken)?;
        let dir = shares.budget().dir().to_owned();
        let file = tokio::task::spawn_blocking(move || nameless(&dir)).await;
        let file = file.map_err(|_| ReadError::Disk("the platform is stopping".into()))?;
        let mut file = File::from_std(file.map_err(|error| disk(&error))?);
        // It keeps a buffer of what it was once given at once.
        file.set_max_buf_size(PIECE);
        Ok(Self { file, size: 0, room, taken })
    }

    pub(crate) async fn write(&mut self, shares: &Shares, bytes: &[u8]) -> Result<(), ReadError> {
        while self.size + bytes.len() > self.taken {
            self.room.join(shares.space(MB)?);
            self.taken += MB;
        }
        self.file.write_all(bytes).await.map_err(|error| disk(&error))?;
        self.size += bytes.len();
        Ok(())
    }

    pub fn size(&self) -> usize {
        self.size
    }

    /// From here on it is read from its start.
    pub(crate) async fn rewind(&mut self) -> Result<(), ReadError> {
        self.file.flush().await.map_err(|error| disk(&error))?;
        self.file.seek(SeekFrom::Start(0)).await.map_err(|error| disk(&error))?;
        Ok(())
    }

    /// All of it, in one piece of memory.
    pub(crate) async fn load(mut self) -> Result<Bytes, ReadError> {
        let mut all = Vec::with_capacity(self.size);
        self.file.read_to_end(&mut all).await.map_err(|error| disk(&error))?;
        if all.len() != self.size {
            return Err(ReadError::Disk("a file of the platform's own was cut short".into()));
        }
        Ok(all.into())
    }

    /// A body that is read from the file as fast as its reader takes it.
    pub(crate) fn into_body(self) -> Body {
        let (pieces, body) = Chunks::channel();
        let Self { mut file, size, room, .. } = self;
        tokio::spawn(async move {
            let _held = room;
            let mut left = size;
            while left > 0 {
                let mut piece = BytesMut::with_capacity(left.min(PIECE));
                match file.read_buf(&mut piece).await {
                    Ok(read) if read > 0 => left = left.saturating_sub(read),
                    _ => {
                        let broken = BodyError("the answer could not be read from the disk".into());
                        let _ = pieces.send(Err(broken)).await;
                        return;
                    }
                }
                if let Err(Gone) = pieces.send(Ok(piece.freeze())).await {
                    return;
                }
            }
        });
        body.sized(size as u64)
    }
}

fn nameless(dir: &std::path::Path) -> std::io::Result<std::fs::File> {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let path = dir.join(NUMBER.fetch_add(1, Relaxed).to_string());
    let file = OpenOptions::new().read(true).write(true).create_new(true).open(&path)?;
    std::fs::remove_file(&path)?;
    Ok(file)
}

fn disk(error: &std::io::Error) -> ReadError {
    ReadError::Disk(error.to_string())
}

impl From<NoRoom> for ReadError {
    fn from(full: NoRoom) -> Self {
        Self::NoRoom(full)
    }
}
