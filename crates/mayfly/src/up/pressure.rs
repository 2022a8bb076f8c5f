//! Looks each second at who is connected and at how much memory the platform has: those who only
//! take up room are cut off, at once where memory is short, and what was freed goes back to the system.

use std::time::Duration;

use web::{Budget, Connections};

const LOOK: Duration = Duration::from_secs(1);
const MB: usize = 1024 * 1024;
/// So much more than at rest is pressure.
const MORE: usize = 96 * MB;
/// So much more than at rest is worth giving back what is free.
const WORTH: usize = 16 * MB;

/// What the platform has in memory, and had when nothing was in flight.
#[derive(Debug, Default, Clone, Copy)]
struct Memory {
    at_rest: usize,
}

/// What is to be done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Advice {
    pressed: bool,
    give_back: bool,
}

impl Memory {
    /// With so much in memory, of which so much is in flight.
    fn look(&mut self, resident: usize, in_flight: usize) -> Advice {
        let rest = resident.saturating_sub(in_flight);
        // It grows with what is deployed, slowly, and shrinks at once.
        let slowly = self.at_rest + MB;
        self.at_rest = if self.at_rest == 0 { rest } else { rest.min(slowly) };
        let more = resident.saturating_sub(self.at_rest);
        Advice { pressed: more > MORE, give_back: more > WORTH }
    }
}

pub(super) async fn watch(budget: Budget, connections: [Connections; 2]) {
    let mut memory = Memory::default();
    loop {
        tokio::time::sleep(LOOK).await;
        let in_flight = budget.held().0;
        let advice = match resident() {
            Some(resident) => memory.look(resident, in_flight),
            None => Advice { pressed: budget.is_tight(), give_back: false },
        };
        for connections in &connections {
            connections.sweep(advice.pressed || budget.is_tight());
        }
        if advice.give_back {
            // It looks at all that is free, which no call should wait for.
            let _ = tokio::task::spawn_blocking(sandbox::give_memory_back).await;
        }
    }
}

/// What this process has in memory.
fn resident() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let kb = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    kb.trim().trim_end_matches("kB").trim().parse::<usize>().ok().map(|kb| kb * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_at_rest_is_pressure_and_what_is_deployed_is_not() {
        let mut memory = Memory::default();
        let mut look = |resident_mb: usize, in_flight_mb: usize| {
            let advice = memory.look(resident_mb * MB, in_flight_mb * MB);
            (advice.pressed, advice.give_back)
        };
        assert_eq!(look(60, 0), (false, false));
        assert_eq!(look(70, 0), (false, false));
        assert_eq!(look(150, 90), (false, true));
        assert_eq!(look(250, 90), (true, true));
        assert_eq!(look(200, 0), (true, true));
        // What stays is what is deployed.
        let pressed = (0..300).filter(|_| look(200, 0).0).count();
        assert!((10..60).contains(&pressed), "{pressed}");
        assert_eq!(look(60, 0), (false, false));
    }
}
