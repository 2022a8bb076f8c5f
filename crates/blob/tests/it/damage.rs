use blob::{Error, Hash};

use crate::place::{Place, large};

/// One flipped bit, one byte less, one byte more, nothing left.
fn damages() -> Vec<Vec<u8>> {
    let mut flipped = large();
    flipped[500_000] ^= 1;
    let shorter = large()[1..].to_vec();
    let longer = [&large()[..], b"!"].concat();
    vec![flipped, shorter, longer, Vec::new()]
}

#[tokio::test]
async fn every_way_of_reading_finds_damage_and_says_what_to_do() {
    let place = Place::new();
    let hash = place.blobs.put(large().into()).await.unwrap();
    for damaged in damages() {
        place.overwrite(&hash, &damaged);
        let errors = [
            place.blobs.read(&hash).await.unwrap_err(),
            place.blobs.open_verified(&hash).await.unwrap_err(),
            streamed(&place, &hash, damaged.len()).await,
        ];
        for error in errors {
            assert!(matches!(&error, Error::Corrupt { path } if *path == place.path(&hash)));
            assert!(error.to_string().contains("delete the file and upload"), "{error}");
        }
    }
}

/// The error at the end of a stream, which comes after all the bytes.
async fn streamed(place: &Place, hash: &Hash, size: usize) -> Error {
    let mut reader = place.blobs.open_file(hash).await.unwrap();
    let mut seen = 0;
    loop {
        match reader.next().await {
            Ok(Some(chunk)) => seen += chunk.len(),
            Ok(None) => panic!("the damage was not found"),
            Err(error) => {
                assert_eq!(seen, size);
                assert!(reader.next().await.is_err(), "never a clean end afterwards");
                return error;
            }
        }
    }
}

#[tokio::test]
async fn putting_the_same_bytes_again_repairs() {
    let place = Place::new();
    let hash = place.blobs.put("hello".into()).await.unwrap();
    place.overwrite(&hash, b"hallo");
    place.blobs.put("hello".into()).await.unwrap();
    assert_eq!(place.blobs.read(&hash).await.unwrap(), "hello");
}
