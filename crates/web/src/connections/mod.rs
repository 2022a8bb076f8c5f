//! Who is connected, with a share for each peer.
//!
//! Nobody is kept out by connections that do nothing: when a peer's share is full, its connection
//! that has been silent or unread for longest makes room for the new one; when all places are taken,
//! one of the peer that has most does. Those that are being served are left alone.

mod answer;
mod standing;

use std::collections::HashMap;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::time::Instant;

use crate::{Holder, Peer};
pub use answer::Answer;
pub use standing::{Serving, Standing};

/// What somebody of this machine has at most of the places kept for it.
const FEW: usize = 8;

/// How many there may be.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    pub all: usize,
    /// Of one peer.
    pub peer: usize,
    /// Of all places, those that only this machine's own clients get: its owner, and who looks
    /// whether it is well.
    pub kept: usize,
    /// Requests of one peer that are answered, or whose answer is not read yet.
    pub requests: usize,
}

#[derive(Debug, Clone)]
pub struct Connections(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    limits: Limits,
    began: Instant,
    table: Mutex<Table>,
}

#[derive(Debug, Default)]
struct Table {
    count: usize,
    peers: HashMap<Holder, Vec<Arc<Standing>>>,
}

impl Connections {
    pub fn new(limits: Limits) -> Self {
        Self(Arc::new(Inner { limits, began: Instant::now(), table: Mutex::default() }))
    }

    pub fn count(&self) -> usize {
        self.table().count
    }

    /// A place for a new connection; none where everybody else is being served.
    pub fn admit(&self, peer: Peer) -> Option<Place> {
        let (limits, now_ms) = (self.0.limits, self.now_ms());
        let mut table = self.table();
        let holder = peer.holder();
        let own = table.peers.get(&holder).map_or(0, Vec::len);
        // Nor are they for one of this machine that has many already.
        let may_have_kept = peer.is_loopback() && own < FEW;
        let all = limits.all - if may_have_kept { 0 } else { limits.kept.min(limits.all) };
        if own >= limits.peer {
            table.evict(&holder, now_ms)?;
        } else if table.count >= all {
            let most = table.peers.iter().max_by_key(|(_, those)| those.len());
            let most = most.map(|(holder, _)| holder.clone())?;
            table.evict(&most, now_ms)?;
        }
        let requests = table.peers.get(&holder).and_then(|those| those.first());
        let requests = requests.map(|one| one.requests.clone()).unwrap_or_default();
        let standing = Arc::new(Standing::new(self.0.began, limits.requests, requests));
        table.peers.entry(holder.clone()).or_default().push(standing.clone());
        table.count += 1;
        Some(Place { connections: self.clone(), holder, standing })
    }

    /// Cuts off whoever is idle for too long or slower than the least rate; to be called each second.
    /// Under pressure whoever is not read from at all is cut off at once.
    pub fn sweep(&self, pressed: bool) {
        let now_ms = self.now_ms();
        for those in self.table().peers.values() {
            // Its other requests are not answered because these are not read.
            let requests = those.first().map_or(0, |one| one.requests.load(Relaxed));
            let pressed = pressed || requests > self.0.limits.requests / 2;
            for standing in those {
                if standing.is_hopeless(now_ms, pressed) {
                    standing.cut_off();
                }
            }
        }
    }

    fn now_ms(&self) -> u64 {
        u64::try_from(self.0.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// Each change leaves it whole.
    fn table(&self) -> MutexGuard<'_, Table> {
        self.0.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Table {
    /// Makes room by the connection of this peer that has done nothing for longest.
    fn evict(&mut self, holder: &Holder, now_ms: u64) -> Option<()> {
        let those = self.peers.get(holder)?;
        let idle = those.iter().filter_map(|one| Some((one.useless_ms(now_ms)?, one)));
        let (_, longest) = idle.max_by_key(|(idle_ms, _)| *idle_ms)?;
        let longest = longest.clone();
        longest.cut_off();
        self.remove(holder, &longest);
        Some(())
    }

    fn remove(&mut self, holder: &Holder, standing: &Arc<Standing>) {
        let Some(those) = self.peers.get_mut(holder) else { return };
        let Some(at) = those.iter().position(|one| Arc::ptr_eq(one, standing)) else { return };
        those.swap_remove(at);
        self.count -= 1;
        if those.is_empty() {
            self.peers.remove(holder);
        }
    }
}

/// Held as long as a connection is there.
#[derive(Debug)]
pub struct Place {
    connections: Connections,
    holder: Holder,
    standing: Arc<Standing>,
}

impl Place {
    pub fn standing(&self) -> &Arc<Standing> {
        &self.standing
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.connections.table().remove(&self.holder, &self.standing);
    }
}

#[cfg(test)]
mod tests;
