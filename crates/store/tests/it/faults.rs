use std::time::{Duration, Instant};

use store::{Batch, Closed, Error, Faults, Options, Store};

use crate::place::{key, together};

fn start(faults: &Faults) -> Store {
    Store::in_memory_with(Options::default(), faults.clone()).unwrap()
}

async fn poisoned(store: &Store) {
    let refused = [
        store.commit(Batch::new().put(key("later"), "1")).await.map(drop),
        store.get(key("a")).map(drop),
        store.snapshot().map(drop),
        store.backup(std::path::Path::new("never")).await,
    ];
    for outcome in refused {
        assert!(matches!(outcome, Err(Error::Poisoned { .. })), "{outcome:?}");
    }
    assert_eq!(store.watch("").changed().await, Err(Closed));
}

#[tokio::test]
async fn a_full_disk_fails_one_commit_alone() {
    let faults = Faults::new();
    let store = start(&faults);
    faults.full_next();
    assert!(matches!(store.commit(Batch::new().put(key("a"), "1")).await, Err(Error::Full)));
    assert_eq!(store.get(key("a")).unwrap(), None);
    store.commit(Batch::new().absent(key("a")).put(key("a"), "2")).await.unwrap();
}

#[tokio::test]
async fn a_failed_write_poisons_and_leaves_nothing() {
    let faults = Faults::new();
    let store = start(&faults);
    let mut watch = store.watch("");
    faults.fail_next_before();
    let failed = store.commit(Batch::new().put(key("a"), "1")).await;
    assert!(matches!(failed, Err(Error::Poisoned { .. })), "{failed:?}");
    assert_eq!(watch.changed().await, Err(Closed));
    poisoned(&store).await;
    assert_eq!(start(&faults).get(key("a")).unwrap(), None);
}

#[tokio::test]
async fn a_failed_sync_poisons_and_the_write_may_be_there() {
    let faults = Faults::new();
    let store = start(&faults);
    faults.fail_next_after();
    let failed = store.commit(Batch::new().put(key("a"), "1")).await;
    assert!(matches!(failed, Err(Error::Poisoned { .. })), "{failed:?}");
    poisoned(&store).await;
    assert!(start(&faults).get(key("a")).unwrap().is_some());
}

#[tokio::test]
async fn a_crash_loses_nothing_acknowledged() {
    let faults = Faults::new();
    let store = start(&faults);
    let before = store.commit(Batch::new().put(key("a"), "1")).await.unwrap();
    faults.hold();
    let late = tokio::spawn({
        let store = store.clone();
        async move { store.commit(Batch::new().put(key("late"), "1")).await }
    });
    tokio::task::yield_now().await;
    faults.crash();
    assert!(matches!(late.await.unwrap(), Err(Error::Poisoned { .. })));
    poisoned(&store).await;

    let store = start(&faults);
    assert_eq!(store.get(key("a")).unwrap().unwrap().version, before);
    assert_eq!(store.get(key("late")).unwrap(), None);
    assert!(store.commit(Batch::new().put(key("a"), "2")).await.unwrap() > before);
}

#[tokio::test]
async fn what_waits_while_one_commit_syncs_shares_the_next() {
    let faults = Faults::new();
    let store = start(&faults);
    faults.hold();
    let release = std::thread::spawn({
        let faults = faults.clone();
        move || {
            std::thread::sleep(Duration::from_millis(50));
            faults.release();
        }
    });
    let outcomes = together(&store, (0..100u8).map(|n| Batch::new().put([n], "x")).collect()).await;
    release.join().unwrap();
    assert!(outcomes.iter().all(Result::is_ok));
    // At most: one that began alone, one with what came before it was held, one with the rest.
    assert!(faults.commits() <= 3, "{} commits", faults.commits());
    assert_eq!(store.stats().groups, faults.commits());
}

#[tokio::test]
async fn groups_of_one_are_possible() {
    let faults = Faults::new();
    let options = Options { max_group: 1, ..Options::default() };
    let store = Store::in_memory_with(options, faults.clone()).unwrap();
    together(&store, (0..100u8).map(|n| Batch::new().put([n], "x")).collect()).await;
    assert_eq!(faults.commits(), 100);
}

#[tokio::test]
async fn a_slow_disk_is_slow() {
    let faults = Faults::new();
    let store = start(&faults);
    faults.delay(Duration::from_millis(30));
    let begin = Instant::now();
    store.commit(Batch::new().put(key("a"), "1")).await.unwrap();
    assert!(begin.elapsed() >= Duration::from_millis(30));
}

#[tokio::test]
async fn memory_has_no_backup() {
    let store = Store::in_memory(Options::default()).unwrap();
    let refused = store.backup(std::path::Path::new("never")).await;
    assert!(matches!(refused, Err(Error::NoBackup)), "{refused:?}");
}
