//! crun, which docker and podman start containers with, given a bundle as near to a slot as it comes.
//!
//! It refuses machines that mix both versions of control groups. There it is started by a helper that
//! sees version 2 alone, so that the detour is no part of the time.

use crate::Result;
use crate::spawned::{PROGRAM, Time, spawned};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

/// The first argument of the helper.
pub(crate) const HELPER: &str = "crun-helper";
/// What the helper is started by: it gets a mount namespace of its own.
const VERSION_2_ALONE: &str = "umount -R /sys/fs/cgroup; \
                               mount -t cgroup2 cgroup2 /sys/fs/cgroup && exec \"$@\"";

const BUNDLE: &str = r#"{
    "ociVersion": "1.0.0",
    "process": {"user": {"uid": 0, "gid": 0}, "args": ["PROGRAM"], "env": ["PATH=/usr/bin"],
                "cwd": "/", "noNewPrivileges": true},
    "root": {"path": "root", "readonly": true},
    "mounts": [
        {"destination": "/proc", "type": "proc", "source": "proc"},
        {"destination": "/dev", "type": "tmpfs", "source": "tmpfs", "options": ["mode=755"]},
        {"destination": "/tmp", "type": "tmpfs", "source": "tmpfs"},
        {"destination": "/usr", "type": "bind", "source": "/usr", "options": ["rbind", "ro"]}],
    "linux": {"namespaces": [{"type": "pid"}, {"type": "mount"}, {"type": "ipc"}, {"type": "uts"},
                             {"type": "network"}]}
}"#;

/// Starts it, over and over.
pub(crate) struct Crun {
    bundle: tempfile::TempDir,
    started: usize,
    helper: Option<Helper>,
}

struct Helper {
    child: Child,
    wishes: ChildStdin,
    times: BufReader<ChildStdout>,
}

impl Crun {
    /// In a way it works here.
    pub(crate) fn find() -> Result<Crun> {
        let mut crun = Crun { bundle: bundle()?, started: 0, helper: None };
        let Err(refused) = crun.time() else { return Ok(crun) };
        crun.helper = Some(Helper::start()?);
        crun.time().map_err(|error| format!("{refused}; with version 2 alone: {error}"))?;
        println!("crun is shown control groups of version 2 alone, as otherwise: {refused}");
        Ok(crun)
    }

    pub(crate) fn time(&mut self) -> Result<Time> {
        self.started += 1;
        let id = format!("mayfly-bench-{}-{}", std::process::id(), self.started);
        let bundle = self.bundle.path().to_str().ok_or("the directory has an odd name")?;
        match &mut self.helper {
            None => spawned(&command(bundle, &id)),
            Some(helper) => helper.time(bundle, &id),
        }
    }
}

fn command(bundle: &str, id: &str) -> Vec<String> {
    ["crun", "run", "--bundle", bundle, id].map(str::to_owned).into()
}

fn bundle() -> Result<tempfile::TempDir> {
    let dir = tempfile::tempdir()?;
    let root = dir.path().join("root");
    for inside in ["usr", "proc", "dev", "tmp"] {
        std::fs::create_dir_all(root.join(inside))?;
    }
    for inside in ["bin", "lib", "lib64"] {
        symlink(Path::new("usr").join(inside), root.join(inside))?;
    }
    let config = BUNDLE.replace("PROGRAM", &PROGRAM.join("\", \""));
    std::fs::write(dir.path().join("config.json"), config)?;
    Ok(dir)
}

impl Helper {
    fn start() -> Result<Helper> {
        let mut command = Command::new("unshare");
        command.args(["--mount", "sh", "-c", VERSION_2_ALONE, "sh"]);
        command.arg(std::env::current_exe()?).arg(HELPER);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let wishes = child.stdin.take().ok_or("the helper has no stdin")?;
        let times = BufReader::new(child.stdout.take().ok_or("the helper has no stdout")?);
        Ok(Helper { child, wishes, times })
    }

    fn time(&mut self, bundle: &str, id: &str) -> Result<Time> {
        writeln!(self.wishes, "{bundle} {id}")?;
        let mut line = String::new();
        self.times.read_line(&mut line)?;
        let mut times = line.split_whitespace().map(str::parse).map_while(|time| time.ok());
        match (times.next(), times.next()) {
            (Some(first_byte), Some(end)) => Ok(Time {
                first_byte: Duration::from_nanos(first_byte),
                end: Duration::from_nanos(end),
            }),
            _ => Err(line.trim().into()),
        }
    }
}

impl Drop for Helper {
    fn drop(&mut self) {
        // It has nothing to clean up.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The helper's own life: a wish and a time, line by line.
pub(crate) fn help() -> Result<()> {
    for wish in std::io::stdin().lines() {
        let wish = wish?;
        let (bundle, id) = wish.split_once(' ').ok_or("a wish is a bundle and a name")?;
        match spawned(&command(bundle, id)) {
            Ok(time) => println!("{} {}", time.first_byte.as_nanos(), time.end.as_nanos()),
            Err(error) => println!("refused: {error}"),
        }
    }
    Ok(())
}
