//! How many connections slots may have. Router and host remember each for a while after it has ended, in
//! tables of one size for the machine: who fills them cuts everybody off.

use super::netlink::Socket;
use super::nft::{Hook, Match, Table, Then};
use std::fs;
use std::io;

/// A slot's at once, about as many as it has descriptors for.
const SLOT_MAX: u32 = 1024;
/// And so many new ones a second, after as many as it may have at once.
const SLOT_RATE: u64 = 100;
/// How long the kernel remembers a connection that has ended.
const REMEMBERED_SECONDS: u32 = 120;
const COUNTED: &str = "counted";
const PACED: &str = "paced";

/// What all slots have together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Crowd {
    max: u32,
    rate: u64,
}

impl Crowd {
    pub(super) fn look() -> Crowd {
        let max = fs::read_to_string("/proc/sys/net/netfilter/nf_conntrack_max");
        Crowd::of(max.ok().and_then(|max| max.trim().parse().ok()).unwrap_or(65_536))
    }

    /// Half of the table stays the machine's.
    fn of(table: u32) -> Crowd {
        let max = (table / 2).max(SLOT_MAX);
        Crowd { max, rate: u64::from((max / REMEMBERED_SECONDS).max(1)) }
    }

    /// Refuses, before all other rules of the chain, what is too much of slots; `outside` is where
    /// theirs do not come from.
    pub(super) fn limit(&self, table: &mut Table, chain: &str, outside: &str) {
        table.addresses(COUNTED, None).addresses(PACED, Some(REMEMBERED_SECONDS));
        let new = [Match::NotFrom(outside), Match::New];
        let (count, rate, burst) = (SLOT_MAX, SLOT_RATE, SLOT_MAX);
        for too_much in [
            Match::Crowd { max: self.max },
            Match::Rush { rate: self.rate, burst: self.max / 2 },
            Match::CrowdOfOne { set: COUNTED, max: count },
            Match::RushOfOne { set: PACED, rate, burst },
        ] {
            table.rule(chain, &[new[0], new[1], too_much], Then::Reject);
        }
    }
}

/// In the router, whose network the calling thread is in: what says no more is forgotten sooner than after
/// the kernel's five days.
pub(super) fn forget_soon() {
    let settings = [("tcp_timeout_established", "3600"), ("tcp_timeout_time_wait", "10")];
    for (name, seconds) in settings {
        // Without it, the numbers above still hold.
        let _ = fs::write(format!("/proc/sys/net/netfilter/nf_conntrack_{name}"), seconds);
    }
}

/// The same on the host, for what comes out of our cable alone.
pub(super) fn forget_soon_from(cable: &str) -> io::Result<Socket> {
    let mut table = Table::new(&format!("memory-{cable}"));
    table.chain("through", Hook::Forward).tcp_memory("short");
    table.rule("through", &[Match::From(cable)], Then::Remember("short"));
    table.make()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_table_is_left() {
        assert_eq!(Crowd::of(262_144), Crowd { max: 131_072, rate: 1092 });
        assert_eq!(Crowd::of(65_536), Crowd { max: 32_768, rate: 273 });
        assert_eq!(Crowd::of(0).max, SLOT_MAX);
    }
}
