//! Temporary files are removed, however they were made.

use crate::support::{PATH, Room, eventually, spec};
use std::fs;
use std::os::fd::OwnedFd;

/// What a script leaves in its directory goes, and what a link there points to stays.
async fn check(script: &str) {
    let room = Room::open();
    let outside = room.dir.path().join("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("precious"), "x").unwrap();
    let slot = room.sandbox.slot(spec()).await.unwrap();
    let (tmp, outside_name) = (slot.tmp().to_owned(), outside.to_str().unwrap().to_owned());
    let null = crate::support::null;
    let mut program = sandbox::Program::new(["sh", "-c", script], null(), null())
        .env("PATH", PATH)
        .env("OUTSIDE", outside_name);
    program.cwd = tmp.clone();
    let exit = slot.start(program).unwrap().wait().await;
    assert_eq!(exit.status, sandbox::Status::Code(0), "{script}");
    assert!(!tmp.exists());
    eventually(script, || room.tmp_dirs().is_empty());
    assert!(outside.join("precious").exists());
}

#[tokio::test]
async fn links_are_not_followed() {
    check("ln -s $OUTSIDE dir; ln -s $OUTSIDE/precious file; mkdir d; ln -s $OUTSIDE d/x").await;
}

#[tokio::test]
async fn locked_and_odd_files_go() {
    check("mkdir -p a/b/c; echo x > a/b/f; mkfifo a/fifo; chmod 0 a/b/c a/b a").await;
}

/// Deeper than any path, stack or limit of open files.
#[tokio::test]
async fn depth_does_not_matter() {
    use rustix::fs::{Mode, OFlags};
    let room = Room::open();
    let slot = room.sandbox.slot(spec()).await.unwrap();
    let mut dir: OwnedFd = fs::File::open(slot.tmp()).unwrap().into();
    for _ in 0..1500 {
        for name in ["d", "e"] {
            rustix::fs::mkdirat(&dir, name, Mode::RWXU).unwrap();
        }
        rustix::fs::symlinkat(room.dir.path(), &dir, "link").unwrap();
        dir = rustix::fs::openat(&dir, "d", OFlags::DIRECTORY, Mode::empty()).unwrap();
    }
    drop(slot);
    eventually("deep", || room.tmp_dirs().is_empty());
}
