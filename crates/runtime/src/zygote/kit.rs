//! What a copy needs beside its order, made before it is asked for: a slot, its pipes, its doors.

use sandbox::{Entry, Process};

use crate::instance::{LogEnds, Pipes};
use crate::launch::{Inside, Outside};
use crate::link::{FrameLink, HostEnds};
use crate::refused::refused;

#[derive(Debug)]
pub(crate) struct Kit {
    pub(crate) entry: Entry,
    pub(crate) process: Process,
    pub(crate) inside: Inside,
    pub(crate) link: FrameLink,
    pub(crate) host: HostEnds,
    pub(crate) logs: LogEnds,
    pub(crate) pipes: Pipes,
}

impl Kit {
    pub(super) async fn make(zygote: &Process, outside: &Outside) -> Result<Self, String> {
        let slot = zygote.nested().await.map_err(refused)?;
        let failed = |error: std::io::Error| format!("no pipe for the function: {error}");
        let (link, host) = FrameLink::open().map_err(failed)?;
        let (logs, pipes) = LogEnds::open().map_err(failed)?;
        let inside = Inside::of(&slot, outside);
        let (entry, process) = slot.adopt().map_err(refused)?;
        Ok(Self { entry, process, inside, link, host, logs, pipes })
    }
}
