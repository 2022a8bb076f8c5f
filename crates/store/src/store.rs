use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use bytes::Bytes;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};

use crate::committer::{Committer, Request, Shared};
use crate::engine::{Engine, Readers};
use crate::wait::wait_for;
use crate::{
    Batch, Entry, Error, Faults, Options, Snapshot, Stats, Version, Watch, memory, sqlite,
};

/// Waiting requests may hold that much memory together; past it `commit` waits for room.
const QUEUE_KIB: u32 = 64 * 1024;

/// The least a request counts, so that the queue is short as well: at most 4,096 requests.
const REQUEST_KIB: usize = 16;

/// A handle to the store; clones are the same store. When the last one is dropped, the commits
/// under way are finished and the file is closed, which blocks briefly; see [`Store::close`].
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    /// `None` once closing began.
    requests: Mutex<Option<mpsc::UnboundedSender<Request>>>,
    room: Arc<Semaphore>,
    readers: Arc<dyn Readers>,
    shared: Arc<Shared>,
    thread: Mutex<Option<JoinHandle<()>>>,
    closed: AtomicBool,
}

impl Store {
    /// Opens the store in this file, or creates it.
    pub fn open(path: &Path, options: Options) -> Result<Store, Error> {
        let (engine, readers) = sqlite::open(path, &options)?;
        Store::start(Box::new(engine), Arc::new(readers), options)
    }

    /// A store that is gone when dropped, for tests.
    pub fn in_memory(options: Options) -> Result<Store, Error> {
        Store::in_memory_with(options, Faults::new())
    }

    /// A store whose `faults` a test can cause. The handle also keeps what is "on disk", so that
    /// another store made with it finds it, as after a restart.
    pub fn in_memory_with(options: Options, faults: Faults) -> Result<Store, Error> {
        let (engine, readers) = memory::open(faults, &options);
        Store::start(Box::new(engine), Arc::new(readers), options)
    }

    fn start(
        engine: Box<dyn Engine>,
        readers: Arc<dyn Readers>,
        options: Options,
    ) -> Result<Store, Error> {
        let shared = Arc::new(Shared::default());
        let committer = Committer::new(engine, shared.clone(), options);
        let (sender, receiver) = mpsc::unbounded_channel();
        let thread = std::thread::Builder::new()
            .name("store-commit".into())
            .spawn(move || committer.run(receiver))
            .map_err(|error| Error::io("start the committer of", Path::new("the store"), &error))?;
        Ok(Store(Arc::new(Inner {
            requests: Mutex::new(Some(sender)),
            room: Arc::new(Semaphore::new(QUEUE_KIB as usize)),
            readers,
            shared,
            thread: Mutex::new(Some(thread)),
            closed: AtomicBool::new(false),
        })))
    }

    /// Writes the batch if its checks hold, and returns when it is on disk.
    ///
    /// A caller that stops waiting does not undo the commit. After `Poisoned` it is unknown whether
    /// the batch was written, until the store is opened again.
    pub async fn commit(&self, batch: Batch) -> Result<Version, Error> {
        batch.within_limits()?;
        self.0.usable()?;
        let bytes = batch.bytes();
        let room = self.room_for(bytes).await?;
        let (answer, answered) = oneshot::channel();
        self.0.send(Request { batch, bytes, answer, _room: room })?;
        match answered.await {
            Ok(outcome) => outcome,
            // Even when closing every request is answered, so the committer died of a bug.
            Err(_) => Err(self.0.shared.poison("the committer ended without an answer")),
        }
    }

    /// `commit` for plain threads. It blocks, so never call it in an async task.
    pub fn commit_blocking(&self, batch: Batch) -> Result<Version, Error> {
        wait_for(self.commit(batch))
    }

    /// A consistent view of the store as it is now.
    pub fn snapshot(&self) -> Result<Snapshot, Error> {
        self.0.usable()?;
        self.0.readers.view().map(Snapshot::new)
    }

    /// Reads one key as it is now.
    pub fn get(&self, key: impl AsRef<[u8]>) -> Result<Option<Entry>, Error> {
        self.0.usable()?;
        self.0.readers.get(key.as_ref())
    }

    /// Tells of every later commit that touches a key beginning with `prefix`.
    pub fn watch(&self, prefix: impl AsRef<[u8]>) -> Watch {
        self.0.shared.watchers.watch(Bytes::copy_from_slice(prefix.as_ref()))
    }

    /// Writes a copy of the store, as it is at one moment, to a new file, while commits go on.
    /// The copy is checked before it gets its name, and opens as a store.
    pub async fn backup(&self, to: &Path) -> Result<(), Error> {
        self.0.usable()?;
        let readers = self.0.readers.clone();
        let path = to.to_owned();
        let work = tokio::task::spawn_blocking(move || readers.backup(&path));
        work.await.unwrap_or_else(|error| {
            Err(Error::Backup { path: to.to_owned(), reason: error.to_string().into() })
        })
    }

    pub fn stats(&self) -> Stats {
        self.0.shared.counters.read()
    }

    /// Finishes the commits under way and closes the file. Other handles get [`Error::Closed`]
    /// from then on; snapshots already open stay valid.
    pub async fn close(self) {
        let work = tokio::task::spawn_blocking(move || self.0.finish());
        // It cannot be cancelled and `finish` does not panic.
        let _ = work.await;
    }

    async fn room_for(&self, bytes: usize) -> Result<OwnedSemaphorePermit, Error> {
        let kib = bytes.div_ceil(1024).max(REQUEST_KIB);
        let kib = u32::try_from(kib).unwrap_or(QUEUE_KIB).min(QUEUE_KIB);
        let room = self.0.room.clone();
        room.acquire_many_owned(kib).await.map_err(|_| Error::Closed)
    }
}

impl Inner {
    fn send(&self, request: Request) -> Result<(), Error> {
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let sender = requests.as_ref().ok_or(Error::Closed)?;
        sender.send(request).map_err(|_| self.gone())
    }

    fn usable(&self) -> Result<(), Error> {
        let closed = self.closed.load(Ordering::Relaxed);
        if closed || self.shared.poisoned().is_some() { Err(self.gone()) } else { Ok(()) }
    }

    /// Why the store serves nobody any more.
    fn gone(&self) -> Error {
        self.shared.poisoned().unwrap_or(Error::Closed)
    }

    fn finish(&self) {
        self.closed.store(true, Ordering::Relaxed);
        // First the readers, so that the writer is the last to close and can clear its log away.
        self.readers.close();
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).take();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            // A panic of the committer was told as `Poisoned` to those it concerned.
            let _ = thread.join();
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.finish();
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("stats", &self.stats()).finish_non_exhaustive()
    }
}
