use std::fs;
use std::time::Duration;

use blob::{Collected, Hash};

use crate::place::{Place, make_old};

const AN_AGE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn what_nobody_keeps_goes_when_it_is_old() {
    let place = Place::new();
    let mut hashes = Vec::new();
    for content in ["kept", "old", "young"] {
        hashes.push(place.blobs.put(content.into()).await.unwrap());
    }
    let [kept, old, young] = hashes[..] else { unreachable!() };
    make_old(&place.path(&kept));
    make_old(&place.path(&old));
    let collected = place.blobs.collect(move |hash| *hash == kept, AN_AGE).await.unwrap();
    let expected =
        Collected { removed: 1, removed_bytes: 3, kept: 2, kept_bytes: 9, ..Collected::default() };
    assert_eq!(collected, expected);
    assert!(place.blobs.contains(&kept) && place.blobs.contains(&young));
    assert!(!place.blobs.contains(&old));
}

#[tokio::test]
async fn putting_again_or_renewing_makes_a_blob_young() {
    let place = Place::new();
    let again = place.blobs.put("again".into()).await.unwrap();
    let renewed = place.blobs.put("renewed".into()).await.unwrap();
    make_old(&place.path(&again));
    make_old(&place.path(&renewed));
    place.blobs.put("again".into()).await.unwrap();
    assert!(place.blobs.renew(&renewed).unwrap());
    let collected = place.blobs.collect(|_| false, AN_AGE).await.unwrap();
    assert_eq!((collected.removed, collected.kept), (0, 2));
}

#[tokio::test]
async fn leftovers_of_a_crash_go_and_writers_at_work_stay() {
    let place = Place::new();
    let mut writer = place.blobs.writer(100).await.unwrap();
    writer.write(b"at work").await.unwrap();
    let leftover = place.root().join("tmp").join("18f-123-0");
    fs::write(&leftover, "half a blob").unwrap();
    make_old(&leftover);
    let collected = place.blobs.collect(|_| false, AN_AGE).await.unwrap();
    assert_eq!(collected, Collected { leftovers: 1, ..Collected::default() });
    assert!(!leftover.exists());
    writer.finish(Some(Hash::of(b"at work"))).await.unwrap();
}

#[tokio::test]
async fn files_that_are_not_ours_are_left_alone() {
    let place = Place::new();
    let hash = place.blobs.put("hello".into()).await.unwrap();
    let name = hash.to_string();
    let strange = [
        place.root().join("notes.txt"),
        place.root().join(&name[..2]).join("notes.txt"),
        place.root().join(&name[..2]).join(name.to_uppercase()),
        // A right name in a wrong place.
        place.root().join("zz").join(&name),
    ];
    fs::create_dir(place.root().join("zz")).unwrap();
    for path in &strange {
        fs::write(path, "mine").unwrap();
        make_old(path);
    }
    let collected = place.blobs.collect(|_| true, Duration::ZERO).await.unwrap();
    assert_eq!((collected.unknown, collected.kept, collected.removed), (4, 1, 0));
    make_old(&place.path(&hash));
    let collected = place.blobs.collect(|_| false, AN_AGE).await.unwrap();
    assert_eq!((collected.unknown, collected.kept, collected.removed), (4, 0, 1));
    assert!(strange.iter().all(|path| path.exists()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_collection_never_takes_what_is_put_meanwhile() {
    let place = Place::new();
    let content = |n: u32| format!("blob {n}");
    for n in 0..30 {
        let hash = place.blobs.put(content(n).into()).await.unwrap();
        make_old(&place.path(&hash));
    }
    let blobs = place.blobs.clone();
    let putting = tokio::spawn(async move {
        for n in 0..30 {
            blobs.put(content(n).into()).await.unwrap();
        }
    });
    while !putting.is_finished() {
        place.blobs.collect(|_| false, AN_AGE).await.unwrap();
    }
    putting.await.unwrap();
    assert!((0..30).all(|n| place.blobs.contains(&Hash::of(content(n).as_bytes()))));
}

#[tokio::test]
async fn what_was_put_is_taken_back_unless_somebody_else_wants_it() {
    let place = Place::new();
    let blobs = &place.blobs;
    let hash = blobs.put("refused".into()).await.unwrap();
    let put = blobs.stamp(&hash).unwrap();
    assert!(blobs.take_back(&hash, put).await.unwrap());
    assert!(!blobs.contains(&hash) && blobs.bytes() == 0);
    assert!(!blobs.take_back(&hash, put).await.unwrap(), "it is gone");

    blobs.put("refused".into()).await.unwrap();
    let put = blobs.stamp(&hash).unwrap();
    blobs.put("refused".into()).await.unwrap();
    assert!(!blobs.take_back(&hash, put).await.unwrap(), "put again");
    let put = blobs.stamp(&hash).unwrap();
    blobs.renew(&hash).unwrap();
    assert!(!blobs.take_back(&hash, put).await.unwrap(), "renewed");
    assert!(blobs.contains(&hash));
}

#[tokio::test]
async fn there_is_room_for_so_much() {
    let dir = tempfile::tempdir().unwrap();
    let open = || blob::Blobs::with_room(dir.path().join("blobs"), 10).unwrap();
    let blobs = open();
    let first = blobs.put("12345".into()).await.unwrap();
    let error = blobs.put("123456".into()).await.unwrap_err().to_string();
    assert!(error.contains("11 bytes, and 10 are allowed"), "{error}");
    let mut writer = blobs.writer(100).await.unwrap();
    writer.write(b"123456").await.unwrap();
    assert!(writer.finish(None).await.is_err());
    blobs.put("12345".into()).await.unwrap();
    assert_eq!(blobs.bytes(), 5, "the same again takes no more");
    let temps = fs::read_dir(dir.path().join("blobs/tmp")).unwrap().count();
    assert_eq!(temps, 0, "nothing of what was refused is left");
    drop(blobs);
    let blobs = open();
    assert_eq!(blobs.bytes(), 5, "counted again after a restart");
    assert!(blobs.put("123456".into()).await.is_err());
    let old = blobs.stamp(&first).unwrap();
    assert!(blobs.take_back(&first, old).await.unwrap());
    blobs.put("123456".into()).await.unwrap();
    assert_eq!(blobs.bytes(), 6);
}
