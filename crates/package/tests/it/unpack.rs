//! Archives as honest programs make them.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use package::{Limits, prepare_code_cache, unpack};

use crate::archives::{Entry, archive, file, folder, link, open};

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().permissions().mode() & 0o7777
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
    unpack(open(&zip), &into, Limits::default()).unwrap();
    let modes = ["setuid", "unreadable", "from/windows", "closed", "closed/inside"];
    let modes = modes.map(|path| mode(&into.join(path)));
    assert_eq!(modes, [0o755, 0o644, 0o644, 0o755, 0o644]);
}

#[test]
fn an_empty_archive_is_an_empty_folder() {
    let dir = tempfile::tempdir().unwrap();
    let (zip, into) = (dir.path().join("z"), dir.path().join("code"));
    fs::write(&zip, archive(&[])).unwrap();
    let unpacked = unpack(open(&zip), &into, Limits::default()).unwrap();
    assert_eq!((unpacked.files, fs::read_dir(&into).unwrap().count()), (0, 0));
}

#[test]
fn links_inside_are_kept_even_if_nothing_is_there() {
    let dir = tempfile::tempdir().unwrap();
    let (zip, into) = (dir.path().join("z"), dir.path().join("code"));
    let entries = [link("a/b/up", "../.."), link("gone", "missing/file"), file("x", "")];
    fs::write(&zip, archive(&entries)).unwrap();
    unpack(open(&zip), &into, Limits::default()).unwrap();
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
            (0..8).map(|_| scope.spawn(|| unpack(open(&zip), &into, Limits::default()))).collect();
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
