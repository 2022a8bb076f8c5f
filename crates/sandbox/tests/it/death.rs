//! The platform is killed.

use crate::ends::DAEMON;
use crate::support::{PATH, Room, cgroups, eventually, marked, null, spec, unique};
use sandbox::{Avoid, Egress, Error, Options, Program, Sandbox, Spec};
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
    let mut options = Options::new(PathBuf::from(var("TEST_DIR")));
    options.avoid = Avoid {
        pid_namespace: avoid.contains("pids"),
        mount_namespace: avoid.contains("mounts"),
        cgroups: avoid.contains("cgroups"),
        ..Avoid::default()
    };
    let sandbox = Sandbox::new(options).unwrap();
    let name = sandbox.name().to_owned();
    let room = Room { name, dir: tempfile::tempdir().unwrap(), sandbox };
    // One that was made to stand still by then.
    let still = avoid.contains("still");
    let busy = if still { "(while :; do :; done) &" } else { "" };
    let script = format!("{busy} echo x > ${{TMPDIR:-/tmp}}/file; {DAEMON}; sleep 1000");
    let dir = var("TEST_DIR");
    let env = [("PATH", crate::support::PATH), ("MARK", mark.as_str()), ("TMPDIR", &dir)];
    let env = if avoid.contains("mounts") { &env[..] } else { &env[..2] };
    // Without a network of its own, who has no mounts of its own either.
    let spec = Spec { egress: Egress::Host, ..spec() };
    let mut running = room.shell(spec.clone(), &script, env).await;
    let _waiting = room.sandbox.slot(spec).await.unwrap();
    assert_eq!(running.line(), "started");
    if still {
        drop(running.process.busy());
        eventually("it stands still", || running.process.is_still());
    }
    println!("platform is up: {}", room.name);
    running.process.wait().await;
}

/// With the name of its sandbox.
pub(crate) fn start_platform(test: &str, env: &[(&str, &str)]) -> (Child, String) {
    let mut child = another_process(test, env).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let name = lines.find_map(|line| Some(line.split_once("platform is up: ")?.1.to_owned()));
    (child, name.expect("the platform did not come up"))
}

#[test]
fn its_death_is_everybodys() {
    for avoid in
        ["", "cgroups", "mounts", "pids mounts", "pids mounts cgroups", "still", "still cgroups"]
    {
        let mark = unique("orphan");
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().to_str().unwrap();
        let env = [("TEST_DIR", path), ("TEST_MARK", &*mark), ("TEST_AVOID", avoid)];
        let (mut platform, name) = start_platform("death::platform", &env);
        assert!(marked(&mark) >= 4);
        platform.kill().unwrap();
        platform.wait().unwrap();
        eventually(&format!("no process ({avoid})"), || marked(&mark) == 0);

        if !avoid.contains("cgroups") {
            assert!(!cgroups(&name).is_empty(), "nobody was there to remove them");
        }
        let next = Sandbox::new(Options::new(dir.path())).unwrap();
        assert_ne!(next.name(), name);
        assert!(parents(&name).is_empty());
        let empty = |name: &str| dir.path().join(name).read_dir().unwrap().count() == 0;
        eventually("no files", || empty("slots") && empty("trash"));
    }
}

/// A copy of a directory has the names of the original's lives in it. They are not its to sweep.
#[tokio::test]
async fn a_copy_leaves_the_original_alone() {
    let original = Room::new();
    let place = tempfile::tempdir().unwrap();
    let copy = place.path().join("slots");
    let (from, to) = (original.dir.path().join("slots/lives"), copy.join("lives"));
    let mut before = original.shell(spec(), "echo up; read x; sleep 1000", &[("PATH", PATH)]).await;
    assert_eq!(before.line(), "up");
    for close in [true, false] {
        std::fs::create_dir_all(&copy).unwrap();
        std::fs::copy(&from, &to).unwrap();
        let second = Sandbox::new(Options::new(&copy)).unwrap();
        assert_ne!(second.name(), original.name);
        let slot = second.slot(spec()).await.unwrap();
        slot.start(Program::new(["/bin/true"], null(), null())).unwrap().wait().await;
        if close {
            second.close().await;
        }
        drop(second);
        assert!(!before.process.has_ended());
        assert_eq!(original.run("echo fine").await.1, "fine\n");
        assert_eq!(original.sandbox.failing(), None);
    }
    // Killed, it sweeps at its next start what was its own, and nothing else.
    std::fs::create_dir_all(&copy).unwrap();
    std::fs::copy(&from, &to).unwrap();
    let env = [("TEST_DIR", copy.to_str().unwrap()), ("TEST_MARK", "x"), ("TEST_AVOID", "")];
    let (mut platform, name) = start_platform("death::platform", &env);
    platform.kill().unwrap();
    platform.wait().unwrap();
    let _next = Sandbox::new(Options::new(&copy)).unwrap();
    assert!(parents(&name).is_empty());
    assert!(!before.process.has_ended());
    assert_eq!(original.run("echo fine").await.1, "fine\n");
}

/// What the groups of a sandbox are in.
fn parents(name: &str) -> Vec<PathBuf> {
    let root = std::fs::read_dir("/sys/fs/cgroup").into_iter().flatten().flatten();
    let places = root.map(|entry| entry.path()).chain(["/sys/fs/cgroup".into()]);
    places.map(|place| place.join(format!("mayfly-{name}"))).filter(|path| path.exists()).collect()
}

/// The machine takes away what groups are made in, as a copy of the directory once did.
#[tokio::test]
async fn starts_that_fail_are_noticed_and_so_is_their_end() {
    let room = Room::new();
    room.run("true").await;
    assert_eq!(room.sandbox.failing(), None);
    eventually("no group", || room.cgroups().is_empty());
    let taken = parents(&room.name);
    if taken.is_empty() {
        return;
    }
    taken.iter().for_each(|parent| std::fs::remove_dir(parent).unwrap());
    let error = room.sandbox.slot(spec()).await.unwrap_err();
    assert!(matches!(error, Error::Cgroup { .. }), "{error}");
    let failing = room.sandbox.failing().unwrap();
    assert!(failing.times >= 1 && !failing.why.contains("/sys"), "{failing:?}");
    // It goes on trying, without being asked.
    eventually("tried again", || room.sandbox.failing().unwrap().times > failing.times);
    taken.iter().for_each(|parent| std::fs::create_dir(parent).unwrap());
    eventually("well again", || room.sandbox.failing().is_none());
}
