use std::io::{Read, Seek, SeekFrom};

use blob::{Error, Hash};
use bytes::Bytes;

use crate::place::{Place, large};

#[tokio::test]
async fn a_missing_blob_is_named() {
    let place = Place::new();
    let hash = Hash::of(b"hello");
    assert!(!place.blobs.contains(&hash));
    assert!(!place.blobs.renew(&hash).unwrap());
    let errors = [
        place.blobs.read(&hash).await.unwrap_err(),
        place.blobs.open_file(&hash).await.unwrap_err(),
        place.blobs.open_verified(&hash).await.unwrap_err(),
        place.blobs.size(&hash).unwrap_err(),
    ];
    for error in errors {
        assert!(matches!(error, Error::Missing { hash: found } if found == hash), "{error}");
    }
}

#[tokio::test]
async fn reading_at_once_is_limited() {
    let place = Place::new();
    let hash = place.blobs.put(Bytes::from("hello")).await.unwrap();
    assert_eq!(place.blobs.read_up_to(&hash, 5).await.unwrap(), "hello");
    let error = place.blobs.read_up_to(&hash, 4).await.unwrap_err();
    assert!(matches!(error, Error::TooLargeToRead { size: 5, limit: 4, .. }), "{error}");
}

#[tokio::test]
async fn a_large_blob_streams_out() {
    let place = Place::new();
    let hash = place.blobs.put(large().into()).await.unwrap();
    let mut reader = place.blobs.open_file(&hash).await.unwrap();
    assert_eq!(reader.size(), large().len() as u64);
    let mut content = Vec::new();
    while let Some(chunk) = reader.next().await.unwrap() {
        assert!(chunk.len() <= 256 * 1024);
        content.extend_from_slice(&chunk);
    }
    assert_eq!(content, large());
    assert_eq!(reader.next().await.unwrap(), None, "the end stays the end");
}

#[tokio::test]
async fn a_verified_file_can_be_sought_in_and_outlives_the_blob() {
    let place = Place::new();
    let hash = place.blobs.put(large().into()).await.unwrap();
    let mut file = place.blobs.open_verified(&hash).await.unwrap();
    std::fs::remove_file(place.path(&hash)).unwrap();
    let mut content = Vec::new();
    file.read_to_end(&mut content).unwrap();
    assert_eq!(content, large());
    file.seek(SeekFrom::Start(700_000)).unwrap();
    assert_eq!(file.read_to_end(&mut Vec::new()).unwrap(), 1);
}
