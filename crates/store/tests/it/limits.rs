use store::{Batch, Error, MAX_BATCH_BYTES, MAX_BATCH_OPS, MAX_KEY_BYTES, MAX_VALUE_BYTES, Range};

use crate::place::{Place, key, on_both, together};

on_both!(limits_are_named_and_just_reachable, many_large_commits_wait_for_room);

async fn limits_are_named_and_just_reachable(place: Place) {
    let store = place.open();
    let long = vec![b'k'; MAX_KEY_BYTES + 1];
    let longest = &long[1..];
    let big = vec![b'v'; MAX_VALUE_BYTES + 1];
    let biggest = || big[1..].to_vec();

    store.commit(Batch::new().absent(longest).put(longest, biggest())).await.unwrap();
    assert_eq!(store.get(longest).unwrap().unwrap().value.len(), MAX_VALUE_BYTES);
    store.commit(Batch::new().delete_range(Range::after(longest))).await.unwrap();
    let ops = (0..MAX_BATCH_OPS).fold(Batch::new(), |batch, n| batch.put(key(&n.to_string()), ""));
    store.commit(ops.clone()).await.unwrap();

    let full = (0..8).fold(Batch::new(), |batch, n| batch.put([n], biggest()));
    let refused = [
        (Batch::new().put("", "v"), "the size of a key", 1),
        (Batch::new().put(&long, "v"), "the size of a key", MAX_KEY_BYTES),
        (Batch::new().delete(&long), "the size of a key", MAX_KEY_BYTES),
        (Batch::new().absent(&long), "the size of a key", MAX_KEY_BYTES),
        (Batch::new().put("k", big.clone()), "the size of a value", MAX_VALUE_BYTES),
        (full, "the size of a batch in bytes", MAX_BATCH_BYTES),
        (ops.absent("one more"), "the number of checks and writes of a batch", MAX_BATCH_OPS),
        (
            Batch::new().delete_range(Range::prefix([&long[..], b"k"].concat())),
            "the end of a range",
            MAX_KEY_BYTES + 1,
        ),
    ];
    for (batch, named, at) in refused {
        match store.commit(batch).await {
            Err(Error::Limit { what, limit, .. }) => assert_eq!((what, limit), (named, at)),
            other => panic!("{named}: {other:?}"),
        }
    }
}

/// 20 × 7 MiB is more than may wait at once: the later ones wait outside and all succeed.
async fn many_large_commits_wait_for_room(place: Place) {
    let store = place.open();
    let value = bytes::Bytes::from(vec![b'v'; MAX_VALUE_BYTES]);
    let batch = || (0..7).fold(Batch::new(), |batch, n| batch.put([n], value.clone()));
    let outcomes = together(&store, (0..20).map(|_| batch()).collect()).await;
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
}
