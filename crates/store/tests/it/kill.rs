//! Kills a process that commits from many threads, at random moments, and looks what is left.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher, RandomState};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use store::{Batch, Key, KeyReader, Keyspace, Options, Range, Store, Version};

/// Set for the child: the file to commit into.
const CHILD: &str = "STORE_KILL_TEST_FILE";
const THREADS: u32 = 16;
const KILLS: u64 = 6;
const LEFT: Keyspace = Keyspace(1);
const RIGHT: Keyspace = Keyspace(2);

type Name = (u32, u64);

#[test]
fn nothing_acknowledged_is_lost_and_no_batch_is_torn() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("store.sqlite");
    let mut acknowledged = BTreeSet::new();
    let mut newest = None;
    for round in 0..KILLS {
        let wait = Duration::from_millis(50 + RandomState::new().hash_one(round) % 350);
        let before = acknowledged.len();
        run_and_kill(&file, wait, &mut acknowledged);
        newest = look(&file, &acknowledged, newest);
        println!("killed after {wait:?}: {} more acknowledged", acknowledged.len() - before);
    }
    assert!(acknowledged.len() > 100, "only {} commits in all", acknowledged.len());
}

fn run_and_kill(file: &Path, wait: Duration, acknowledged: &mut BTreeSet<Name>) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["kill::child", "--exact", "--nocapture", "--test-threads=1"])
        .env(CHILD, file)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    // The clock starts at the first commit, however long the start took.
    let mut take = |line: String| {
        let mut words = line.split(' ');
        // A line cut short by the kill has no final word.
        if let (Some("ack"), Some(thread), Some(count), Some("."), None) =
            (words.next(), words.next(), words.next(), words.next(), words.next())
        {
            acknowledged.insert((thread.parse().unwrap(), count.parse().unwrap()));
            return true;
        }
        false
    };
    for line in lines.by_ref() {
        if take(line.unwrap()) {
            break;
        }
    }
    let killer = std::thread::spawn(move || {
        std::thread::sleep(wait);
        child.kill().unwrap();
        child.wait().unwrap()
    });
    lines.map(Result::unwrap).for_each(|line| {
        take(line);
    });
    let status = killer.join().unwrap();
    assert_eq!(status.code(), None, "the child ended by itself: {status}");
}

/// Every acknowledged batch is there with both its rows, and no row is without its twin.
fn look(file: &Path, acknowledged: &BTreeSet<Name>, newest: Option<Version>) -> Option<Version> {
    let store = Store::open(file, Options::default()).unwrap();
    let left = rows(&store, LEFT);
    let right = rows(&store, RIGHT);
    assert_eq!(left, right, "a batch is torn");
    for name in acknowledged {
        assert!(left.contains_key(name), "{name:?} was acknowledged and is lost");
    }
    for thread in 0..THREADS {
        let counts: Vec<u64> = left.range((thread, 0)..(thread + 1, 0)).map(|it| it.0.1).collect();
        assert!(counts.iter().copied().eq(0..counts.len() as u64), "{thread} has holes");
    }
    let last = left.values().max().copied();
    let next = store.commit_blocking(Batch::new().put([9], "")).unwrap();
    assert!(Some(next) > last && Some(next) > newest, "a version was given twice");
    Some(next)
}

fn rows(store: &Store, space: Keyspace) -> BTreeMap<Name, Version> {
    let mut found = BTreeMap::new();
    let snapshot = store.snapshot().unwrap();
    let visit = |entry: store::Entry| {
        let mut key = KeyReader::in_space(&entry.key, space).unwrap();
        let name = (key.u32().unwrap(), key.u64().unwrap());
        assert_eq!(entry.value, value(name));
        found.insert(name, entry.version);
        std::ops::ControlFlow::Continue(())
    };
    snapshot.each(Range::prefix([space.0]), visit).unwrap();
    found
}

fn value((thread, count): Name) -> Vec<u8> {
    format!("{thread}/{count};").repeat(1 + count as usize % 100).into_bytes()
}

/// Not a test by itself: the process that is killed.
#[test]
fn child() {
    let Some(file) = std::env::var_os(CHILD) else { return };
    let store = Store::open(Path::new(&file), Options::default()).unwrap();
    let done = rows(&store, LEFT);
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let first = done.range((thread, 0)..(thread + 1, 0)).count() as u64;
            let store = &store;
            scope.spawn(move || {
                for count in first.. {
                    let key = |space| Key::in_space(space).u32(thread).u64(count);
                    let batch = Batch::new()
                        .absent(key(LEFT))
                        .put(key(LEFT), value((thread, count)))
                        .put(key(RIGHT), value((thread, count)));
                    store.commit_blocking(batch).unwrap();
                    let line = format!("ack {thread} {count} .\n");
                    std::io::stdout().write_all(line.as_bytes()).unwrap();
                }
            });
        }
    });
}
