use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use web::{Arrived, Budget, Chunks, Holder, NoRoom, ReadError, Shares, Sizes};

const MB: usize = 1024 * 1024;

fn room(memory: usize, files: usize) -> (tempfile::TempDir, Shares) {
    let dir = tempfile::tempdir().unwrap();
    let budget = Budget::open(Sizes { memory, files, dir: dir.path().join("spool") }).unwrap();
    (dir, budget.shares([Holder::Slot(1)]))
}

fn held(shares: &Shares) -> (usize, usize) {
    shares.budget().held()
}

async fn read(shares: &Shares, bytes: usize, most: usize) -> Result<Arrived, ReadError> {
    shares.read(Full::new(Bytes::from(vec![7; bytes])), most, |_| {}).await
}

#[tokio::test]
async fn small_bodies_are_in_memory_and_large_ones_in_files() {
    let (_dir, shares) = room(64 * MB, 800 * MB);
    for (bytes, memory, files) in
        [(0, 0, 0), (1_000, 0, 0), (100_000, 250_880, 0), (3 * MB, 0, 3 * MB)]
    {
        let arrived = read(&shares, bytes, 10 * MB).await.unwrap();
        assert_eq!((arrived.size(), held(&shares)), (bytes, (memory, files)), "{bytes}");
        let loaded = arrived.whole(&shares).await.unwrap();
        assert_eq!(loaded, vec![7; bytes], "{bytes}");
        assert_eq!(held(&shares).1, 0, "{bytes}");
        drop(loaded);
        assert_eq!(held(&shares), (0, 0), "{bytes}");
    }
}

#[tokio::test]
async fn a_body_that_says_nothing_of_its_length_is_counted_as_it_comes() {
    let (_dir, shares) = room(64 * MB, 800 * MB);
    let (sender, body) = Chunks::channel();
    let (mut seen, expected) = (Vec::new(), 40 * 100_000);
    let write = async move {
        for _ in 0..40 {
            sender.send(Ok(Bytes::from(vec![9; 100_000]))).await.unwrap();
        }
        drop(sender);
    };
    let reading = shares.read(body, 10 * MB, |piece| seen.extend_from_slice(piece));
    let (arrived, ()) = tokio::join!(reading, write);
    let arrived = arrived.unwrap();
    assert_eq!((arrived.size(), held(&shares)), (expected, (0, 10 * MB)));
    assert_eq!(arrived.whole(&shares).await.unwrap(), seen);
}

#[tokio::test]
async fn too_much_is_refused_before_or_while_it_comes() {
    let (_dir, shares) = room(64 * MB, 800 * MB);
    let most = 2 * MB;
    for bytes in [most + 1, 100 * MB] {
        let refused = read(&shares, bytes, most).await.unwrap_err();
        assert!(matches!(refused, ReadError::TooLarge { .. }), "{refused}");
    }
    let (sender, body) = Chunks::channel();
    let write =
        async move { while sender.send(Ok(Bytes::from(vec![9; 100_000]))).await.is_ok() {} };
    let (refused, ()) = tokio::join!(shares.read(body, most, |_| {}), write);
    assert!(matches!(refused.unwrap_err(), ReadError::TooLarge { .. }));
    assert_eq!(held(&shares), (0, 0));
}

#[tokio::test]
async fn a_disk_share_that_is_full_refuses() {
    let (_dir, shares) = room(64 * MB, 64 * MB);
    let first = read(&shares, 6 * MB, 10 * MB).await.unwrap();
    let refused = read(&shares, 6 * MB, 10 * MB).await.unwrap_err();
    assert!(matches!(refused, ReadError::NoRoom(NoRoom)), "{refused}");
    drop(first);
    assert!(read(&shares, 6 * MB, 10 * MB).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn who_sends_slower_than_the_least_rate_is_cut_off() {
    let (_dir, shares) = room(64 * MB, 64 * MB);
    let (sender, body) = Chunks::channel();
    let began = tokio::time::Instant::now();
    let drip = async move {
        while sender.send(Ok(Bytes::from_static(b"x"))).await.is_ok() {
            tokio::time::sleep(Duration::from_secs(3)).await;
        }
    };
    let (refused, ()) = tokio::join!(shares.read(body, MB, |_| {}), drip);
    assert!(matches!(refused.unwrap_err(), ReadError::TooSlow));
    assert!((15..40).contains(&began.elapsed().as_secs()), "{:?}", began.elapsed());
}

#[tokio::test]
async fn answers_wait_in_files_where_memory_is_tight() {
    let (_dir, shares) = room(64 * MB, 800 * MB);
    let bytes = Bytes::from((0..3 * MB).map(|at| at as u8).collect::<Vec<u8>>());
    let in_memory = shares.answer(bytes.clone()).await.unwrap();
    assert_eq!(held(&shares), (3 * MB, 0));
    let crowd = shares.budget().shares([]).room(30 * MB).await.unwrap();
    let in_file = shares.answer(bytes.clone()).await.unwrap();
    assert_eq!(held(&shares).1, 3 * MB);
    assert_eq!(http_body::Body::size_hint(&in_file).exact(), Some(bytes.len() as u64));
    for body in [in_memory, in_file] {
        assert!(body.collect().await.unwrap().to_bytes() == bytes);
    }
    // The task that reads the file ends a moment later.
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(held(&shares).1, 0);
    drop(crowd);
}
