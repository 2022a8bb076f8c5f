//! The same as an ordinary user.

use crate::support::marked;
use std::os::unix::process::CommandExt;
use std::process::Command;

const NOBODY: u32 = 65534;

/// Runs the tests named as nobody, from a copy of this binary that nobody may read.
#[test]
fn nobody_gets_the_same_promises() {
    if !rustix::process::geteuid().is_root() {
        return;
    }
    let dir = tempfile::tempdir_in("/tmp").unwrap();
    let copy = dir.path().join("it");
    std::fs::copy(std::env::current_exe().unwrap(), &copy).unwrap();
    for path in [dir.path(), copy.as_path()] {
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(path, mode).unwrap();
    }
    let scratch = dir.path().join("tmp");
    std::fs::create_dir(&scratch).unwrap();
    std::os::unix::fs::chown(&scratch, Some(NOBODY), Some(NOBODY)).unwrap();
    let tests =
        ["starts::", "refuse::files", "files::locked", "ends::daemons", "fallback::daemons"];
    let mark = crate::support::unique("nobody");
    let output = Command::new(&copy)
        .args(tests)
        .args(["--test-threads=2"])
        .env("TMPDIR", &scratch)
        .env("NOBODY_MARK", &mark)
        .uid(NOBODY)
        .gid(NOBODY)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}");
    assert_eq!(marked(&mark), 0);
}
