//! What an earlier run noted of the log and did not bring to the store.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use store::Store;

use super::intake::Intake;
use super::key::{self, Place};
use super::query::read;
use crate::journal::Left;

/// Takes in what the store does not have. Returns how many events that are.
pub(super) fn restore(
    store: &Store,
    intake: &mut Intake,
    left: Vec<Left>,
) -> Result<usize, store::Error> {
    let mut first: HashMap<Arc<str>, Place> = HashMap::new();
    for one in &left {
        if let Left::Event { place, event, .. } = one {
            let from = first.entry(event.function.clone()).or_insert(*place);
            *from = place.min(from).to_owned();
        }
    }
    let mut there = HashMap::with_capacity(first.len());
    for (function, from) in first {
        there.insert(function.clone(), written(store, &function, from)?);
    }
    let mut restored = 0;
    for one in left {
        if let Left::Event { place, notice, event, .. } = &one {
            if notice.is_some() {
                intake.told(&event.function);
            }
            if there.get(&event.function).is_some_and(|seqs| seqs.contains(&place.seq)) {
                continue;
            }
            restored += 1;
        }
        intake.restore(one);
    }
    Ok(restored)
}

/// The numbers of the events of a function that are in the store from a place on.
fn written(store: &Store, function: &Arc<str>, from: Place) -> Result<HashSet<u64>, store::Error> {
    let (mut seqs, mut broken) = (HashSet::new(), None);
    let range = key::events(function).starting_at(key::block(function, from));
    store.snapshot()?.each(range, |entry| match read(&entry, function) {
        Ok(block) => {
            seqs.extend(block.map(|(place, _)| place.seq));
            ControlFlow::Continue(())
        }
        Err(error) => {
            broken = Some(error);
            ControlFlow::Break(())
        }
    })?;
    broken.map_or(Ok(seqs), Err)
}
