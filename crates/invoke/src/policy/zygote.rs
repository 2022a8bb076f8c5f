//! What the policy remembers of a function's zygote.

use super::Millis;
use super::function::Stamp;

#[derive(Debug, Default)]
pub(super) struct Zygote {
    pub(super) stage: Stage,
    /// What it is charged now; nothing while there is none.
    pub(super) charge_mb: u64,
    /// What it weighed when there was one last.
    pub(super) weighed_mb: Option<u64>,
    /// How long it may stay without a call.
    pub(super) until: Millis,
    /// When it was last of use, and what it was worth then.
    pub(super) stamp: Stamp,
    pub(super) worth: u64,
    /// Ends in a row of which nobody knows why; each doubles the wait before the next is grown.
    pub(super) failures: u32,
    pub(super) retry_at: Millis,
    /// Its own function makes room for a copy of it just now.
    pub(super) pinned: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    #[default]
    Absent,
    /// It waits for its turn to grow, by the number of that turn.
    Queued(u64),
    Growing {
        since: Millis,
    },
    Ready,
    /// The version can have none.
    Unfit,
}

impl Zygote {
    pub(super) fn is_ready(&self) -> bool {
        self.stage == Stage::Ready
    }

    /// Whether there is one, or one grows.
    pub(super) fn is_held(&self) -> bool {
        matches!(self.stage, Stage::Growing { .. } | Stage::Ready)
    }
}
