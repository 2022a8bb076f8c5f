//! What trying to load a version has left, until the policy asks for it.

use std::collections::HashMap;
use std::time::Duration;

use runtime::{Loaded, NoZygote, Seed, Started};

use super::{Code, Pool};
use crate::policy::VersionId;

/// What nobody asks for goes after this: the policy does not know its memory.
const KEPT: Duration = Duration::from_secs(20);

#[derive(Debug, Default)]
pub(super) struct Offers(HashMap<VersionId, (Loaded, Code)>);

impl Offers {
    pub(super) fn seed(&mut self, version: VersionId) -> Option<Result<(Seed, Code), NoZygote>> {
        let (loaded, code) = self.0.get_mut(&version)?;
        Some(loaded.seed.take()?.map(|seed| (seed, code.clone())))
    }

    /// One that is still there.
    pub(super) fn instance(&mut self, version: VersionId) -> Option<(Started, Code)> {
        let (loaded, code) = self.0.get_mut(&version)?;
        let started = loaded.instance.take()?;
        (!started.instance.has_ended()).then(|| (started, code.clone()))
    }

    /// Gives up all of them: they only save a first call some time.
    pub(super) fn give_up(&mut self) {
        self.0.clear();
    }

    pub(super) fn forget(&mut self, version: VersionId) {
        self.0.remove(&version);
    }
}

impl Pool {
    /// Keeps what has been loaded for the version's first instances. Dropped, it ends.
    pub(crate) fn offer(&self, version: VersionId, loaded: Loaded, code: Code) {
        self.lock().offers.0.insert(version, (loaded, code));
        let pool = self.clone();
        tokio::spawn(async move {
            tokio::time::sleep(KEPT).await;
            pool.lock().offers.forget(version);
        });
    }
}
