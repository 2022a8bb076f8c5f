use std::ops::ControlFlow;

use store::{Batch, Error, Options, Range};

use crate::place::{Place, key, on_both, values};

on_both!(
    a_snapshot_does_not_see_later_commits,
    snapshots_are_bounded_and_given_back,
    each_reads_more_than_a_page_and_can_break_off,
    a_scan_never_returns_more_than_memory_allows,
);

async fn a_snapshot_does_not_see_later_commits(place: Place) {
    let store = place.open();
    store.commit(Batch::new().put(key("a"), "old").put(key("b"), "old")).await.unwrap();
    let before = store.snapshot().unwrap();
    let change = Batch::new().put(key("a"), "new").delete(key("b")).put(key("c"), "new");
    store.commit(change).await.unwrap();
    let after = store.snapshot().unwrap();
    assert_eq!(values(&before.scan(Range::all(), 10).unwrap()), ["old", "old"]);
    assert_eq!(before.get(key("a")).unwrap().unwrap().value, "old");
    assert_eq!(before.get(key("c")).unwrap(), None);
    assert_eq!(values(&after.scan(Range::all(), 10).unwrap()), ["new", "new"]);
    assert_eq!(store.get(key("b")).unwrap(), None);
}

async fn snapshots_are_bounded_and_given_back(place: Place) {
    let store =
        place.open_with(Options { max_snapshots: 3, idle_readers: 2, ..Options::default() });
    for _ in 0..5 {
        let three: Vec<_> = (0..3).map(|_| store.snapshot().unwrap()).collect();
        let refused = store.snapshot().unwrap_err();
        assert!(matches!(refused, Error::TooManySnapshots { limit: 3 }), "{refused}");
        drop(three);
    }
    // A connection that was given back shows the present, not its old snapshot.
    store.commit(Batch::new().put(key("a"), "1")).await.unwrap();
    assert!(store.snapshot().unwrap().get(key("a")).unwrap().is_some());
    assert!(store.get(key("a")).unwrap().is_some());
}

async fn each_reads_more_than_a_page_and_can_break_off(place: Place) {
    let store = place.open();
    let numbers: Vec<String> = (0..1500).map(|n| format!("{n:04}")).collect();
    let batch = numbers.iter().fold(Batch::new(), |batch, n| batch.put(key(n), n.clone()));
    store.commit(batch).await.unwrap();
    let snapshot = store.snapshot().unwrap();
    store.commit(Batch::new().delete_range(Range::all())).await.unwrap();

    let mut seen = Vec::new();
    let take = |seen: &mut Vec<String>, value: &[u8], most: usize| {
        seen.push(String::from_utf8(value.to_vec()).unwrap());
        if seen.len() < most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    snapshot.each(Range::all(), |entry| take(&mut seen, &entry.value, usize::MAX)).unwrap();
    assert_eq!(seen, numbers);

    seen.clear();
    snapshot.each_back(Range::all(), |entry| take(&mut seen, &entry.value, usize::MAX)).unwrap();
    seen.reverse();
    assert_eq!(seen, numbers);

    seen.clear();
    // Reading inside the visit is fine.
    let visit = |entry: store::Entry| {
        assert!(snapshot.get(&entry.key).unwrap().is_some());
        take(&mut seen, &entry.value, 700)
    };
    snapshot.each(Range::all(), visit).unwrap();
    assert_eq!(seen, numbers[..700]);
}

async fn a_scan_never_returns_more_than_memory_allows(place: Place) {
    let store = place.open();
    let value = vec![b'x'; store::MAX_VALUE_BYTES];
    for group in 0..13 {
        let batch = (0..5).fold(Batch::new(), |batch, n| {
            batch.put(key(&format!("{group:02}{n}")), value.clone())
        });
        store.commit(batch).await.unwrap();
    }
    let snapshot = store.snapshot().unwrap();
    assert_eq!(snapshot.scan(Range::all(), 63).unwrap().len(), 63);
    let error = snapshot.scan(Range::all(), 65).unwrap_err();
    assert!(matches!(error, Error::Limit { what: "the size of a scan", .. }), "{error}");
    let mut count = 0;
    snapshot
        .each(Range::all(), |_| {
            count += 1;
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(count, 65);
}
