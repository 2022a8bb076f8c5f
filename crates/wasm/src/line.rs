//! The line in front of the compiler: those who bring many components wait for themselves, not in
//! the way of others.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::{Mutex as Turns, OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};

pub(crate) struct Line {
    places: Arc<Semaphore>,
    /// Everybody has one component in the line and stands behind it with all others.
    owners: Mutex<HashMap<Arc<str>, Weak<Turns<()>>>>,
}

/// Dropped, the next one's turn begins.
pub(crate) struct Turn {
    _place: Option<OwnedSemaphorePermit>,
    _own: OwnedMutexGuard<()>,
}

impl Line {
    pub(crate) fn new(places: usize) -> Self {
        Self { places: Arc::new(Semaphore::new(places.max(1))), owners: Mutex::default() }
    }

    pub(crate) async fn turn(&self, whose: &str) -> Turn {
        let own = self.own(whose).lock_owned().await;
        // It is never closed.
        Turn { _place: self.places.clone().acquire_owned().await.ok(), _own: own }
    }

    fn own(&self, whose: &str) -> Arc<Turns<()>> {
        let mut owners = self.owners.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = owners.get(whose).and_then(Weak::upgrade) {
            return own;
        }
        owners.retain(|_, own| own.strong_count() > 0);
        let own = Arc::default();
        owners.insert(whose.into(), Arc::downgrade(&own));
        own
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::timeout;

    use super::*;

    const MOMENT: Duration = Duration::from_millis(20);

    #[tokio::test]
    async fn who_brings_many_waits_for_himself() {
        let line = Arc::new(Line::new(1));
        let first = line.turn("greedy").await;
        let more: Vec<_> = (0..5)
            .map(|_| {
                let line = line.clone();
                tokio::spawn(async move {
                    let _turn = line.turn("greedy").await;
                    tokio::time::sleep(MOMENT * 10).await;
                })
            })
            .collect();
        tokio::time::sleep(MOMENT).await;
        let modest = tokio::spawn({
            let line = line.clone();
            async move { drop(line.turn("modest").await) }
        });
        tokio::time::sleep(MOMENT).await;
        assert!(!modest.is_finished(), "there is one place");
        drop(first);
        // Behind one at most, not behind five.
        timeout(MOMENT * 15, modest).await.unwrap().unwrap();
        assert!(more.iter().filter(|one| !one.is_finished()).count() >= 3);
        more.iter().for_each(tokio::task::JoinHandle::abort);
    }
}
