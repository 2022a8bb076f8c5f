//! A slot's network: its own loopback, the platform's door, and a way out where that is wanted.

mod crowd;
mod diag;
mod host;
mod link;
mod netlink;
mod news;
mod nft;
mod router;
mod rules;
mod sockets;
mod walls;
mod way;

pub(crate) use diag::{Held, find as find_socket};
pub(crate) use host::nameservers;
pub(crate) use news::News;
pub(crate) use sockets::{connect, free_port, listen, open_door};
pub(crate) use way::Way;
