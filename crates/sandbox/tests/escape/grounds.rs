use crate::support::{PATH, Room, null, unique};
use sandbox::{Egress, Exit, Options, Process, Program, Spec};
use std::fs;
use std::net::TcpListener;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::{SocketAddr, UnixListener};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The hostile program, compiled once.
pub(crate) fn hostile() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        if let Some(compiled) = std::env::var_os("HOSTILE") {
            return compiled.into();
        }
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/escape");
        let program = Path::new(env!("CARGO_TARGET_TMPDIR")).join(unique("hostile"));
        let files = fs::read_dir(sources).unwrap().map(|entry| entry.unwrap().path());
        let files = files.filter(|path| path.extension().is_some_and(|end| end == "c"));
        let mut compile = Command::new("cc");
        compile.args(["-O1", "-w", "-o"]).arg(&program).args(files);
        assert!(compile.status().unwrap().success());
        program
    })
}

/// The attempts there are.
pub(crate) fn attempts() -> Vec<String> {
    let output = Command::new(hostile()).output().unwrap();
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

/// What there is to be got at, and a neighbour.
pub(crate) struct Grounds {
    pub(crate) room: Room,
    pub(crate) code: PathBuf,
    pub(crate) env: Vec<(String, String)>,
    /// Where nobody may ever arrive.
    pub(crate) loopback: TcpListener,
    pub(crate) other: TcpListener,
    _sockets: [UnixListener; 2],
    _neighbour: Process,
}

impl Grounds {
    pub(crate) async fn new() -> Grounds {
        Grounds::with(|_| ()).await
    }

    pub(crate) async fn with(change: impl FnOnce(&mut Options)) -> Grounds {
        let room = Room::with(change);
        let dir = room.dir.path();
        let (code, other_code) = (dir.join("code"), dir.join("other"));
        fs::create_dir_all(&code).unwrap();
        fs::create_dir_all(&other_code).unwrap();
        fs::write(dir.join("secret"), "x").unwrap();
        fs::write(other_code.join("secret"), "x").unwrap();
        fs::write(code.join("data"), "x").unwrap();
        fs::copy(hostile(), code.join("hostile")).unwrap();
        symlink(dir.join("secret"), code.join("link")).unwrap();
        symlink(dir, code.join("link-dir")).unwrap();
        fs::copy("/bin/sh", code.join("setuid-sh")).unwrap();
        let mode = fs::Permissions::from_mode(0o6755);
        fs::set_permissions(code.join("setuid-sh"), mode).unwrap();

        let (mark, name) = (unique("other"), unique("abstract"));
        let socket = dir.join("socket");
        let abstract_name = SocketAddr::from_abstract_name(&name).unwrap();
        let sockets = [
            UnixListener::bind(&socket).unwrap(),
            UnixListener::bind_addr(&abstract_name).unwrap(),
        ];
        let loopback = TcpListener::bind("0.0.0.0:0").unwrap();
        loopback.set_nonblocking(true).unwrap();
        let spec = Spec { egress: Egress::None, ..Spec::new(&other_code) };
        let slot = room.sandbox.slot(spec).await.unwrap();
        let other = slot.listen().unwrap();
        other.set_nonblocking(true).unwrap();
        let program = Program::new(["/bin/sleep", "1000"], null(), null()).env("MARK", &mark);
        let neighbour = slot.start(program).unwrap();

        let text = |path: PathBuf| path.to_str().unwrap().to_owned();
        let port = |listener: &TcpListener| listener.local_addr().unwrap().port().to_string();
        let env = [
            ("PATH", PATH.to_owned()),
            ("SECRET", text(dir.join("secret"))),
            ("OTHER_CODE", text(other_code.join("secret"))),
            ("OTHER_MARK", mark),
            ("OTHER_PORT", port(&other)),
            ("SOCKET", text(socket)),
            ("ABSTRACT", name),
            ("HOST_PORT", port(&loopback)),
            ("HOST_IP", host_ip()),
            ("HOST_PID", std::process::id().to_string()),
            ("SHM_KEY", "1234321".to_owned()),
        ];
        let env = env.map(|(name, value)| (name.to_owned(), value)).into();
        Grounds { room, code, env, loopback, other, _sockets: sockets, _neighbour: neighbour }
    }

    pub(crate) fn spec(&self) -> Spec {
        let egress = Egress::None;
        Spec { memory_mb: 100, pids_max: 50, tmp_mb: 16, egress, owner: 7, ..Spec::new(&self.code) }
    }

    /// Makes one attempt; how it ended, and its last words.
    pub(crate) async fn attempt(&self, name: &str, mark: &str) -> (Exit, String) {
        self.attempt_in(self.spec(), name, mark).await
    }

    pub(crate) async fn attempt_in(&self, spec: Spec, name: &str, mark: &str) -> (Exit, String) {
        let (stdout, write) = std::io::pipe().unwrap();
        let argv = ["/var/task/hostile", name];
        let mut program = Program::new(argv, write.into(), null()).env("MARK", mark);
        program.env.extend(self.env.iter().map(|(name, value)| (name.into(), value.into())));
        let process = self.room.sandbox.slot(spec).await.unwrap().start(program).unwrap();
        let exit = process.wait().await;
        let output = std::io::read_to_string(stdout).unwrap();
        (exit, output.lines().last().unwrap_or_default().to_owned())
    }
}

/// This machine's address to others; one that is nobody's if it has none.
fn host_ip() -> String {
    let socket = std::net::UdpSocket::bind("0.0.0.0:0").unwrap();
    let routed = socket.connect("198.51.100.1:9").and_then(|()| socket.local_addr());
    routed.map_or("192.0.2.1".to_owned(), |address| address.ip().to_string())
}
