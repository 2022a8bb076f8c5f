//! The end of what has no process: nothing new begins, what runs is cut off, and then it is gone.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};

use tokio::sync::Notify;

#[derive(Debug, Default)]
pub(super) struct Ending {
    asked: AtomicBool,
    running: AtomicUsize,
    /// Rung when it is asked for, and when the last that ran is over.
    bell: Notify,
}

/// A call that runs.
pub(super) struct Running<'a>(&'a Ending);

impl Ending {
    pub(super) fn running(&self) -> Running<'_> {
        self.running.fetch_add(1, SeqCst);
        Running(self)
    }

    pub(super) fn ask(&self) {
        self.asked.store(true, SeqCst);
        self.bell.notify_waiters();
    }

    pub(super) async fn asked(&self) {
        self.until(|| self.asked.load(SeqCst)).await;
    }

    pub(super) async fn over(&self) {
        self.until(|| self.asked.load(SeqCst) && self.running.load(SeqCst) == 0).await;
    }

    async fn until(&self, reached: impl Fn() -> bool) {
        loop {
            // Made before looking: no ring is missed in between.
            let rung = self.bell.notified();
            if reached() {
                return;
            }
            rung.await;
        }
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        if self.0.running.fetch_sub(1, SeqCst) == 1 && self.0.asked.load(SeqCst) {
            self.0.bell.notify_waiters();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::timeout;

    use super::*;

    const MOMENT: Duration = Duration::from_millis(20);

    #[tokio::test]
    async fn it_is_over_when_the_last_that_ran_is() {
        let ending = Ending::default();
        let running = ending.running();
        assert!(timeout(MOMENT, ending.asked()).await.is_err());
        ending.ask();
        ending.asked().await;
        assert!(timeout(MOMENT, ending.over()).await.is_err());
        let (_, ()) = tokio::join!(ending.over(), async { drop(running) });
    }
}
