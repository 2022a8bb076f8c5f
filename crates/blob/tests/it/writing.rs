use blob::{Blobs, Error, Hash};
use bytes::Bytes;

use crate::place::{Place, large, mode};

#[tokio::test]
async fn what_is_put_is_there_for_its_owner_alone() {
    let place = Place::new();
    let hash = place.blobs.put(Bytes::from("hello")).await.unwrap();
    assert_eq!(hash, Hash::of(b"hello"));
    assert!(place.blobs.contains(&hash));
    assert_eq!(place.blobs.size(&hash).unwrap(), 5);
    assert_eq!(place.files(), [(place.path(&hash), 0o400)]);
    for dir in [place.root(), place.root().join("tmp"), place.path(&hash).parent().unwrap().into()]
    {
        assert_eq!(mode(&dir), 0o700, "{dir:?}");
    }
    let again = Blobs::open(place.root()).unwrap();
    assert_eq!(again.read(&hash).await.unwrap(), "hello");
}

#[tokio::test]
async fn bytes_stream_in_portions_of_any_size() {
    let place = Place::new();
    let content = large();
    for portion in [1_000, 262_144, 300_000, content.len()] {
        let mut writer = place.blobs.writer(content.len() as u64).await.unwrap();
        assert!(writer.is_empty());
        for part in content.chunks(portion) {
            writer.write(part).await.unwrap();
        }
        writer.write(b"").await.unwrap();
        assert_eq!(writer.len(), content.len() as u64);
        assert!(!place.blobs.contains(&Hash::of(&content)), "not before it is finished");
        let hash = writer.finish(Some(Hash::of(&content))).await.unwrap();
        assert_eq!(place.blobs.read(&hash).await.unwrap(), content);
        std::fs::remove_file(place.path(&hash)).unwrap();
    }
    assert_eq!(place.temp_files(), 0);
}

#[tokio::test]
async fn nothing_is_a_blob_too() {
    let place = Place::new();
    let hash = place.blobs.writer(0).await.unwrap().finish(None).await.unwrap();
    assert_eq!(hash, Hash::of(b""));
    assert_eq!(place.blobs.read(&hash).await.unwrap(), "");
}

#[tokio::test]
async fn other_bytes_than_announced_are_refused() {
    let place = Place::new();
    let expected = Hash::of(b"hello");
    let mut writer = place.blobs.writer(10).await.unwrap();
    writer.write(b"hallo").await.unwrap();
    let error = writer.finish(Some(expected)).await.unwrap_err();
    let announced = |error| {
        matches!(error, Error::Unexpected { expected: e, found }
        if e == expected && found == Hash::of(b"hallo"))
    };
    assert!(announced(error));
    assert!(place.files().is_empty());
}

#[tokio::test]
async fn more_bytes_than_allowed_are_refused() {
    let place = Place::new();
    let mut writer = place.blobs.writer(5).await.unwrap();
    writer.write(b"hello").await.unwrap();
    let error = writer.write(b"!").await.unwrap_err();
    assert!(matches!(error, Error::TooLarge { limit: 5 }), "{error}");
    assert_eq!(place.temp_files(), 0, "gone at once");
    assert!(matches!(writer.write(b"").await, Err(Error::Interrupted)));
    assert!(matches!(writer.finish(None).await, Err(Error::Interrupted)));
    assert!(place.files().is_empty());
}

#[tokio::test]
async fn a_dropped_writer_leaves_nothing() {
    let place = Place::new();
    let mut writer = place.blobs.writer(1 << 20).await.unwrap();
    writer.write(&large()).await.unwrap();
    assert_eq!(place.files()[0].1, 0o600);
    drop(writer);
    assert!(place.files().is_empty());
}

#[tokio::test]
async fn an_interrupted_write_spoils_the_writer() {
    let place = Place::new();
    let content = large();
    // A disk may be so quick that a write is over before anybody can interrupt it.
    let mut tries = 0;
    let mut writer = loop {
        let mut writer = place.blobs.writer(1 << 20).await.unwrap();
        let mut write = Box::pin(writer.write(&content));
        let first = std::future::poll_fn(|context| {
            std::task::Poll::Ready(write.as_mut().poll(context).is_pending())
        });
        if first.await {
            drop(write);
            break writer;
        }
        tries += 1;
        assert!(tries < 1_000, "no write could be interrupted");
    };
    assert!(matches!(writer.write(b"more").await, Err(Error::Interrupted)));
    assert!(matches!(writer.finish(None).await, Err(Error::Interrupted)));
    while place.temp_files() > 0 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_may_put_the_same_bytes_at_once() {
    let place = Place::new();
    let puts: Vec<_> = (0..40u8)
        .map(|n| {
            let blobs = place.blobs.clone();
            tokio::spawn(async move { blobs.put(Bytes::from(vec![n % 4; 10_000])).await })
        })
        .collect();
    for (n, put) in (0..40u8).zip(puts) {
        assert_eq!(put.await.unwrap().unwrap(), Hash::of(&vec![n % 4; 10_000]));
    }
    assert_eq!(place.files().len(), 4);
    for n in 0..4u8 {
        let content = vec![n; 10_000];
        assert_eq!(place.blobs.read(&Hash::of(&content)).await.unwrap(), content);
    }
}

#[test]
fn a_path_that_cannot_be_is_named() {
    let place = Place::new();
    let file = place.root().join("file");
    std::fs::write(&file, "").unwrap();
    for path in [file.clone(), file.join("below")] {
        let error = Blobs::open(&path).unwrap_err().to_string();
        assert!(error.contains(path.to_str().unwrap()), "{error}");
    }
}
