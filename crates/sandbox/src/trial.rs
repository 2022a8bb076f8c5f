//! Makes a slot for nobody, to see whether slots can be made.

use crate::make;
use crate::shared::Shared;
use crate::{Egress, Error, Spec};
use std::sync::Arc;

/// Notes how it went. Blocking.
pub(crate) fn run(shared: &Arc<Shared>) {
    let made = shared.on_bench(|shared, bench| {
        let spec = Spec { egress: Egress::None, ..Spec::new("/usr") };
        make::make(shared, bench, None, shared.enter()?, spec)
    });
    let outcome = made.unwrap_or(Err(Error::Gone)).and_then(|slot| slot.try_out());
    match outcome {
        Ok(()) => shared.starts.succeeded(),
        Err(error) => shared.starts.failed(&error),
    }
}
