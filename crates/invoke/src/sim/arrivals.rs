//! When a function is called.

use super::chance::Chance;
use super::population::{Profile, Trigger};

const DAY_MS: f64 = 86_400_000.0;
const BURST_GAP_MS: f64 = 200.0;
const SESSION_GAP_MS: f64 = 20_000.0;

/// An endless stream of times in ms; a few words of state per function.
#[derive(Debug, Clone)]
pub(super) struct Arrivals {
    chance: Chance,
    trigger: Trigger,
    /// Between calls on average, or between bursts where calls come in bursts.
    pace_ms: f64,
    burst: f64,
    /// Calls of the present burst still to come.
    left: u32,
    next_ms: f64,
}

impl Arrivals {
    pub(super) fn new(profile: &Profile) -> Self {
        let mut chance = profile.chance.clone();
        let gap_ms = DAY_MS / profile.calls_per_day;
        // A function called rarely has small bursts, or it would be called hardly ever.
        let burst = match profile.trigger {
            Trigger::Burst => (profile.calls_per_day / 4.0).clamp(2.0, 20.0),
            Trigger::Http { sessions: true } => (profile.calls_per_day / 4.0).clamp(2.0, 6.0),
            _ => 1.0,
        };
        let next_ms = chance.unit() * gap_ms * burst;
        let trigger = profile.trigger;
        Self { chance, trigger, pace_ms: gap_ms * burst, burst, left: 0, next_ms }
    }

    pub(super) fn next(&mut self) -> u64 {
        let now = self.next_ms;
        let gap = match self.trigger {
            Trigger::Timer => self.pace_ms,
            Trigger::Poller => self.pace_ms * (0.9 + 0.2 * self.chance.unit()),
            Trigger::Http { sessions } => self.in_bursts(now, SESSION_GAP_MS, sessions, true),
            Trigger::Burst => self.in_bursts(now, BURST_GAP_MS, true, false),
        };
        self.next_ms = now + gap;
        now as u64
    }

    fn in_bursts(&mut self, now: f64, gap_ms: f64, bursts: bool, by_day: bool) -> f64 {
        if self.left > 0 {
            self.left -= 1;
            // Not slower within a burst than between bursts.
            return self.chance.exponential(gap_ms.min(self.pace_ms / (2.0 * self.burst)));
        }
        if bursts {
            self.left = self.chance.geometric(self.burst) - 1;
        }
        let mut gap = 0.0;
        loop {
            gap += self.chance.exponential(self.pace_ms / 1.5);
            // A Poisson process 1.5 times as fast, thinned to the hour's share.
            if self.chance.happens(if by_day { daylight(now + gap) } else { 1.0 } / 1.5) {
                return gap;
            }
        }
    }
}

/// Traffic over the day: 1 on average, half of it at night, half more at noon.
fn daylight(at_ms: f64) -> f64 {
    1.0 - 0.5 * (at_ms / DAY_MS * std::f64::consts::TAU).cos()
}
