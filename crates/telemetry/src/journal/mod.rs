//! What would be lost with the process: the lines of the ledger and the log events before them, noted
//! in files of a fixed size before a call is answered, and read again at the next start.
//!
//! A note is in the kernel's hands when the call is answered, so killing the process loses none; it
//! reaches the disk when the kernel writes it, or when the store has the same. Whoever is given a
//! [`Hold`] keeps it until the store has what was noted: segments are used again in order, so a hold
//! keeps its segment and all that come after it. Nothing here is ever waited for but one `write`.

mod desk;
mod entry;
mod replay;
mod segment;

use std::borrow::Cow;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::LogEvent;
use crate::logs::{Place, Worth};
use desk::{Desk, Share};
use entry::Entry;
pub(crate) use replay::{Left, Replay};
use segment::Segment;

/// Log events wait for the end of a call, but not when there are so many.
const PLENTY_BYTES: usize = 64 * 1024;

#[derive(Debug)]
pub(crate) struct Journal {
    desk: Mutex<Desk>,
    /// Held while writing, so that nothing is written behind a gap.
    writing: Mutex<()>,
    /// The store takes nothing any more: what was noted is for the next start.
    frozen: AtomicBool,
    /// The disk takes nothing any more.
    broken: AtomicBool,
}

/// Keeps what was noted from being overwritten.
#[derive(Debug, Clone)]
pub(crate) struct Hold {
    _segment: Arc<Segment>,
}

/// The journal has no room until the store has taken something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NoRoom;

/// Nothing is held where the disk takes no notes.
pub(crate) type Noted = Result<Option<Hold>, NoRoom>;

impl Journal {
    /// Opens the journal in a directory of its own, and gives what an earlier run left there.
    pub(crate) fn open(dir: &Path, now: u64) -> io::Result<(Self, Replay)> {
        let replay::Found { ready, full, files, replay } = replay::read(dir)?;
        let desk = Desk::open(dir.to_owned(), ready, full, files, now)?;
        let (writing, frozen, broken) = Default::default();
        Ok((Self { desk: Mutex::new(desk), writing, frozen, broken }, replay))
    }

    /// Notes a log event; a notice of dropped lines with what it tells of.
    pub(crate) fn event(&self, place: Place, event: &LogEvent, notice: Option<Worth>) -> Noted {
        let body = Entry::Event { place, notice, event: event.into() }.encode();
        let share = if notice.is_some() { Share::Ledger } else { Share::Log };
        self.note(&body, share, |desk| {
            if notice.is_some() {
                desk.noticed(&event.function);
            }
        })
    }

    /// Counts lines of a function that were dropped.
    pub(crate) fn dropped(&self, function: &Arc<str>, stream: &Arc<str>, worth: Worth) -> Hold {
        let mut desk = self.desk();
        desk.dropped(function, stream, worth);
        Hold { _segment: desk.active().clone() }
    }

    /// A function's log was deleted up to there.
    pub(crate) fn forgot(&self, function: &str, up_to: Place) -> Noted {
        let body = Entry::Forgot { function: Cow::Borrowed(function), up_to }.encode();
        self.note(&body, Share::Ledger, |_| {})
    }

    /// Notes a line of the ledger. It is safe when [`write`](Self::write) has been done.
    pub(crate) fn record(&self, record: &[u8]) -> Noted {
        self.note(&Entry::Record(Cow::Borrowed(record)).encode(), Share::Ledger, |_| {})
    }

    fn note(&self, body: &[u8], share: Share, then: impl FnOnce(&mut Desk)) -> Noted {
        if self.broken.load(Relaxed) {
            return Ok(None);
        }
        let mut desk = self.desk();
        let segment = desk.append(body, share).ok_or(NoRoom)?;
        then(&mut desk);
        Ok(Some(Hold { _segment: segment }))
    }

    /// Whether so much waits that it should be written before somebody's call ends.
    pub(crate) fn has_plenty(&self) -> bool {
        self.desk().buffered > PLENTY_BYTES
    }

    /// Writes what was noted so far. An error means that the disk is full, and that it should be
    /// tried again.
    pub(crate) fn write(&self) -> io::Result<()> {
        let _turn = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        // Whoever was before us may have written ours too.
        let mut pieces = self.desk().take().into_iter();
        while let Some(piece) = pieces.next() {
            let Err(error) = piece.segment.write(piece.at, &piece.bytes) else { continue };
            if matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) {
                self.desk().give_back([piece].into_iter().chain(pieces).collect());
                return Err(error);
            }
            if !self.broken.swap(true, Relaxed) {
                tracing::error!(
                    %error,
                    "the journal cannot be written: until a restart, calls can be missing in the \
                     ledger when the platform is killed; check the disk"
                );
            }
            break;
        }
        Ok(())
    }

    /// Makes room of what the store has by now.
    pub(crate) fn reclaim(&self) {
        if !self.frozen.load(Relaxed) {
            self.desk().reclaim();
        }
    }

    /// From here on nothing is overwritten: the store has failed for good.
    pub(crate) fn freeze(&self) {
        self.frozen.store(true, Relaxed);
    }

    /// Has the disk take what was noted. Blocking.
    pub(crate) fn sync(&self) -> io::Result<()> {
        let segments = self.desk().segments();
        segments.iter().try_for_each(|segment| segment.sync())
    }

    /// The end: nothing is left for the next start if the store has everything.
    pub(crate) fn close(&self) {
        if let Err(error) = self.write() {
            tracing::warn!(%error, "the last notes could not be written");
        }
        self.reclaim();
        let desk = self.desk();
        if !self.frozen.load(Relaxed) && desk.is_done() {
            // It would only be read once more.
            let _: io::Result<()> = desk.active().blank();
        }
    }

    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
