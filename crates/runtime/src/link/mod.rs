//! The two ways to hand a handler its event and hear its answer.

mod api;
mod frame;
mod turn;

use bytes::Bytes;
use web::Shares;

pub(crate) use api::ApiLink;
pub(crate) use frame::{FrameLink, HostEnds};

use crate::answer::Answer;
use crate::{CallInfo, Deadline};

#[derive(Debug, thiserror::Error)]
pub(crate) enum LinkError {
    /// The program closed its end: it is ending, or has ended.
    #[error("the program closed its connection")]
    Closed,
    /// The program said something that makes no sense.
    #[error("{0}")]
    Broken(String),
}

#[derive(Debug)]
pub(crate) enum Link {
    Frames(FrameLink),
    Api(ApiLink),
}

impl Link {
    pub(crate) async fn send(
        &mut self,
        info: &CallInfo,
        event: Bytes,
        shares: Shares,
        deadline: Deadline,
    ) -> Result<(), LinkError> {
        match self {
            Self::Frames(link) => link.send(info, event, shares, deadline).await,
            Self::Api(link) => link.send(info, event, shares, deadline).await,
        }
    }

    /// What the program says next. Nothing is lost when the future is dropped half-way.
    pub(crate) async fn next(&mut self) -> Result<Answer, LinkError> {
        match self {
            Self::Frames(link) => link.next().await,
            Self::Api(link) => link.next().await,
        }
    }

    /// Whether the end of the program ends the conversation. A host's pipes are closed by it; clients
    /// of the Runtime API come and go.
    pub(crate) fn ends_with_program(&self) -> bool {
        matches!(self, Self::Frames(_))
    }

    /// Waits until the program is ready for another event, as far as it tells.
    pub(crate) async fn asks_for_more(&self) {
        match self {
            // A host says beforehand when an answer is its last.
            Self::Frames(_) => {}
            Self::Api(link) => link.asks_for_more().await,
        }
    }

    /// Asks the program to end by itself.
    pub(crate) async fn stop(&mut self) {
        match self {
            Self::Frames(link) => link.stop().await,
            // The Runtime API has no word for it: programs learn by a signal, or not at all.
            Self::Api(_) => {}
        }
    }
}
