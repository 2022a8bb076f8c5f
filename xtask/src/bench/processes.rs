//! What processes hold and use, as the kernel tells it.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Where fields of `/proc/PID/stat` are, counted from the one after the name.
const PARENT: usize = 1;
const USER_TIME: usize = 11;
/// In which the kernel tells times to programs, on every machine of today.
const TICK_MS: u64 = 10;

/// Bytes of all processes together. One that ends meanwhile counts nothing.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Memory {
    /// Nobody else's.
    pub(crate) private: u64,
    /// With its part of what is shared, so that sums count each page once.
    pub(crate) proportional: u64,
    /// All that is mapped and present.
    pub(crate) resident: u64,
}

/// The processes that descend from one, without it.
pub(crate) fn descendants(ancestor: u32) -> Vec<u32> {
    let mut children: HashMap<u32, Vec<u32>> = HashMap::new();
    for pid in processes() {
        if let Some(parent) = parent(pid) {
            children.entry(parent).or_default().push(pid);
        }
    }
    let (mut found, mut next) = (Vec::new(), vec![ancestor]);
    while let Some(pid) = next.pop() {
        let own = children.remove(&pid).unwrap_or_default();
        next.extend(&own);
        found.extend(own);
    }
    found
}

pub(crate) fn memory(pids: &[u32]) -> Memory {
    let rollups = pids.iter().map(|pid| fs::read_to_string(format!("/proc/{pid}/smaps_rollup")));
    rollups.flatten().map(|text| rolled_up(&text)).fold(Memory::default(), |sum, one| Memory {
        private: sum.private + one.private,
        proportional: sum.proportional + one.proportional,
        resident: sum.resident + one.resident,
    })
}

fn rolled_up(text: &str) -> Memory {
    let of = |name: &str| -> u64 {
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        let kb = line.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok());
        kb.unwrap_or(0) * 1024
    };
    Memory {
        private: of("Private_Clean") + of("Private_Dirty"),
        proportional: of("Pss"),
        resident: of("Rss"),
    }
}

/// Processor time of all threads that a process ever had, to the hundredth of a second.
pub(crate) fn processor_time(pid: u32) -> Duration {
    let spent = || -> Option<u64> {
        let stat = stat(pid)?;
        let mut fields = stat.split_whitespace().skip(USER_TIME);
        Some(fields.next()?.parse::<u64>().ok()? + fields.next()?.parse::<u64>().ok()?)
    };
    Duration::from_millis(spent().unwrap_or(0) * TICK_MS)
}

/// What the kernel holds for the group of groups that a process is in one of, in bytes.
pub(crate) fn kernel_memory_around(pid: u32) -> Option<u64> {
    let text = fs::read_to_string(format!("/proc/{pid}/cgroup")).ok()?;
    let group = memory_group(&text)?;
    let around = group.parent()?;
    if let Ok(bytes) = fs::read_to_string(around.join("memory.kmem.usage_in_bytes")) {
        return bytes.trim().parse().ok();
    }
    let stat = fs::read_to_string(around.join("memory.stat")).ok()?;
    let line = stat.lines().find_map(|line| line.strip_prefix("kernel "))?;
    line.trim().parse().ok()
}

/// Where the group of a process is that limits memory; of version 1, else of version 2.
fn memory_group(text: &str) -> Option<PathBuf> {
    let fields = |line: &'_ str| -> Option<(String, String)> {
        let mut fields = line.splitn(3, ':').skip(1);
        Some((fields.next()?.to_owned(), fields.next()?.trim_start_matches('/').to_owned()))
    };
    let all: Vec<_> = text.lines().filter_map(fields).collect();
    let root = Path::new("/sys/fs/cgroup");
    let first = all.iter().find(|(names, _)| names.split(',').any(|name| name == "memory"));
    let second = || all.iter().find(|(names, _)| names.is_empty());
    first.map(|(names, path)| root.join(names).join(path)).or_else(|| {
        let (_, path) = second()?;
        Some(root.join(path))
    })
}

fn processes() -> Vec<u32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect()
}

fn parent(pid: u32) -> Option<u32> {
    stat(pid)?.split_whitespace().nth(PARENT)?.parse().ok()
}

/// The fields after the name, which is in brackets and may have anything in it.
fn stat(pid: u32) -> Option<String> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    Some(stat.rsplit_once(')')?.1.to_owned())
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    #[test]
    fn a_summary_of_mappings_is_read() {
        let text = "55-7f ---p 0 00:00 0 [rollup]\nRss:  2000 kB\nPss:  480 kB\nPss_Dirty: 1 kB\n\
                    Private_Clean:  144 kB\nPrivate_Dirty:  148 kB\n";
        let expected = [292, 480, 2000].map(|kb| kb * 1024);
        let found = rolled_up(text);
        assert_eq!([found.private, found.proportional, found.resident], expected);
    }

    #[test]
    fn the_group_with_the_memory_is_found() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(memory_group(text).as_deref(), expected.map(Path::new), "{text}");
        };
        let first = "9:pids:/mayfly-x/1\n4:memory:/mayfly-x/1\n0::/\n";
        check(first, Some("/sys/fs/cgroup/memory/mayfly-x/1"));
        check("0::/mayfly-x/1\n", Some("/sys/fs/cgroup/mayfly-x/1"));
        check("", None);
    }

    #[test]
    fn children_and_their_children_descend() {
        let mut child = Command::new("sh").args(["-c", "sleep 20 & wait"]).spawn().unwrap();
        let mut found = Vec::new();
        for _ in 0..500 {
            found = descendants(child.id());
            if !found.is_empty() && memory(&found).resident > 0 {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        assert!(descendants(std::process::id()).contains(&child.id()));
        assert_eq!(found.len(), 1);
        assert!(memory(&found).proportional > 0);
        assert!(processor_time(child.id()) < Duration::from_secs(10));
        for pid in found.iter().copied().chain([child.id()]) {
            let pid = rustix::process::Pid::from_raw(pid as i32).unwrap();
            rustix::process::kill_process(pid, rustix::process::Signal::KILL).unwrap();
        }
        child.wait().unwrap();
    }
}
