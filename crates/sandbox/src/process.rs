use crate::instance::{Hold, Instance};
use crate::nursery::Nursery;
use crate::{Error, Slot, Spec, insider, nest, network};
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Code(i32),
    Signal(i32),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    pub memory_peak_bytes: u64,
    pub cpu_us: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exit {
    pub status: Status,
    /// Something in the slot was killed for exceeding its memory.
    pub oom: bool,
    pub usage: Usage,
}

/// A running program. Clones are handles to the same one; dropping the last kills it.
#[derive(Clone, Debug)]
pub struct Process {
    hold: Arc<Hold>,
}

/// While it is held, somebody wants something of a program.
#[derive(Debug)]
pub struct Busy(Arc<Instance>);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.let_go();
    }
}

/// A program that listens takes a connection to its own machine at once, or its queue is full.
const CONNECT_PATIENCE: Duration = Duration::from_secs(1);

impl Process {
    pub(crate) fn new(hold: Hold) -> Process {
        Process { hold: Arc::new(hold) }
    }

    /// Kills everything in the slot, at once and not refusably. Killing again does nothing. Copies of
    /// a nursery's program live on.
    pub fn kill(&self) {
        self.hold.kill();
    }

    /// Something is wanted of the program as long as the answer is held. Once nothing is, all that is in
    /// the slot has a tenth of a second of processor time left until something is wanted again.
    pub fn busy(&self) -> Busy {
        self.hold.want();
        Busy(Arc::clone(&self.hold.0))
    }

    /// Whether it was stopped as it has used that up.
    pub fn is_still(&self) -> bool {
        self.hold.is_still()
    }

    /// Asks the program to end (SIGTERM), which it may refuse.
    pub fn terminate(&self) {
        const SIGTERM: u32 = 15;
        self.hold.control.signal(SIGTERM);
    }

    pub fn has_ended(&self) -> bool {
        self.hold.has_ended()
    }

    /// Waits for the program's end. After it nothing of the slot is left (but what copies of a
    /// nursery's program need to live on).
    pub async fn wait(&self) -> Exit {
        let mut exit = self.hold.exit();
        loop {
            if let Some(exit) = *exit.borrow_and_update() {
                return exit;
            }
            // The sender lives in what we hold.
            let _ = exit.changed().await;
        }
    }

    /// What the slot has used so far, or in all if it has ended.
    pub fn usage(&self) -> Usage {
        self.hold.usage()
    }

    /// What the slots nested in this one shall be like, if not like it, and how many of them are to
    /// be kept ready (256 at most). Their owner and egress are this one's.
    pub fn prepare(&self, spec: &Spec, ready: usize) -> Result<(), Error> {
        self.nursery()?.prepare(&self.hold.0, spec, ready)
    }

    /// A slot for a copy of this program, which must be in a [nursery](crate::Spec::nursery). Give
    /// it to the copy with [`Slot::adopt`].
    pub async fn nested(&self) -> Result<Slot, Error> {
        let shared = &self.hold.shared;
        let (nursery, entered) = (self.nursery()?, shared.enter()?);
        let ready = nursery.take();
        nursery.refill(&self.hold.0);
        if let Some(slot) = ready {
            return Ok(slot.give(entered));
        }
        let (done, slot) = oneshot::channel();
        let (instance, plan) = (Arc::clone(&self.hold.0), nursery.plan());
        shared.spawner.run(move |bench| {
            let Some(nursery) = instance.nursery.get() else { return };
            let slot = nest::prepare(bench, &instance, nursery, &plan);
            // One that ends, or has ended, has none.
            if let (Err(error), true) = (&slot, nursery.keep().is_some()) {
                instance.shared.note_failure(error);
            }
            // Nobody may wait for it any more; then the slot ends as it is dropped.
            let _ = done.send(slot.map(|slot| slot.give(entered)));
        });
        slot.await.unwrap_or(Err(Error::Gone))
    }

    fn nursery(&self) -> Result<&Nursery, Error> {
        let none = || Error::NoNursery { why: "its spec says nothing of a nursery".to_owned() };
        self.hold.nursery.get().ok_or_else(none)
    }

    /// Connects to `127.0.0.1:port` inside the slot. For ports a program listens on, this does not
    /// block.
    pub fn connect(&self, port: u16) -> io::Result<TcpStream> {
        if self.hold.network {
            return network::connect(&self.hold.control, port, CONNECT_PATIENCE);
        }
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let stream = TcpStream::connect_timeout(&address, CONNECT_PATIENCE)?;
        match insider::listens(&self.hold, port)? {
            true => Ok(stream),
            false => Err(io::Error::new(
                io::ErrorKind::PermissionDenied,
                "another program listens on the function's port; let it listen on $PORT, and on \
                 every address or 127.0.0.1",
            )),
        }
    }
}
