//! What is known of one version: what its instances are charged, and what their starts cost.

use super::function::Index;

/// What a start costs until one has been seen: that of a small program in Python or Node, and that
/// of its copy.
pub(super) const USUAL_START_US: u64 = 80_000;
const USUAL_COPY_US: u64 = 2_000;
/// However long a start takes, it counts no more than this.
const LONGEST_START_US: u64 = 10_000_000;
/// No instance is charged less, however little it uses: the process itself costs something.
const LEAST_CHARGE_MB: u64 = 16;
/// The same for a copy, whose program's memory is its zygote's.
const LEAST_COPY_MB: u64 = 2;

#[derive(Debug)]
pub(super) struct Version {
    pub(super) function: Index,
    plain: Kind,
    copies: Kind,
}

/// Instances that start one way: from nothing, or as copies of the zygote.
#[derive(Debug)]
pub(super) struct Kind {
    pub(super) instances: u32,
    pub(super) charge_mb: u64,
    pub(super) measured: bool,
    least_mb: u64,
    usual_us: u64,
    start_us: Option<u64>,
}

impl Version {
    pub(super) fn new(function: Index, memory_mb: u64) -> Self {
        Self {
            function,
            plain: Kind::new(memory_mb, LEAST_CHARGE_MB, USUAL_START_US),
            copies: Kind::new(memory_mb, LEAST_COPY_MB, USUAL_COPY_US),
        }
    }

    pub(super) fn kind(&self, copied: bool) -> &Kind {
        if copied { &self.copies } else { &self.plain }
    }

    pub(super) fn kind_mut(&mut self, copied: bool) -> &mut Kind {
        if copied { &mut self.copies } else { &mut self.plain }
    }

    pub(super) fn instances(&self) -> u32 {
        self.plain.instances + self.copies.instances
    }
}

impl Kind {
    fn new(charge_mb: u64, least_mb: u64, usual_us: u64) -> Self {
        Self { instances: 0, charge_mb, measured: false, least_mb, usual_us, start_us: None }
    }

    /// What instances are charged when one has been seen to use this much.
    pub(super) fn charge_after(&self, peak_mb: u32) -> u64 {
        let peak = u64::from(peak_mb).max(self.least_mb);
        if self.measured { peak.max(self.charge_mb) } else { peak }
    }

    pub(super) fn start_us(&self) -> u64 {
        self.start_us.unwrap_or(self.usual_us)
    }

    pub(super) fn has_started(&self) -> bool {
        self.start_us.is_some()
    }

    /// The last starts count most.
    pub(super) fn learn_start(&mut self, took_us: u64) {
        let took = took_us.clamp(1, LONGEST_START_US);
        self.start_us = Some(self.start_us.map_or(took, |before| (3 * before + took) / 4));
    }
}
