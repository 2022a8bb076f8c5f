//! The way to the internet: a network namespace between the slots and the host. Every slot has a
//! cable (a veth pair) to it, and it has one to the host. Its walls keep slots from each other, from
//! private networks and from the host; the host gives what comes through its own address.
//!
//! All of it is held by descriptors, so it is gone when the platform is, however that ends. Only the
//! host's forwarding stays on.

use super::crowd::{self, Crowd};
use super::host::{self, Routes};
use super::netlink::{Batch, Socket};
use super::nft::{Hook, Match, Table, Then};
use super::walls;
use rustix::thread::{LinkNameSpaceType, move_into_link_name_space};
use std::fs::{self, File};
use std::io;
use std::net::Ipv4Addr;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// How our cables' ends on the host are called, with a number.
const CABLE: &str = "mayfly";
/// Of the network of who reads or writes it.
const FORWARDING: &str = "/proc/sys/net/ipv4/ip_forward";
const NEW_LINK: u16 = 16;
const NEW_ADDRESS: u16 = 20;
const NEW_ROUTE: u16 = 24;
const CREATE_ONLY: u16 = 0x600;
/// The slots' side of the router, the same address on every cable.
const GATE: Ipv4Addr = Ipv4Addr::new(169, 254, 100, 254);
/// Slots have addresses from here on; only the router knows them.
const FIRST: u32 = u32::from_be_bytes([100, 64, 0, 1]);
const ADDRESSES: u32 = 1 << 21;
const FIRST_CABLE: u32 = 1000;
const UDP: u8 = 17;
const TCP: u8 = 6;
const DNS: u16 = 53;

#[derive(Debug)]
pub(crate) struct Router {
    _network: OwnedFd,
    socket: Socket,
    mtu: u32,
    next: AtomicU32,
    /// Whether the host forwards.
    forwarding: AtomicBool,
    /// Tables last as long as these.
    _tables: [Socket; 2],
    _memory: Option<Socket>,
}

/// Does something in another network. Only for the thread slots are born on, which is in the host's.
fn inside<T>(network: BorrowedFd<'_>, act: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    let home = File::open("/proc/thread-self/ns/net")?;
    let kind = Some(LinkNameSpaceType::Network);
    move_into_link_name_space(network, kind)?;
    let done = act();
    // Left there, the thread would give every slot the wrong network; better that it ends.
    if let Err(errno) = move_into_link_name_space(home.as_fd(), kind) {
        std::panic::panic_any(format!("there is no way back to the host's network: {errno}"));
    }
    done
}

impl Router {
    /// In a new network, whose descriptor this is. `tag` tells it from other platforms' routers.
    pub(crate) fn new(network: OwnedFd, tag: &str) -> io::Result<Router> {
        let routes = host::routes();
        let none =
            || io::Error::new(io::ErrorKind::NetworkUnreachable, "there is no default route");
        let uplink = routes.uplink.clone().ok_or_else(none)?;
        let mtu = fs::read_to_string(format!("/sys/class/net/{uplink}/mtu")).unwrap_or_default();
        let mtu = mtu.trim().parse().unwrap_or(1500);
        let hash = tag.bytes().fold(0x811c_9dc5, |hash: u32, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        });
        let host_socket = Socket::open(None)?;
        let (cable, ours, theirs) = lay(&host_socket, hash, mtu, &network, &routes)?;
        let was_on = fs::read_to_string(FORWARDING)?.trim() == "1";
        let host_table = host_table(&cable, theirs, &uplink, was_on)?;
        // Where the kernel cannot, it remembers for longer.
        let _memory = crowd::forget_soon_from(&cable).ok();
        let (socket, walls) = inside(network.as_fd(), || {
            let socket = Socket::open(None)?;
            let mut batch = Batch::default();
            address(&mut batch, 2, theirs, 30);
            up(&mut batch, 2);
            route(&mut batch, Ipv4Addr::UNSPECIFIED, 0, 2, Some(ours));
            up(&mut batch, 1);
            socket.run(&mut batch)?;
            fs::write(FORWARDING, "1")?;
            // A slot sends as itself or not at all.
            fs::write("/proc/sys/net/ipv4/conf/all/rp_filter", "1")?;
            crowd::forget_soon();
            Ok((socket, router_table(&routes)?))
        })?;
        let (next, forwarding) = (AtomicU32::new(0), AtomicBool::new(was_on));
        Ok(Router {
            _network: network,
            socket,
            mtu,
            next,
            forwarding,
            _tables: [host_table, walls],
            _memory,
        })
    }

    /// Lays a cable to the network of a slot that has just been born.
    pub(crate) fn connect(&self, slot: BorrowedFd<'_>) -> io::Result<()> {
        // Not before somebody needs it: looking at a machine shall not change it.
        if !self.forwarding.swap(true, Ordering::Relaxed) {
            fs::write(FORWARDING, "1")?;
        }
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let (cable, ip) = (FIRST_CABLE + number, Ipv4Addr::from(FIRST + number % ADDRESSES));
        let mut batch = Batch::default();
        veth(&mut batch, cable, &format!("s{number}"), "eth0", self.mtu, slot.as_raw_fd());
        address(&mut batch, cable, GATE, 32);
        route(&mut batch, ip, 32, cable, None);
        self.socket.run(&mut batch)?;
        inside(slot, || {
            let mut batch = Batch::default();
            address(&mut batch, 2, ip, 32);
            up(&mut batch, 2);
            route(&mut batch, GATE, 32, 2, None);
            route(&mut batch, Ipv4Addr::UNSPECIFIED, 0, 2, Some(GATE));
            Socket::open(None)?.run(&mut batch)
        })
    }
}

/// The cable to the host: its name, and the addresses of its two ends.
fn lay(
    socket: &Socket,
    hash: u32,
    mtu: u32,
    network: &OwnedFd,
    routes: &Routes,
) -> io::Result<(String, Ipv4Addr, Ipv4Addr)> {
    const TRIES: u32 = 16;
    let mut outcome = Err(io::ErrorKind::AddrInUse.into());
    for number in (0..TRIES).map(|try_number| hash.wrapping_add(try_number) % (1 << 14)) {
        let first = u32::from_be_bytes([100, 127, 0, 0]) + number * 4;
        if routes.networks.iter().any(|(ip, _)| u32::from(*ip) == first) {
            continue;
        }
        let (ours, theirs) = (Ipv4Addr::from(first + 1), Ipv4Addr::from(first + 2));
        let name = format!("{CABLE}{number}");
        let mut batch = Batch::default();
        veth(&mut batch, 0, &name, "up0", mtu, network.as_raw_fd());
        outcome = socket.run(&mut batch).and_then(|()| {
            let index = fs::read_to_string(format!("/sys/class/net/{name}/ifindex"))?;
            let index = index.trim().parse().map_err(io::Error::other)?;
            let mut batch = Batch::default();
            address(&mut batch, index, ours, 30);
            socket.run(&mut batch)?;
            Ok((name, ours, theirs))
        });
        if outcome.is_ok() {
            break;
        }
    }
    outcome
}

/// What comes out of the cable goes on under the host's address, but never to the host.
fn host_table(cable: &str, router: Ipv4Addr, uplink: &str, was_on: bool) -> io::Result<Socket> {
    let mut table = Table::new(&format!("filter-{cable}"));
    table.chain("in", Hook::Input).chain("through", Hook::Forward).chain("out", Hook::Postrouting);
    table.rule("in", &[Match::From(cable)], Then::Reject);
    table.rule("through", &[Match::From(cable), Match::NotFrom(uplink)], Then::Accept);
    if !was_on {
        // Nobody forwarded anything here before, and but for us nobody shall.
        table.rule("through", &[Match::NotVia(CABLE)], Then::Drop);
    }
    table.rule("out", &[Match::Source(router, 32), Match::NotTo(cable)], Then::Masquerade);
    table.make()
}

fn router_table(routes: &Routes) -> io::Result<Socket> {
    let mut table = Table::new("walls");
    table.chain("in", Hook::Input).chain("through", Hook::Forward).chain("out", Hook::Postrouting);
    table.rule("in", &[Match::NotFrom("lo")], Then::Reject);
    Crowd::look().limit(&mut table, "through", "up0");
    for server in host::nameservers() {
        for protocol in [UDP, TCP] {
            let to = [Match::Destination(server, 32), Match::Protocol(protocol), Match::Port(DNS)];
            table.rule("through", &to, Then::Accept);
        }
    }
    for (ip, length) in walls::closed(&routes.networks) {
        let to = [Match::NotFrom("up0"), Match::Destination(ip, length)];
        table.rule("through", &to, Then::Reject);
    }
    table.rule("out", &[Match::NotTo("lo")], Then::Masquerade);
    table.make()
}

fn link(index: u32, flags: u32) -> [u8; 16] {
    let mut fixed = [0; 16];
    fixed[4..8].copy_from_slice(&index.to_ne_bytes());
    fixed[8..12].copy_from_slice(&flags.to_ne_bytes());
    fixed[12..16].copy_from_slice(&flags.to_ne_bytes());
    fixed
}

/// A pair, whose other end is the second interface of another network; ours is up.
fn veth(batch: &mut Batch, index: u32, name: &str, far_name: &str, mtu: u32, far: i32) {
    const UP: u32 = 1;
    const NAME: u16 = 3;
    const MTU: u16 = 4;
    const INFO: u16 = 18;
    const NETWORK: u16 = 28;
    batch.message(NEW_LINK, CREATE_ONLY, &link(index, UP)).text(NAME, name);
    batch.attribute(MTU, &mtu.to_ne_bytes());
    batch.begin(INFO).text(1, "veth").begin(2).begin(1).raw(&link(2, 0));
    batch.text(NAME, far_name).attribute(MTU, &mtu.to_ne_bytes());
    batch.attribute(NETWORK, &far.to_ne_bytes()).end().end().end();
}

fn up(batch: &mut Batch, index: u32) {
    batch.message(NEW_LINK, 0, &link(index, 1));
}

fn address(batch: &mut Batch, index: u32, ip: Ipv4Addr, length: u8) {
    let [a, b, c, d] = index.to_ne_bytes();
    batch.message(NEW_ADDRESS, CREATE_ONLY, &[2, length, 0, 0, a, b, c, d]);
    batch.attribute(1, &ip.octets()).attribute(2, &ip.octets());
}

fn route(batch: &mut Batch, to: Ipv4Addr, length: u8, index: u32, via: Option<Ipv4Addr>) {
    const MAIN: u8 = 254;
    const BOOT: u8 = 3;
    const LINK: u8 = 253;
    const UNICAST: u8 = 1;
    let scope = if via.is_some() { 0 } else { LINK };
    let fixed = [2, length, 0, 0, MAIN, BOOT, scope, UNICAST, 0, 0, 0, 0];
    batch.message(NEW_ROUTE, CREATE_ONLY, &fixed);
    if length > 0 {
        batch.attribute(1, &to.octets());
    }
    batch.attribute(4, &index.to_ne_bytes());
    if let Some(via) = via {
        batch.attribute(5, &via.octets());
    }
}
