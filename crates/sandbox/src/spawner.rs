//! The thread all slots are born on. Init is told to die with its parent, and to the kernel a parent
//! is a thread: so it must be one that lives as long as the slots do, not a worker that may go.

use crate::control::{self, Control, Refusal};
use crate::spawn::{self, Birth, Born, Stack};
use crate::{Error, wire};
use rustix::fs::{MemfdFlags, Mode, OFlags, SealFlags};
use rustix::io::{Errno, fcntl_dupfd_cloexec};
use rustix::net::{AddressFamily, SocketFlags, SocketType, socketpair, sockopt};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::collections::VecDeque;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::mpsc;
use std::time::{Duration, Instant};

const INIT: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/init.elf"));
/// How long init may take to answer; it needs microseconds.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

type Job = Box<dyn FnOnce(&mut Workbench) + Send>;

/// A job that nobody waits for is done when nothing else has come for so long …
const QUIET: Duration = Duration::from_millis(10);
/// … or when it has waited so long.
const OVERDUE: Duration = Duration::from_millis(50);

#[derive(Debug)]
pub(crate) struct Spawner {
    jobs: mpsc::Sender<(Job, When)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    Now,
    Quiet,
}

/// What jobs on the thread work with.
pub(crate) struct Workbench {
    stack: Stack,
    init: OwnedFd,
    null: OwnedFd,
    /// What all slots of an ordinary user may have.
    processes: u64,
}

/// `/dev/null`, above the standard numbers.
pub(crate) fn null() -> Result<OwnedFd, Error> {
    rustix::fs::open("/dev/null", OFlags::RDWR | OFlags::CLOEXEC, Mode::empty())
        .and_then(above_std)
        .map_err(|errno| Error::Machine { doing: "open /dev/null", source: errno.into() })
}

impl Spawner {
    pub(crate) fn new(processes: u64) -> Result<Spawner, Error> {
        let doing = "make the first process of the slots";
        let failed = |source| Error::Machine { doing, source };
        let init = init_in_memory().map_err(failed)?;
        let null = null()?;
        let (jobs, queue) = mpsc::channel();
        let work = move || {
            spawn::block_signals();
            let mut bench = Workbench { stack: Stack::new(), init, null, processes };
            work_off(&queue, &mut bench);
        };
        let thread = std::thread::Builder::new().name("mayfly-spawn".into());
        thread.spawn(work).map_err(failed)?;
        Ok(Spawner { jobs })
    }

    /// Runs a job on the thread. It is dropped unrun if the thread is gone, which takes a panic.
    pub(crate) fn run(&self, job: impl FnOnce(&mut Workbench) + Send + 'static) {
        let _ = self.jobs.send((Box::new(job), When::Now));
    }

    /// Runs a job on the thread, but not while somebody else is being served: making slots slows
    /// down whatever else the kernel does with groups and namespaces.
    pub(crate) fn run_when_quiet(&self, job: impl FnOnce(&mut Workbench) + Send + 'static) {
        let _ = self.jobs.send((Box::new(job), When::Quiet));
    }
}

fn work_off(queue: &mpsc::Receiver<(Job, When)>, bench: &mut Workbench) {
    let mut later: VecDeque<(Job, Instant)> = VecDeque::new();
    loop {
        let next = match later.front() {
            None => queue.recv().map_err(|_| mpsc::RecvTimeoutError::Disconnected),
            Some((_, since)) if since.elapsed() > OVERDUE => Err(mpsc::RecvTimeoutError::Timeout),
            Some(_) => queue.recv_timeout(QUIET),
        };
        match next {
            Ok((job, When::Now)) => job(bench),
            Ok((job, When::Quiet)) => later.push_back((job, Instant::now())),
            Err(mpsc::RecvTimeoutError::Timeout) => {
                if let Some((job, _)) = later.pop_front() {
                    job(bench);
                }
            }
            Err(mpsc::RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// Has init prepare itself, and make a socket for the platform's door. A failure to say so means that
/// it is dead already, and that shows when it is waited for.
pub(crate) fn prepare(control: &OwnedFd, birth: Birth, door: bool) {
    let flags = [
        (birth.pids, wire::OWN_PIDS),
        (birth.pids && birth.mounts, wire::OWN_MOUNTS),
        (birth.isolated, wire::ISOLATED),
        (birth.network, wire::OWN_NETWORK),
        (door, wire::WITH_DOOR),
    ];
    let flags = flags.iter().filter(|(so, _)| *so).fold(0, |all, (_, flag)| all | flag);
    let _ = control::send(control.as_fd(), [wire::PREPARE, flags, 0], &[]);
}

impl Workbench {
    /// A new init and our end of its control socket. It waits to be told to prepare itself.
    pub(crate) fn bear(&mut self, birth: Birth) -> io::Result<(Born, OwnedFd)> {
        let kind = SocketType::SEQPACKET;
        let (ours, theirs) = socketpair(AddressFamily::UNIX, kind, SocketFlags::CLOEXEC, None)?;
        let (ours, theirs) = (above_std(ours)?, above_std(theirs)?);
        sockopt::set_socket_timeout(&ours, sockopt::Timeout::Recv, Some(PATIENCE))?;
        let (init, null) = (self.init.as_fd(), self.null.as_fd());
        // The limit of who makes a user namespace is what all in it and beside it may have together.
        let before = birth.user.then(|| getrlimit(Resource::Nproc));
        let lowered = before.map(|limit| {
            let most = limit.current.map_or(self.processes, |now| now.min(self.processes));
            setrlimit(Resource::Nproc, Rlimit { current: Some(most), ..limit })
        });
        let born = spawn::spawn(&mut self.stack, init, theirs.as_fd(), null, birth);
        if let (Some(limit), Some(Ok(()))) = (before, lowered) {
            setrlimit(Resource::Nproc, limit)?;
        }
        Ok((born?, ours))
    }

    /// A user namespace with these ids, which lives as long as the handle. What the kernel counts in
    /// it for who made it, it counts for `maker`.
    pub(crate) fn user_namespace(&mut self, maker: u64, map: &str) -> io::Result<OwnedFd> {
        let maker = u32::try_from(maker).map_err(io::Error::other)?;
        self.namespace(Birth::default(), "user", |pid, control| {
            let failed = |refusal| match refusal {
                Refusal::Failed { source, .. } => source,
                _ => io::ErrorKind::NotConnected.into(),
            };
            control.make_users(maker).map_err(failed)?;
            crate::users::write_maps(pid, map)
        })
    }

    /// A network namespace of nobody's.
    pub(crate) fn network(&mut self) -> io::Result<OwnedFd> {
        self.namespace(Birth { network: true, ..Birth::default() }, "net", |_, _| Ok(()))
    }

    fn namespace(
        &mut self,
        birth: Birth,
        kind: &str,
        fill: impl FnOnce(i32, &Control) -> io::Result<()>,
    ) -> io::Result<OwnedFd> {
        let (born, control) = self.bear(birth)?;
        let (pid, control) = (born.pid.as_raw_nonzero().get(), Control::new(control));
        let made = fill(pid, &control)
            .and_then(|()| std::fs::File::open(format!("/proc/{pid}/ns/{kind}")));
        // Init, which waits for more, ends by this.
        drop(control);
        spawn::wait(std::os::fd::AsRawFd::as_raw_fd(&born.pidfd))?;
        above_std(made?.into()).map_err(io::Error::from)
    }
}

fn init_in_memory() -> io::Result<OwnedFd> {
    let flags = MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING;
    let file = match rustix::fs::memfd_create("mayfly-init", flags | MemfdFlags::EXEC) {
        // Kernels before 6.3 know no such flag and let every memfd be run.
        Err(Errno::INVAL) => rustix::fs::memfd_create("mayfly-init", flags)?,
        other => other?,
    };
    let mut file = std::fs::File::from(above_std(file)?);
    io::Write::write_all(&mut file, INIT)?;
    let seals = SealFlags::SEAL | SealFlags::SHRINK | SealFlags::GROW | SealFlags::WRITE;
    rustix::fs::fcntl_add_seals(&file, seals)?;
    Ok(file.into())
}

/// A platform started without stdin, stdout or stderr gets those numbers for its own files.
fn above_std(fd: OwnedFd) -> Result<OwnedFd, Errno> {
    use std::os::fd::AsRawFd;
    if fd.as_raw_fd() > 2 { Ok(fd) } else { fcntl_dupfd_cloexec(fd, 3) }
}
