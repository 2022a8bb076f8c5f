use std::fs::{self, File};
use std::io::{self, Seek};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use sha2::{Digest, Sha256};

use crate::collect::{Collected, bytes_in, collect, take_back};
use crate::layout::{Layout, make_dir};
use crate::reader::Open;
use crate::room::Room;
use crate::temp::Temp;
use crate::{Error, Hash, Reader, Stamp, Writer};

/// What [`Blobs::read`] returns at once at most; larger blobs are streamed.
pub const READ_LIMIT: u64 = 64 * 1024 * 1024;

/// A handle to a directory of blobs; clones are the same directory.
#[derive(Clone)]
pub struct Blobs(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) layout: Layout,
    /// Naming or renewing a blob never happens between a collection's last look and its removal.
    pub(crate) gate: Mutex<()>,
    pub(crate) room: Room,
}

impl Blobs {
    /// Opens the directory, or creates it. It may be opened by one process at a time.
    pub fn open(dir: impl AsRef<Path>) -> Result<Blobs, Error> {
        Blobs::with_room(dir, u64::MAX)
    }

    /// `most` is what all blobs together may take.
    pub fn with_room(dir: impl AsRef<Path>, most: u64) -> Result<Blobs, Error> {
        let dir = dir.as_ref();
        make_dir(dir).map_err(Error::io("create", dir))?;
        // An absolute path stays right when the working directory changes.
        let root = dir.canonicalize().map_err(Error::io("find", dir))?;
        let layout = Layout::new(root);
        let temp = layout.temp_dir();
        make_dir(&temp).map_err(Error::io("create", &temp))?;
        let room = Room::new(most, bytes_in(&layout)?);
        Ok(Blobs(Arc::new(Inner { layout, gate: Mutex::new(()), room })))
    }

    /// Begins a blob of at most `limit` bytes.
    pub async fn writer(&self, limit: u64) -> Result<Writer, Error> {
        let inner = self.0.clone();
        let temp = blocking(move || Temp::create(&inner.layout)).await?;
        Ok(Writer::new(self.0.clone(), temp, limit))
    }

    /// Keeps these bytes; they are on disk when this returns.
    pub async fn put(&self, bytes: Bytes) -> Result<Hash, Error> {
        let inner = self.0.clone();
        blocking(move || {
            let mut temp = Temp::create(&inner.layout)?;
            temp.write(&bytes)?;
            temp.finish(&inner, None)
        })
        .await
    }

    /// What all blobs take.
    pub fn bytes(&self) -> u64 {
        self.0.room.used()
    }

    /// What they may take.
    pub fn most_bytes(&self) -> u64 {
        self.0.room.most()
    }

    pub fn contains(&self, hash: &Hash) -> bool {
        self.0.layout.path_of(hash).is_file()
    }

    pub fn size(&self, hash: &Hash) -> Result<u64, Error> {
        let path = self.0.layout.path_of(hash);
        fs::metadata(&path).map(|it| it.len()).map_err(|error| missing_or(hash, &path, error))
    }

    /// Like `contains`, and makes the blob count as new, so that a collection leaves it alone long
    /// enough for a reference to it to be written.
    pub fn renew(&self, hash: &Hash) -> Result<bool, Error> {
        let path = self.0.layout.path_of(hash);
        let _gate = self.0.gate.lock().unwrap_or_else(PoisonError::into_inner);
        match File::open(&path).and_then(|file| file.set_modified(SystemTime::now())) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(Error::io("renew", &path)(error)),
        }
    }

    /// The verified bytes of a blob of at most [`READ_LIMIT`].
    pub async fn read(&self, hash: &Hash) -> Result<Bytes, Error> {
        self.read_up_to(hash, READ_LIMIT).await
    }

    pub async fn read_up_to(&self, hash: &Hash, limit: u64) -> Result<Bytes, Error> {
        let (inner, hash) = (self.0.clone(), *hash);
        blocking(move || {
            let (mut open, size) = inner.open(&hash)?;
            if size > limit {
                return Err(Error::TooLargeToRead { hash, size, limit });
            }
            let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
            loop {
                let chunk = open.chunk()?;
                // A file that grew since is not the blob, so there is no need to read on.
                if chunk.is_empty() || bytes.len() as u64 > size {
                    break;
                }
                bytes.extend_from_slice(&chunk);
            }
            open.verify()?;
            Ok(bytes.into())
        })
        .await
    }

    /// Streams a blob of any size, verified at its end.
    pub async fn open_file(&self, hash: &Hash) -> Result<Reader, Error> {
        let (inner, hash) = (self.0.clone(), *hash);
        let (open, size) = blocking(move || inner.open(&hash)).await?;
        Ok(Reader::new(open, size))
    }

    /// A file to read and seek in, all of which was verified first. It stays readable even if the
    /// blob is collected meanwhile.
    pub async fn open_verified(&self, hash: &Hash) -> Result<File, Error> {
        let (inner, hash) = (self.0.clone(), *hash);
        blocking(move || {
            let (mut open, _) = inner.open(&hash)?;
            let path = open.path.clone();
            let mut file = open.file.try_clone().map_err(Error::io("open", &path))?;
            while !open.chunk()?.is_empty() {}
            open.verify()?;
            file.rewind().map_err(Error::io("read", &path))?;
            Ok(file)
        })
        .await
    }

    /// Removes a blob that was put a moment ago and is not wanted after all, unless somebody has put
    /// or renewed it since. Whoever asks knows that nobody refers to it.
    pub async fn take_back(&self, hash: &Hash, put: Stamp) -> Result<bool, Error> {
        let (inner, hash) = (self.0.clone(), *hash);
        blocking(move || take_back(&inner, &hash, put)).await
    }

    /// What tells this file of a blob from any other that takes its place.
    pub fn stamp(&self, hash: &Hash) -> Result<Stamp, Error> {
        let path = self.0.layout.path_of(hash);
        fs::metadata(&path)
            .map(|found| Stamp::of(&found))
            .map_err(|error| missing_or(hash, &path, error))
    }

    /// Removes the blobs, and what crashes left, that are older than `older_than` and that `keep`
    /// does not name. The age must be well above the time from a `put` to the commit of a
    /// reference to it.
    pub async fn collect(
        &self,
        keep: impl Fn(&Hash) -> bool + Send + 'static,
        older_than: Duration,
    ) -> Result<Collected, Error> {
        let inner = self.0.clone();
        blocking(move || collect(&inner, &keep, older_than)).await
    }
}

impl Inner {
    fn open(&self, hash: &Hash) -> Result<(Open, u64), Error> {
        let path = self.layout.path_of(hash);
        let file = File::open(&path).map_err(|error| missing_or(hash, &path, error))?;
        let size = file.metadata().map_err(Error::io("read", &path))?.len();
        Ok((Open { file, path, hash: *hash, hasher: Sha256::new() }, size))
    }
}

fn missing_or(hash: &Hash, path: &Path, error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::NotFound => Error::Missing { hash: *hash },
        _ => Error::io("read", path)(error),
    }
}

/// Runs disk work where it may block. Work that began is not undone when the caller leaves.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    // Only a panic or the end of the runtime ends the work early.
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(Error::Interrupted))
}

impl std::fmt::Debug for Blobs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let root: &PathBuf = &self.0.layout.root;
        f.debug_tuple("Blobs").field(root).finish()
    }
}
