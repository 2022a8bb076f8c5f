//! Which kind of seed a function has.

use std::time::Duration;

use functions::{Function, Runtime};

use super::shelf::Shelf;
use super::{Seed, Slots, Stems};
use crate::launch::{Launcher, Plan, Start, WRAPPER};
use crate::zygote::NoZygote;

/// Longer than any function may take to load, which the ordinary start sees to.
const LOAD_MAX: Duration = Duration::from_secs(60);

impl Launcher {
    /// Whether its instances may be copies, as far as can be told without trying.
    pub fn may_copy(&self, function: &Function) -> bool {
        let config = &function.config;
        let language = matches!(config.runtime, Runtime::Python { .. } | Runtime::Node { .. });
        self.copying.wanted() && language && !config.env.contains_key(WRAPPER)
    }

    /// Whether its instances are programs of their own, for which a slot can be parked.
    pub fn may_park(&self, function: &Function) -> bool {
        !self.may_copy(function) && function.config.runtime != Runtime::Wasm
    }

    /// Has a slot ready for the function's next program.
    pub async fn park(&self, start: &Start) -> Result<Seed, String> {
        Shelf::fill(self, start).await.map(|shelf| Seed::Slot(Slots(shelf)))
    }

    /// Has something ready for the function's next instances to be made of: its code loaded, or
    /// where such a program cannot be copied, its interpreter running.
    pub async fn grow(&self, start: &Start) -> Result<Seed, NoZygote> {
        let plan = Plan::new(self, start).map_err(NoZygote::Unfit)?;
        match self.can_copy(&plan).await {
            Ok(()) => self.seed_of(&plan, start, LOAD_MAX).await,
            Err(why) => self.stems(start, why).await,
        }
    }

    /// The function's code, loaded within a limit. What is no seed did not load.
    pub(crate) async fn seed_of(
        &self,
        plan: &Plan<'_>,
        start: &Start,
        limit: Duration,
    ) -> Result<Seed, NoZygote> {
        match self.grow_zygote(plan, start, limit).await? {
            Ok(zygote) => Ok(Seed::Zygote(zygote)),
            Err(why) => self.stems(start, why).await,
        }
    }

    async fn stems(&self, start: &Start, why: String) -> Result<Seed, NoZygote> {
        let shelf = Shelf::fill(self, start).await.map_err(NoZygote::NotNow)?;
        Ok(Seed::Stem(Stems { shelf, why }))
    }

    /// Whether copies of programs like this work on this machine.
    pub(crate) async fn can_copy(&self, plan: &Plan<'_>) -> Result<(), String> {
        let sandbox = self.sandbox.clone();
        let nests = tokio::task::spawn_blocking(move || sandbox.can_nest()).await;
        nests.unwrap_or_else(|error| Err(error.to_string()))?;
        match plan.found() {
            Some(found) => self.copying.tried(&found.interpreter).await,
            None => Ok(()),
        }
    }
}
