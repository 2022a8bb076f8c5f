//! The machine's memory, as far as it bounds what may run.

use std::fs;

/// In MB: all there is, and what could be had without swapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Memory {
    pub(crate) total_mb: u64,
    pub(crate) available_mb: u64,
}

/// Instances may use this share of the machine when nobody says otherwise.
const BUDGET_PERCENT: u64 = 80;
/// Below this share of free memory the machine is short of it.
const SHORT_PERCENT: u64 = 8;
/// What a machine has that does not say.
const UNKNOWN_MB: u64 = 1_024;

impl Memory {
    pub(crate) fn read() -> Self {
        let text = fs::read_to_string("/proc/meminfo").unwrap_or_default();
        Self::parse(&text).unwrap_or(Self { total_mb: UNKNOWN_MB, available_mb: UNKNOWN_MB })
    }

    fn parse(text: &str) -> Option<Self> {
        let field = |name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(name))?;
            line.trim_start_matches(':').split_whitespace().next()?.parse::<u64>().ok()
        };
        let total_mb = field("MemTotal")? / 1_024;
        Some(Self { total_mb, available_mb: field("MemAvailable")? / 1_024 })
    }

    pub(crate) fn budget_mb(&self) -> u64 {
        self.total_mb * BUDGET_PERCENT / 100
    }

    /// How much must be let go for the machine to have air again; 0 when it has.
    pub(crate) fn shortage_mb(&self) -> u64 {
        (self.total_mb * SHORT_PERCENT / 100).saturating_sub(self.available_mb)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_the_kernel_says() {
        let text = "MemTotal:       16384000 kB\nMemFree: 1 kB\nMemAvailable:     512000 kB\n";
        let memory = Memory::parse(text).unwrap();
        assert_eq!(memory, Memory { total_mb: 16_000, available_mb: 500 });
        assert_eq!(memory.budget_mb(), 12_800);
        assert_eq!(memory.shortage_mb(), 780);
        assert_eq!(Memory::parse("MemTotal: x kB"), None);
    }
}
