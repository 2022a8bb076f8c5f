use store::{Batch, Error, Keyspace, Range};

use crate::place::{Place, key, on_both, together, values};

on_both!(
    a_commit_is_read_back,
    entries_come_in_key_order_both_ways,
    ranges_begin_included_and_end_excluded,
    checks_decide_about_the_whole_batch,
    a_conflict_in_a_group_concerns_one_batch,
    later_batches_of_a_group_see_earlier_ones,
    writes_of_a_batch_apply_in_order,
    deleting_a_range_leaves_its_neighbours,
    versions_rise_and_are_never_given_twice,
    a_batch_without_writes_still_checks,
    a_caller_that_left_does_not_undo_its_commit,
    everything_is_there_after_reopening,
    after_closing_everything_is_refused,
    threads_commit_without_a_runtime,
);

async fn a_commit_is_read_back(place: Place) {
    let store = place.open();
    let version = store.commit(Batch::new().put(key("a"), "1")).await.unwrap();
    let entry = store.get(key("a")).unwrap().unwrap();
    assert_eq!(entry.key, key("a").as_bytes());
    assert_eq!(entry.value, "1");
    assert_eq!(entry.version, version);
    assert_eq!(store.get(key("b")).unwrap(), None);
}

async fn entries_come_in_key_order_both_ways(place: Place) {
    let store = place.open();
    for name in ["c", "a", "d", "b"] {
        store.commit(Batch::new().put(key(name), name)).await.unwrap();
    }
    let snapshot = store.snapshot().unwrap();
    let forward = snapshot.scan(Range::all(), 3).unwrap();
    assert_eq!(values(&forward), ["a", "b", "c"]);
    let backward = snapshot.scan_back(Range::all(), 3).unwrap();
    assert_eq!(values(&backward), ["d", "c", "b"]);
    assert!(snapshot.scan(Range::all(), 0).unwrap().is_empty());
    let everything = snapshot.scan(Range::all(), usize::MAX).unwrap();
    assert_eq!(values(&everything), ["a", "b", "c", "d"]);
}

async fn ranges_begin_included_and_end_excluded(place: Place) {
    let store = place.open();
    let names = ["a", "b", "ba", "c", "\u{10ffff}"];
    let batch = names.iter().fold(Batch::new(), |batch, name| batch.put(name, *name));
    store.commit(batch.put([0xff, 0xff], "last")).await.unwrap();
    let snapshot = store.snapshot().unwrap();
    let check = |range: Range, expected: &[&str]| {
        let forward = snapshot.scan(range.clone(), 100).unwrap();
        assert_eq!(values(&forward), expected, "{range:?}");
        let mut backward = snapshot.scan_back(range.clone(), 100).unwrap();
        backward.reverse();
        assert_eq!(backward, forward, "{range:?}");
    };
    check(Range::from_to("b", "c"), &["b", "ba"]);
    check(Range::from_to("c", "b"), &[]);
    check(Range::from_to("b", "b"), &[]);
    check(Range::prefix("b"), &["b", "ba"]);
    check(Range::prefix([0xff]), &["last"]);
    check(Range::after("b"), &["ba", "c", "\u{10ffff}", "last"]);
    check(Range::prefix("b").starting_after("b"), &["ba"]);
    check(Range::prefix("b").ending_before("ba"), &["b"]);
    check(Range::prefix(""), &["a", "b", "ba", "c", "\u{10ffff}", "last"]);
}

async fn checks_decide_about_the_whole_batch(place: Place) {
    let store = place.open();
    let first = store.commit(Batch::new().absent(key("a")).put(key("a"), "1")).await.unwrap();
    let second = store.commit(Batch::new().version(key("a"), first).put(key("a"), "2"));
    let second = second.await.unwrap();
    let refused = [
        (Batch::new().absent(key("a")), "absent"),
        (Batch::new().present(key("b")), "present"),
        (Batch::new().equals(key("a"), "1"), "what was read before"),
        (Batch::new().equals(key("b"), ""), "what was read before"),
        (Batch::new().version(key("a"), first), "at the version read before"),
        (Batch::new().version(key("b"), first), "at the version read before"),
        (Batch::new().present(key("a")).absent(key("a")), "absent"),
    ];
    for (batch, what) in refused {
        let error = store.commit(batch.put(key("z"), "z").delete(key("a"))).await.unwrap_err();
        assert!(error.is_conflict());
        assert!(matches!(error, Error::Conflict { expected, .. } if expected == what), "{error}");
    }
    assert_eq!(store.get(key("a")).unwrap().unwrap().version, second);
    assert_eq!(store.get(key("z")).unwrap(), None);
    let holds = Batch::new().present(key("a")).equals(key("a"), "2").version(key("a"), second);
    store.commit(holds.absent(key("z")).put(key("z"), "z")).await.unwrap();
}

async fn a_conflict_in_a_group_concerns_one_batch(place: Place) {
    let store = place.open();
    let claims = (0..50).map(|n| {
        let own = key(&format!("own{n}"));
        Batch::new().absent(key("prize")).put(key("prize"), n.to_string()).put(own, "x")
    });
    let outcomes = together(&store, claims.collect()).await;
    assert!(outcomes[0].is_ok());
    assert!(outcomes[1..].iter().all(|it| it.as_ref().is_err_and(Error::is_conflict)));
    assert_eq!(store.get(key("prize")).unwrap().unwrap().value, "0");
    assert_eq!(store.snapshot().unwrap().scan(Range::all(), 100).unwrap().len(), 2);
}

async fn later_batches_of_a_group_see_earlier_ones(place: Place) {
    let store = place.open();
    let counts = (0..100).map(|n: u32| match n {
        0 => Batch::new().absent(key("n")).put(key("n"), "0"),
        _ => Batch::new().equals(key("n"), (n - 1).to_string()).put(key("n"), n.to_string()),
    });
    let then = [
        Batch::new().present(key("n")).delete(key("n")),
        Batch::new().absent(key("n")).put(key("m"), "1"),
        Batch::new().delete_range(Range::all()),
        Batch::new().absent(key("m")),
    ];
    let outcomes = together(&store, counts.chain(then).collect()).await;
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    assert!(outcomes.is_sorted_by_key(|it| it.as_ref().unwrap()));
}

async fn writes_of_a_batch_apply_in_order(place: Place) {
    let store = place.open();
    let batch = Batch::new().put(key("a"), "1").delete(key("a")).put(key("a"), "2");
    let batch = batch.put(key("b"), "1").delete_range(Range::prefix(key("b")));
    store.commit(batch.put(key("c"), "1").put(key("c"), "2")).await.unwrap();
    let entries = store.snapshot().unwrap().scan(Range::all(), 10).unwrap();
    assert_eq!(values(&entries), ["2", "2"]);
}

async fn deleting_a_range_leaves_its_neighbours(place: Place) {
    let store = place.open();
    let names = ["a", "b", "b\0", "bb", "c"];
    let batch = names.iter().fold(Batch::new(), |batch, name| batch.put(name, *name));
    store.commit(batch).await.unwrap();
    store.commit(Batch::new().delete_range(Range::from_to("b", "c"))).await.unwrap();
    let left = store.snapshot().unwrap().scan(Range::all(), 10).unwrap();
    assert_eq!(values(&left), ["a", "c"]);
    store.commit(Batch::new().delete_range(Range::from_to("c", "a"))).await.unwrap();
    store.commit(Batch::new().delete_range(Range::after("a"))).await.unwrap();
    let left = store.snapshot().unwrap().scan(Range::all(), 10).unwrap();
    assert_eq!(values(&left), ["a"]);
}

async fn versions_rise_and_are_never_given_twice(place: Place) {
    let mut last = None;
    for _ in 0..3 {
        let store = place.open();
        for _ in 0..3 {
            let written = store.commit(Batch::new().put(key("a"), "1")).await.unwrap();
            let deleted = store.commit(Batch::new().delete(key("a"))).await.unwrap();
            assert!(last < Some(written) && written < deleted);
            last = Some(deleted);
        }
        store.close().await;
    }
}

async fn a_batch_without_writes_still_checks(place: Place) {
    let store = place.open();
    assert!(Batch::new().is_empty());
    store.commit(Batch::new()).await.unwrap();
    store.commit(Batch::new().absent(key("a"))).await.unwrap();
    assert!(store.commit(Batch::new().present(key("a"))).await.unwrap_err().is_conflict());
}

async fn a_caller_that_left_does_not_undo_its_commit(place: Place) {
    let store = place.open();
    {
        let mut commit = Box::pin(store.commit(Batch::new().put(key("left"), "1")));
        std::future::poll_fn(|context| {
            let _ = commit.as_mut().poll(context);
            std::task::Poll::Ready(())
        })
        .await;
    }
    store.commit(Batch::new().present(key("left"))).await.unwrap();
}

async fn everything_is_there_after_reopening(place: Place) {
    let store = place.open();
    let version = store.commit(Batch::new().put(key("a"), "1")).await.unwrap();
    drop(store);
    let entry = place.open().get(key("a")).unwrap().unwrap();
    assert_eq!((&entry.value[..], entry.version), (&b"1"[..], version));
}

async fn after_closing_everything_is_refused(place: Place) {
    let store = place.open();
    store.commit(Batch::new().put(key("a"), "1")).await.unwrap();
    let snapshot = store.snapshot().unwrap();
    store.clone().close().await;
    assert!(matches!(store.commit(Batch::new()).await, Err(Error::Closed)));
    assert!(matches!(store.get(key("a")), Err(Error::Closed)));
    assert!(matches!(store.snapshot(), Err(Error::Closed)));
    assert!(snapshot.get(key("a")).unwrap().is_some(), "an open snapshot stays valid");
}

async fn threads_commit_without_a_runtime(place: Place) {
    let store = place.open();
    let work = std::thread::spawn(move || {
        std::thread::scope(|scope| {
            for thread in 0..8u8 {
                let store = &store;
                scope.spawn(move || {
                    for n in 0..20u8 {
                        let key = [Keyspace(1).0, thread, n];
                        store.commit_blocking(Batch::new().absent(key).put(key, "x")).unwrap();
                    }
                });
            }
        });
        let stats = store.stats();
        assert_eq!(stats.batches, 160);
        assert_eq!(stats.bytes, 160 * (3 + 3 + 1));
        assert!((1..=160).contains(&stats.groups));
        store.snapshot().unwrap().scan(Range::all(), 1000).unwrap().len()
    });
    assert_eq!(work.join().unwrap(), 160);
}
