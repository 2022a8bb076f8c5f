//! The platform is killed.

use crate::ends::DAEMON;
use crate::support::{Room, cgroups, eventually, marked, spec, unique};
use sandbox::{Avoid, Options, Sandbox};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// Runs one ignored test of this binary in a process of its own.
pub(crate) fn another_process(test: &str, env: &[(&str, &str)]) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "--ignored", "--nocapture", "--test-threads=1"]);
    command.arg(test).envs(env.iter().copied());
    command
}

pub(crate) fn in_another_process(test: &str, env: &[(&str, &str)]) {
    let output = another_process(test, env).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

#[tokio::test]
#[ignore = "the platform that is killed in other tests"]
async fn platform() {
    let var = |name| std::env::var(name).unwrap_or_default();
    let (mark, avoid) = (var("TEST_MARK"), var("TEST_AVOID"));
    let mut options = Options::new(var("TEST_TAG"));
    options.dir = PathBuf::from(var("TEST_DIR"));
    options.avoid = Avoid {
        pid_namespace: avoid.contains("pids"),
        mount_namespace: avoid.contains("mounts"),
        cgroups: avoid.contains("cgroups"),
        ..Avoid::default()
    };
    let sandbox = Sandbox::new(options).unwrap();
    let room = Room { tag: String::new(), dir: tempfile::tempdir().unwrap(), sandbox };
    // One that was made to stand still by then.
    let still = avoid.contains("still");
    let busy = if still { "(while :; do :; done) &" } else { "" };
    let script = format!("{busy} echo x > ${{TMPDIR:-/tmp}}/file; {DAEMON}; sleep 1000");
    let dir = var("TEST_DIR");
    let env = [("PATH", crate::support::PATH), ("MARK", mark.as_str()), ("TMPDIR", &dir)];
    let env = if avoid.contains("mounts") { &env[..] } else { &env[..2] };
    let mut running = room.shell(spec(), &script, env).await;
    let _waiting = room.sandbox.slot(spec()).await.unwrap();
    assert_eq!(running.line(), "started");
    if still {
        drop(running.process.busy());
        eventually("it stands still", || running.process.is_still());
    }
    println!("platform is up");
    running.process.wait().await;
}

pub(crate) fn start_platform(test: &str, env: &[(&str, &str)]) -> Child {
    let mut child = another_process(test, env).stdout(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let up = lines.map_while(Result::ok).any(|line| line.contains("platform is up"));
    assert!(up, "the platform did not come up");
    child
}

#[test]
fn its_death_is_everybodys() {
    for avoid in
        ["", "cgroups", "mounts", "pids mounts", "pids mounts cgroups", "still", "still cgroups"]
    {
        let (tag, mark) = (unique("dead"), unique("orphan"));
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().to_str().unwrap();
        let env =
            [("TEST_TAG", &*tag), ("TEST_DIR", path), ("TEST_MARK", &*mark), ("TEST_AVOID", avoid)];
        let mut platform = start_platform("death::platform", &env);
        assert!(marked(&mark) >= 4);
        platform.kill().unwrap();
        platform.wait().unwrap();
        eventually(&format!("no process ({avoid})"), || marked(&mark) == 0);

        if !avoid.contains("cgroups") {
            assert!(!cgroups(&tag).is_empty(), "nobody was there to remove them");
        }
        let mut options = Options::new(&tag);
        options.dir = dir.path().to_owned();
        let _next = Sandbox::new(options).unwrap();
        assert!(cgroups(&tag).is_empty());
        let empty = |name: &str| dir.path().join(name).read_dir().unwrap().count() == 0;
        eventually("no files", || empty("slots") && empty("trash"));
    }
}
