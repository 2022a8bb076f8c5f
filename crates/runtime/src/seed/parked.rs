//! A slot with all a program of the function's needs around it, where only the program is missing.

use sandbox::Slot;

use super::shelf::Ready;
use crate::launch::{Launcher, Plan, Start, Wire};
use crate::refused::refused;

#[derive(Debug)]
pub(crate) struct Parked {
    pub(crate) slot: Slot,
    pub(crate) wire: Wire,
}

impl Ready for Parked {
    async fn make(launcher: &Launcher, start: &Start) -> Result<Self, String> {
        let spec = Plan::new(launcher, start)?.spec();
        let slot = launcher.sandbox.slot(spec).await.map_err(refused)?;
        let runtime = start.function.config.runtime;
        // Its init may take a millisecond, which nobody else is to wait for.
        let parked = tokio::task::spawn_blocking(move || {
            slot.settle().map_err(refused)?;
            let wire = Wire::make(runtime, &slot)?;
            Ok(Self { slot, wire })
        });
        parked.await.unwrap_or_else(|error| Err(error.to_string()))
    }

    fn has_ended(&self) -> bool {
        self.slot.has_ended()
    }

    fn weight_mb(&self) -> u32 {
        1
    }
}
