//! What there is of packs, for people.

use crate::packs::Work;
use crate::{EDITIONS, Edition, Packs, Step};

#[derive(Debug, Clone)]
pub struct Listed {
    pub edition: &'static Edition,
    pub state: State,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    Absent,
    Installing {
        step: Step,
        for_ms: u64,
    },
    Installed {
        digest: String,
        files: u64,
        bytes: u64,
        made_at_ms: u64,
    },
    /// The last attempt, in words that say what to do.
    Failed(String),
}

impl Packs {
    /// Every edition. Blocking, for a moment.
    pub fn list(&self) -> Vec<Listed> {
        EDITIONS.iter().map(|edition| Listed { edition, state: self.state(edition) }).collect()
    }

    fn state(&self, edition: &Edition) -> State {
        if let Some(there) = self.manifest(edition) {
            let (digest, made_at_ms) = (there.digest, there.made_at_ms);
            return State::Installed { digest, files: there.files, bytes: there.bytes, made_at_ms };
        }
        match self.work(edition) {
            None => State::Absent,
            Some(Work::Failed(why)) => State::Failed(why.to_string()),
            Some(Work::Going { step, since }) => {
                let for_ms = u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX);
                State::Installing { step, for_ms }
            }
        }
    }
}
