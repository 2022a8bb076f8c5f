//! What an earlier run left in the journal.

use std::collections::{HashMap, VecDeque};
use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::sync::Arc;

use store::Record as _;

use super::entry::{self, Entry, HEAD};
use super::segment::{BEGIN, Blank, Segment};
use super::{Hold, segment};
use crate::logs::{Place, Worth};
use crate::{LogEvent, Record};

/// Everything that was noted and may not be in the store.
#[derive(Debug, Default)]
pub(crate) struct Replay {
    pub(crate) log: Vec<Left>,
    pub(crate) records: Vec<(Record, Hold)>,
}

/// Of the log, in the order in which it was noted.
#[derive(Debug)]
pub(crate) enum Left {
    Event { place: Place, notice: Option<Worth>, event: LogEvent, hold: Hold },
    Dropped { function: Arc<str>, stream: Arc<str>, worth: Worth, hold: Hold },
}

#[derive(Debug)]
pub(super) struct Found {
    pub(super) ready: Vec<Blank>,
    pub(super) full: VecDeque<Arc<Segment>>,
    /// The next name of a file that is free.
    pub(super) files: u64,
    pub(super) replay: Replay,
}

/// Reads the directory, which is made if it is missing.
pub(super) fn read(dir: &Path) -> io::Result<Found> {
    match DirBuilder::new().mode(0o700).create(dir) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        made => made?,
    }
    let (mut ready, mut found, mut files) = (Vec::new(), Vec::new(), 0);
    for file in fs::read_dir(dir)? {
        let path = file?.path();
        let number = path.file_name().and_then(|name| name.to_str()?.parse::<u64>().ok());
        let Some(number) = number else { continue };
        files = files.max(number + 1);
        match Segment::read(&path)? {
            Ok(one) => found.push(one),
            Err(blank) => ready.push(blank),
        }
    }
    found.sort_by_key(|one| one.segment.generation);
    let mut full: VecDeque<Arc<Segment>> = VecDeque::new();
    let (mut replay, mut forgot, mut whole) = (Replay::default(), HashMap::new(), true);
    for segment::Found { segment, bytes } in found {
        let goes_on = full.back().is_none_or(|last| segment.goes_on_from(last));
        if !(whole && goes_on) {
            // What lies behind a gap may miss its beginning: a power cut can leave that.
            tracing::error!(
                "the journal has a gap: what was noted just before a power cut is lost"
            );
            ready.push(segment.into_blank()?);
            continue;
        }
        let segment = Arc::new(segment);
        let (ended, at) = one(&segment, &bytes, &mut replay, &mut forgot);
        if !ended {
            // A run ended here; the next goes on behind it, and nothing else can.
            segment.end(at)?;
            whole = false;
        }
        full.push_back(segment);
    }
    let up_to = |function: &str| forgot.get(function).copied();
    replay.log.retain(|left| match left {
        Left::Event { place, event, .. } => {
            up_to(&event.function).is_none_or(|end| place.seq > end.seq)
        }
        Left::Dropped { .. } => true,
    });
    Ok(Found { ready, full, files, replay })
}

/// Reads one segment: whether it was ended, and where its last whole entry ends.
fn one(
    segment: &Arc<Segment>,
    bytes: &[u8],
    replay: &mut Replay,
    forgot: &mut HashMap<String, Place>,
) -> (bool, usize) {
    let mut at = BEGIN;
    let mut rest = bytes.get(BEGIN..).unwrap_or_default();
    while let Some((body, behind)) = entry::take(rest, segment.generation) {
        let hold = Hold { _segment: segment.clone() };
        match postcard::from_bytes(body) {
            Ok(Entry::Event { place, notice, event }) => {
                replay.log.push(Left::Event { place, notice, event: event.into(), hold });
            }
            Ok(Entry::Dropped { function, stream, worth }) => {
                let (function, stream) = ((&*function).into(), (&*stream).into());
                replay.log.push(Left::Dropped { function, stream, worth, hold });
            }
            Ok(Entry::Forgot { function, up_to }) => {
                replay.log.retain(
                    |left| !matches!(left, Left::Dropped { function: of, .. } if **of == *function),
                );
                forgot.insert(function.into_owned(), up_to);
            }
            Ok(Entry::Record(record)) => match Record::decode(&record) {
                Ok(record) => replay.records.push((record, hold)),
                Err(error) => tracing::error!(%error, "a noted call cannot be read"),
            },
            Ok(Entry::End) => return (true, at),
            Err(error) => tracing::error!(%error, "a note in the journal cannot be read"),
        }
        at += HEAD + body.len();
        rest = behind;
    }
    (false, at)
}
