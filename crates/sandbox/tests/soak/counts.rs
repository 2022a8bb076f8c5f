//! What is on the machine: ours exactly, and the kernel's own as far as it says.

use crate::support::{Room, marked};
use rustix::thread::{LinkNameSpaceType, move_into_link_name_space};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::fd::AsFd;
use std::path::Path;
use std::time::{Duration, Instant};

/// The kernel frees networks when it finds the time.
const PATIENCE: Duration = Duration::from_secs(30);
/// Whoever else is on this machine has some of these too, and the kernel counts roughly.
const ROUGH: [&str; 2] = ["networks, in the kernel", "mounts, in the kernel"];
const ROUGH_BY: usize = 500;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Counts(BTreeMap<&'static str, usize>);

impl Counts {
    /// Of this process and the machine.
    pub(crate) fn take(mark: &str) -> Counts {
        let entries = |dir: &str| fs::read_dir(dir).unwrap().count();
        let mut counts = BTreeMap::from([
            ("processes below us", descendants()),
            ("processes marked", marked(mark)),
            ("threads", entries("/proc/self/task")),
            ("descriptors", entries("/proc/self/fd")),
            ("mounts", fs::read_to_string("/proc/self/mountinfo").unwrap().lines().count()),
            ("interfaces", entries("/sys/class/net")),
            ("interfaces, in networks held", interfaces_held()),
        ]);
        for (name, slab) in ROUGH.into_iter().zip(["net_namespace", "mnt_cache"]) {
            counts.insert(name, slab_objects(slab));
        }
        Counts(counts)
    }

    /// Those and what is a sandbox's own.
    pub(crate) fn of(room: &Room, mark: &str) -> Counts {
        let mut counts = Counts::take(mark);
        counts.0.insert("groups", groups(Path::new("/sys/fs/cgroup"), &room.name));
        counts.0.insert("files", below(room.dir.path()));
        counts
    }

    /// Whether this is what stays: no program runs.
    fn is_calm(&self) -> bool {
        self.0["processes marked"] == 0
    }

    fn is_within(&self, before: &Counts) -> bool {
        let within = |(name, count): (&&str, &usize)| {
            let rough = if ROUGH.contains(name) { ROUGH_BY } else { 0 };
            *count <= before.0[name] + rough
        };
        self.0.iter().all(within)
    }

    pub(crate) fn table(before: &Counts, after: &Counts) -> String {
        let rows = after.0.iter().map(|(name, count)| {
            let was = before.0[name];
            format!("{name:<32}{was:>8}{count:>8}\n")
        });
        rows.collect()
    }
}

/// What there is once it is no more than before (without one: once no program runs) and stays so for a
/// moment; fails the test if that takes too long.
pub(crate) fn settle(when: &str, before: Option<&Counts>, take: impl Fn() -> Counts) -> Counts {
    const MOMENT: Duration = Duration::from_millis(300);
    let so = |now: &Counts| before.map_or(now.is_calm(), |before| now.is_within(before));
    let began = Instant::now();
    let mut last = take();
    loop {
        std::thread::sleep(MOMENT);
        let now = take();
        if so(&last) && so(&now) && now.without_rough() == last.without_rough() {
            return now;
        }
        let table = || Counts::table(before.unwrap_or(&last), &now);
        assert!(began.elapsed() < PATIENCE, "{when}, something is left:\n{}", table());
        last = now;
    }
}

impl Counts {
    fn without_rough(&self) -> BTreeMap<&'static str, usize> {
        let exact = self.0.iter().filter(|(name, _)| !ROUGH.contains(name));
        exact.map(|(name, count)| (*name, *count)).collect()
    }
}

/// Our children, theirs, and so on; the dead who nobody has buried too.
fn descendants() -> usize {
    let parent_of = |pid: u32| {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        // After the name, which may hold anything: the state and the parent.
        stat.rsplit_once(") ")?.1.split(' ').nth(1)?.parse::<u32>().ok()
    };
    let entries = fs::read_dir("/proc").unwrap().flatten();
    let pids = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let parents: Vec<(u32, u32)> = pids.filter_map(|pid| Some((pid, parent_of(pid)?))).collect();
    let mut ours = BTreeSet::from([std::process::id()]);
    loop {
        let before = ours.len();
        let more = parents.iter().filter(|(_, parent)| ours.contains(parent));
        let more: Vec<u32> = more.map(|(pid, _)| *pid).collect();
        ours.extend(more);
        if ours.len() == before {
            return before - 1;
        }
    }
}

/// The interfaces of every network we hold a descriptor of: the router's.
fn interfaces_held() -> usize {
    let inside = |path: &Path| {
        let network = fs::File::open(path).ok()?;
        // In a thread that ends there.
        let count = std::thread::spawn(move || {
            let kind = Some(LinkNameSpaceType::Network);
            move_into_link_name_space(network.as_fd(), kind).ok()?;
            let devices = fs::read_to_string("/proc/thread-self/net/dev").ok()?;
            Some(devices.lines().count() - 2)
        });
        count.join().unwrap()
    };
    let held = fs::read_dir("/proc/self/fd").unwrap().flatten().map(|entry| entry.path());
    let networks = held.filter(|path| {
        fs::read_link(path).is_ok_and(|link| link.to_string_lossy().starts_with("net:["))
    });
    let networks: Vec<_> = networks.collect();
    networks.iter().filter_map(|path| inside(path)).sum()
}

/// Everything below a directory.
fn below(dir: &Path) -> usize {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    let count = |entry: fs::DirEntry| {
        let is_dir = entry.file_type().is_ok_and(|kind| kind.is_dir());
        1 + if is_dir { below(&entry.path()) } else { 0 }
    };
    entries.map(count).sum()
}

/// The directories with such a word in their path.
fn groups(dir: &Path, word: &str) -> usize {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    let dirs = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    let ours = |path: &Path| usize::from(path.to_string_lossy().contains(word));
    dirs.map(|dir| ours(&dir.path()) + groups(&dir.path(), word)).sum()
}

/// Of a kind, in the whole kernel; 0 if it does not say.
fn slab_objects(kind: &str) -> usize {
    let slabs = fs::read_to_string("/proc/slabinfo").unwrap_or_default();
    let line = slabs.lines().find_map(|line| line.strip_prefix(kind)?.strip_prefix(' '));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
