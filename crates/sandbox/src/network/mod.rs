//! A slot's network: its own loopback, the platform's door, and a way out where that is wanted.

mod crowd;
mod diag;
mod host;
mod netlink;
mod nft;
mod router;
mod sockets;
mod walls;

pub(crate) use diag::{Held, find as find_socket};
pub(crate) use host::nameservers;
pub(crate) use router::Router;
pub(crate) use sockets::{connect, free_port, listen, open_door};
