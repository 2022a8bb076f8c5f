//! Whether slots come to be. What a program does, or what is asked for, is not at fault here: only what
//! the machine or the platform refuses.

use crate::Error;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Slots cannot be made, as far as is known: the last one could not, and none could since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failing {
    /// How often in a row.
    pub times: u64,
    /// How long ago the first of these was.
    pub lasting: Duration,
    /// The last reason, without paths of the host's.
    pub why: String,
}

#[derive(Debug, Default)]
pub(crate) struct Starts {
    failing: Mutex<Option<(u64, Instant, String)>>,
}

impl Starts {
    pub(crate) fn succeeded(&self) {
        let failing = self.lock().take();
        if let Some((times, ..)) = failing {
            tracing::warn!("slots can be made again, after {times} that could not");
        }
    }

    pub(crate) fn failed(&self, error: &Error) {
        if !error.is_of_the_machine() {
            return;
        }
        let mut failing = self.lock();
        let is_first = failing.is_none();
        let (times, _, why) = failing.get_or_insert_with(|| (0, Instant::now(), String::new()));
        *times = times.saturating_add(1);
        *why = error.in_public();
        drop(failing);
        if is_first {
            // Those that follow are told by how many they were.
            tracing::error!("a slot cannot be made: {error}");
        }
    }

    pub(crate) fn failing(&self) -> Option<Failing> {
        let failing = self.lock();
        let (times, since, why) = failing.as_ref()?;
        Some(Failing { times: *times, lasting: since.elapsed(), why: why.clone() })
    }

    fn lock(&self) -> MutexGuard<'_, Option<(u64, Instant, String)>> {
        self.failing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_machine_refuses_counts_and_a_success_ends_it() {
        let starts = Starts::default();
        starts.failed(&Error::Full { max: 1 });
        starts.failed(&Error::NoProgram);
        assert_eq!(starts.failing(), None);
        let refused = || Error::Cgroup {
            path: "/sys/fs/cgroup/memory/mayfly-x/1".into(),
            source: std::io::ErrorKind::NotFound.into(),
        };
        starts.failed(&refused());
        starts.failed(&refused());
        let failing = starts.failing().unwrap();
        assert_eq!(failing.times, 2);
        assert!(!failing.why.contains('/'), "{}", failing.why);
        starts.succeeded();
        assert_eq!(starts.failing(), None);
    }
}
