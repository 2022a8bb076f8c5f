//! A network namespace between the slots and the host. Every slot has a cable (a veth pair) to it, and it
//! has one to the host. Its walls keep slots from each other, from private networks and from the host;
//! the host gives what comes through its own address.
//!
//! All of it is held by descriptors, so it is gone when the platform is, however that ends. Only the
//! host's forwarding stays on.

use super::crowd;
use super::host::HostNetwork;
use super::link::{address, delete, route, up, veth};
use super::netlink::{Batch, Socket};
use super::rules::{self, Around, CABLE};
use rustix::thread::{LinkNameSpaceType, move_into_link_name_space};
use std::fs::{self, File};
use std::io;
use std::net::Ipv4Addr;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Of the network of who reads or writes it.
const FORWARDING: &str = "/proc/sys/net/ipv4/ip_forward";
/// The slots' side of the router, the same address on every cable.
const GATE: Ipv4Addr = Ipv4Addr::new(169, 254, 100, 254);
/// Slots have addresses from here on; only the router knows them.
const FIRST: u32 = u32::from_be_bytes([100, 64, 0, 1]);
const ADDRESSES: u32 = 1 << 21;
const FIRST_CABLE: u32 = 1000;

#[derive(Debug)]
pub(crate) struct Router {
    network: OwnedFd,
    /// To speak about its own network, and about the host's.
    inside: Socket,
    host: Socket,
    /// Where the search for a free name begins.
    first: u32,
    mtu: u32,
    next: AtomicU32,
    /// Whether the host forwarded before us, and whether it does.
    was_on: bool,
    forwarding: AtomicBool,
    laid: Mutex<Option<Laid>>,
    changes: AtomicU32,
}

/// The cable to the host, and what passes through it.
#[derive(Debug)]
struct Laid {
    cable: Cable,
    /// What the rules follow from.
    seen: HostNetwork,
    /// Tables last as long as these.
    _tables: [Socket; 2],
    /// Where the kernel cannot, it remembers connections for longer.
    memory: Option<Socket>,
}

#[derive(Clone, Debug)]
struct Cable {
    name: String,
    index: u32,
    /// The addresses of the host's end and the router's.
    ours: Ipv4Addr,
    theirs: Ipv4Addr,
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
    /// In a new network, whose descriptor this is. `name` is the life's, and tells it from others'.
    pub(super) fn new(network: OwnedFd, name: &str, host: &HostNetwork) -> io::Result<Router> {
        let first = name.bytes().fold(0x811c_9dc5, |hash: u32, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        });
        let was_on = fs::read_to_string(FORWARDING)?.trim() == "1";
        let own = inside(network.as_fd(), || {
            let socket = Socket::open(None)?;
            let mut batch = Batch::default();
            up(&mut batch, 1);
            socket.run(&mut batch)?;
            fs::write(FORWARDING, "1")?;
            // A slot sends as itself or not at all.
            fs::write("/proc/sys/net/ipv4/conf/all/rp_filter", "1")?;
            crowd::forget_soon();
            Ok(socket)
        })?;
        let router = Router {
            network,
            inside: own,
            host: Socket::open(None)?,
            first,
            mtu: mtu(host.uplinks.first()),
            next: AtomicU32::new(0),
            was_on,
            forwarding: AtomicBool::new(was_on),
            laid: Mutex::default(),
            changes: AtomicU32::new(0),
        };
        router.follow(host)?;
        Ok(router)
    }

    /// Whether its rules follow from something else than this, or its cable is cut.
    pub(super) fn is_behind(&self, host: &HostNetwork) -> bool {
        !self.laid().as_ref().is_some_and(|laid| laid.seen == *host && self.stands(&laid.cable))
    }

    /// Makes its rules such as this host's network wants them, and lays its cable if that is not there.
    /// Where that fails nothing passes.
    pub(super) fn follow(&self, host: &HostNetwork) -> io::Result<()> {
        let mut laid = self.laid();
        laid.take_if(|laid| !self.stands(&laid.cable));
        let standing = laid.as_ref().map(|laid| laid.cable.clone());
        let is_new = standing.is_none();
        let cable = match standing {
            Some(cable) => cable,
            None => self.lay(host)?,
        };
        let made = self.rules(&cable, host).and_then(|tables| match is_new {
            true => self.plug_in(&cable).map(|()| tables),
            false => Ok(tables),
        });
        match made {
            Ok(_tables) => {
                let memory = laid.as_mut().and_then(|before| before.memory.take());
                let memory = memory.or_else(|| crowd::forget_soon_from(&cable.name).ok());
                // What there was goes after what replaces it has come.
                *laid = Some(Laid { cable, seen: host.clone(), _tables, memory });
                Ok(())
            }
            Err(error) => {
                let mut batch = Batch::default();
                delete(&mut batch, cable.index);
                // Where it is gone already, nothing passes either.
                let _ = self.host.run(&mut batch);
                *laid = None;
                Err(error)
            }
        }
    }

    fn rules(&self, cable: &Cable, host: &HostNetwork) -> io::Result<[Socket; 2]> {
        let around = Around {
            host,
            cable: &cable.name,
            router: cable.theirs,
            was_on: self.was_on,
            number: self.changes.fetch_add(1, Ordering::Relaxed),
        };
        let on_host = rules::on_host(&around)?;
        let in_router = inside(self.network.as_fd(), || rules::in_router(&around))?;
        Ok([on_host, in_router])
    }

    /// The router's end, without which nothing passes.
    fn plug_in(&self, cable: &Cable) -> io::Result<()> {
        // Its number is the kernel's choice, as that of the host's end is.
        let index = rustix::net::netdevice::name_to_index(self.inside.as_fd(), "up0")?;
        let mut batch = Batch::default();
        address(&mut batch, index, cable.theirs, 30);
        up(&mut batch, index);
        route(&mut batch, Ipv4Addr::UNSPECIFIED, 0, index, Some(cable.ours));
        self.inside.run(&mut batch)
    }

    fn stands(&self, cable: &Cable) -> bool {
        let index = rustix::net::netdevice::name_to_index(self.host.as_fd(), &cable.name);
        index.is_ok_and(|index| index == cable.index)
    }

    /// Under a name and with addresses that nobody else has here.
    fn lay(&self, host: &HostNetwork) -> io::Result<Cable> {
        const TRIES: u32 = 16;
        let mut outcome = Err(io::ErrorKind::AddrInUse.into());
        for number in (0..TRIES).map(|number| self.first.wrapping_add(number) % (1 << 14)) {
            let first = u32::from_be_bytes([100, 127, 0, 0]) + number * 4;
            if host.networks.iter().any(|(ip, _)| u32::from(*ip) == first) {
                continue;
            }
            let (ours, theirs) = (Ipv4Addr::from(first + 1), Ipv4Addr::from(first + 2));
            let name = format!("{CABLE}{number}");
            let mut batch = Batch::default();
            veth(&mut batch, 0, &name, "up0", self.mtu, self.network.as_raw_fd());
            outcome = self.host.run(&mut batch).and_then(|()| {
                let index = rustix::net::netdevice::name_to_index(self.host.as_fd(), &name)?;
                let mut batch = Batch::default();
                address(&mut batch, index, ours, 30);
                self.host.run(&mut batch)?;
                Ok(Cable { name, index, ours, theirs })
            });
            if outcome.is_ok() {
                break;
            }
        }
        outcome
    }

    /// Lays a cable to the network of a slot.
    pub(crate) fn connect(&self, slot: BorrowedFd<'_>) -> io::Result<()> {
        // Not before somebody needs it: looking at a machine shall not change it.
        if !self.forwarding.load(Ordering::Relaxed) {
            fs::write(FORWARDING, "1")?;
            self.forwarding.store(true, Ordering::Relaxed);
        }
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let (cable, ip) = (FIRST_CABLE + number, Ipv4Addr::from(FIRST + number % ADDRESSES));
        let mut batch = Batch::default();
        veth(&mut batch, cable, &format!("s{number}"), "eth0", self.mtu, slot.as_raw_fd());
        address(&mut batch, cable, GATE, 32);
        route(&mut batch, ip, 32, cable, None);
        self.inside.run(&mut batch)?;
        inside(slot, || {
            let mut batch = Batch::default();
            address(&mut batch, 2, ip, 32);
            up(&mut batch, 2);
            route(&mut batch, GATE, 32, 2, None);
            route(&mut batch, Ipv4Addr::UNSPECIFIED, 0, 2, Some(GATE));
            Socket::open(None)?.run(&mut batch)
        })
    }

    fn laid(&self) -> MutexGuard<'_, Option<Laid>> {
        self.laid.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What passes through an interface in one piece, or the usual.
fn mtu(uplink: Option<&String>) -> u32 {
    const USUAL: u32 = 1500;
    let read = |name: &String| fs::read_to_string(format!("/sys/class/net/{name}/mtu")).ok();
    uplink.and_then(read).and_then(|text| text.trim().parse().ok()).unwrap_or(USUAL)
}
