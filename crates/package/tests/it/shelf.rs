use std::fs;
use std::sync::Arc;

use blob::Blobs;
use bytes::Bytes;
use package::Shelf;

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
            tokio::spawn(async move { shelf.get(&package).await.unwrap() })
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
    let place = after_restart.get(&asked).await.unwrap();
    assert_eq!(after_restart.sweep(|hash| *hash == kept).unwrap(), 1);
    assert!(place.join("app.py").exists());
    assert!(!place.with_file_name(old.to_string()).exists());
    assert!(place.with_file_name(kept.to_string()).exists());
    assert!(after_restart.get(&old).await.unwrap().join("app.py").exists(), "it can come back");
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
