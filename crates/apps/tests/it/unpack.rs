//! Archives as honest programs make them.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use apps::{Limits, Unpacked, prepare_code_cache, unpack};

use crate::archives::{Entry, archive, file, folder, link};
use crate::project::{Cache, Dir};

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().permissions().mode() & 0o7777
}

#[tokio::test]
async fn what_a_build_packs_comes_out_the_same() {
    let dir = Dir::new(&[
        ("app.py", "def handler(e, c): pass"),
        ("bin/run!", "#!/bin/sh"),
        ("lib/a.txt", &"long text ".repeat(10_000)),
        ("ü/empty", ""),
    ]);
    dir.link("lib/b.txt", "a.txt");
    dir.link("tools", "bin");
    let cache = Cache::new();
    let (built, _) = cache.build(&dir).await.unwrap();
    let into = dir.0.path().join("code");
    let limits = Limits::default();
    let unpacked = unpack(&built.functions[0].package, &into, limits).unwrap();
    assert_eq!((unpacked.already, unpacked.files), (false, 6));
    assert_eq!(unpacked.bytes, 23 + 9 + 100_000);

    for path in ["app.py", "bin/run", "lib/a.txt", "lib/b.txt", "tools/run", "ü/empty"] {
        let (there, here) = (fs::read(into.join(path)), fs::read(dir.root().join(path)));
        assert_eq!(there.unwrap(), here.unwrap(), "{path}");
    }
    assert_eq!(fs::read_link(into.join("tools")).unwrap(), Path::new("bin"));
    assert_eq!((mode(&into), mode(&into.join("bin"))), (0o755, 0o755));
    assert_eq!((mode(&into.join("bin/run")), mode(&into.join("app.py"))), (0o755, 0o644));

    let again = unpack(&built.functions[0].package, &into, limits).unwrap();
    assert_eq!(again, Unpacked { already: true, files: 0, bytes: 0 });
}

#[test]
fn modes_are_ours_and_a_mode_may_be_missing() {
    let dir = tempfile::tempdir().unwrap();
    let zip = dir.path().join("z");
    let entries = [
        Entry { mode: 0o106_777, ..file("setuid", "") },
        Entry { mode: 0o100_000, ..file("unreadable", "") },
        Entry { mode: 0, ..file("from/windows", "") },
        Entry { mode: 0o042_000, ..folder("closed/") },
        file("closed/inside", ""),
        folder("from/"),
    ];
    fs::write(&zip, archive(&entries)).unwrap();
    let into = dir.path().join("code");
    unpack(&zip, &into, Limits::default()).unwrap();
    let modes = ["setuid", "unreadable", "from/windows", "closed", "closed/inside"];
    let modes = modes.map(|path| mode(&into.join(path)));
    assert_eq!(modes, [0o755, 0o644, 0o644, 0o755, 0o644]);
}

#[test]
fn an_empty_archive_is_an_empty_folder() {
    let dir = tempfile::tempdir().unwrap();
    let (zip, into) = (dir.path().join("z"), dir.path().join("code"));
    fs::write(&zip, archive(&[])).unwrap();
    let unpacked = unpack(&zip, &into, Limits::default()).unwrap();
    assert_eq!((unpacked.files, fs::read_dir(&into).unwrap().count()), (0, 0));
}

#[test]
fn links_inside_are_kept_even_if_nothing_is_there() {
    let dir = tempfile::tempdir().unwrap();
    let (zip, into) = (dir.path().join("z"), dir.path().join("code"));
    let entries = [link("a/b/up", "../.."), link("gone", "missing/file"), file("x", "")];
    fs::write(&zip, archive(&entries)).unwrap();
    unpack(&zip, &into, Limits::default()).unwrap();
    assert!(into.join("a/b/up/x").is_file());
    assert_eq!(fs::read_link(into.join("gone")).unwrap(), Path::new("missing/file"));
}

#[test]
fn many_at_once_make_one_folder() {
    let dir = tempfile::tempdir().unwrap();
    let (zip, into) = (dir.path().join("z"), dir.path().join("code"));
    let entries: Vec<_> = (0..200).map(|i| file(format!("d{}/{i}", i % 7), "content")).collect();
    fs::write(&zip, archive(&entries)).unwrap();
    std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..8).map(|_| scope.spawn(|| unpack(&zip, &into, Limits::default()))).collect();
        let results: Vec<_> = threads.into_iter().map(|t| t.join().unwrap().unwrap()).collect();
        assert_eq!(results.iter().filter(|unpacked| !unpacked.already).count(), 1);
    });
    let files = (0..7).map(|d| fs::read_dir(into.join(format!("d{d}"))).unwrap().count());
    assert_eq!(files.sum::<usize>(), 200);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
}

#[test]
fn a_start_removes_what_was_not_finished_or_may_be_torn() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("code");
    prepare_code_cache(&root).unwrap();
    fs::create_dir_all(root.join("abc/lib")).unwrap();
    fs::create_dir_all(root.join("def.tmp-17-0/lib")).unwrap();
    prepare_code_cache(&root).unwrap();
    assert!(root.join("abc/lib").exists());
    assert!(!root.join("def.tmp-17-0").exists());

    fs::write(dir.path().join("code.boot-id"), "another start\n").unwrap();
    prepare_code_cache(&root).unwrap();
    assert!(!root.join("abc").exists());
}
