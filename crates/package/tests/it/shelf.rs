use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

use blob::Blobs;
use bytes::Bytes;
use package::{Limits, Shelf};

use crate::archives::{archive, file};

struct Case {
    dir: tempfile::TempDir,
    blobs: Blobs,
}

impl Case {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(dir.path().join("blobs")).unwrap();
        Self { dir, blobs }
    }

    fn shelf(&self) -> Shelf {
        Shelf::open(self.blobs.clone(), &self.dir.path().join("code")).unwrap()
    }

    async fn put(&self, text: &str) -> blob::Hash {
        self.blobs.put(Bytes::from(archive(&[file("app.py", text)]))).await.unwrap()
    }
}

#[tokio::test]
async fn a_package_is_unpacked_once_for_all_who_ask() {
    let case = Case::new();
    let package = case.put("first").await;
    let shelf = Arc::new(case.shelf());
    let asks: Vec<_> = (0..16)
        .map(|_| {
            let shelf = shelf.clone();
            tokio::spawn(async move { shelf.get(&package).await.unwrap().path().to_owned() })
        })
        .collect();
    let mut places = Vec::new();
    for ask in asks {
        places.push(ask.await.unwrap());
    }
    assert!(places.windows(2).all(|two| two[0] == two[1]));
    assert_eq!(fs::read_to_string(places[0].join("app.py")).unwrap(), "first");
}

#[tokio::test]
async fn what_nobody_wants_is_swept_and_what_is_asked_for_is_not() {
    let case = Case::new();
    let (old, kept, asked) =
        (case.put("old").await, case.put("kept").await, case.put("asked").await);
    let shelf = case.shelf();
    for package in [&old, &kept, &asked] {
        shelf.get(package).await.unwrap();
    }
    let after_restart = case.shelf();
    let held = after_restart.get(&asked).await.unwrap();
    let place = held.path().to_owned();
    assert_eq!(after_restart.sweep(|hash| *hash == kept, Duration::ZERO).unwrap(), 1);
    assert!(place.join("app.py").exists());
    assert!(!place.with_file_name(old.to_string()).exists());
    assert!(place.with_file_name(kept.to_string()).exists());
    let back = after_restart.get(&old).await.unwrap();
    assert!(back.path().join("app.py").exists(), "it can come back");
}

#[tokio::test]
async fn what_somebody_has_stays_and_goes_when_nobody_does() {
    let case = Case::new();
    let (package, shelf) = (case.put("first").await, case.shelf());
    let (one, two) = (shelf.get(&package).await.unwrap(), shelf.get(&package).await.unwrap());
    let file = one.path().join("app.py");
    drop(one);
    assert_eq!(shelf.sweep(|_| false, Duration::ZERO).unwrap(), 0);
    assert!(!shelf.discard(&package).unwrap() && file.exists(), "another has it");
    drop(two);
    assert_eq!(shelf.sweep(|_| false, Duration::from_secs(60)).unwrap(), 0, "not long ago");
    assert_eq!(shelf.sweep(|_| true, Duration::ZERO).unwrap(), 0, "it is wanted");
    assert!(shelf.bytes() > 0);
    assert_eq!(shelf.sweep(|_| false, Duration::ZERO).unwrap(), 1);
    assert!(!file.exists() && shelf.bytes() == 0);
    assert!(shelf.discard(&package).unwrap(), "nobody has it");
    assert_eq!(fs::read_dir(case.dir.path().join("code")).unwrap().count(), 0);
}

/// Many ask, let go and sweep at once: whoever has a package finds its files.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sweeping_never_takes_what_somebody_has() {
    let case = Case::new();
    let packages = [case.put("0").await, case.put("1").await, case.put("2").await];
    let shelf = case.shelf();
    let over = Arc::new(AtomicBool::new(false));
    let sweeping = {
        let (shelf, over) = (shelf.clone(), over.clone());
        tokio::task::spawn_blocking(move || {
            while !over.load(Relaxed) {
                shelf.sweep(|_| false, Duration::ZERO).unwrap();
            }
        })
    };
    let users: Vec<_> = (0..4)
        .map(|user| {
            let shelf = shelf.clone();
            tokio::spawn(async move {
                for round in 0..100 {
                    let number = (user + round) % packages.len();
                    let held = shelf.get(&packages[number]).await.unwrap();
                    tokio::task::yield_now().await;
                    let text = fs::read_to_string(held.path().join("app.py")).unwrap();
                    assert_eq!(text, number.to_string());
                }
            })
        })
        .collect();
    for user in users {
        user.await.unwrap();
    }
    over.store(true, Relaxed);
    sweeping.await.unwrap();
    shelf.sweep(|_| false, Duration::ZERO).unwrap();
    assert_eq!(shelf.bytes(), 0);
}

#[tokio::test]
async fn there_is_room_for_so_much_and_what_nobody_has_makes_way() {
    let case = Case::new();
    let big = "x".repeat(100_000);
    let packages = [
        case.put(&format!("{big}0")).await,
        case.put(&format!("{big}1")).await,
        case.put(&format!("{big}2")).await,
    ];
    let shelf =
        Shelf::with_room(case.blobs.clone(), &case.dir.path().join("code"), 250_000).unwrap();
    let first = shelf.get(&packages[0]).await.unwrap();
    let second = shelf.get(&packages[1]).await.unwrap();
    let error = shelf.get(&packages[2]).await.unwrap_err().to_string();
    assert!(error.contains("raise --code-mb"), "{error}");
    assert!(shelf.bytes() <= 250_000);
    let entries = || fs::read_dir(case.dir.path().join("code")).unwrap().count();
    assert_eq!(entries(), 2, "nothing half done is left");
    drop(first);
    let third = shelf.get(&packages[2]).await.unwrap();
    assert!(third.path().join("app.py").exists() && second.path().join("app.py").exists());
    assert_eq!(entries(), 2, "the first made way");
    // After a restart what lies there is counted as well.
    drop((second, third, shelf));
    let shelf =
        Shelf::with_room(case.blobs.clone(), &case.dir.path().join("code"), 250_000).unwrap();
    shelf.sweep(|_| true, Duration::ZERO).unwrap();
    assert!(shelf.bytes() > 200_000);
    let first = shelf.get(&packages[0]).await.unwrap();
    assert!(first.path().join("app.py").exists() && shelf.bytes() <= 250_000);
}

#[tokio::test]
async fn a_check_finds_what_unpacking_would_and_writes_nothing() {
    let case = Case::new();
    let fine = archive(&[file("app.py", "x"), file("lib/a.py", "y")]);
    package::check(&fine, Limits::default()).unwrap();
    assert!(package::check(b"this is no archive", Limits::default()).is_err());
    let few = Limits { files: 1, ..Limits::default() };
    assert!(package::check(&fine, few).is_err());
    let small = Limits { bytes: 1, ..Limits::default() };
    assert!(package::check(&fine, small).is_err());
    let mut torn = archive(&[file("app.py", &"abcdefgh".repeat(1_000))]);
    torn[60] ^= 0xff;
    let checked = package::check(&torn, Limits::default()).map_err(|error| error.to_string());
    let package = case.blobs.put(Bytes::from(torn)).await.unwrap();
    let unpacked = case.shelf().get(&package).await.map(drop).map_err(|error| error.to_string());
    assert_eq!(checked, unpacked);
    assert!(checked.is_err());
}

#[tokio::test]
async fn a_missing_or_broken_package_is_an_error_and_can_be_mended() {
    let case = Case::new();
    let shelf = case.shelf();
    let missing = blob::Hash::of(b"nobody uploaded this");
    assert!(shelf.get(&missing).await.unwrap_err().to_string().contains("upload it first"));
    let broken = case.blobs.put(Bytes::from_static(b"this is no archive")).await.unwrap();
    shelf.get(&broken).await.unwrap_err();
    let entries = fs::read_dir(case.dir.path().join("code")).unwrap().count();
    assert_eq!(entries, 0, "nothing half done is left");
}
