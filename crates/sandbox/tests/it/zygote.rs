//! A nursery, and copies of its program that are shells.

use crate::support::{PATH, Room, null, spec, unique};
use rustix::net::{SendAncillaryBuffer, SendAncillaryMessage, SendFlags, sendmsg};
use sandbox::{ENTER_LIBRARY, Egress, Entry, Process, Program, Slot, Spec};
use std::io::{BufRead, BufReader, IoSlice, Read, Write};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

/// The directory with the program, compiled once, and the library it needs.
fn code() -> &'static Path {
    static CODE: OnceLock<PathBuf> = OnceLock::new();
    CODE.get_or_init(|| {
        let code = Path::new(env!("CARGO_TARGET_TMPDIR")).join(unique("zygote"));
        std::fs::create_dir_all(&code).unwrap();
        std::fs::write(code.join("enter.so"), ENTER_LIBRARY).unwrap();
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
        std::fs::copy(sources.join("zygote.py"), code.join("zygote.py")).unwrap();
        let source = sources.join("zygote.c");
        let mut compile = std::process::Command::new("cc");
        compile.args(["-O1", "-o"]).arg(code.join("zygote")).arg(source).arg("-ldl");
        assert!(compile.status().unwrap().success());
        code
    })
}

/// The programs there are.
pub(crate) const C: &str = "/var/task/zygote";
pub(crate) const PYTHON: &[&str] = &["/usr/bin/python3", "/var/task/zygote.py"];

pub(crate) struct Nursery {
    pub(crate) process: Process,
    socket: UnixStream,
}

/// A copy of the program, which has become a shell.
pub(crate) struct Copy {
    pub(crate) process: Process,
    lines: BufReader<UnixStream>,
}

pub(crate) fn nursery_spec() -> Spec {
    Spec { nursery: true, egress: Egress::None, owner: 5, ..Spec { code: code().into(), ..spec() } }
}

impl Nursery {
    pub(crate) async fn new(room: &Room) -> Nursery {
        Nursery::with(room, nursery_spec(), &[C]).await
    }

    pub(crate) async fn with(room: &Room, spec: Spec, argv: &[&str]) -> Nursery {
        let slot = room.sandbox.slot(spec).await.unwrap();
        let (mut socket, theirs) = UnixStream::pair().unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let stderr = std::io::stderr().as_fd().try_clone_to_owned().unwrap();
        let mut program =
            Program::new(argv, null(), stderr).env("PATH", PATH).env("MARK", &room.name);
        program.fds = vec![(3, theirs.into())];
        let process = slot.start(program).unwrap();
        socket.read_exact(&mut [0]).unwrap();
        Nursery { process, socket }
    }

    /// Has a copy made into a slot.
    pub(crate) async fn copy(&self) -> Copy {
        self.copy_into(self.process.nested().await.unwrap())
    }

    pub(crate) fn copy_into(&self, slot: Slot) -> Copy {
        let (entry, process) = slot.adopt().unwrap();
        self.send(entry, process)
    }

    pub(crate) fn send(&self, entry: Entry, process: Process) -> Copy {
        let (ours, theirs) = UnixStream::pair().unwrap();
        ours.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let mut fds: Vec<BorrowedFd<'_>> = entry.fds.iter().map(AsFd::as_fd).collect();
        fds.push(theirs.as_fd());
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(32))];
        let mut ancillary = SendAncillaryBuffer::new(&mut space);
        assert!(ancillary.push(SendAncillaryMessage::ScmRights(&fds)));
        let parts = [IoSlice::new(b"f")];
        sendmsg(&self.socket, &parts, &mut ancillary, SendFlags::NOSIGNAL).unwrap();
        Copy { process, lines: BufReader::new(ours) }
    }
}

impl Copy {
    /// What a command prints.
    pub(crate) fn ask(&mut self, command: &str) -> String {
        self.tell(&format!("{command}; echo .end"));
        let mut output = String::new();
        loop {
            let mut line = String::new();
            let length = self.lines.read_line(&mut line).unwrap();
            if line == ".end\n" {
                return output.trim_end().to_owned();
            }
            assert_ne!(length, 0, "it ended, saying {output:?}");
            output += &line;
        }
    }

    pub(crate) fn line(&mut self) -> String {
        let mut line = String::new();
        self.lines.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    pub(crate) fn tell(&mut self, command: &str) {
        writeln!(self.lines.get_mut(), "{command}").unwrap();
    }
}
