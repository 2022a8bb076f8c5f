//! Components from their files: compiled once and for all, and those used last kept in memory.

use std::fs::File;
use std::io::Read;
use std::path::{self, Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::OnceCell;
use wasm::{Apart, Engine, Options};

/// Code that stays in memory although nothing runs it.
const KEPT_BYTES_MAX: usize = 64 * 1024 * 1024;
const KEPT_MAX: usize = 256;

/// How long a deploy waits in line for the compiler and for its work.
const COMPILE_MAX: Duration = Duration::from_secs(280);
/// Compilations at once, where each is a process of its own.
const COMPILES_MAX: usize = 2;

/// All components of the platform. Clones are handles to the same ones.
#[derive(Debug, Clone)]
pub struct Components(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    options: Options,
    /// Started by the first component: a platform without any pays nothing.
    engine: OnceCell<Engine>,
    /// The last used on top.
    kept: Mutex<Vec<Kept>>,
}

#[derive(Debug, Clone)]
struct Kept {
    file: PathBuf,
    component: Held,
}

/// Whoever runs a component holds on to this, and shares it with all who come later.
pub(super) type Held = Arc<OnceCell<wasm::Component>>;

impl Components {
    /// `dir` holds what was compiled; it can be deleted while the platform is down. There are never
    /// more than so many `instances` at once, nor do they have more than `memory_mb` together.
    pub fn new(dir: impl Into<PathBuf>, instances: u32, memory_mb: Option<u64>) -> Self {
        Self::with(dir, instances, memory_mb, None)
    }

    /// As [`new`](Self::new), with compilations in processes of their own that are limited.
    pub fn apart(
        dir: impl Into<PathBuf>,
        instances: u32,
        memory_mb: Option<u64>,
        apart: Apart,
    ) -> Self {
        Self::with(dir, instances, memory_mb, Some(apart))
    }

    fn with(
        dir: impl Into<PathBuf>,
        instances: u32,
        memory_mb: Option<u64>,
        apart: Option<Apart>,
    ) -> Self {
        let mut options = Options::new(dir);
        if apart.is_some() {
            (options.apart, options.compiles_max) = (apart, COMPILES_MAX);
        }
        // Each takes address space; more than this is not to be had.
        options.instances_max = instances.clamp(1, 4_000);
        let wished = memory_mb.and_then(|mb| usize::try_from(mb.saturating_mul(1 << 20)).ok());
        options.memory_bytes_total = options.memory_bytes_total.min(wished.unwrap_or(usize::MAX));
        let inner = Inner { options, engine: OnceCell::new(), kept: Mutex::default() };
        Self(Arc::new(inner))
    }

    /// Makes a deployed component ready to be called, and says whether it takes requests rather
    /// than events. An error is for whoever deploys it.
    pub async fn prepare(&self, whose: &str, code: &Path, handler: &str) -> Result<bool, String> {
        let component = tokio::time::timeout(COMPILE_MAX, self.get(whose, code, handler));
        match component.await {
            Ok(component) => Ok(component?.0.world().takes_requests()),
            Err(_) => Err(format!(
                "{handler} is not compiled after {} s, as others are in line before it; deploy it \
                 again in a while",
                COMPILE_MAX.as_secs()
            )),
        }
    }

    /// Whether components can be run here; an error is for people. Blocking.
    pub fn try_engine(&self) -> Result<(), String> {
        Engine::new(self.0.options.clone()).map(drop).map_err(|error| error.to_string())
    }

    /// The component in a package that was unpacked to `code`.
    pub(super) async fn get(
        &self,
        whose: &str,
        code: &Path,
        handler: &str,
    ) -> Result<(wasm::Component, Held), String> {
        let file = inside(code, handler)?;
        let held = self.find(&file);
        let component = held.get_or_try_init(|| self.load(whose, file, handler)).await.cloned();
        self.trim();
        Ok((component?, held))
    }

    /// The place for this file's component, which is now the last used.
    fn find(&self, file: &Path) -> Held {
        let mut kept = self.kept();
        let at = kept.iter().position(|one| one.file == file);
        let one = match at {
            Some(at) => kept.remove(at),
            None => Kept { file: file.to_owned(), component: Arc::default() },
        };
        kept.push(one.clone());
        one.component
    }

    async fn load(
        &self,
        whose: &str,
        file: PathBuf,
        handler: &str,
    ) -> Result<wasm::Component, String> {
        let options = self.0.options.clone();
        let start = || async {
            let start = tokio::task::spawn_blocking(|| Engine::new(options)).await;
            start.map_err(|error| error.to_string())?.map_err(|error| error.to_string())
        };
        let engine = self.0.engine.get_or_try_init(start).await?;
        let most = self.0.options.component_bytes_max as u64;
        let read = tokio::task::spawn_blocking(move || read(&file, most)).await;
        let read = read.unwrap_or_else(|error| Err(std::io::Error::other(error)));
        let bytes = read.map_err(|error| {
            format!("cannot read {handler} in the package: {error}; deploy the function again")
        })?;
        let component = engine.compile_for(whose, bytes.into()).await;
        let component = component.map_err(|error| format!("{handler}: {error}"))?;
        tracing::debug!(handler, origin = ?component.origin(), "component");
        Ok(component)
    }

    /// Forgets those used longest ago that nobody holds, when there are too many.
    fn trim(&self) {
        let (mut bytes, mut count) = (0, 0);
        let mut kept = self.kept();
        let mut newest_first: Vec<_> = kept.drain(..).rev().collect();
        newest_first.retain(|one| {
            if Arc::strong_count(&one.component) > 1 {
                return true;
            }
            bytes += one.component.get().map_or(0, wasm::Component::code_bytes);
            count += 1;
            bytes <= KEPT_BYTES_MAX && count <= KEPT_MAX
        });
        kept.extend(newest_first.into_iter().rev());
    }

    fn kept(&self) -> MutexGuard<'_, Vec<Kept>> {
        self.0.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where a handler's file is, if it is one of the package's.
fn inside(code: &Path, handler: &str) -> Result<PathBuf, String> {
    let is_name = |part: path::Component<'_>| matches!(part, path::Component::Normal(_));
    let relative = Path::new(handler);
    if !relative.components().all(is_name) {
        return Err(format!("handler \"{handler}\" is not a file of the package; name one"));
    }
    Ok(code.join(relative))
}

/// One byte more than allowed is read of what is too large: it is refused for that.
fn read(file: &Path, most: u64) -> std::io::Result<Vec<u8>> {
    let file = File::open(file)?;
    if !file.metadata()?.is_file() {
        return Err(std::io::Error::other("it is not a file"));
    }
    let mut bytes = Vec::new();
    file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}
