//! A request that was let in, and how it is refused all the same.

use bytes::Bytes;
use http::Response;
use http::request::Parts;
use identity::Principal;
use protocol::{Call, Contract, Fault};
use runtime::{Body, full_body};
use web::Shares;

/// A body of this size is taken apart beside the other calls, not before them.
const LARGE: usize = 512 * 1024;

/// A request whose operation is known and whose sender is.
pub(crate) struct Asked {
    pub(crate) call: Call,
    pub(crate) head: Parts,
    pub(crate) body: Bytes,
    pub(crate) principal: Principal,
    /// Whether it was signed with credentials for a while.
    pub(crate) temporary: bool,
    /// What the answer counts against while it is unread.
    pub(crate) shares: Shares,
    /// The request's own id.
    pub(crate) id: String,
}

impl Asked {
    /// The typed input. Whether its sender may ask for this is still to be found out.
    pub(crate) async fn read<C: Contract>(&self) -> Result<C::Input, Fault>
    where
        C::Input: Send + 'static,
    {
        if self.body.len() < LARGE {
            return self.call.input::<C>(&self.head, self.body.clone());
        }
        let (call, head, body) = (self.call.clone(), self.head.clone(), self.body.clone());
        let read = tokio::task::spawn_blocking(move || call.input::<C>(&head, body));
        read.await.unwrap_or_else(|_| Err(Fault::internal()))
    }

    /// The answer, whichever it is.
    pub(crate) fn tell<C: Contract>(&self, answer: Result<C::Output, C::Error>) -> Response<Body> {
        match answer {
            Ok(output) => sent(self.call.output::<C>(output, &self.id)),
            Err(error) => refuse(self, error),
        }
    }
}

pub(crate) fn refuse(asked: &Asked, error: impl Into<Fault>) -> Response<Body> {
    sent(asked.call.error(error, &asked.id))
}

pub(crate) fn sent(response: Response<Bytes>) -> Response<Body> {
    response.map(full_body)
}
