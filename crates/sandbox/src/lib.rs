//! Prepared places to run somebody else's program in. A [`Slot`] is such a place, still empty;
//! [`Slot::start`] puts a [`Program`] into it and gives back a [`Process`]. When the process ends, is
//! killed, or the platform dies, nothing of the slot is left: no process (not even one that hides),
//! no cgroup, no file.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use sandbox::{Options, Program, Sandbox, Spec};
//! let sandbox = Sandbox::new(Options::new("/run/demo"))?;
//! let slot = sandbox.slot(Spec::new("/srv/app")).await?;
//! let null = || std::fs::File::options().write(true).open("/dev/null").map(Into::into);
//! let process = slot.start(Program::new(["/bin/sleep", "1"], null()?, null()?))?;
//! println!("{:?}", process.wait().await);
//! # Ok(())
//! # }
//! ```
//!
//! This room must never know what a function or a language is. It is the only one with `unsafe` code,
//! and that is all in `spawn` (and in two small programs of their own: the slots' init, `init/`, and
//! the library to enter nested slots with, `enter/`).

mod block;
mod cgroup;
mod control;
mod door;
mod entry;
mod error;
mod features;
mod files;
mod heap;
mod insider;
mod instance;
mod isolation;
mod life;
mod make;
mod nest;
mod network;
mod nursery;
mod options;
mod pool;
mod ports;
mod probe;
mod process;
mod program;
mod reaper;
mod report;
mod rest;
mod sample;
mod sandbox;
mod script;
mod seccomp;
mod shared;
mod slot;
mod spawn;
mod spawner;
mod spec;
mod starts;
mod tmp;
mod tree;
mod trial;
mod users;
mod watch;
// Some of it is for the small programs alone.
#[allow(dead_code)]
mod wire;

pub use door::{Connection, Door, Seat};
pub use entry::{ENTER_LIBRARY, Entry};
pub use error::{Error, ExecFault};
pub use heap::{give_memory_back, prefer_giving_memory_back};
pub use insider::Insider;
pub use options::{Avoid, Mode, Options};
pub use process::{Busy, Exit, Process, Status, Usage};
pub use program::Program;
pub use report::{Backend, Feature, Finding, Report, State};
pub use sandbox::Sandbox;
pub use slot::Slot;
pub use spec::{Egress, Placed, Spec};
pub use starts::Failing;
