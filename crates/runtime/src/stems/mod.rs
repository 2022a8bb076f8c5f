//! Stem cells: interpreters that run already, each in a slot of the function's, with the host loaded
//! and nothing of the function's. One becomes an instance when it is told whose variables it has; then
//! it loads the code. For functions that cannot be copied, be it for the machine or for their code.

mod stem;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use crate::launch::{Launcher, Start};
use crate::zygote::End;

pub(crate) use stem::Stem;

/// Interpreters kept running for each function. More than one instance at once is rare, and each
/// costs an idle interpreter's memory.
const READY: usize = 1;
/// A new one is begun when the instance that the last one became has had its time to load.
const LATER: Duration = Duration::from_millis(100);

/// Dropping it ends those that nobody took.
#[derive(Debug)]
pub struct Stems(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    launcher: Launcher,
    start: Start,
    why: String,
    ready: Mutex<VecDeque<Stem>>,
    end: watch::Sender<Option<End>>,
}

impl Stems {
    /// Has the first of them running.
    pub(crate) async fn grow(
        launcher: &Launcher,
        start: &Start,
        why: String,
    ) -> Result<Self, String> {
        let first = launcher.bear(start).await?;
        let (launcher, start) = (launcher.clone(), start.clone());
        let ready = Mutex::new(VecDeque::from([first]));
        Ok(Self(Arc::new(Inner { launcher, start, why, ready, end: watch::Sender::new(None) })))
    }

    /// One that runs, if there is one. Another will be running a moment later.
    pub(crate) fn take(&self) -> Option<Stem> {
        let taken = {
            let mut ready = self.0.ready();
            ready.retain(|stem| !stem.has_ended());
            ready.pop_front()
        };
        let ours = Arc::downgrade(&self.0);
        tokio::spawn(async move {
            tokio::time::sleep(LATER).await;
            if let Some(inner) = ours.upgrade() {
                inner.refill().await;
            }
        });
        taken
    }

    /// Why the function's programs are not copied.
    pub(crate) fn why(&self) -> &str {
        &self.0.why
    }

    pub(crate) fn weight_mb(&self) -> u32 {
        self.0.ready().iter().map(Stem::weight_mb).sum()
    }

    pub(crate) fn watch(&self) -> watch::Receiver<Option<End>> {
        self.0.end.subscribe()
    }
}

impl Inner {
    async fn refill(&self) {
        if self.ready().len() >= READY {
            return;
        }
        match self.launcher.bear(&self.start).await {
            Ok(stem) => {
                let mut ready = self.ready();
                // Several that were taken at once are not all made up for.
                if ready.len() < READY {
                    ready.push_back(stem);
                }
            }
            Err(why) => {
                tracing::debug!(function = %self.start.function.name, why, "no stem cell");
                self.end.send_replace(Some(End::Gone));
            }
        }
    }

    fn ready(&self) -> MutexGuard<'_, VecDeque<Stem>> {
        self.ready.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
