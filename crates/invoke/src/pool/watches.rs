//! What the policy is told unasked: the time, and when the machine runs short of memory or of room for
//! code.

use std::time::Duration;

use super::Pool;
use crate::memory::Memory;
use crate::policy::Event;

/// How often the machine's memory is looked at.
const MEMORY_WATCH: Duration = Duration::from_secs(1);

impl Pool {
    pub(super) async fn keep_time(self) {
        loop {
            let rung = self.0.alarm.notified();
            let next = {
                let mut state = self.lock();
                let next = state.policy.next_tick();
                state.wakes_at = next.unwrap_or(u64::MAX);
                next
            };
            match next {
                Some(at) => {
                    let wait = Duration::from_millis(at.saturating_sub(self.now()));
                    tokio::select! {
                        () = tokio::time::sleep(wait) => self.tell(&mut self.lock(), Event::Tick),
                        () = rung => {}
                    }
                }
                None => rung.await,
            }
        }
    }

    pub(super) async fn watch_memory(self) {
        loop {
            tokio::time::sleep(MEMORY_WATCH).await;
            let need_mb = Memory::read().shortage_mb();
            if need_mb > 0 {
                self.tell(&mut self.lock(), Event::Pressure { need_mb });
            }
        }
    }
    /// Where there is no room for code on the disk, whatever is only kept ready and holds some goes, one
    /// by one.
    pub(super) async fn watch_shelf(self) {
        loop {
            self.0.starter.shelf.is_short().await;
            let mut state = self.lock();
            state.offers.give_up();
            state.berths.give_one_up();
            self.tell(&mut state, Event::Pressure { need_mb: 1 });
        }
    }
}
