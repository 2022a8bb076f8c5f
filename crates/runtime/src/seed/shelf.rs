//! What is kept ready for a function's next instance, and made anew a moment after it was taken.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use crate::launch::{Launcher, Start};
use crate::zygote::End;

/// A new one is begun when the instance that the last one became has had its time to load.
const LATER: Duration = Duration::from_millis(100);

/// What an instance can be made of.
pub(crate) trait Ready: Sized + Send + 'static {
    fn make(
        launcher: &Launcher,
        start: &Start,
    ) -> impl Future<Output = Result<Self, String>> + Send;
    fn has_ended(&self) -> bool;
    /// What it holds in memory, in MB.
    fn weight_mb(&self) -> u32;
}

/// One is kept for each function: more than one start at once is rare. Dropping the shelf ends it.
#[derive(Debug)]
pub(crate) struct Shelf<T>(Arc<Inner<T>>);

#[derive(Debug)]
struct Inner<T> {
    launcher: Launcher,
    start: Start,
    /// What pack is in what is ready.
    pack: Option<PathBuf>,
    ready: Mutex<Option<T>>,
    end: watch::Sender<Option<End>>,
}

impl<T: Ready> Shelf<T> {
    /// Has the first one ready.
    pub(crate) async fn fill(launcher: &Launcher, start: &Start) -> Result<Self, String> {
        let pack = launcher.pack(start);
        let ready = Mutex::new(Some(T::make(launcher, start).await?));
        let (launcher, start) = (launcher.clone(), start.clone());
        Ok(Self(Arc::new(Inner { launcher, start, pack, ready, end: watch::Sender::new(None) })))
    }

    /// What is ready, if there is something. Soon there is again.
    pub(crate) fn take(&self) -> Option<T> {
        if self.0.launcher.pack(&self.0.start) != self.0.pack {
            // It came or went meanwhile. A new shelf has what is there now.
            self.0.end.send_replace(Some(End::Gone));
            return None;
        }
        let taken = self.0.ready().take();
        let ours = Arc::downgrade(&self.0);
        tokio::spawn(async move {
            tokio::time::sleep(LATER).await;
            if let Some(inner) = ours.upgrade() {
                inner.refill().await;
            }
        });
        taken.filter(|ready| !ready.has_ended())
    }

    pub(crate) fn weight_mb(&self) -> u32 {
        self.0.ready().as_ref().map_or(0, T::weight_mb)
    }

    pub(crate) fn watch(&self) -> watch::Receiver<Option<End>> {
        self.0.end.subscribe()
    }
}

impl<T: Ready> Inner<T> {
    async fn refill(&self) {
        if self.ready().is_some() {
            return;
        }
        match T::make(&self.launcher, &self.start).await {
            // Several that were taken at once are not all made up for.
            Ok(made) => drop(self.ready().get_or_insert(made)),
            Err(why) => {
                tracing::debug!(function = %self.start.function.name, why, "nothing is kept ready");
                self.end.send_replace(Some(End::Gone));
            }
        }
    }

    fn ready(&self) -> MutexGuard<'_, Option<T>> {
        self.ready.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
