//! Slots made ready for programs that are not copied.

use std::collections::VecDeque;
use std::sync::Arc;

use functions::Function;
use runtime::Seed;

use super::Pool;
use super::starter::Code;
use crate::policy::VersionId;

/// So many functions have one: those deployed first, until others start.
const MOST: usize = 32;

/// What was started last is at the end. Without a seed, one is on its way.
#[derive(Debug, Default)]
pub(super) struct Berths(VecDeque<(VersionId, Option<Made>)>);

#[derive(Debug, Clone)]
struct Made {
    seed: Arc<Seed>,
    _code: Code,
}

impl Berths {
    pub(super) fn get(&mut self, version: VersionId) -> Option<Arc<Seed>> {
        let at = self.0.iter().position(|(of, _)| *of == version)?;
        let (_, made) = self.0.remove(at)?;
        self.0.push_back((version, made.clone()));
        made.map(|made| made.seed)
    }

    pub(super) fn is_full(&self) -> bool {
        self.0.len() >= MOST
    }

    /// Whether one is to be made ready.
    fn reserve(&mut self, version: VersionId) -> bool {
        let new = self.0.iter().all(|(of, _)| *of != version);
        if new {
            self.0.push_back((version, None));
            if self.0.len() > MOST {
                self.0.pop_front();
            }
        }
        new
    }

    /// What was made, where it is still wanted.
    fn fill(&mut self, version: VersionId, made: Option<(Seed, Code)>) {
        let Some((seed, code)) = made else { return self.forget(version) };
        if let Some((_, made)) = self.0.iter_mut().find(|(of, _)| *of == version) {
            *made = Some(Made { seed: Arc::new(seed), _code: code });
        }
    }

    /// Gives up the one that was started longest ago.
    pub(super) fn give_one_up(&mut self) {
        self.0.pop_front();
    }

    pub(super) fn forget(&mut self, version: VersionId) {
        self.0.retain(|(of, _)| *of != version);
    }
}

impl Pool {
    /// Has a slot ready for the function's next program, if it is one that is not copied.
    pub(super) fn park(&self, berths: &mut Berths, version: VersionId, function: &Arc<Function>) {
        if !self.0.starter.launcher.may_park(function) || !berths.reserve(version) {
            return;
        }
        let (pool, function) = (self.clone(), function.clone());
        tokio::spawn(async move {
            let parked = pool.0.starter.park(function.clone()).await;
            if let Err(why) = &parked {
                // The start that would have taken it tells what is wrong.
                tracing::debug!(function = %function.name, why, "no slot is parked");
            }
            let mut state = pool.lock();
            let made = parked.ok().filter(|_| state.versions.contains_key(&version));
            state.berths.fill(version, made);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_started_last_have_one() {
        let mut berths = Berths::default();
        let versions: Vec<_> = (0..MOST as u64).map(VersionId).collect();
        assert!(versions.iter().all(|version| berths.reserve(*version)));
        assert!(berths.is_full() && !berths.reserve(VersionId(0)), "it is on its way");
        // Asking for it is starting it.
        assert!(berths.get(VersionId(0)).is_none());
        assert!(berths.reserve(VersionId(100)));
        assert!(berths.reserve(VersionId(1)), "it went");
        assert!(!berths.reserve(VersionId(0)), "it stayed");
        berths.fill(VersionId(0), None);
        assert!(berths.reserve(VersionId(0)), "it failed");
        berths.forget(VersionId(0));
        assert!(berths.reserve(VersionId(0)));
    }
}
