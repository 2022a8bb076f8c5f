//! How many processes and threads slots may have. The kernel has a number for each of them, and only so
//! many: who takes them all stops the whole machine.

use super::Place;
use rustix::process::{Resource, getrlimit};
use std::fs;
use std::path::Path;

/// A slot's at most, as on Lambda.
const SLOT_MAX: u64 = 1024;
/// Even the smallest slot may have so many.
const SLOT_LEAST: u64 = 64;
/// As many for each MB of memory, where the machine has enough: a full slot's from 512 MB on.
const FOR_A_MB: u64 = 2;

/// All slots' together, and so the share of each: as large as its share of the machine's memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Numbers {
    total: u64,
    machine_mb: u64,
}

impl Numbers {
    /// What this machine has, and whoever limits us leaves to us.
    pub(crate) fn look(pids: Option<&Place>) -> Numbers {
        let kernel = ["pid_max", "threads-max"]
            .map(|name| number(&Path::new("/proc/sys/kernel").join(name)));
        let above = pids.into_iter().flat_map(|place| place.parent.ancestors().skip(1));
        let above = above.map(|group| number(&group.join("pids.max")));
        let user = match rustix::process::geteuid().is_root() {
            true => None,
            false => getrlimit(Resource::Nproc).current,
        };
        let info = rustix::system::sysinfo();
        let bytes = info.totalram.saturating_mul(u64::from(info.mem_unit).max(1));
        let limits = kernel.into_iter().chain(above).chain([user]).flatten();
        Numbers::of(limits.min().unwrap_or(32_768), bytes >> 20)
    }

    /// A quarter stays the machine's.
    fn of(all: u64, machine_mb: u64) -> Numbers {
        Numbers { total: all - all / 4, machine_mb: machine_mb.max(1) }
    }

    pub(crate) fn total(&self) -> u64 {
        self.total
    }

    /// Those of a slot that wants so many at most.
    pub(crate) fn of_slot(&self, memory_mb: u32, most: u32) -> u32 {
        let memory_mb = u64::from(memory_mb);
        let share = (memory_mb * FOR_A_MB).min(memory_mb * self.total / self.machine_mb);
        let share = share.clamp(SLOT_LEAST, SLOT_MAX).min(u64::from(most));
        u32::try_from(share).unwrap_or(most)
    }
}

fn number(file: &Path) -> Option<u64> {
    fs::read_to_string(file).ok()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_follow_memory() {
        let plenty = Numbers::of(192_000, 24_000);
        for (memory_mb, share) in [(1, 64), (128, 256), (512, 1024), (10_240, 1024)] {
            assert_eq!(plenty.of_slot(memory_mb, 9999), share, "{memory_mb} MB");
        }
        assert_eq!(plenty.of_slot(512, 50), 50);
        let few = Numbers::of(32_768, 24_000);
        assert_eq!([128, 512, 1024].map(|mb| few.of_slot(mb, 9999)), [131, 524, 1024]);
    }

    /// However the machine's memory is shared out, its numbers last.
    #[test]
    fn all_together_leave_room() {
        for (all, machine_mb) in
            [(32_768, 64_000), (32_768, 4000), (7600, 950), (4_000_000, 64_000)]
        {
            let numbers = Numbers::of(all, machine_mb);
            for memory_mb in [128, 256, 512, 1769, 3008] {
                let slots = machine_mb / u64::from(memory_mb);
                let sum = slots * u64::from(numbers.of_slot(memory_mb, 1024));
                let by_rounding_up = slots * SLOT_LEAST;
                assert!(
                    sum <= numbers.total().max(by_rounding_up),
                    "{all} {machine_mb} {memory_mb}"
                );
                assert!(numbers.total() < all);
            }
        }
    }
}
