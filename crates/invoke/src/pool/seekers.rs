//! The calls that look for a place. Most are given one while they ask; the others wait to be told.

use std::collections::HashMap;

use runtime::StartError;
use tokio::sync::oneshot;

use super::Seat;
use crate::policy::{CallId, Refusal};

/// Where a call goes.
#[derive(Debug)]
pub(crate) enum Placement {
    Run(Seat),
    Refused(Refusal),
    StartFailed(StartError),
}

#[derive(Debug, Default)]
pub(super) struct Seekers {
    last: u64,
    /// The call that asks right now, and what it was told.
    asking: Option<(CallId, Option<Placement>)>,
    waiting: HashMap<CallId, oneshot::Sender<Placement>>,
}

impl Seekers {
    pub(super) fn ask(&mut self) -> CallId {
        self.last += 1;
        let call = CallId(self.last);
        self.asking = Some((call, None));
        call
    }

    /// What the call that asked was told; if nothing, where it will be told.
    pub(super) fn answer(&mut self) -> Result<Placement, oneshot::Receiver<Placement>> {
        match self.asking.take() {
            Some((_, Some(placement))) => Ok(placement),
            asked => {
                let (sender, receiver) = oneshot::channel();
                if let Some((call, _)) = asked {
                    self.waiting.insert(call, sender);
                }
                Err(receiver)
            }
        }
    }

    pub(super) fn tell(&mut self, call: CallId, placement: Placement) {
        match &mut self.asking {
            Some((asking, told)) if *asking == call => *told = Some(placement),
            _ => {
                if let Some(waiting) = self.waiting.remove(&call) {
                    // A caller that went away gives the place back through its ticket.
                    let _ = waiting.send(placement);
                }
            }
        }
    }

    /// Nobody looks for a place for this call any more. True if it had none yet.
    pub(super) fn leave(&mut self, call: CallId) -> bool {
        self.waiting.remove(&call).is_some()
    }

    pub(super) fn waiting(&self) -> usize {
        self.waiting.len()
    }
}
