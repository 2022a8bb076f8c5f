//! Tables of the packet filter, which vanish with the socket that made them.

use super::netlink::{Batch, Socket};
use rustix::net::netlink;
use std::io;
use std::net::Ipv4Addr;

const SUBSYSTEM: u16 = 10 << 8;
const BATCH_BEGIN: u16 = 16;
const BATCH_END: u16 = 17;
const NEW_TABLE: u16 = SUBSYSTEM;
const NEW_CHAIN: u16 = SUBSYSTEM | 3;
const NEW_RULE: u16 = SUBSYSTEM | 6;
const NEW_SET: u16 = SUBSYSTEM | 9;
const NEW_OBJECT: u16 = SUBSYSTEM | 18;
const CREATE: u16 = 0x400;
const APPEND: u16 = 0x800;
/// The table goes when its maker's socket does.
const OWNED: u32 = 2;
const IPV4: u8 = 2;
/// A kind of object.
const TIMEOUTS: u32 = 7;
const REGISTER: u32 = 1;

/// Where in a packet's way a chain is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Hook {
    Input,
    Forward,
    Postrouting,
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug)]
pub(super) enum Match<'a> {
    From(&'a str),
    To(&'a str),
    NotTo(&'a str),
    NotFrom(&'a str),
    /// Neither from an interface whose name starts so, nor to one.
    NotVia(&'a str),
    Source(Ipv4Addr, u8),
    Destination(Ipv4Addr, u8),
    Protocol(u8),
    Port(u16),
    /// The first of a connection.
    New,
    /// More connections than that.
    Crowd {
        max: u32,
    },
    /// More of them a second.
    Rush {
        rate: u64,
        burst: u32,
    },
    /// The same for each source, which a set remembers.
    CrowdOfOne {
        set: &'a str,
        max: u32,
    },
    RushOfOne {
        set: &'a str,
        rate: u64,
        burst: u32,
    },
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Then<'a> {
    Accept,
    Drop,
    /// Dropped, and the sender is told.
    Reject,
    Masquerade,
    /// Its connection is remembered as long as this says, and the next rule applies.
    Remember(&'a str),
}

/// The rules of one table, in the order they apply.
pub(super) struct Table {
    batch: Batch,
    name: String,
    sets: u32,
}

fn head(family: u8) -> [u8; 4] {
    [family, 0, 0, 0]
}

impl Table {
    pub(super) fn new(name: &str) -> Table {
        let mut batch = Batch::default();
        // The subsystem the batch is for, in network order.
        batch.unacknowledged(BATCH_BEGIN, 0, &[0, 0, 0, 10]);
        batch.message(NEW_TABLE, CREATE, &head(IPV4)).text(1, name).big_endian(2, OWNED);
        Table { batch, name: name.to_owned(), sets: 0 }
    }

    pub(super) fn chain(&mut self, name: &str, hook: Hook) -> &mut Table {
        let (number, priority, kind) = match hook {
            Hook::Input => (1, 0, "filter"),
            Hook::Forward => (2, 0, "filter"),
            Hook::Postrouting => (4, 100, "nat"),
        };
        let batch = self.batch.message(NEW_CHAIN, CREATE, &head(IPV4));
        batch.text(1, &self.name).text(3, name);
        batch.begin(4).big_endian(1, number).big_endian(2, priority).end();
        batch.text(7, kind);
        self
    }

    pub(super) fn rule(
        &mut self,
        chain: &str,
        matches: &[Match<'_>],
        then: Then<'_>,
    ) -> &mut Table {
        let batch = self.batch.message(NEW_RULE, CREATE | APPEND, &head(IPV4));
        batch.text(1, &self.name).text(2, chain).begin(4);
        for one in matches {
            write_match(batch, *one);
        }
        match then {
            Then::Accept => verdict(batch, 1),
            Then::Drop => verdict(batch, 0),
            Then::Reject => {
                const PROHIBITED: u8 = 13;
                batch.begin(1).text(1, "reject").begin(2);
                batch.big_endian(1, 0).attribute(2, &[PROHIBITED]).end().end();
            }
            Then::Masquerade => {
                batch.begin(1).text(1, "masq").begin(2).end().end();
            }
            Then::Remember(name) => {
                batch.begin(1).text(1, "objref").begin(2);
                batch.big_endian(1, TIMEOUTS).text(2, name).end().end();
            }
        }
        batch.end();
        self
    }

    /// A set of addresses that rules fill, which forgets one that was not seen for so long.
    pub(super) fn addresses(&mut self, name: &str, forgets: Option<u32>) -> &mut Table {
        const FILLED_BY_RULES: u32 = 0x20;
        const FORGETS: u32 = 0x10;
        const IPV4_ADDRESS: u32 = 7;
        const SIZE_MAX: u32 = 65_535;
        let flags = FILLED_BY_RULES | forgets.map_or(0, |_| FORGETS);
        self.sets += 1;
        let batch = self.batch.message(NEW_SET, CREATE, &head(IPV4));
        batch.text(1, &self.name).text(2, name).big_endian(3, flags);
        batch.big_endian(4, IPV4_ADDRESS).big_endian(5, 4).big_endian(10, self.sets);
        batch.begin(9).big_endian(1, SIZE_MAX).end();
        if let Some(seconds) = forgets {
            batch.attribute(11, &(u64::from(seconds) * 1000).to_be_bytes());
        }
        self
    }

    /// For how long connections are remembered in each of their states.
    pub(super) fn tcp_memory(&mut self, name: &str) -> &mut Table {
        const TCP: u8 = 6;
        let batch = self.batch.message(NEW_OBJECT, CREATE, &head(IPV4));
        batch.text(1, &self.name).text(2, name).big_endian(3, TIMEOUTS).begin(4);
        batch.attribute(1, &u16::from(IPV4).to_be_bytes()).attribute(2, &[TCP]).begin(3);
        // Established for an hour, ended for some seconds.
        for (state, seconds) in [(1, 60), (2, 60), (3, 3600), (4, 60), (5, 60), (6, 30), (7, 10)] {
            batch.big_endian(state, seconds);
        }
        batch.end().end();
        self
    }

    /// In the calling thread's network. The table lasts as long as the socket.
    pub(super) fn make(mut self) -> io::Result<Socket> {
        let socket = Socket::open(Some(netlink::NETFILTER))?;
        self.batch.unacknowledged(BATCH_END, 0, &[0, 0, 0, 10]);
        socket.run(&mut self.batch)?;
        Ok(socket)
    }
}

fn write_match(batch: &mut Batch, one: Match<'_>) {
    const IN: u32 = 6;
    const OUT: u32 = 7;
    const SOURCE: u32 = 12;
    const DESTINATION: u32 = 16;
    match one {
        Match::From(name) => interface(batch, IN, &padded(name), true),
        Match::To(name) => interface(batch, OUT, &padded(name), true),
        Match::NotFrom(name) => interface(batch, IN, &padded(name), false),
        Match::NotTo(name) => interface(batch, OUT, &padded(name), false),
        Match::NotVia(start) => {
            interface(batch, IN, start.as_bytes(), false);
            interface(batch, OUT, start.as_bytes(), false);
        }
        Match::Source(ip, length) => network(batch, SOURCE, ip, length),
        Match::Destination(ip, length) => network(batch, DESTINATION, ip, length),
        Match::Protocol(number) => {
            payload(batch, 1, 9, 1);
            compare(batch, &[number], true);
        }
        Match::Port(number) => {
            payload(batch, 2, 2, 2);
            compare(batch, &number.to_be_bytes(), true);
        }
        Match::New => {
            const NEW_STATE: u32 = 8;
            batch.begin(1).text(1, "ct");
            batch.begin(2).big_endian(1, REGISTER).big_endian(2, 0).end().end();
            masked(batch, &NEW_STATE.to_ne_bytes());
            compare(batch, &[0; 4], false);
        }
        Match::Crowd { max } => crowd(batch, 1, max),
        Match::Rush { rate, burst } => rush(batch, 1, rate, burst),
        Match::CrowdOfOne { set, max } => of_one(batch, set, ADD, |batch| crowd(batch, 7, max)),
        Match::RushOfOne { set, rate, burst } => {
            of_one(batch, set, UPDATE, |batch| rush(batch, 7, rate, burst));
        }
    }
}

const ADD: u32 = 0;
const UPDATE: u32 = 1;
/// Holds when there is more, not as long as there is not.
const OVER: u32 = 1;

/// `place` is the number of the attribute that the expression is in.
fn crowd(batch: &mut Batch, place: u16, max: u32) {
    batch.begin(place).text(1, "connlimit");
    batch.begin(2).big_endian(1, max).big_endian(2, OVER).end().end();
}

fn rush(batch: &mut Batch, place: u16, rate: u64, burst: u32) {
    const A_SECOND: u64 = 1;
    batch.begin(place).text(1, "limit").begin(2);
    batch.attribute(1, &rate.to_be_bytes()).attribute(2, &A_SECOND.to_be_bytes());
    batch.big_endian(3, burst).big_endian(4, 0).big_endian(5, OVER).end().end();
}

/// An expression for each source.
fn of_one(batch: &mut Batch, set: &str, how: u32, write: impl FnOnce(&mut Batch)) {
    payload(batch, 1, 12, 4);
    batch.begin(1).text(1, "dynset").begin(2);
    batch.text(1, set).big_endian(3, how).big_endian(4, REGISTER);
    write(batch);
    batch.end().end();
}

/// A whole name.
fn padded(name: &str) -> [u8; 16] {
    let mut padded = [0; 16];
    let length = name.len().min(15);
    padded[..length].copy_from_slice(&name.as_bytes()[..length]);
    padded
}

fn interface(batch: &mut Batch, key: u32, name: &[u8], equal: bool) {
    batch.begin(1).text(1, "meta");
    batch.begin(2).big_endian(2, key).big_endian(1, REGISTER).end().end();
    compare(batch, name, equal);
}

fn network(batch: &mut Batch, offset: u32, ip: Ipv4Addr, length: u8) {
    payload(batch, 1, offset, 4);
    let mask = u32::MAX.checked_shl(32 - u32::from(length)).unwrap_or(0);
    masked(batch, &mask.to_be_bytes());
    compare(batch, &(u32::from(ip) & mask).to_be_bytes(), true);
}

/// Keeps these bits of four bytes.
fn masked(batch: &mut Batch, bits: &[u8; 4]) {
    batch.begin(1).text(1, "bitwise").begin(2);
    batch.big_endian(1, REGISTER).big_endian(2, REGISTER).big_endian(3, 4);
    batch.begin(4).attribute(1, bits).end();
    batch.begin(5).big_endian(1, 0).end();
    batch.end().end();
}

/// Some bytes of the network header (1) or the transport's (2).
fn payload(batch: &mut Batch, header: u32, offset: u32, length: u32) {
    batch.begin(1).text(1, "payload").begin(2);
    batch.big_endian(1, REGISTER).big_endian(2, header).big_endian(3, offset);
    batch.big_endian(4, length).end().end();
}

fn compare(batch: &mut Batch, with: &[u8], equal: bool) {
    batch.begin(1).text(1, "cmp").begin(2);
    batch.big_endian(1, REGISTER).big_endian(2, u32::from(!equal));
    batch.begin(3).attribute(1, with).end();
    batch.end().end();
}

fn verdict(batch: &mut Batch, code: u32) {
    batch.begin(1).text(1, "immediate").begin(2);
    batch.big_endian(1, 0);
    batch.begin(2).begin(2).big_endian(1, code).end().end();
    batch.end().end();
}
