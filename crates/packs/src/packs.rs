//! The folder of this machine's packs: what is there, and how it comes and goes.
//!
//! An edition appears whole, by a rename, under a name that says what it is made of; so whoever finds
//! it may use it, whichever process put it there. What is taken away stays for a while where nobody
//! new finds it, as functions that run may be reading it.
//!
//! Layout: `EDITION/{manifest.json,files/…}`, `lock`, `tmp/…`, `trash/…`.

use std::collections::HashMap;
use std::fs::{self, DirBuilder, File, FileTimes};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use rustix::fs::{FlockOperation, flock};
use serde::{Deserialize, Serialize};

use crate::install::{blocking, make, open_up, settle};
use crate::{Edition, Error, Interpreter, Language, Source, Step};

/// No call lasts longer, so nothing that was taken away is read any more.
const IN_USE: Duration = Duration::from_secs(16 * 60);
const MANIFEST: &str = "manifest.json";
const FILES: &str = "files";

/// What is said beside an edition's files.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Manifest {
    pub(crate) pack: String,
    pub(crate) holds: String,
    /// Of the files, as it is pinned.
    pub(crate) digest: String,
    pub(crate) files: u64,
    pub(crate) bytes: u64,
    pub(crate) made_at_ms: u64,
}

/// What this process knows of an edition that is not there, or not yet.
#[derive(Debug, Clone)]
pub(crate) enum Work {
    Going { step: Step, since: Instant },
    Failed(Arc<str>),
}

#[derive(Debug, Clone)]
pub struct Packs(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    dir: PathBuf,
    work: Mutex<HashMap<&'static str, Work>>,
}

/// What came of the wish for an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Began {
    There,
    /// It is being installed, since now or before.
    Going,
}

impl Packs {
    /// The folder is made when something is put there.
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self(Arc::new(Inner { dir: dir.into(), work: Mutex::default() }))
    }

    pub fn dir(&self) -> &Path {
        &self.0.dir
    }

    /// The files for functions of this version of a language, if they are installed.
    pub fn find(&self, language: Language, version: (u32, u32, u32)) -> Option<PathBuf> {
        let folder = self.folder(Edition::of(crate::AWS, language, version)?);
        folder.join(MANIFEST).exists().then(|| folder.join(FILES))
    }

    pub(crate) fn manifest(&self, edition: &Edition) -> Option<Manifest> {
        let text = fs::read(self.folder(edition).join(MANIFEST)).ok()?;
        serde_json::from_slice(&text).ok()
    }

    pub(crate) fn work(&self, edition: &Edition) -> Option<Work> {
        self.working().get(edition.id()).cloned()
    }

    /// Has the edition installed, beside whatever else is done. How it goes is in the listing.
    pub fn begin(
        &self,
        edition: &'static Edition,
        source: Source,
        interpreters: Vec<Interpreter>,
    ) -> Began {
        if self.folder(edition).join(MANIFEST).exists() {
            return Began::There;
        }
        let mut work = self.working();
        if matches!(work.get(edition.id()), Some(Work::Going { .. })) {
            return Began::Going;
        }
        work.insert(edition.id(), Work::Going { step: Step::Waiting, since: Instant::now() });
        drop(work);
        let this = self.clone();
        tokio::spawn(async move {
            // In a task of its own, so that even a panic is an end.
            let (packs, source) = (this.clone(), source);
            let done = tokio::spawn(async move {
                let tell = |now| packs.tell(edition, now);
                packs.install(edition, &source, &interpreters, &tell).await
            });
            let done = done.await.unwrap_or_else(|cut| Err(Error::Aborted(cut.to_string())));
            let mut work = this.working();
            match done {
                Ok(()) => work.remove(edition.id()),
                Err(error) => work.insert(edition.id(), Work::Failed(error.to_string().into())),
            };
        });
        Began::Going
    }

    /// Installs the edition, unless it is there.
    pub async fn install(
        &self,
        edition: &'static Edition,
        source: &Source,
        interpreters: &[Interpreter],
        tell: &(dyn Fn(Step) + Send + Sync),
    ) -> Result<(), Error> {
        let place = self.folder(edition);
        tell(Step::Waiting);
        let _lock = self.lock().await?;
        if place.join(MANIFEST).exists() {
            return Ok(());
        }
        let temp = self.fresh_temp()?;
        let (files, counted) = make(edition, &temp.0, source, interpreters, tell).await?;
        let manifest = Manifest {
            pack: edition.pack.to_owned(),
            holds: edition.holds.to_owned(),
            digest: counted.digest,
            files: counted.files,
            bytes: counted.bytes,
            made_at_ms: now_ms(),
        };
        blocking(move || {
            let whole = temp.0.join("whole");
            let placed = fs::create_dir(&whole)
                // A folder nobody may write to can still be renamed where its own name is the same.
                .and_then(|()| moved(&files, &whole.join(FILES)))
                .and_then(|()| fs::write(whole.join(MANIFEST), serde_json::to_vec(&manifest)?))
                .and_then(|()| settle(&whole))
                .and_then(|()| fs::rename(&whole, &place))
                .and_then(|()| settle(&place));
            placed.map_err(Error::io("put a pack in", &place))
        })
        .await
    }

    /// Takes the edition away; whether it was there.
    pub async fn remove(&self, edition: &'static Edition) -> Result<bool, Error> {
        let place = self.folder(edition);
        self.working().remove(edition.id());
        if !place.exists() {
            return Ok(false);
        }
        let _lock = self.lock().await?;
        let trash = self.0.dir.join("trash");
        let taken = trash.join(format!("{}-{}", edition.id(), now_ms()));
        let moved = make_folder(&trash).and_then(|()| fs::rename(&place, &taken));
        moved.map_err(Error::io("take away", &place))?;
        // How long it has lain there counts from now.
        let now = FileTimes::new().set_modified(SystemTime::now());
        File::open(&taken).and_then(|file| file.set_times(now)).ok();
        let this = self.clone();
        tokio::spawn(async move {
            tokio::time::sleep(IN_USE).await;
            blocking(move || {
                this.sweep();
                Ok(())
            })
            .await
            .ok();
        });
        Ok(true)
    }

    /// Removes for good what was taken away long ago. Blocking.
    pub fn sweep(&self) {
        for entry in fs::read_dir(self.0.dir.join("trash")).into_iter().flatten().flatten() {
            let age = entry.metadata().and_then(|it| it.modified()).map(|it| it.elapsed());
            if age.is_ok_and(|age| age.is_ok_and(|age| age > IN_USE)) {
                discard(&entry.path());
            }
        }
    }

    fn folder(&self, edition: &Edition) -> PathBuf {
        self.0.dir.join(edition.id())
    }

    /// One process at a time puts something here, or takes it away.
    async fn lock(&self) -> Result<File, Error> {
        let path = self.0.dir.join("lock");
        let dir = self.0.dir.clone();
        blocking(move || {
            make_folder(&dir).map_err(Error::io("create the folder", &dir))?;
            let open = File::options().create(true).truncate(false).write(true).open(&path);
            let file = open.map_err(Error::io("open", &path))?;
            let locked = flock(&file, FlockOperation::LockExclusive);
            locked.map_err(|error| Error::io("lock", &path)(error.into()))?;
            Ok(file)
        })
        .await
    }

    /// Under the lock: what lies there was left by a crash.
    fn fresh_temp(&self) -> Result<Temp, Error> {
        let all = self.0.dir.join("tmp");
        for entry in fs::read_dir(&all).into_iter().flatten().flatten() {
            discard(&entry.path());
        }
        let path = all.join(std::process::id().to_string());
        make_folder(&path).map_err(Error::io("create the folder", &path))?;
        let path = fs::canonicalize(&path).map_err(Error::io("find", &path))?;
        Ok(Temp(path))
    }

    fn tell(&self, edition: &Edition, now: Step) {
        if let Some(Work::Going { step, .. }) = self.working().get_mut(edition.id()) {
            *step = now;
        }
    }

    fn working(&self) -> MutexGuard<'_, HashMap<&'static str, Work>> {
        self.0.work.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A folder that is removed with the value.
#[derive(Debug)]
struct Temp(PathBuf);

impl Drop for Temp {
    fn drop(&mut self) {
        discard(&self.0);
    }
}

/// Moving a folder changes it, for which it must be writable by its owner.
fn moved(from: &Path, to: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode));
    mode(from, 0o755)?;
    fs::rename(from, to)?;
    mode(to, 0o555)
}

fn make_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// What cannot be removed now is found again later.
fn discard(folder: &Path) {
    open_up(folder).and_then(|()| fs::remove_dir_all(folder)).ok();
}

fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
