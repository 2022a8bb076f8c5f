//! The ways into a nested slot.

use crate::wire;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::Pid;
use std::fs::{self, File};
use std::io;
use std::os::fd::{AsRawFd, BorrowedFd, OwnedFd};

/// The shared library that a nursery's program enters nested slots with: write it to a file that the
/// program sees. It has `int mayfly_enter_begin(const int *fds, int n)`, to be called before `fork`, and
/// `int mayfly_enter(const int *fds, int n)`, for the copy; `enter/lib.rs` tells more.
pub static ENTER_LIBRARY: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/enter.so"));

/// What a nursery's program is to be sent (`SCM_RIGHTS`), in this order, to put one copy of itself into
/// a slot. When nobody holds this any more and nobody has entered, the slot ends.
#[derive(Debug)]
pub struct Entry {
    pub fds: Vec<OwnedFd>,
}

/// The parts of an entry that there are before the slot is ready.
#[derive(Debug)]
pub(crate) struct Ways {
    pub(crate) arrival: OwnedFd,
    pub(crate) namespaces: Namespaces,
    pub(crate) groups: Vec<OwnedFd>,
}

impl Ways {
    /// With the rules, which come when the slot is ready.
    pub(crate) fn entry(self, rules: OwnedFd) -> Entry {
        let mut fds = vec![self.arrival, rules];
        fds.extend(self.namespaces.common);
        fds.extend(self.namespaces.network);
        fds.extend(self.groups);
        Entry { fds }
    }
}

#[derive(Debug)]
pub(crate) struct Namespaces {
    /// In the order of an entry.
    common: Vec<OwnedFd>,
    pub(crate) network: Option<OwnedFd>,
}

/// The kinds of an entry's namespaces, from `ENTRY_PIDS` on.
const KINDS: [&str; wire::ENTRY_MORE - wire::ENTRY_PIDS] = ["pid", "mnt", "ipc", "uts", "cgroup"];

impl Namespaces {
    /// Of the process behind a handle, which has this number.
    pub(crate) fn open(pid: Pid, handle: BorrowedFd<'_>, network: bool) -> io::Result<Namespaces> {
        let open = |kind: &str| open(pid, kind);
        let common = KINDS.into_iter().map(open).collect::<io::Result<_>>()?;
        let network = network.then(|| open("net")).transpose()?;
        still_there(handle)?;
        Ok(Namespaces { common, network })
    }
}

/// The network of the process behind a handle, which has this number.
pub(crate) fn network(pid: Pid, handle: BorrowedFd<'_>) -> io::Result<OwnedFd> {
    let network = open(pid, "net")?;
    still_there(handle).map(|()| network)
}

/// The number of a process is somebody else's when it has ended.
fn still_there(handle: BorrowedFd<'_>) -> io::Result<()> {
    let mut ended = [PollFd::new(&handle, PollFlags::IN)];
    match poll(&mut ended, Some(&Timespec::default()))? {
        0 => Ok(()),
        _ => Err(io::Error::new(io::ErrorKind::NotFound, "it has ended")),
    }
}

/// One namespace of a process that cannot go away meanwhile.
pub(crate) fn open(pid: Pid, kind: &str) -> io::Result<OwnedFd> {
    Ok(File::open(format!("/proc/{}/ns/{kind}", pid.as_raw_nonzero()))?.into())
}

/// The number, as we see it, of the process behind a handle.
pub(crate) fn number(handle: &OwnedFd) -> io::Result<Pid> {
    let info = fs::read_to_string(format!("/proc/self/fdinfo/{}", handle.as_raw_fd()))?;
    let number = info.lines().find_map(|line| line.strip_prefix("Pid:")?.trim().parse().ok());
    let gone = || io::Error::new(io::ErrorKind::NotFound, "it has ended");
    number.filter(|pid| *pid > 0).and_then(Pid::from_raw).ok_or_else(gone)
}
