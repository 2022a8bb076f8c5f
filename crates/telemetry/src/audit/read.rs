//! Reading what was kept.

use std::ops::ControlFlow;

use super::key::{self, Shelf};
use super::{Audit, Kept};
use crate::Error;

/// The latest refusals from a time on.
#[derive(Debug, Clone, Copy)]
pub struct AuditQuery {
    pub since_us: u64,
    pub limit: usize,
}

impl Audit {
    /// The latest refusals, oldest first, with everything noted before this call.
    pub async fn refusals(&self, query: AuditQuery) -> Result<Vec<Kept>, Error> {
        self.flush().await?;
        let snapshot = self.0.shared.store.snapshot()?;
        let mut all = Vec::new();
        for shelf in Shelf::ALL {
            let (mut found, mut broken) = (0, None);
            snapshot.each_back(key::all(shelf), |entry| {
                match entry.record::<Kept>() {
                    // A clock that was set back makes times unordered, so older ones are looked at.
                    Ok(kept) if kept.at_us < query.since_us => {}
                    Ok(kept) if found < query.limit => {
                        found += 1;
                        all.push(kept);
                    }
                    Ok(_) => return ControlFlow::Break(()),
                    Err(error) => {
                        broken = Some(error);
                        return ControlFlow::Break(());
                    }
                }
                ControlFlow::Continue(())
            })?;
            if let Some(error) = broken {
                return Err(error.into());
            }
        }
        all.sort_by_key(|kept| kept.at_us);
        let surplus = all.len().saturating_sub(query.limit);
        all.drain(..surplus);
        Ok(all)
    }
}
