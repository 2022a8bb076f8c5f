use crate::block::Block;
use crate::control::{Refusal, doing};
use crate::entry::Ways;
use crate::instance::{Hold, Instance};
use crate::script::Scripts;
use crate::shared::Entered;
use crate::{Entry, Error, ExecFault, Insider, Process, Program, Spec, files, network, wire};
use std::io;
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4, TcpListener};
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A prepared, empty place for one program. Dropped unused, it leaves nothing.
#[derive(Debug)]
pub struct Slot {
    hold: Hold,
    spec: Spec,
    /// What makes it isolated, if it is.
    scripts: Option<Scripts>,
    stdin: OwnedFd,
    /// How to get in from its nursery, if it lies in one.
    ways: Option<Ways>,
}

impl Slot {
    pub(crate) fn new(
        hold: Hold,
        spec: Spec,
        scripts: Option<Scripts>,
        stdin: OwnedFd,
        ways: Option<Ways>,
    ) -> Slot {
        Slot { hold, spec, scripts, stdin, ways }
    }

    /// Makes it somebody's who may have a slot.
    pub(crate) fn give(self, entered: Entered) -> Slot {
        self.hold.enter(entered);
        self
    }

    pub(crate) fn instance(&self) -> &Arc<Instance> {
        &self.hold.0
    }

    /// Whether it is there no more.
    pub fn has_ended(&self) -> bool {
        self.hold.has_ended()
    }

    /// How the program sees [`Spec::code`].
    pub fn code_root(&self) -> &Path {
        match self.scripts {
            Some(_) => Path::new(files::CODE),
            None => &self.spec.code,
        }
    }

    /// How the program sees [`Spec::runtime`], if it does.
    pub fn runtime_root(&self) -> Option<&Path> {
        let runtime = self.spec.runtime.as_deref()?;
        Some(if self.scripts.is_some() { Path::new(files::RUNTIME) } else { runtime })
    }

    /// How the program sees one of the host's paths that it may read.
    pub fn path(&self, host: &Path) -> PathBuf {
        let placed = self.spec.placed.iter().filter(|_| self.scripts.is_some());
        placed.filter_map(|placed| placed.see(host)).next().unwrap_or_else(|| host.to_owned())
    }

    /// How the program sees a directory it may write to, which ends with the slot. Give it as
    /// `TMPDIR`.
    pub fn tmp(&self) -> &Path {
        self.hold.tmp.as_deref().unwrap_or(Path::new(files::TMP))
    }

    /// Where the program reaches the platform by [`Options::door`](crate::Options). None without
    /// a network of its own: then it is where the host's other programs reach it.
    pub fn endpoint(&self) -> Option<SocketAddr> {
        let door = self.hold.shared.options.door.as_ref().filter(|_| self.hold.network)?;
        Some((Ipv4Addr::from(wire::PLATFORM_IP), door.port).into())
    }

    /// Waits until init has prepared the slot, and what comes with that.
    fn ready(&self) -> Result<Vec<OwnedFd>, Error> {
        let ready = self.hold.control.ready();
        ready.map_err(|refusal| refusal.into_prepare_error(self.scripts.as_ref()))
    }

    fn open_door(&self, socket: Option<OwnedFd>) -> Result<(), Error> {
        let (Some(endpoint), Some(socket)) = (self.endpoint(), socket) else { return Ok(()) };
        let failed = |source| Error::Start { doing: "open the platform's door", source };
        let door = network::open_door(socket, endpoint.port()).map_err(failed)?;
        *self.hold.lock_door() = Some(door);
        self.hold.shared.reaper.watch_door(&self.hold).map_err(failed)
    }

    /// A listener on `127.0.0.1` inside the slot.
    pub fn listen(&self) -> io::Result<TcpListener> {
        if self.hold.network {
            return network::listen(&self.hold.control, SocketAddrV4::new(Ipv4Addr::LOCALHOST, 0));
        }
        TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
    }

    /// Who belongs to the slot, to be asked about connections to what [`Slot::listen`] gave.
    pub fn insider(&self) -> Insider {
        Insider::of(&self.hold.0)
    }

    /// A port inside the slot that nobody listens on.
    pub fn free_port(&self) -> io::Result<u16> {
        let mut ports = self.hold.lock_ports();
        let port = match self.hold.network {
            true => network::free_port(&self.hold.control, &ports)?,
            false => self.hold.shared.ports.promise()?,
        };
        ports.push(port);
        Ok(port)
    }

    /// Gives the slot to a copy of its nursery's program, which that makes of itself with the
    /// [`Entry`]. The process is the copy; if there never is one, it ends.
    pub fn adopt(mut self) -> Result<(Entry, Process), Error> {
        let ways = self.ways.take().ok_or(Error::NotNested)?;
        let mut came = self.ready().inspect_err(|error| self.hold.shared.note_failure(error))?;
        let rules = came.pop().ok_or(Error::Gone)?;
        self.open_door(came.pop())?;
        Ok((ways.entry(rules), Process::new(self.hold)))
    }

    /// For one that nobody will use: whether it comes to be prepared.
    pub(crate) fn try_out(self) -> Result<(), Error> {
        self.ready().map(drop)
    }

    /// Waits until it is prepared, which takes a millisecond or two unless it was asked for longer ago.
    pub fn settle(&self) -> Result<(), Error> {
        self.be_settled().inspect_err(|error| self.hold.shared.note_failure(error))
    }

    fn be_settled(&self) -> Result<(), Error> {
        match self.endpoint() {
            Some(_) => self.open_door(self.ready()?.pop()),
            None => Ok(()),
        }
    }

    /// Starts the program. Returns when its `execve` has succeeded or failed. That takes some hundred
    /// microseconds, or a millisecond when the slot is no older than that, unless the file must
    /// come from a slow disk.
    pub fn start(self, program: Program) -> Result<Process, Error> {
        let shared = Arc::clone(&self.hold.shared);
        let started = self.run(program);
        match &started {
            Ok(_) => shared.starts.succeeded(),
            Err(error) => shared.note_failure(error),
        }
        started
    }

    fn run(self, program: Program) -> Result<Process, Error> {
        let (file, cwd) = (program.argv.first().cloned(), program.cwd.clone());
        if self.ways.is_some() {
            return Err(Error::Nested);
        }
        self.be_settled()?;
        let block = Block::new(program, self.stdin)?;
        match self.hold.control.start(block.length, &block.fds()) {
            Ok(()) => {
                if self.hold.nursery.get().is_some() {
                    let watched = self.hold.shared.reaper.watch_program(&self.hold);
                    watched.map_err(|source| Error::Start { doing: "watch it", source })?;
                }
                Ok(Process::new(self.hold))
            }
            Err(Refusal::Failed { step: wire::STEP_CWD, source }) => {
                Err(Error::Cwd { path: cwd, source })
            }
            Err(Refusal::Failed { step: wire::STEP_EXEC, source }) => {
                let path = PathBuf::from(file.unwrap_or_default());
                let has_slash = path.as_os_str().as_bytes().contains(&b'/');
                let seen = has_slash.then(|| cwd.join(&path));
                let seen = match self.scripts {
                    Some(_) => seen.and_then(|seen| files::on_host(&seen, &self.spec)),
                    None => seen,
                };
                let errno = source.raw_os_error().unwrap_or_default();
                let fault = ExecFault::find(errno, seen.as_deref());
                Err(Error::Exec { path, fault, source })
            }
            Err(Refusal::Failed { step, source }) if wire::is_of_start(step) => {
                Err(Error::Start { doing: doing(step), source })
            }
            Err(refusal) => Err(refusal.into_prepare_error(self.scripts.as_ref())),
        }
    }
}
