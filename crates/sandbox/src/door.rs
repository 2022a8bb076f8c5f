use std::fmt;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Where the platform is, seen from inside: every slot with a network of its own has a listener at
/// `169.254.100.1` and this port, and what connects there is handed to the platform.
#[derive(Clone)]
pub struct Door {
    pub port: u16,
    /// Called on a thread of the sandbox's, and must not block.
    pub open: Arc<dyn Fn(Connection) + Send + Sync>,
}

/// Somebody inside a slot, wanting to talk to the platform. The stream does not block.
#[derive(Debug)]
pub struct Connection {
    pub stream: TcpStream,
    /// The owner of the slot it comes from, which nobody inside can forge.
    pub owner: u64,
    pub seat: Seat,
}

/// Held as long as the connection counts against the slot's share of them.
#[derive(Debug)]
pub struct Seat(Arc<AtomicUsize>);

/// Connections of one slot at once; more are closed at once.
const SEATS: usize = 256;

impl Seat {
    pub(crate) fn take(taken: &Arc<AtomicUsize>) -> Option<Seat> {
        let more = |taken| (taken < SEATS).then_some(taken + 1);
        taken.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more).ok()?;
        Some(Seat(Arc::clone(taken)))
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl fmt::Debug for Door {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Door").field("port", &self.port).finish_non_exhaustive()
    }
}
