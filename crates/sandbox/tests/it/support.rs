use sandbox::{Avoid, Exit, Mode, Options, Process, Program, Sandbox, Spec};
use std::fs;
use std::io::{PipeReader, Read};
use std::os::fd::OwnedFd;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// A sandbox of a test's own, with nothing in common with those of others.
pub(crate) struct Room {
    pub(crate) sandbox: Sandbox,
    /// What its groups are called after.
    pub(crate) name: String,
    pub(crate) dir: tempfile::TempDir,
}

impl Room {
    pub(crate) fn new() -> Room {
        Room::avoiding(Avoid::default())
    }

    /// Without isolation: what programs write is on the host.
    pub(crate) fn open() -> Room {
        Room::with(|options| options.mode = Mode::Off)
    }

    pub(crate) fn avoiding(avoid: Avoid) -> Room {
        Room::with(|options| options.avoid = avoid)
    }

    pub(crate) fn with(change: impl FnOnce(&mut Options)) -> Room {
        let dir = tempfile::tempdir().unwrap();
        let mut options = Options::new(dir.path().join("slots"));
        options.pool_max = 0;
        change(&mut options);
        let sandbox = Sandbox::new(options).unwrap();
        Room { name: sandbox.name().to_owned(), sandbox, dir }
    }

    /// Starts a shell script; its output comes through the pipe.
    pub(crate) async fn shell(&self, spec: Spec, script: &str, env: &[(&str, &str)]) -> Running {
        let (stdout, write) = std::io::pipe().unwrap();
        let argv = ["/bin/sh", "-c", script];
        let mut program = Program::new(argv, write.try_clone().unwrap().into(), write.into());
        program.env = env.iter().map(|(name, value)| (name.into(), value.into())).collect();
        let process = self.sandbox.slot(spec).await.unwrap().start(program).unwrap();
        Running { process, stdout }
    }

    /// Like `shell`, with bash, which can connect.
    pub(crate) async fn bash(&self, spec: Spec, script: &str) -> (Exit, String) {
        let (stdout, write) = std::io::pipe().unwrap();
        let argv = ["/bin/bash", "-c", script];
        let program = Program::new(argv, write.try_clone().unwrap().into(), write.into());
        let process = self.sandbox.slot(spec).await.unwrap().start(program).unwrap();
        Running { process, stdout }.end().await
    }

    pub(crate) async fn run(&self, script: &str) -> (Exit, String) {
        self.shell(spec(), script, &[("PATH", PATH)]).await.end().await
    }

    pub(crate) fn cgroups(&self) -> Vec<PathBuf> {
        cgroups(&self.name)
    }

    /// The group above all slots that counts processes.
    #[allow(dead_code)]
    pub(crate) fn pids_parent(&self) -> Option<PathBuf> {
        let root = Path::new("/sys/fs/cgroup");
        let name = format!("mayfly-{}", self.name);
        let mut all = list(root).into_iter().map(|dir| dir.join(&name)).chain([root.join(&name)]);
        all.find(|parent| parent.join("pids.max").exists())
    }

    /// The slots' directories, those on their way out included.
    pub(crate) fn tmp_dirs(&self) -> Vec<PathBuf> {
        let slots = self.dir.path().join("slots");
        ["slots", "trash"].into_iter().flat_map(|dir| list(&slots.join(dir))).collect()
    }
}

pub(crate) const PATH: &str = "/usr/local/bin:/usr/bin:/bin";

pub(crate) struct Running {
    pub(crate) process: Process,
    pub(crate) stdout: PipeReader,
}

impl Running {
    pub(crate) async fn end(mut self) -> (Exit, String) {
        let exit = self.process.wait().await;
        let mut output = String::new();
        self.stdout.read_to_string(&mut output).unwrap();
        (exit, output)
    }

    /// The first line it prints, which shows that it has come that far.
    pub(crate) fn line(&mut self) -> String {
        let mut line = Vec::new();
        let mut byte = [0];
        while self.stdout.read(&mut byte).unwrap() == 1 && byte[0] != b'\n' {
            line.push(byte[0]);
        }
        String::from_utf8(line).unwrap()
    }
}

pub(crate) fn spec() -> Spec {
    Spec::new("/usr")
}

pub(crate) fn null() -> OwnedFd {
    fs::File::options().read(true).write(true).open("/dev/null").unwrap().into()
}

pub(crate) fn unique(what: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{what}-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

/// The slots' cgroups of a sandbox, in every hierarchy.
pub(crate) fn cgroups(name: &str) -> Vec<PathBuf> {
    let name = format!("mayfly-{name}");
    let root = Path::new("/sys/fs/cgroup");
    let parents = list(root).into_iter().map(|hierarchy| hierarchy.join(&name));
    parents.chain([root.join(&name)]).flat_map(|parent| list(&parent)).collect()
}

fn list(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
}

/// Processes that have `mark` in their environment.
pub(crate) fn marked(mark: &str) -> usize {
    let has = |path: &PathBuf| {
        let environ = fs::read(path.join("environ")).unwrap_or_default();
        environ.windows(mark.len()).any(|window| window == mark.as_bytes())
    };
    list(Path::new("/proc")).iter().filter(|path| has(path)).count()
}

/// Waits until it is so; fails the test if that takes seconds.
pub(crate) fn eventually(what: &str, so: impl Fn() -> bool) {
    let start = Instant::now();
    while !so() {
        assert!(start.elapsed() < Duration::from_secs(10), "{what}: not in ten seconds");
        std::thread::sleep(Duration::from_millis(5));
    }
}

const NOBODY: u32 = 65534;

/// Copies a program. Were it written here, a child that another test starts at this moment would have
/// it open, and a program that is open for writing cannot be run.
fn copied(from: &Path, to: &Path) {
    assert!(Command::new("cp").args([from, to]).status().unwrap().success());
}

/// Runs the tests named as nobody, from a copy of this binary in a place nobody may read. Variables
/// lead to copies of the files brought along.
pub(crate) fn as_nobody(tests: &[&str], brought: &[(&str, &Path)]) {
    if !rustix::process::geteuid().is_root() {
        return;
    }
    let dir = tempfile::tempdir_in("/tmp").unwrap();
    let copy = dir.path().join("it");
    copied(&std::env::current_exe().unwrap(), &copy);
    for path in [dir.path(), copy.as_path()] {
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        fs::set_permissions(path, mode).unwrap();
    }
    let scratch = dir.path().join("tmp");
    fs::create_dir(&scratch).unwrap();
    std::os::unix::fs::chown(&scratch, Some(NOBODY), Some(NOBODY)).unwrap();
    let mark = unique("nobody");
    let mut command = Command::new(&copy);
    for (name, file) in brought {
        copied(file, &dir.path().join(name));
        command.env(name, dir.path().join(name));
    }
    let output = command
        .args(tests)
        .args(["--test-threads=2", "--show-output"])
        .env("TMPDIR", &scratch)
        .env("NOBODY_MARK", &mark)
        .uid(NOBODY)
        .gid(NOBODY)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    println!("as an ordinary user: {text}");
    assert!(output.status.success(), "as an ordinary user");
    for test in tests {
        assert!(text.contains(&format!("test {test}")), "there is no test {test}");
    }
    assert_eq!(marked(&mark), 0);
}
