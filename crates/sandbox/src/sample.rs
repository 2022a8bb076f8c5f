//! Estimates what a slot uses by looking at its processes, where no cgroup counts it.

use std::collections::HashMap;
use std::fs;

/// /proc counts time in hundredths of a second on the architectures we build for.
const TICK_US: u64 = 10_000;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sample {
    pub(crate) memory_bytes: u64,
    pub(crate) cpu_us: u64,
}

/// All processes, by pid.
pub(crate) struct Processes(HashMap<i32, Process>);

struct Process {
    parent: i32,
    stopped: bool,
    cpu_us: u64,
}

impl Processes {
    pub(crate) fn look() -> Processes {
        let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
        let pids = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
        let process = |pid: i32| {
            let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
            Some((pid, parse_stat(&stat)?))
        };
        Processes(pids.filter_map(process).collect())
    }

    /// What `root` and all its descendants use. Orphans stay below a slot's init, so none escapes.
    pub(crate) fn sum(&self, root: i32) -> Sample {
        let mut sum = Sample::default();
        for (&pid, process) in &self.0 {
            if self.is_below(pid, root) {
                sum.memory_bytes += memory_bytes(pid);
                sum.cpu_us += process.cpu_us;
            }
        }
        sum
    }

    /// Who lives below `root` and is stopped by a signal, or is not.
    pub(crate) fn below(&self, root: i32, stopped: bool) -> Vec<i32> {
        let alike = |(pid, process): &(&i32, &Process)| {
            **pid != root && process.stopped == stopped && self.is_below(**pid, root)
        };
        self.0.iter().filter(alike).map(|(pid, _)| *pid).collect()
    }

    pub(crate) fn all_below(&self, root: i32) -> Vec<i32> {
        self.0.keys().copied().filter(|&pid| self.is_below(pid, root)).collect()
    }

    fn is_below(&self, mut pid: i32, root: i32) -> bool {
        // Bounded, as the snapshot is no instant and may hold a circle.
        for _ in 0..self.0.len() {
            if pid == root {
                return true;
            }
            match self.0.get(&pid) {
                Some(process) => pid = process.parent,
                None => return false,
            }
        }
        false
    }
}

/// `12 (a) b) S 1 …`: the name may hold anything, so count from its last parenthesis.
fn parse_stat(stat: &str) -> Option<Process> {
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
    // The dead cannot be stopped, nor do they run.
    let stopped = matches!(fields.next()?, "T" | "Z" | "X");
    let parent = fields.next()?.parse().ok()?;
    // User, system, and the same of reaped children: fields 14 to 17 of the whole line.
    let ticks: u64 = fields.skip(9).take(4).filter_map(|field| field.parse::<u64>().ok()).sum();
    Some(Process { parent, stopped, cpu_us: ticks * TICK_US })
}

/// Memory that is the process's own; files it maps are the machine's cache.
fn memory_bytes(pid: i32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let own = status.lines().filter_map(|line| {
        let value = line.strip_prefix("RssAnon:").or_else(|| line.strip_prefix("RssShmem:"))?;
        value.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()
    });
    own.sum::<u64>() * 1024
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stat_is_read_past_a_hostile_name() {
        let line = "12 (a) S 99 (b) R 7 12 12 0 -1 4194304 95 0 0 0 3 4 5 6 20 0 1 0";
        let process = parse_stat(line).unwrap();
        assert_eq!((process.parent, process.cpu_us), (7, 180_000));
        assert!(parse_stat("12 (a").is_none());
    }

    #[test]
    fn only_descendants_count() {
        let process = |parent| Process { parent, stopped: false, cpu_us: 1 };
        let all = [(10, process(1)), (11, process(10)), (12, process(11)), (13, process(1))];
        // 20 and 21 form a circle, as a torn snapshot may show.
        let circle = [(20, process(21)), (21, process(20))];
        let processes = Processes(all.into_iter().chain(circle).collect());
        assert_eq!(processes.sum(10).cpu_us, 3);
        assert_eq!(processes.below(10, false).len(), 2);
    }
}
