//! What a slot may do while nobody wants anything of it: finish what it is about, for a tenth of a
//! second of processor time in all. Who uses that up (a child left behind, a thread that spins) stands
//! still until somebody wants something again. So those that wait quietly, as almost all do, pay nothing.

use crate::instance::Instance;
use crate::sample::Processes;
use rustix::process::{Pid, PidfdFlags, Signal, pidfd_open, pidfd_send_signal};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

/// Processor time between two calls.
const ALLOWANCE_US: u64 = 100_000;
const SOON: Duration = Duration::from_millis(200);
/// Who has been quiet is looked at less and less, down to this.
const AT_LEAST_EVERY: Duration = Duration::from_secs(2);
/// A process may be born while others are being stopped.
const PASSES: usize = 8;

/// Whether somebody wants something, and what was seen since nobody does.
#[derive(Debug, Default)]
pub(crate) struct Rest {
    wanted_by: usize,
    state: State,
}

#[derive(Debug, Default)]
enum State {
    #[default]
    Awake,
    Resting {
        since: Instant,
        /// What had been used when it was first looked at.
        began_us: Option<u64>,
    },
    Still(Means),
}

/// How somebody is kept from running.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Means {
    Group,
    Signal,
}

impl Rest {
    /// Somebody wants something. How the slot is to be roused, if it is.
    fn want(&mut self) -> Option<Means> {
        self.wanted_by += 1;
        match std::mem::take(&mut self.state) {
            State::Still(means) => Some(means),
            State::Awake | State::Resting { .. } => None,
        }
    }

    fn let_go(&mut self, now: Instant) {
        self.wanted_by = self.wanted_by.saturating_sub(1);
        if self.wanted_by == 0 {
            self.state = State::Resting { since: now, began_us: None };
        }
    }

    pub(crate) fn is_still(&self) -> bool {
        matches!(self.state, State::Still(_))
    }

    fn is_resting(&self) -> bool {
        matches!(self.state, State::Resting { .. })
    }

    /// Whether it has used up what it may, by what all of it has used so far.
    fn is_over(&mut self, used_us: u64) -> bool {
        let State::Resting { began_us, .. } = &mut self.state else { return false };
        used_us.saturating_sub(*began_us.get_or_insert(used_us)) > ALLOWANCE_US
    }

    fn stand_still(&mut self, means: Means) {
        self.state = State::Still(means);
    }

    /// When to look again.
    fn next_look(&self, now: Instant) -> Instant {
        let pause = match &self.state {
            State::Resting { since, .. } => (now - *since).clamp(SOON, AT_LEAST_EVERY),
            State::Awake => SOON,
            State::Still(_) => AT_LEAST_EVERY,
        };
        now + pause
    }
}

impl Instance {
    /// Somebody wants something of the program.
    pub(crate) fn want(&self) {
        let mut rest = self.lock_rest();
        match rest.want() {
            None => {}
            Some(Means::Group) => self.group.rouse(),
            Some(Means::Signal) => go_on(self.init()),
        }
    }

    pub(crate) fn let_go(&self) {
        self.lock_rest().let_go(Instant::now());
        if !self.rests.swap(true, Ordering::Relaxed) {
            self.shared.reaper.wake();
        }
    }

    /// Has it stand still if nobody wants anything of it and it uses the processor all the same. When
    /// to look again.
    pub(crate) fn look_after(&self, now: Instant) -> Option<Instant> {
        if !self.rests.load(Ordering::Relaxed) || self.has_ended() {
            return None;
        }
        let mut rest = self.lock_rest();
        if rest.is_resting() && rest.is_over(self.usage_now().cpu_us) {
            let means = match self.group.still() {
                true => Means::Group,
                false => Means::Signal,
            };
            rest.stand_still(means);
            if means == Means::Signal {
                stop(self.init());
            }
        }
        Some(rest.next_look(now))
    }

    pub(crate) fn is_still(&self) -> bool {
        self.lock_rest().is_still()
    }
}

/// Stops all processes below this one by signals, for where no group does it.
fn stop(root: i32) {
    for _ in 0..PASSES {
        if signal_below(root, Signal::STOP, false) == 0 {
            return;
        }
    }
}

fn go_on(root: i32) {
    signal_below(root, Signal::CONT, true);
}

/// Signals those below that are stopped, or are not; how many there were.
fn signal_below(root: i32, signal: Signal, stopped: bool) -> usize {
    let all = Processes::look().below(root, stopped);
    let held = all
        .into_iter()
        .filter_map(|pid| Some((pid, pidfd_open(Pid::from_raw(pid)?, PidfdFlags::empty()).ok()?)));
    let held: Vec<_> = held.collect();
    if held.is_empty() {
        return 0;
    }
    // A number may have become somebody else's before there was a handle for it.
    let still = Processes::look().below(root, stopped);
    let sent = held
        .iter()
        .filter(|(pid, handle)| still.contains(pid) && pidfd_send_signal(handle, signal).is_ok());
    sent.count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_quiet_is_left_alone() {
        let (mut rest, now) = (Rest::default(), Instant::now());
        assert!(rest.want().is_none() && !rest.is_over(900_000));
        rest.let_go(now);
        assert!(rest.is_resting() && !rest.is_over(900_000) && !rest.is_over(1_000_000));
        assert!(rest.is_over(1_000_001));
        rest.stand_still(Means::Group);
        assert!(rest.is_still() && !rest.is_over(9_000_000));
        assert_eq!(rest.want(), Some(Means::Group));
        assert!(!rest.is_still() && !rest.is_over(9_000_000));
    }

    #[test]
    fn while_one_of_many_wants_something_it_is_awake() {
        let (mut rest, now) = (Rest::default(), Instant::now());
        rest.want();
        rest.want();
        rest.let_go(now);
        assert!(!rest.is_resting());
        rest.let_go(now);
        assert!(rest.is_resting());
        assert_eq!(rest.next_look(now), now + SOON);
        assert_eq!(rest.next_look(now + Duration::from_secs(60)).duration_since(now).as_secs(), 62);
    }
}
