//! What a program sees of the host, where it has files of its own.

use crate::support::{PATH, Room, null, spec};
use sandbox::{Backend, Error, ExecFault, Placed, Program, Spec, Status};
use std::fs;
use std::path::{Path, PathBuf};

/// A room with some directories of files; each file holds its directory's name.
fn room(dirs: &[(&str, &[&str])]) -> Room {
    let room = Room::new();
    assert_eq!(room.sandbox.report().backend, Backend::Isolated);
    for (dir, files) in dirs {
        let dir = room.dir.path().join(dir);
        fs::create_dir_all(&dir).unwrap();
        for file in *files {
            fs::create_dir_all(dir.join(file).parent().unwrap()).unwrap();
            fs::write(dir.join(file), format!("{}\n", dir.file_name().unwrap().display())).unwrap();
        }
    }
    room
}

async fn check(room: &Room, spec: Spec, script: &str, output: &str) {
    let (exit, printed) = room.shell(spec, script, &[("PATH", PATH)]).await.end().await;
    assert_eq!((exit.status, printed.as_str()), (Status::Code(0), output), "{script}");
}

#[tokio::test]
async fn code_and_layers_are_where_programs_expect_them() {
    let room = room(&[
        ("code", &["main"]),
        ("one:1", &["lib/a", "lib/b"]),
        ("two, 2", &["lib/b", "c"]),
        ("tool", &["t"]),
    ]);
    let dir = |name: &str| room.dir.path().join(name);
    let code = spec_of(&dir("code"), &[]);
    let slot = room.sandbox.slot(code.clone()).await.unwrap();
    assert_eq!((slot.code_root(), slot.tmp()), (Path::new("/var/task"), Path::new("/tmp")));
    drop(slot);
    check(&room, code.clone(), "cat /var/task/main; ls -A /opt /tmp", "code\n/opt:\n\n/tmp:\n")
        .await;
    let one = spec_of(&dir("code"), &[dir("one:1")]);
    check(&room, one, "cat /opt/lib/a /opt/lib/b", "one:1\none:1\n").await;
    // Later layers lie over earlier ones.
    let both = spec_of(&dir("code"), &[dir("one:1"), dir("two, 2")]);
    let script = "cat /opt/lib/a /opt/lib/b /opt/c; ls /opt; ! touch /opt/x 2>/dev/null";
    check(&room, both, script, "one:1\ntwo, 2\ntwo, 2\nc\nlib\n").await;
}

fn spec_of(code: &Path, layers: &[PathBuf]) -> Spec {
    Spec { layers: layers.to_vec(), ..Spec::new(code) }
}

#[tokio::test]
async fn what_may_be_read_is_where_it_was() {
    let room = room(&[("code", &[]), ("tool", &["bin/t"]), ("other", &["secret"])]);
    let dir = |name: &str| room.dir.path().join(name);
    let read_only = vec![dir("tool"), dir("tool/bin/t"), "/usr".into(), "/bin/sh".into()];
    let spec = Spec { read_only, ..spec_of(&dir("code"), &[]) };
    let slot = room.sandbox.slot(spec.clone()).await.unwrap();
    assert_eq!(slot.path(&dir("tool")), dir("tool"));
    drop(slot);
    let root = room.dir.path().display();
    let script =
        format!("cat {root}/tool/bin/t; ls -A {root}; ! echo x 2>/dev/null > {root}/tool/x");
    check(&room, spec, &script, "tool\ntool\n").await;
    let file = Spec { read_only: vec![dir("other/secret")], ..spec_of(&dir("code"), &[]) };
    check(&room, file, &format!("cat {root}/other/secret; ls {root}/other"), "other\nsecret\n")
        .await;
}

#[tokio::test]
async fn what_is_placed_elsewhere_does_not_tell_where_it_was() {
    let room = room(&[("code", &[]), ("tool", &["bin/t"])]);
    let dir = |name: &str| room.dir.path().join(name);
    let placed = vec![Placed { host: dir("tool"), seen: "/var/lang".into() }];
    let spec = Spec { placed, ..spec_of(&dir("code"), &[]) };
    let slot = room.sandbox.slot(spec.clone()).await.unwrap();
    assert_eq!(slot.path(&dir("tool/bin/t")), Path::new("/var/lang/bin/t"));
    assert_eq!(slot.path(&dir("tool")), Path::new("/var/lang"));
    assert_eq!(slot.path(&dir("toolbox")), dir("toolbox"));
    // One that cannot be run is looked at where it is.
    let error = slot.start(Program::new(["/var/lang/bin/t"], null(), null())).unwrap_err();
    assert!(matches!(error, Error::Exec { fault: ExecFault::NotExecutable, .. }), "{error}");
    let root = room.dir.path().display();
    let script =
        format!("cat /var/lang/bin/t; ! ls {root} 2>/dev/null; ! touch /var/lang/x 2>/dev/null");
    check(&room, spec, &script, "tool\n").await;
}

#[tokio::test]
async fn never_the_whole_host() {
    let room = room(&[("code", &["main"])]);
    let code = room.dir.path().join("code");
    let refused = async |change: &dyn Fn(&mut Spec)| {
        let mut spec = Spec::new(&code);
        change(&mut spec);
        let error = room.sandbox.slot(spec).await.map(drop).unwrap_err();
        assert!(matches!(error, Error::Shown { .. }), "{error}");
    };
    refused(&|spec| spec.code = "/".into()).await;
    refused(&|spec| spec.code = "/no/such/place".into()).await;
    refused(&|spec| spec.code = code.join("main")).await;
    for path in
        ["/", "/proc", "/proc/1", "/dev/kvm", "/sys", "/no/such/place", "relative", "/usr/.."]
    {
        refused(&|spec| spec.read_only = vec![path.into()]).await;
        let placed = |host: &str, seen: &str| Placed { host: host.into(), seen: seen.into() };
        refused(&|spec| spec.placed = vec![placed(path, "/var/lang")]).await;
        if path != "/no/such/place" {
            refused(&|spec| spec.placed = vec![placed("/usr", path)]).await;
        }
    }
    refused(&|spec| spec.layers = vec!["/no/such/place".into()]).await;
    crate::support::eventually("nothing is left", || room.cgroups().is_empty());
}

#[tokio::test]
async fn owners_are_different_users_outside() {
    if !rustix::process::geteuid().is_root() {
        return;
    }
    let room = Room::new();
    let mut users = Vec::new();
    for owner in [1, 2, 1] {
        let spec = Spec { owner, ..spec() };
        let slot = room.sandbox.slot(spec).await.unwrap();
        let mark = crate::support::unique("owner");
        let program = Program::new(["/bin/sleep", "100"], null(), null()).env("MARK", &mark);
        let _process = slot.start(program).unwrap();
        let found = fs::read_dir("/proc").unwrap().flatten().find(|entry| {
            let environ = fs::read(entry.path().join("environ")).unwrap_or_default();
            environ.windows(mark.len()).any(|window| window == mark.as_bytes())
        });
        let user = std::os::unix::fs::MetadataExt::uid(&found.unwrap().metadata().unwrap());
        assert!((1_880_000_000..2_130_000_000).contains(&user), "{user}");
        users.push(user);
    }
    assert!(users[0] != users[1] && users[0] == users[2], "{users:?}");
}
