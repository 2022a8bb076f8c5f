//! One file of the journal: as long as it will ever be from its first moment, so that a full disk
//! does not keep anything out of it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{FallocateFlags, fallocate};
use rustix::io::Errno;

use super::entry;

pub(super) const BYTES: usize = 2 * 1024 * 1024;
/// Where entries begin.
pub(super) const BEGIN: usize = 32;
const MAGIC: &[u8; 8] = b"MYFYJRN1";

/// A file without anything that counts.
#[derive(Debug)]
pub(super) struct Blank {
    file: File,
    path: PathBuf,
}

/// A file in use.
#[derive(Debug)]
pub(crate) struct Segment {
    blank: Blank,
    pub(super) generation: u64,
    /// The generation of the segment that this goes on from.
    follows: u64,
}

/// What a file has from an earlier run.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) segment: Segment,
    pub(super) bytes: Vec<u8>,
}

impl Blank {
    /// Makes a file that nothing can take the room from any more.
    pub(super) fn create(path: PathBuf) -> io::Result<Self> {
        let file = open(&path, true)?;
        match fill(&file) {
            Ok(()) => Ok(Self { file, path }),
            Err(error) => {
                // Half a file is worth nothing; one that stays is made whole at the next start.
                fs::remove_file(&path).ok();
                Err(error)
            }
        }
    }

    pub(super) fn into_segment(self, generation: u64, follows: u64) -> Segment {
        Segment { blank: self, generation, follows }
    }

    pub(super) fn remove(self) {
        // What stays is found at the next start.
        fs::remove_file(&self.path).ok();
    }
}

impl Segment {
    /// Reads what an earlier run left.
    pub(super) fn read(path: &Path) -> io::Result<Result<Found, Blank>> {
        let mut file = open(path, false)?;
        let length = file.metadata()?.len();
        let mut bytes = Vec::new();
        (&mut file).take(BEGIN as u64).read_to_end(&mut bytes)?;
        let header = header_of(&bytes);
        if header.is_some() {
            (&mut file).take((BYTES - BEGIN) as u64).read_to_end(&mut bytes)?;
        }
        let blank = Blank { file, path: path.to_owned() };
        if length < BYTES as u64 {
            fill(&blank.file)?;
        }
        Ok(match header {
            Some((generation, follows)) => {
                Ok(Found { segment: blank.into_segment(generation, follows), bytes })
            }
            None => Err(blank),
        })
    }

    pub(super) fn goes_on_from(&self, other: &Segment) -> bool {
        self.follows == other.generation
    }

    /// What stands at the beginning of the file while it counts.
    pub(super) fn header(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(BEGIN);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&self.generation.to_le_bytes());
        bytes.extend_from_slice(&self.follows.to_le_bytes());
        bytes.extend_from_slice(&crc32fast::hash(&bytes).to_le_bytes());
        bytes.resize(BEGIN, 0);
        bytes
    }

    pub(super) fn write(&self, at: usize, bytes: &[u8]) -> io::Result<()> {
        self.blank.file.write_all_at(bytes, at as u64)
    }

    pub(super) fn end(&self, at: usize) -> io::Result<()> {
        let mut bytes = Vec::new();
        entry::put(&mut bytes, self.generation, &entry::Entry::End.encode());
        self.write(at, &bytes)
    }

    pub(super) fn sync(&self) -> io::Result<()> {
        self.blank.file.sync_data()
    }

    /// Nothing in it counts any more.
    pub(super) fn blank(&self) -> io::Result<()> {
        self.write(0, &[0; BEGIN])
    }

    pub(super) fn into_blank(self) -> io::Result<Blank> {
        self.blank()?;
        Ok(self.blank)
    }
}

fn header_of(bytes: &[u8]) -> Option<(u64, u64)> {
    let (magic, rest) = bytes.split_first_chunk::<8>()?;
    let (generation, rest) = rest.split_first_chunk()?;
    let (follows, rest) = rest.split_first_chunk()?;
    let (sum, _) = rest.split_first_chunk()?;
    let whole = crc32fast::hash(&bytes[..24]) == u32::from_le_bytes(*sum);
    let numbers = (u64::from_le_bytes(*generation), u64::from_le_bytes(*follows));
    (magic == MAGIC && whole).then_some(numbers)
}

fn open(path: &Path, new: bool) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create_new(new).mode(0o600).open(path)
}

fn fill(file: &File) -> io::Result<()> {
    match fallocate(file, FallocateFlags::empty(), 0, BYTES as u64) {
        Err(Errno::OPNOTSUPP | Errno::NOSYS) => {}
        done => return Ok(done?),
    }
    // Some file systems have no other way.
    let from = usize::try_from(file.metadata()?.len()).unwrap_or(BYTES);
    file.write_all_at(&vec![0; BYTES.saturating_sub(from)], from as u64)
}
