//! A call's place in the policy's books.

use super::Pool;
use crate::policy::{CallId, Event};

/// Dropping it gives the place back, whatever happened.
#[derive(Debug)]
pub(crate) struct Ticket {
    pool: Pool,
    call: CallId,
    given_back: bool,
}

impl Ticket {
    pub(super) fn new(pool: Pool, call: CallId) -> Self {
        Self { pool, call, given_back: false }
    }

    /// Gives the place back. True when a call that waited got it.
    pub(crate) fn give_back(mut self) -> bool {
        self.end()
    }

    fn end(&mut self) -> bool {
        if std::mem::replace(&mut self.given_back, true) {
            return false;
        }
        let mut state = self.pool.lock();
        let call = self.call;
        // A call that was refused is not in the policy's books any more: it takes no notice.
        let event = match state.seekers.leave(call) {
            true => Event::Cancelled { call },
            false => Event::Finished { call },
        };
        let waiting = state.seekers.waiting();
        self.pool.tell(&mut state, event);
        let got_it = state.seekers.waiting() < waiting;
        drop(state);
        self.pool.0.quiet.notify_waiters();
        got_it
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.end();
    }
}
