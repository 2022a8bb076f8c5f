use crate::block::Block;
use crate::control::{Refusal, doing};
use crate::instance::Hold;
use crate::{Error, ExecFault, Process, Program, Spec, wire};
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

/// A prepared, empty place for one program. Dropped unused, it leaves nothing.
#[derive(Debug)]
pub struct Slot {
    hold: Hold,
    spec: Spec,
    stdin: OwnedFd,
}

impl Slot {
    pub(crate) fn new(hold: Hold, spec: Spec, stdin: OwnedFd) -> Slot {
        Slot { hold, spec, stdin }
    }

    /// How the program sees [`Spec::code`].
    pub fn code_root(&self) -> &Path {
        &self.spec.code
    }

    /// How the program sees one of the host's paths that it may read.
    pub fn path(&self, host: &Path) -> PathBuf {
        host.to_owned()
    }

    /// How the program sees a directory it may write to, which ends with the slot. Give it as
    /// `TMPDIR`.
    pub fn tmp(&self) -> &Path {
        &self.hold.tmp
    }

    /// A listener on `127.0.0.1` inside the slot.
    pub fn listen(&self) -> io::Result<TcpListener> {
        TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
    }

    /// A port inside the slot that nobody listens on.
    pub fn free_port(&self) -> io::Result<u16> {
        let port = self.hold.shared.ports.promise()?;
        self.hold.lock_ports().push(port);
        Ok(port)
    }

    /// Starts the program. Returns when its `execve` has succeeded or failed, which takes about
    /// 100 µs unless the file must come from a slow disk.
    pub fn start(self, program: Program) -> Result<Process, Error> {
        let (file, cwd) = (program.argv.first().cloned(), program.cwd.clone());
        let block = Block::new(program, self.stdin)?;
        match self.hold.control.start(block.length, &block.fds()) {
            Ok(()) => Ok(Process::new(self.hold)),
            Err(Refusal::Failed { step: wire::STEP_CWD, source }) => {
                Err(Error::Cwd { path: cwd, source })
            }
            Err(Refusal::Failed { step: wire::STEP_EXEC, source }) => {
                let path = PathBuf::from(file.unwrap_or_default());
                let has_slash = path.as_os_str().as_bytes().contains(&b'/');
                let seen = has_slash.then(|| cwd.join(&path));
                let errno = source.raw_os_error().unwrap_or_default();
                let fault = ExecFault::find(errno, seen.as_deref());
                Err(Error::Exec { path, fault, source })
            }
            Err(Refusal::Failed { step, source }) if step > wire::STEP_MOUNT => {
                Err(Error::Start { doing: doing(step), source })
            }
            Err(refusal) => Err(refusal.into_prepare_error()),
        }
    }
}
