//! Who programs are outside of their slots: users that own nothing and are nobody else's. Every owner
//! (a function's version) gets two, one for init and one for the program, by a user namespace that
//! its slots share.
//!
//! The ids lie between 1,880,000,000 and 2,129,000,000, which no distribution gives out. Where in
//! there depends on the name of the sandbox's life, so that two on one machine rarely meet.

use crate::files;
use crate::spawner::Workbench;
use std::collections::HashMap;
use std::fs;
use std::io;
use std::os::fd::OwnedFd;
use std::sync::{Arc, Mutex, PoisonError};

const FIRST: u64 = 1_880_000_000;
const BLOCK: u64 = 65_536;
const BLOCKS: u64 = 3_799;
/// Owners remembered while none of their slots lives.
const IDLE_MAX: usize = 1024;

#[derive(Debug)]
pub(crate) struct Users {
    base: u64,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    by_owner: HashMap<u64, Arc<OwnedFd>>,
    numbers: HashMap<u64, u64>,
    free: Vec<u64>,
    next: u64,
}

impl Users {
    pub(crate) fn new(name: &str) -> Users {
        // FNV-1a: any hash that stays the same does.
        let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
        });
        Users { base: FIRST + hash % BLOCKS * BLOCK, known: Mutex::default() }
    }

    pub(crate) fn known(&self, owner: u64) -> Option<Arc<OwnedFd>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).by_owner.get(&owner).cloned()
    }

    /// The user namespace of an owner; whoever holds it keeps its users from being given to others.
    pub(crate) fn of(&self, owner: u64, bench: &mut Workbench) -> io::Result<Arc<OwnedFd>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(users) = known.by_owner.get(&owner) {
            return Ok(Arc::clone(users));
        }
        if known.by_owner.len() >= IDLE_MAX {
            known.forget_idle();
        }
        let number = known.number()?;
        let first = self.base + number * 2;
        let inside = files::USER;
        let map = format!("0 {first} 1\n{inside} {} 1\n", first + 1);
        let users = Arc::new(bench.user_namespace(first, &map)?);
        known.numbers.insert(owner, number);
        known.by_owner.insert(owner, Arc::clone(&users));
        Ok(users)
    }
}

impl Known {
    fn number(&mut self) -> io::Result<u64> {
        if let Some(number) = self.free.pop() {
            return Ok(number);
        }
        if self.next * 2 + 1 >= BLOCK {
            return Err(io::Error::other("every user is taken"));
        }
        self.next += 1;
        Ok(self.next - 1)
    }

    fn forget_idle(&mut self) {
        let (numbers, free) = (&mut self.numbers, &mut self.free);
        self.by_owner.retain(|owner, users| {
            let used = Arc::strong_count(users) > 1;
            if !used && let Some(number) = numbers.remove(owner) {
                free.push(number);
            }
            used
        });
    }
}

/// Says who the ids inside a namespace are outside; only root may say anything it likes.
pub(crate) fn write_maps(pid: i32, map: &str) -> io::Result<()> {
    fs::write(format!("/proc/{pid}/uid_map"), map)?;
    fs::write(format!("/proc/{pid}/gid_map"), map)
}
