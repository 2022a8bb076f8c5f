//! Reading a whole body: small ones into memory, large ones into a file, until it is known whose
//! they are.

use std::pin::{Pin, pin};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body::Body as HttpBody;
use http_body_util::BodyExt;
use tokio::time::{Instant, timeout};

use crate::budget::{NoRoom, Room, SMALL, Shares};
use crate::pace::{Pace, Verdict};
use crate::spool::Spooled;
use crate::{Body, full_body};

/// What is longer waits in a file.
const IN_MEMORY: usize = 1024 * 1024;
/// What is made of a large body counts as well: its text, its event, what is decoded of it.
const MADE_OF: usize = 5;
const MADE_OF_PARTS: usize = 2;

#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error("the body is larger than the {most} bytes allowed here")]
    TooLarge { most: usize },
    #[error(transparent)]
    NoRoom(NoRoom),
    #[error("the body came too slowly; send it at once")]
    TooSlow,
    #[error("the body broke off: {0}")]
    BrokenOff(Box<dyn std::error::Error + Send + Sync>),
    #[error("the body could not be kept: {0}; check that the data directory's disk has room")]
    Disk(String),
}

/// A body that has come, and may take part in the budget.
#[derive(Debug)]
pub enum Arrived {
    Memory(Bytes, Room),
    File(Box<Spooled>),
}

impl Arrived {
    pub fn size(&self) -> usize {
        match self {
            Self::Memory(bytes, _) => bytes.len(),
            Self::File(file) => file.size(),
        }
    }

    /// All of it in memory, as soon as there is room for it and for what is made of it. The room is
    /// for whatever is made of it, or for itself.
    pub async fn load(self, shares: &Shares) -> Result<(Bytes, Room), ReadError> {
        match self {
            Self::Memory(bytes, room) => Ok((bytes, room)),
            Self::File(file) => {
                let room = shares.room(with_what_is_made(file.size())).await?;
                Ok((file.load().await?, room))
            }
        }
    }

    /// All of it, held as long as anything of it is there.
    pub async fn whole(self, shares: &Shares) -> Result<Bytes, ReadError> {
        self.load(shares).await.map(|(bytes, room)| room.hold(bytes))
    }
}

/// What bytes take in all, with what is made of them.
pub fn with_what_is_made(bytes: usize) -> usize {
    bytes / MADE_OF_PARTS * MADE_OF
}

impl Shares {
    /// Reads a body to its end, `most` bytes of it. `seen` is shown every piece.
    pub async fn read<B>(
        &self,
        body: B,
        most: usize,
        mut seen: impl FnMut(&[u8]),
    ) -> Result<Arrived, ReadError>
    where
        B: HttpBody<Data = Bytes>,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let mut body = pin!(body);
        let hint = body.size_hint();
        // A body that says how long it will be need not be waited for.
        if hint.lower() > most as u64 {
            return Err(ReadError::TooLarge { most });
        }
        let expected = hint.upper().map_or(most, |upper| upper.min(most as u64) as usize);
        let room = match expected {
            0..SMALL => Room::none(),
            _ if expected <= IN_MEMORY => self.room(with_what_is_made(expected)).await?,
            // It goes into a file when it is as long as it says.
            _ => self.room(IN_MEMORY).await?,
        };
        let mut arriving = Arriving { shares: self, memory: Vec::new(), room, file: None };
        let mut pace = Pace::of_senders();
        let mut size = 0usize;
        while let Some(piece) = next(body.as_mut(), &mut pace).await? {
            size += piece.len();
            if size > most {
                return Err(ReadError::TooLarge { most });
            }
            seen(&piece);
            arriving.take(piece, expected).await?;
        }
        arriving.end(size).await
    }
}

struct Arriving<'a> {
    shares: &'a Shares,
    memory: Vec<Bytes>,
    room: Room,
    file: Option<Spooled>,
}

impl Arriving<'_> {
    async fn take(&mut self, piece: Bytes, expected: usize) -> Result<(), ReadError> {
        if let Some(file) = &mut self.file {
            return file.write(self.shares, &piece).await;
        }
        self.memory.push(piece);
        if self.memory.iter().map(Bytes::len).sum::<usize>() <= IN_MEMORY {
            return Ok(());
        }
        let mut file = Spooled::create(self.shares, expected).await?;
        for piece in std::mem::take(&mut self.memory) {
            file.write(self.shares, &piece).await?;
        }
        self.room = Room::none();
        self.file = Some(file);
        Ok(())
    }

    async fn end(self, size: usize) -> Result<Arrived, ReadError> {
        if let Some(mut file) = self.file {
            file.rewind().await?;
            return Ok(Arrived::File(Box::new(file)));
        }
        let mut pieces = self.memory.into_iter();
        let bytes = match (pieces.next(), pieces.len()) {
            (None, _) => Bytes::new(),
            (Some(only), 0) => only,
            (Some(first), _) => {
                let mut all = BytesMut::with_capacity(size);
                all.extend_from_slice(&first);
                pieces.for_each(|piece| all.extend_from_slice(&piece));
                all.freeze()
            }
        };
        Ok(Arrived::Memory(bytes, self.room))
    }
}

/// The next piece of a body's data, while it comes fast enough.
async fn next<B>(mut body: Pin<&mut B>, pace: &mut Pace) -> Result<Option<Bytes>, ReadError>
where
    B: HttpBody<Data = Bytes>,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    const LOOK: Duration = Duration::from_secs(1);
    let mut since = Instant::now();
    loop {
        let frame = timeout(LOOK, body.frame()).await;
        let now = Instant::now();
        let waited = now.duration_since(std::mem::replace(&mut since, now));
        let data = match frame {
            Err(_) => None,
            Ok(None) => return Ok(None),
            Ok(Some(frame)) => {
                let frame = frame.map_err(|error| ReadError::BrokenOff(error.into()))?;
                frame.into_data().ok()
            }
        };
        if pace.waited(waited, data.as_ref().map_or(0, Bytes::len)) == Verdict::TooSlow {
            return Err(ReadError::TooSlow);
        }
        if data.is_some() {
            return Ok(data);
        }
    }
}

impl Shares {
    /// An answer that may be unread for long. Where memory is tight a large one waits in a file.
    pub async fn answer(&self, bytes: Bytes) -> Result<Body, NoRoom> {
        if bytes.len() > IN_MEMORY && self.budget().is_tight() {
            return match self.spooled(&bytes).await {
                Ok(file) => Ok(file.into_body()),
                Err(_) => Ok(full_body(self.room_now(bytes.len())?.hold(bytes))),
            };
        }
        match self.room_now(bytes.len()) {
            Ok(room) => Ok(full_body(room.hold(bytes))),
            Err(full) => match self.spooled(&bytes).await {
                Ok(file) => Ok(file.into_body()),
                Err(_) => Err(full),
            },
        }
    }

    async fn spooled(&self, bytes: &[u8]) -> Result<Spooled, ReadError> {
        let mut file = Spooled::create(self, bytes.len()).await?;
        file.write(self, bytes).await?;
        file.rewind().await?;
        Ok(file)
    }
}

/// Reads a body that nobody wants, while it comes fast enough.
pub async fn discard<B>(body: B, most: usize)
where
    B: HttpBody<Data = Bytes>,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let (mut body, mut pace, mut left) = (pin!(body), Pace::of_senders(), most);
    while let Ok(Some(piece)) = next(body.as_mut(), &mut pace).await {
        left = left.saturating_sub(piece.len());
        if left == 0 {
            return;
        }
    }
}
