//! Where the request comes from that a task answers: conditions can ask for it, and the log of
//! refusals says it.

use std::net::IpAddr;

tokio::task_local! {
    static PEER: Option<IpAddr>;
}

/// Does the work for a request from there.
pub(crate) async fn answering<F: Future>(peer: Option<IpAddr>, work: F) -> F::Output {
    PEER.scope(peer, work).await
}

/// Does the check for a request from there.
pub(crate) fn checking<T>(peer: IpAddr, check: impl FnOnce() -> T) -> T {
    PEER.sync_scope(Some(peer), check)
}

/// None where nobody said, or outside of any request.
pub(crate) fn peer() -> Option<IpAddr> {
    PEER.try_with(|peer| *peer).ok().flatten()
}
