//! Archives that want to harm: each is refused in words, and leaves nothing behind.

use std::fs;

use expect_test::{Expect, expect};
use package::{Limits, unpack};

use crate::archives::{Entry, archive, bomb, end, file, folder, link, open, second_name};

fn refused_within(zip: &[u8], limits: Limits, expected: Expect) {
    let outer = tempfile::tempdir().unwrap();
    let inner = outer.path().join("inner");
    fs::create_dir(&inner).unwrap();
    let path = inner.join("package.zip");
    fs::write(&path, zip).unwrap();
    let error =
        unpack(open(&path), &inner.join("code"), limits).expect_err("the archive is unpacked");
    expected.assert_eq(&error.to_string());
    for (folder, only) in [(outer.path(), "inner"), (inner.as_path(), "package.zip")] {
        let left: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(left, [only], "something was left in {folder:?}");
    }
}

fn refused(entries: &[Entry], expected: Expect) {
    refused_within(&archive(entries), Limits::default(), expected);
}

#[test]
fn names_that_lead_outside() {
    refused(
        &[file("../evil", "x")],
        expect![[
            r#""../evil" in the archive has . or .. in its path; use plain paths relative to the top"#
        ]],
    );
    refused(
        &[file("a/../../evil", "x")],
        expect![[
            r#""a/../../evil" in the archive has . or .. in its path; use plain paths relative to the top"#
        ]],
    );
    refused(
        &[file("a/..", "x")],
        expect![[
            r#""a/.." in the archive has . or .. in its path; use plain paths relative to the top"#
        ]],
    );
    refused(
        &[file("/tmp/evil", "x")],
        expect![[
            r#""/tmp/evil" in the archive has an absolute path; use plain paths relative to the top"#
        ]],
    );
    refused(
        &[file("..\\evil", "x")],
        expect![[
            r#""..\\evil" in the archive has a backslash in its name; use plain paths relative to the top"#
        ]],
    );
    refused(
        &[file("C:/evil", "x")],
        expect![[
            r#""C:/evil" in the archive starts with a drive letter; use plain paths relative to the top"#
        ]],
    );
    refused(
        &[file("C:\\evil", "x")],
        expect![[
            r#""C:\\evil" in the archive has a backslash in its name; use plain paths relative to the top"#
        ]],
    );
    refused(
        &[file("//host/share", "x")],
        expect![[
            r#""//host/share" in the archive has an absolute path; use plain paths relative to the top"#
        ]],
    );
    refused(
        &[folder("../")],
        expect![[
            r#""../" in the archive has . or .. in its path; use plain paths relative to the top"#
        ]],
    );
}

#[test]
fn names_that_are_none() {
    refused(
        &[file("", "x")],
        expect![[r#""" in the archive has an empty name; use plain paths relative to the top"#]],
    );
    refused(
        &[folder("/")],
        expect![[
            r#""/" in the archive has an absolute path; use plain paths relative to the top"#
        ]],
    );
    refused(
        &[file("a//b", "x")],
        expect![[
            r#""a//b" in the archive has an empty name; use plain paths relative to the top"#
        ]],
    );
    refused(
        &[file("./a", "x")],
        expect![[
            r#""./a" in the archive has . or .. in its path; use plain paths relative to the top"#
        ]],
    );
    refused(
        &[file("a\0/../../b", "x")],
        expect![[
            r#""a\0/../../b" in the archive has a NUL or control character in its name; use plain paths relative to the top"#
        ]],
    );
    refused(
        &[file("a\x1b[31m", "x")],
        expect![[
            r#""a\u{1b}[31m" in the archive has a NUL or control character in its name; use plain paths relative to the top"#
        ]],
    );
    refused(
        &[file(b"\xff\xfe", "x")],
        expect![[
            r#""��" in the archive has a name that is not UTF-8; use plain paths relative to the top"#
        ]],
    );
    refused(
        &[file("n".repeat(256), "x")],
        expect![[
            r#""nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn" in the archive has a name that is too long; use plain paths relative to the top"#
        ]],
    );
    refused(
        &[file("d/".repeat(100) + "x", "x")],
        expect![[
            r#""d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/" in the archive has a path that is too long; use plain paths relative to the top"#
        ]],
    );
}

#[test]
fn links_that_lead_outside() {
    refused(
        &[link("passwd", "/etc/passwd")],
        expect![[
            r#""passwd" in the archive is a symbolic link that leads out of the package or back to itself; leave it out or copy what it points to"#
        ]],
    );
    refused(
        &[link("up", "..")],
        expect![[
            r#""up" in the archive is a symbolic link that leads out of the package or back to itself; leave it out or copy what it points to"#
        ]],
    );
    refused(
        &[link("a/b", "../../x")],
        expect![[
            r#""a/b" in the archive is a symbolic link that leads out of the package or back to itself; leave it out or copy what it points to"#
        ]],
    );
    refused(
        &[link("a/up", "../.."), link("x", "a/up/y")],
        expect![[
            r#""a/up" in the archive is a symbolic link that leads out of the package or back to itself; leave it out or copy what it points to"#
        ]],
    );
    refused(
        &[folder("a/"), link("a/here", ".."), link("x", "a/here/../etc")],
        expect![[
            r#""x" in the archive is a symbolic link that leads out of the package or back to itself; leave it out or copy what it points to"#
        ]],
    );
    refused(
        &[link("one", "two"), link("two", "one")],
        expect![[
            r#""one" in the archive is a symbolic link that leads out of the package or back to itself; leave it out or copy what it points to"#
        ]],
    );
    refused(
        &[link("empty", "")],
        expect![[
            r#""empty" in the archive is a symbolic link that leads out of the package or back to itself; leave it out or copy what it points to"#
        ]],
    );
    refused(
        &[link("windows", "..\\x")],
        expect![[
            r#""windows" in the archive is a symbolic link that leads out of the package or back to itself; leave it out or copy what it points to"#
        ]],
    );
    refused(
        &[link("long", &"x/".repeat(1_000))],
        expect![[
            r#""long" in the archive is a symbolic link that leads out of the package or back to itself; leave it out or copy what it points to"#
        ]],
    );
}

#[test]
fn nothing_is_written_through_a_link() {
    refused(
        &[link("out", "sub"), file("out/evil", "x")],
        expect![[
            r#""out" in the archive is a symbolic link with files below it; make it a folder"#
        ]],
    );
    refused(
        &[file("out/evil", "x"), link("out", "sub")],
        expect![[
            r#""out" in the archive is a symbolic link with files below it; make it a folder"#
        ]],
    );
    refused(
        &[link("out", "sub"), folder("out/")],
        expect![[
            r#""out" is in the archive twice, or once as a file and once as a folder; keep one"#
        ]],
    );
    refused(
        &[link("out/", "sub")],
        expect![[
            r#""out" in the archive is a folder and a file at once; use plain paths relative to the top"#
        ]],
    );
}

#[test]
fn two_things_of_one_name() {
    refused(
        &[file("a", "1"), file("a", "2")],
        expect!["the archive has two entries of the same name; keep one"],
    );
    refused(
        &[file("a", "1"), file("a/b", "2")],
        expect![[
            r#""a" is in the archive twice, or once as a file and once as a folder; keep one"#
        ]],
    );
    refused(
        &[file("a/b", "1"), file("a", "2")],
        expect![[
            r#""a" is in the archive twice, or once as a file and once as a folder; keep one"#
        ]],
    );
    refused(
        &[file("a", "1"), link("a", "b")],
        expect!["the archive has two entries of the same name; keep one"],
    );
    let extra = second_name(b"a", "../b");
    refused(
        &[Entry { extra, flags: 0, ..file("a", "1") }],
        expect![[
            r#""../b" in the archive has . or .. in its path; use plain paths relative to the top"#
        ]],
    );
    let extra = second_name(b"a", "b");
    refused(
        &[Entry { extra, flags: 0, ..file("a", "1") }, file("b", "2")],
        expect!["the archive has two entries of the same name; keep one"],
    );
}

#[test]
fn what_is_no_file() {
    let special = |mode| Entry { mode, ..file("dev", "") };
    refused(
        &[special(0o020_666)],
        expect![[
            r#""dev" in the archive is a device, pipe or socket; archives may have files, folders and symbolic links"#
        ]],
    );
    refused(
        &[special(0o010_666)],
        expect![[
            r#""dev" in the archive is a device, pipe or socket; archives may have files, folders and symbolic links"#
        ]],
    );
    refused(
        &[Entry { mode: 0o040_755, ..file("a", "x") }],
        expect![[
            r#""a" in the archive is a folder and a file at once; use plain paths relative to the top"#
        ]],
    );
    refused(
        &[Entry { mode: 0o100_644, ..folder("a/") }],
        expect![[
            r#""a" in the archive is a folder and a file at once; use plain paths relative to the top"#
        ]],
    );
}

#[test]
fn what_cannot_be_read() {
    refused(
        &[Entry { flags: 0x801, ..file("secret", "xxxxxxxxxxxxxxxx") }],
        expect![[r#""secret" in the archive is encrypted; make the archive without a password"#]],
    );
    refused(
        &[Entry { method: 12, ..file("a", "x") }],
        expect![[r#""a" in the archive is compressed in an unknown way; use deflate or none"#]],
    );
    refused(
        &[Entry { method: 99, ..file("a", "x") }],
        expect![[r#""a" in the archive is compressed in an unknown way; use deflate or none"#]],
    );
    refused(
        &[Entry { method: 8, ..file("a", "this is not deflated") }],
        expect![[
            r#""a" in the archive is damaged (corrupt deflate stream); make and upload it again"#
        ]],
    );
    refused(
        &[Entry { crc: Some(1), ..file("a", "x") }],
        expect![[r#""a" in the archive is damaged (Invalid checksum); make and upload it again"#]],
    );
}

#[test]
fn more_than_is_allowed() {
    let limits = Limits { files: 10, bytes: 1 << 20 };
    refused_within(
        &bomb(4, 300 << 10),
        limits,
        expect![
            "the package has more than 1 MB unzipped, as much as Lambda allows; leave out what the function does not need"
        ],
    );
    // Says it is small.
    let liar = patch_sizes(bomb(1, 8 << 20), 8 << 20, 100);
    refused_within(
        &liar,
        limits,
        expect![[
            r#""0" in the archive is damaged (File is larger than its declared uncompressed size); make and upload it again"#
        ]],
    );
    let many: Vec<_> = (0..11).map(|i| file(format!("{i}"), "")).collect();
    refused_within(
        &archive(&many),
        limits,
        expect!["the package has more than 10 files; leave out what the function does not need"],
    );
    // Few entries that would make many folders.
    let deep: Vec<_> = (0..9).map(|i| file(format!("{i}{}x", "/d".repeat(50)), "")).collect();
    refused_within(
        &archive(&deep),
        limits,
        expect!["the package has more than 10 files; leave out what the function does not need"],
    );
}

/// Replaces a size wherever it is in the headers.
fn patch_sizes(mut zip: Vec<u8>, old: u32, new: u32) -> Vec<u8> {
    let old = old.to_le_bytes();
    let places: Vec<_> = (0..zip.len() - 4).filter(|i| zip[*i..*i + 4] == old).collect();
    assert_eq!(places.len(), 2);
    places.iter().for_each(|at| zip[*at..*at + 4].copy_from_slice(&new.to_le_bytes()));
    zip
}

#[test]
fn archives_that_can_be_read_in_two_ways() {
    let whole = |zip: &[u8], expected| refused_within(zip, Limits::default(), expected);
    let good = archive(&[file("a", "good")]);

    whole(
        &[&good[..], b"more"].concat(),
        expect![
            "the archive has data before, after or between its parts (its end is not where the file ends); make it again with zip"
        ],
    );
    whole(
        &[b"#!/bin/sh\n", &good[..]].concat(),
        expect![
            "the archive has data before, after or between its parts (its list of files is not right before its end); make it again with zip"
        ],
    );
    whole(
        &[&good[..], &archive(&[file("b", "evil")])[..]].concat(),
        expect![
            "the archive has data before, after or between its parts (its list of files is not right before its end); make it again with zip"
        ],
    );
    // A second end inside the first one's comment.
    let mut commented = good.clone();
    let at = commented.len() - 2;
    commented[at..].copy_from_slice(&22_u16.to_le_bytes());
    commented.extend(end(0, 0, 0));
    whole(
        &commented,
        expect![
            "the archive has data before, after or between its parts (its list of files is not right before its end); make it again with zip"
        ],
    );

    let mut zip64 = good.clone();
    let at = zip64.len() - 22;
    zip64.splice(at..at, [&b"PK\x06\x07"[..], &[0; 16]].concat());
    whole(
        &zip64,
        expect!["the zip64 format is not supported; make a smaller archive, without zip64"],
    );
    let mut several = good.clone();
    let at = several.len() - 18;
    several[at] = 1;
    whole(
        &several,
        expect![
            "the archive has data before, after or between its parts (it is one of several disks); make it again with zip"
        ],
    );
    // A list of 65,534 files that is not there.
    let mut counted = good.clone();
    let at = counted.len() - 14;
    counted[at..at + 4].copy_from_slice(&[0xfe, 0xff, 0xfe, 0xff]);
    whole(
        &counted,
        expect!["the package has more than 50000 files; leave out what the function does not need"],
    );
}

#[test]
fn what_is_no_archive() {
    let whole = |zip: &[u8], expected| refused_within(zip, Limits::default(), expected);
    whole(
        b"",
        expect![
            "the package is not a zip archive (it has no list of files at its end); zip the function's files and upload that"
        ],
    );
    whole(
        b"hello",
        expect![
            "the package is not a zip archive (it has no list of files at its end); zip the function's files and upload that"
        ],
    );
    whole(
        b"PK\x05\x06",
        expect![
            "the package is not a zip archive (it has no list of files at its end); zip the function's files and upload that"
        ],
    );
    let good = archive(&[file("a", "good")]);
    whole(
        &good[..good.len() - 1],
        expect![
            "the package is not a zip archive (it has no list of files at its end); zip the function's files and upload that"
        ],
    );
    whole(
        &end(1, 46, 0),
        expect![
            "the archive has data before, after or between its parts (its list of files is not right before its end); make it again with zip"
        ],
    );
}

#[test]
fn no_damage_makes_it_panic_or_write_outside() {
    let good = archive(&[
        file("a/b.py", "print()"),
        folder("c/"),
        link("c/d", "../a"),
        Entry { method: 8, ..file("e", "\x03\x00") },
    ]);
    let outer = tempfile::tempdir().unwrap();
    let (zip, into) = (outer.path().join("z"), outer.path().join("into"));
    for at in 0..good.len() {
        for flip in [0x01, 0x80, 0xff] {
            let mut bad = good.clone();
            bad[at] ^= flip;
            fs::write(&zip, bad).unwrap();
            if unpack(open(&zip), &into, Limits::default()).is_ok() {
                fs::remove_dir_all(&into).unwrap();
            }
            assert_eq!(fs::read_dir(outer.path()).unwrap().count(), 1, "byte {at}");
        }
    }
}
