//! The budget of bytes in flight: what the doors hold for others at any moment.
//!
//! There is one in memory and one for files. Whoever wants room takes it from its own shares first
//! and then from the whole, so that nobody waits because of somebody else's hoard: a peer, a function
//! or a slot that has filled its share waits for itself.

use std::collections::HashMap;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};

use crate::Peer;

const KB: usize = 1024;
const MB: usize = 1024 * KB;
/// What is smaller is not counted: the number of requests bounds it.
pub(crate) const SMALL: usize = 16 * KB;
/// How long somebody waits for room.
const PATIENCE: Duration = Duration::from_secs(10);

/// Somebody who holds bytes of the platform's.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Holder {
    /// An address of IPv4, or the first half of one of IPv6.
    Network(IpAddr),
    Function(Arc<str>),
    Slot(u64),
}

/// How large the budget is. A share is what one holder can have of the whole.
#[derive(Debug, Clone)]
pub struct Sizes {
    pub memory: usize,
    pub files: usize,
    /// Where the files are. What is there from before is removed.
    pub dir: PathBuf,
}

impl Sizes {
    pub fn in_dir(dir: PathBuf) -> Self {
        Self { memory: 64 * MB, files: 1024 * MB, dir }
    }
}

/// There was no room within the time one waits for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many bytes are in flight already; try again in a moment")]
pub struct NoRoom;

#[derive(Debug, Clone)]
pub struct Budget(Arc<Pots>);

#[derive(Debug)]
struct Pots {
    memory: Pot,
    files: Pot,
    dir: PathBuf,
}

/// The budget, as those see it who count against these shares of it.
#[derive(Debug, Clone)]
pub struct Shares {
    budget: Budget,
    holders: Arc<[Holder]>,
}

/// Room that was taken; given back when this is dropped.
#[derive(Debug)]
pub struct Room {
    permits: Vec<OwnedSemaphorePermit>,
}

impl Budget {
    /// Makes the directory for the files, or empties it.
    pub fn open(sizes: Sizes) -> std::io::Result<Self> {
        let Sizes { memory, files, dir } = sizes;
        if dir.exists() {
            std::fs::remove_dir_all(&dir)?;
        }
        std::fs::create_dir_all(&dir)?;
        Ok(Self(Arc::new(Pots { memory: Pot::new(memory), files: Pot::new(files), dir })))
    }

    pub fn shares(&self, holders: impl IntoIterator<Item = Holder>) -> Shares {
        Shares { budget: self.clone(), holders: holders.into_iter().collect() }
    }

    /// The budget as whoever sends this request sees it, as far as the request tells.
    pub fn shares_of(&self, parts: &http::request::Parts) -> Shares {
        self.shares(parts.extensions.get::<Peer>().map(Peer::holder))
    }

    /// Whether so much is held that what can wait in a file should.
    pub fn is_tight(&self) -> bool {
        self.0.memory.is_tight()
    }

    /// Bytes held in memory and in files, for whoever wants to know.
    pub fn held(&self) -> (usize, usize) {
        (self.0.memory.held(), self.0.files.held())
    }

    pub(crate) fn dir(&self) -> &std::path::Path {
        &self.0.dir
    }
}

impl Shares {
    pub fn budget(&self) -> &Budget {
        &self.budget
    }

    /// The same with one more to count against.
    #[must_use]
    pub fn and(&self, holder: Holder) -> Self {
        let holders = self.holders.iter().cloned().chain([holder]);
        Self { budget: self.budget.clone(), holders: holders.collect() }
    }

    /// Room in memory, as soon as there is some. Nobody waits for little.
    pub async fn room(&self, bytes: usize) -> Result<Room, NoRoom> {
        self.budget.0.memory.take(&self.holders, bytes).await
    }

    /// Room in memory, if there is some now.
    pub fn room_now(&self, bytes: usize) -> Result<Room, NoRoom> {
        self.budget.0.memory.take_now(&self.holders, bytes)
    }

    /// Room on the disk, if there is some now: it is given back at others' pace, which is no time to
    /// wait for.
    pub(crate) fn space(&self, bytes: usize) -> Result<Room, NoRoom> {
        self.budget.0.files.take_now(&self.holders, bytes)
    }
}

impl Room {
    /// For what is not counted.
    pub fn none() -> Self {
        Self { permits: Vec::new() }
    }

    /// Bytes that count as long as anything of them is there.
    pub fn hold(self, bytes: Bytes) -> Bytes {
        if self.permits.is_empty() {
            return bytes;
        }
        Bytes::from_owner(Held { bytes, _room: self })
    }

    /// Takes more room of the same kind along.
    pub(crate) fn join(&mut self, other: Room) {
        self.permits.extend(other.permits);
    }
}

struct Held {
    bytes: Bytes,
    _room: Room,
}

impl AsRef<[u8]> for Held {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

/// One budget: the whole, and each holder's share of it, in kilobytes.
#[derive(Debug)]
struct Pot {
    size: u32,
    whole: Arc<Semaphore>,
    shares: Mutex<HashMap<Holder, Weak<Semaphore>>>,
}

impl Pot {
    fn new(bytes: usize) -> Self {
        let size = kb(bytes);
        Self { size, whole: Arc::new(Semaphore::new(size as usize)), shares: Mutex::default() }
    }

    /// A function serves many peers, a peer calls many functions, and a slot is one instance.
    fn share(&self, holder: &Holder) -> u32 {
        match holder {
            Holder::Network(_) | Holder::Function(_) => self.size / 2,
            Holder::Slot(_) => self.size / 8,
        }
    }

    fn is_tight(&self) -> bool {
        self.held() > (self.size as usize * KB) / 4
    }

    fn held(&self) -> usize {
        (self.size as usize).saturating_sub(self.whole.available_permits()) * KB
    }

    /// One that wants more than its share gets it when it has nothing else.
    fn wants(&self, holders: &[Holder], bytes: usize) -> u32 {
        let most = holders.iter().map(|holder| self.share(holder)).min().unwrap_or(self.size);
        kb(bytes).min(most)
    }

    async fn take(&self, holders: &[Holder], bytes: usize) -> Result<Room, NoRoom> {
        if bytes < SMALL {
            return Ok(Room::none());
        }
        let (wants, until) = (self.wants(holders, bytes), Instant::now() + PATIENCE);
        let mut permits = Vec::with_capacity(holders.len() + 1);
        for pot in holders.iter().map(|holder| self.of(holder)).chain([self.whole.clone()]) {
            let permit = timeout_at(until, pot.acquire_many_owned(wants)).await;
            permits.push(permit.map_err(|_| NoRoom)?.map_err(|_| NoRoom)?);
        }
        Ok(Room { permits })
    }

    fn take_now(&self, holders: &[Holder], bytes: usize) -> Result<Room, NoRoom> {
        if bytes < SMALL {
            return Ok(Room::none());
        }
        let wants = self.wants(holders, bytes);
        let pots = holders.iter().map(|holder| self.of(holder)).chain([self.whole.clone()]);
        let permits = pots.map(|pot| pot.try_acquire_many_owned(wants).map_err(|_| NoRoom));
        Ok(Room { permits: permits.collect::<Result<_, _>>()? })
    }

    /// A holder's share. It is forgotten when nothing of it is held.
    fn of(&self, holder: &Holder) -> Arc<Semaphore> {
        /// Shares that nobody holds anything of are looked for when there are many.
        const MANY: usize = 1_024;
        let mut shares = self.shares.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(share) = shares.get(holder).and_then(Weak::upgrade) {
            return share;
        }
        if shares.len() >= MANY && shares.len().is_power_of_two() {
            shares.retain(|_, share| share.strong_count() > 0);
        }
        let share = Arc::new(Semaphore::new(self.share(holder) as usize));
        shares.insert(holder.clone(), Arc::downgrade(&share));
        share
    }
}

fn kb(bytes: usize) -> u32 {
    u32::try_from(bytes.div_ceil(KB)).unwrap_or(u32::MAX >> 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget(memory: usize) -> (tempfile::TempDir, Budget) {
        let dir = tempfile::tempdir().unwrap();
        let sizes = Sizes { memory, files: 16 * MB, dir: dir.path().join("spool") };
        (dir, Budget::open(sizes).unwrap())
    }

    fn function(name: &str) -> Holder {
        Holder::Function(name.into())
    }

    #[tokio::test(start_paused = true)]
    async fn who_has_filled_a_share_waits_for_itself_alone() {
        let (_dir, budget) = budget(64 * MB);
        let (one, other) = (budget.shares([function("a")]), budget.shares([function("b")]));
        let first = one.room(31 * MB).await.unwrap();
        assert_eq!(one.room(2 * MB).await.unwrap_err(), NoRoom);
        assert!(one.room(1_000).await.is_ok(), "nobody waits for little");
        let theirs = other.room(30 * MB).await.unwrap();
        assert_eq!(budget.held().0, 61 * MB);
        drop(first);
        one.room(20 * MB).await.unwrap();
        drop(theirs);
        assert_eq!(budget.held().0, 0);
    }

    #[tokio::test(start_paused = true)]
    async fn more_than_a_share_is_had_alone() {
        let (_dir, budget) = budget(64 * MB);
        let slot = budget.shares([Holder::Slot(1)]);
        let all = slot.room(500 * MB).await.unwrap();
        assert_eq!(budget.held().0, 8 * MB);
        assert_eq!(slot.room(MB).await.unwrap_err(), NoRoom);
        drop(all);
        assert!(slot.room(MB).await.is_ok());
    }

    #[tokio::test]
    async fn bytes_count_as_long_as_something_of_them_is_there() {
        let (_dir, budget) = budget(64 * MB);
        let shares = budget.shares([function("a")]).and(Holder::Slot(1));
        let room = shares.room(MB).await.unwrap();
        let bytes = room.hold(Bytes::from(vec![1; MB]));
        let piece = bytes.slice(5..6);
        drop(bytes);
        assert_eq!(budget.held().0, MB);
        drop(piece);
        assert_eq!(budget.held().0, 0);
    }

    #[tokio::test]
    async fn holders_that_hold_nothing_are_forgotten() {
        let (_dir, budget) = budget(64 * MB);
        for number in 0..10_000 {
            drop(budget.shares([Holder::Slot(number)]).room(MB).await.unwrap());
        }
        let known = budget.0.memory.shares.lock().unwrap().len();
        assert!(known <= 2_048, "{known}");
    }
}
