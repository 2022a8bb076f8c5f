//! The zygotes the policy wants: grown, kept until it lets them go, and watched meanwhile.

use std::collections::HashMap;
use std::sync::{Arc, Weak};

use functions::Function;
use runtime::{End, NoZygote, Seed};

use super::Pool;
use super::starter::Code;
use crate::policy::{Event, VersionId};

#[derive(Debug, Default)]
pub(super) struct Zygotes {
    ready: HashMap<VersionId, (Arc<Seed>, Code)>,
    /// How a version's instances start, once that is known, for people.
    known: HashMap<VersionId, String>,
}

impl Zygotes {
    pub(super) fn get(&self, version: VersionId) -> Option<Arc<Seed>> {
        self.ready.get(&version).map(|(seed, _)| seed.clone())
    }

    pub(super) fn let_go(&mut self, version: VersionId) {
        self.ready.remove(&version);
    }

    pub(super) fn forget(&mut self, version: VersionId) {
        self.ready.remove(&version);
        self.known.remove(&version);
    }

    /// How instances of the version start, for people.
    pub(super) fn describe(&self, version: VersionId) -> Option<String> {
        self.known.get(&version).cloned()
    }
}

impl Pool {
    /// One that was offered is there already, or there is news why it is not.
    pub(super) fn grow(
        &self,
        version: VersionId,
        function: Arc<Function>,
        offered: Option<Result<(Seed, Code), NoZygote>>,
    ) {
        let pool = self.clone();
        tokio::spawn(async move {
            let grown = match offered {
                Some(offered) => offered,
                None => pool.0.starter.grow(function.clone()).await,
            };
            let (zygote, code) = match grown {
                Ok(grown) => grown,
                Err(why) => {
                    tracing::debug!(function = %function.name, %why, "no zygote");
                    return pool.has_no_zygote(version, why);
                }
            };
            let ended = zygote.ended();
            let ours = pool.has_zygote(version, zygote, code);
            let end = ended.await;
            // One that was let go is nobody's business any more.
            if pool
                .lock()
                .zygotes
                .ready
                .get(&version)
                .is_some_and(|(now, _)| Arc::as_ptr(now) == ours.as_ptr())
            {
                pool.has_no_zygote(
                    version,
                    match end {
                        End::Gone => NoZygote::NotNow("it ended".into()),
                        End::Useless(why) => NoZygote::Unfit(why),
                    },
                );
            }
        });
    }

    fn has_zygote(&self, version: VersionId, zygote: Seed, code: Code) -> Weak<Seed> {
        let (mb, zygote) = (zygote.weight_mb(), Arc::new(zygote));
        let ours = Arc::downgrade(&zygote);
        let mut state = self.lock();
        if state.versions.contains_key(&version) {
            state.zygotes.known.insert(version, zygote.describe());
            state.zygotes.ready.insert(version, (zygote, code));
            self.tell(&mut state, Event::Grown { version, mb });
        }
        ours
    }

    fn has_no_zygote(&self, version: VersionId, why: NoZygote) {
        let mut state = self.lock();
        let state = &mut *state;
        if !state.versions.contains_key(&version) {
            return;
        }
        let event = match why {
            NoZygote::Unfit(why) => {
                state.zygotes.known.insert(version, format!("from nothing: {why}"));
                Event::Unfit { version }
            }
            NoZygote::NotNow(_) => Event::ZygoteGone { version },
        };
        state.zygotes.let_go(version);
        self.tell(state, event);
    }
}
