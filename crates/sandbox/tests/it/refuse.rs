//! Starts that cannot be.

use crate::support::{Room, null, spec};
use sandbox::{Error, ExecFault, Mode, Options, Program, Sandbox, Spec};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

async fn check(room: &Room, file: &Path, errno: rustix::io::Errno, want: ExecFault) {
    let program = Program::new([file], null(), null());
    let spec = Spec { read_only: vec![room.dir.path().to_owned()], ..spec() };
    let slot = room.sandbox.slot(spec).await.unwrap();
    match slot.start(program) {
        Err(Error::Exec { path, fault, source }) => {
            let errno = Some(errno.raw_os_error());
            assert_eq!((path.as_path(), fault, source.raw_os_error()), (file, want, errno));
        }
        other => panic!("{}: {other:?}", file.display()),
    }
}

#[tokio::test]
async fn files_that_cannot_be_run_say_why() {
    use rustix::io::Errno;
    let room = Room::new();
    let write = |name: &str, content: &[u8], mode: u32| {
        let file = room.dir.path().join(name);
        fs::write(&file, content).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        file
    };
    check(&room, &room.dir.path().join("absent"), Errno::NOENT, ExecFault::Missing).await;
    let plain = write("plain", b"#!/bin/sh\n", 0o644);
    check(&room, &plain, Errno::ACCESS, ExecFault::NotExecutable).await;
    check(&room, room.dir.path(), Errno::ACCESS, ExecFault::NotExecutable).await;
    let script = write("script", b"#! /no/such/python -u\n", 0o755);
    let want = ExecFault::MissingInterpreter("/no/such/python -u".into());
    check(&room, &script, Errno::NOENT, want).await;
    check(&room, &write("text", b"hello\n", 0o755), Errno::NOEXEC, ExecFault::WrongFormat).await;
    // A program of a machine nobody has.
    let mut elf = fs::read("/bin/true").unwrap();
    elf[18..20].copy_from_slice(&[0xfe, 0xca]);
    check(&room, &write("elf", &elf, 0o755), Errno::NOEXEC, ExecFault::WrongFormat).await;
    check(&room, Path::new("no-such-command"), Errno::NOENT, ExecFault::Missing).await;
}

#[tokio::test]
async fn descriptions_that_make_no_sense_are_refused() {
    let room = Room::new();
    let start = async |change: &dyn Fn(&mut Program)| {
        let mut program = Program::new(["/bin/true"], null(), null());
        change(&mut program);
        room.sandbox.slot(spec()).await.unwrap().start(program).map(drop).unwrap_err()
    };
    let error = start(&|program| program.cwd = "/no/such/dir".into()).await;
    assert!(matches!(error, Error::Cwd { .. }), "{error}");
    let error = start(&|program| program.argv.clear()).await;
    assert!(matches!(error, Error::NoProgram), "{error}");
    let error = start(&|program| program.argv.push("a\0b".into())).await;
    assert!(matches!(error, Error::Malformed { .. }), "{error}");
    let error = start(&|program| program.env.push(("A=B".into(), "".into()))).await;
    assert!(matches!(error, Error::Malformed { .. }), "{error}");
    let error = start(&|program| program.fds = vec![(2, null())]).await;
    assert!(matches!(error, Error::Descriptor { number: 2 }), "{error}");
    let error = start(&|program| program.fds = (3..40).map(|n| (n, null())).collect()).await;
    assert!(matches!(error, Error::Descriptor { number: 32 }), "{error}");
    let error = start(&|program| program.argv.push("x".repeat(5 << 20).into())).await;
    assert!(matches!(error, Error::TooLarge { .. }), "{error}");
    let error = start(&|program| program.argv.push("x".repeat(200 << 10).into())).await;
    assert!(matches!(error, Error::Exec { fault: ExecFault::TooLarge, .. }), "{error}");
}

#[tokio::test]
async fn slots_are_counted() {
    let dir = tempfile::tempdir().unwrap();
    let mut options = Options::new(dir.path().join("slots"));
    options.slots_max = 2;
    let sandbox = Sandbox::new(options).unwrap();
    let first = sandbox.slot(spec()).await.unwrap();
    let _second = sandbox.slot(spec()).await.unwrap();
    assert!(matches!(sandbox.slot(spec()).await, Err(Error::Full { max: 2 })));
    first.start(Program::new(["true"], null(), null())).unwrap().wait().await;
    sandbox.slot(spec()).await.unwrap();
}

#[test]
fn what_cannot_be_done_is_not_promised() {
    let dir = tempfile::tempdir().unwrap();
    let mut options = Options::new(dir.path().join("slots"));
    options.mode = Mode::Require;
    options.avoid.network = true;
    let error = Sandbox::new(options).unwrap_err();
    assert!(error.to_string().contains("network namespace"), "{error}");
}
