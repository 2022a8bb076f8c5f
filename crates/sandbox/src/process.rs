use crate::instance::Hold;
use crate::network;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

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

/// A program that listens takes a connection to its own machine at once, or its queue is full.
const CONNECT_PATIENCE: Duration = Duration::from_secs(1);

impl Process {
    pub(crate) fn new(hold: Hold) -> Process {
        Process { hold: Arc::new(hold) }
    }

    /// Kills everything in the slot, at once and not refusably. Killing again does nothing.
    pub fn kill(&self) {
        self.hold.kill();
    }

    /// Asks the program to end (SIGTERM), which it may refuse.
    pub fn terminate(&self) {
        const SIGTERM: u32 = 15;
        self.hold.control.signal(SIGTERM);
    }

    /// Waits for the program's end. After it nothing of the slot is left.
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

    /// Connects to `127.0.0.1:port` inside the slot. For ports a program listens on, this does not
    /// block.
    pub fn connect(&self, port: u16) -> io::Result<TcpStream> {
        if self.hold.network {
            return network::connect(&self.hold.control, port, CONNECT_PATIENCE);
        }
        TcpStream::connect_timeout(&SocketAddr::from((Ipv4Addr::LOCALHOST, port)), CONNECT_PATIENCE)
    }
}
