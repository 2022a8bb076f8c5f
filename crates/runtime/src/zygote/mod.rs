//! Zygotes: programs that have loaded a function's code and serve nobody, but are copied into a
//! sandbox of its own for each new instance. One per function version, never shared. When there is
//! one is for others to say.

mod channel;
mod grow;
mod kit;
mod selftest;
mod tried;

use std::os::fd::BorrowedFd;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use identity::Session;
use sandbox::Process;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use channel::{Channel, Word};
pub use grow::NoZygote;
pub(crate) use kit::Kit;
pub use selftest::try_copying;
pub use tried::Copying;

use crate::instance::Logs;
use crate::launch::Outside;
use crate::order::{Order, Variables};

/// Whoever is killed is known to be gone after this.
const A_MOMENT: Duration = Duration::from_millis(100);
/// What one copy needs is made ready again once that copy has had its time.
const LATER: Duration = Duration::from_millis(50);

/// Dropping it ends it; its copies live on.
#[derive(Debug)]
pub struct Zygote {
    process: Process,
    outside: Outside,
    /// For the next copy.
    kit: Arc<Mutex<Option<Kit>>>,
    /// What the code made while loading may hold these keys in every copy.
    pub(crate) session: Arc<Session>,
    /// What it was started with, but for what only zygotes are told.
    pub(crate) env: Variables,
    channel: Arc<Channel>,
    end: Arc<watch::Sender<Option<End>>>,
    listener: JoinHandle<()>,
}

/// Why no more copies are made of a zygote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// It ended, or was dropped.
    Gone,
    /// It did not do what it is for, in a line for people, and never will.
    Useless(String),
}

impl Zygote {
    fn new(
        (process, env): (Process, Variables),
        outside: Outside,
        session: Arc<Session>,
        channel: Arc<Channel>,
        logs: Logs,
    ) -> Self {
        let end = Arc::new(watch::Sender::new(None));
        let listener = tokio::spawn(listen(channel.clone(), end.clone(), logs));
        let kit = Arc::default();
        let zygote = Self { process, outside, kit, session, env, channel, end, listener };
        zygote.make_ready();
        zygote
    }

    /// What the next copy needs.
    pub(crate) async fn kit(&self) -> Result<Kit, String> {
        let ready = held(&self.kit).take();
        self.make_ready();
        match ready.filter(|kit| !kit.process.has_ended()) {
            Some(kit) => Ok(kit),
            None => Kit::make(&self.process, &self.outside).await,
        }
    }

    fn make_ready(&self) {
        let (ours, process, outside) =
            (Arc::downgrade(&self.kit), self.process.clone(), self.outside.clone());
        tokio::spawn(async move {
            tokio::time::sleep(LATER).await;
            if !ours.upgrade().is_some_and(|kit| held(&kit).is_none()) {
                return;
            }
            // Where none can be made, the next start tells why.
            if let (Ok(made), Some(kit)) = (Kit::make(&process, &outside).await, ours.upgrade()) {
                held(&kit).get_or_insert(made);
            }
        });
    }

    /// What it holds in memory, in MB.
    pub(crate) fn weight_mb(&self) -> u32 {
        let bytes = self.process.usage().memory_peak_bytes;
        u32::try_from(bytes >> 20).unwrap_or(u32::MAX).saturating_add(1)
    }

    pub(crate) fn watch(&self) -> watch::Receiver<Option<End>> {
        self.end.subscribe()
    }

    pub(crate) fn is_alive(&self) -> bool {
        self.end.borrow().is_none()
    }

    pub(crate) async fn order(&self, order: &Order, fds: &[BorrowedFd<'_>]) -> Result<(), String> {
        self.channel.order(order, fds).await
    }

    /// A copy failed. One of a zygote that was just killed says nothing about the next zygote.
    pub(crate) async fn failed(&self, why: String) {
        let gone = tokio::time::timeout(A_MOMENT, self.process.wait()).await.is_ok();
        self.finish(if gone { End::Gone } else { End::Useless(why) });
    }

    fn finish(&self, end: End) {
        finish(&self.end, end);
    }
}

fn held(kit: &Mutex<Option<Kit>>) -> MutexGuard<'_, Option<Kit>> {
    kit.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Drop for Zygote {
    fn drop(&mut self) {
        self.process.kill();
        self.listener.abort();
        self.finish(End::Gone);
    }
}

/// The first end counts.
fn finish(ends: &watch::Sender<Option<End>>, end: End) {
    ends.send_if_modified(|known| {
        let first = known.is_none();
        if first {
            *known = Some(end);
        }
        first
    });
}

/// Until it ends. Its log is kept open as long.
async fn listen(channel: Arc<Channel>, ends: Arc<watch::Sender<Option<End>>>, logs: Logs) {
    while let Some(word) = channel.hear().await {
        if let Word::ForkFailed(why) = word {
            tracing::debug!(why, "a copy was not made");
        }
    }
    finish(&ends, End::Gone);
    logs.close().await;
}
