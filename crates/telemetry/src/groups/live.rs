//! What clients put, as it comes.

use std::sync::Arc;

use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

use super::{GroupName, InputEvent, LogGroups, StreamName};

/// Puts that a reader may be behind; each is at most a megabyte, and one for all readers.
const BEHIND_MAX: usize = 16;

/// Events that were put into a stream together, and are on disk.
#[derive(Debug)]
pub struct Put {
    pub group: GroupName,
    pub stream: StreamName,
    pub ingested_ms: u64,
    pub events: Vec<InputEvent>,
}

/// Every put from now on, of all groups. A reader that is too slow misses some and is told.
#[derive(Debug)]
pub struct Live(broadcast::Receiver<Arc<Put>>);

#[derive(Debug, Clone)]
pub enum LiveNews {
    Put(Arc<Put>),
    /// So many puts are gone.
    Missed(u64),
}

impl LogGroups {
    pub fn live(&self) -> Live {
        Live(self.0.readers.subscribe())
    }
}

impl Live {
    /// `None` once nobody holds the groups any more. Can be cancelled without losing anything.
    pub async fn next(&mut self) -> Option<LiveNews> {
        match self.0.recv().await {
            Ok(put) => Some(LiveNews::Put(put)),
            Err(RecvError::Lagged(count)) => Some(LiveNews::Missed(count)),
            Err(RecvError::Closed) => None,
        }
    }
}

/// Those who read what is put.
#[derive(Debug)]
pub(super) struct Readers(broadcast::Sender<Arc<Put>>);

impl Default for Readers {
    fn default() -> Self {
        Self(broadcast::Sender::new(BEHIND_MAX))
    }
}

impl Readers {
    fn subscribe(&self) -> broadcast::Receiver<Arc<Put>> {
        self.0.subscribe()
    }

    /// The put is only made when there are readers.
    pub(super) fn tell(&self, put: impl FnOnce() -> Put) {
        if self.0.receiver_count() > 0 {
            // The last one may have left just now.
            let _ = self.0.send(Arc::new(put()));
        }
    }
}
