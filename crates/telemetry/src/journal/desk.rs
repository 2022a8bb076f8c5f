//! Where entries wait to be written, and which segment each goes to.

use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::entry::{self, Entry, HEAD};
use super::segment::{BEGIN, BYTES, Blank, Segment};
use crate::logs::Worth;

/// Segments that are kept ready, and how many there may be while the store takes nothing: room for
/// all that may wait in memory.
pub(super) const READY: usize = 4;
const MOST: usize = 24;
/// Kept free in each segment for its end.
const END_BYTES: usize = 64;

/// Whose entry it is: the last segment is kept for the ledger, which loses nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Share {
    Log,
    Ledger,
}

#[derive(Debug)]
pub(super) struct Desk {
    dir: PathBuf,
    active: Arc<Segment>,
    /// Where the active segment's next entry goes.
    at: usize,
    /// Those before it with something that is not in the store yet, the oldest first.
    pub(super) full: VecDeque<Arc<Segment>>,
    ready: Vec<Blank>,
    files: u64,
    generation: u64,
    pieces: Vec<Piece>,
    pub(super) buffered: usize,
    dropped: HashMap<Arc<str>, (Arc<str>, Worth)>,
}

/// Bytes that are not written yet.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) segment: Arc<Segment>,
    pub(super) at: usize,
    pub(super) bytes: Vec<u8>,
}

impl Desk {
    /// `files` is the next free name.
    pub(super) fn open(
        dir: PathBuf,
        mut ready: Vec<Blank>,
        full: VecDeque<Arc<Segment>>,
        mut files: u64,
        now: u64,
    ) -> io::Result<Self> {
        while ready.len() < READY {
            ready.push(Blank::create(dir.join(files.to_string()))?);
            files += 1;
        }
        while ready.len() > READY
            && let Some(blank) = ready.pop()
        {
            blank.remove();
        }
        let follows = full.back().map_or(0, |last| last.generation);
        // No number is ever given twice, also when nothing is left of the one before.
        let generation = now.max(follows + 1);
        // There are at least as many as are kept ready.
        let Some(first) = ready.pop() else { return Err(io::ErrorKind::NotFound.into()) };
        let active = Arc::new(first.into_segment(generation, follows));
        let header = Piece { segment: active.clone(), at: 0, bytes: active.header() };
        Ok(Self {
            dir,
            active,
            at: BEGIN,
            full,
            ready,
            files,
            generation,
            buffered: header.bytes.len(),
            pieces: vec![header],
            dropped: HashMap::new(),
        })
    }

    /// Takes an entry, if there is room: gives the segment that it will be in.
    pub(super) fn append(&mut self, body: &[u8], share: Share) -> Option<Arc<Segment>> {
        let needs = HEAD + body.len() + END_BYTES;
        if needs > BYTES - BEGIN || (self.at + needs > BYTES && !self.go_on(share)) {
            return None;
        }
        self.put(body);
        Some(self.active.clone())
    }

    pub(super) fn active(&self) -> &Arc<Segment> {
        &self.active
    }

    /// Counts lines that were dropped; noted with what is written next.
    pub(super) fn dropped(&mut self, function: &Arc<str>, stream: &Arc<str>, worth: Worth) {
        let of = self.dropped.entry(function.clone());
        of.or_insert_with(|| (stream.clone(), Worth::default())).1.add(worth);
    }

    /// A notice tells of all that were dropped so far.
    pub(super) fn noticed(&mut self, function: &str) {
        self.dropped.remove(function);
    }

    /// What is to be written, in order.
    pub(super) fn take(&mut self) -> Vec<Piece> {
        for (function, (stream, worth)) in std::mem::take(&mut self.dropped) {
            let (function_too, stream_too) = (Cow::from(&*function), Cow::from(&*stream));
            let entry = Entry::Dropped { function: function_too, stream: stream_too, worth };
            if self.append(&entry.encode(), Share::Ledger).is_none() {
                self.dropped.insert(function, (stream, worth));
            }
        }
        self.buffered = 0;
        std::mem::take(&mut self.pieces)
    }

    /// Takes back what could not be written.
    pub(super) fn give_back(&mut self, mut pieces: Vec<Piece>) {
        self.buffered += pieces.iter().map(|piece| piece.bytes.len()).sum::<usize>();
        pieces.append(&mut self.pieces);
        self.pieces = pieces;
    }

    /// Makes segments free again of which the store has everything.
    pub(super) fn reclaim(&mut self) {
        while self.full.front().is_some_and(|oldest| Arc::strong_count(oldest) == 1) {
            let Some(Ok(oldest)) = self.full.pop_front().map(Arc::try_unwrap) else { return };
            match oldest.into_blank() {
                Ok(blank) if self.ready.len() < READY => self.ready.push(blank),
                Ok(blank) => blank.remove(),
                // It would only be read once more.
                Err(error) => tracing::warn!(%error, "a part of the journal cannot be reused"),
            }
        }
    }

    /// All that counts.
    pub(super) fn segments(&self) -> Vec<Arc<Segment>> {
        self.full.iter().chain([&self.active]).cloned().collect()
    }

    /// Whether the store has everything that was ever noted.
    pub(super) fn is_done(&self) -> bool {
        // One is ours.
        self.full.is_empty() && self.pieces.is_empty() && Arc::strong_count(&self.active) == 1
    }

    fn put(&mut self, body: &[u8]) {
        if self.pieces.last().is_none_or(|last| !Arc::ptr_eq(&last.segment, &self.active)) {
            let (segment, bytes) = (self.active.clone(), Vec::with_capacity(1024));
            self.pieces.push(Piece { segment, at: self.at, bytes });
        }
        if let Some(piece) = self.pieces.last_mut() {
            entry::put(&mut piece.bytes, self.active.generation, body);
            self.at += HEAD + body.len();
            self.buffered += HEAD + body.len();
        }
    }

    /// Begins the next segment; false where there is none.
    fn go_on(&mut self, share: Share) -> bool {
        self.reclaim();
        let spared = usize::from(share == Share::Log);
        if self.ready.len() <= spared && !self.make_one() {
            return false;
        }
        let Some(next) = self.ready.pop() else { return false };
        self.put(&Entry::End.encode());
        let follows = self.generation;
        self.generation += 1;
        let next = Arc::new(next.into_segment(self.generation, follows));
        self.full.push_back(std::mem::replace(&mut self.active, next));
        let bytes = self.active.header();
        self.buffered += bytes.len();
        self.pieces.push(Piece { segment: self.active.clone(), at: 0, bytes });
        self.at = BEGIN;
        true
    }

    fn make_one(&mut self) -> bool {
        if self.full.len() + self.ready.len() >= MOST {
            return false;
        }
        // On a full disk there is no more than there is.
        let made = Blank::create(self.dir.join(self.files.to_string()));
        self.files += 1;
        made.map(|blank| self.ready.push(blank)).is_ok()
    }
}
