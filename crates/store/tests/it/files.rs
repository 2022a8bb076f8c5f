use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::Instant;

use rusqlite::Connection;
use store::{Batch, Error, Options, Range, Store};

use crate::place::{Place, key};

fn open(path: &std::path::Path) -> Result<Store, Error> {
    Store::open(path, Options::default())
}

/// Earlier versions could corrupt the file when a checkpoint met the reset of the log.
#[test]
fn the_sqlite_inside_is_recent_enough() {
    let number = rusqlite::version_number();
    assert!(number >= 3_051_003, "SQLite {} is older than 3.51.3", rusqlite::version());
}

#[tokio::test]
async fn only_the_owner_may_read_the_files() {
    let place = Place::file();
    let store = place.open();
    store.commit(Batch::new().put(key("a"), "1")).await.unwrap();
    let mut names = Vec::new();
    for file in fs::read_dir(place.path().parent().unwrap()).unwrap() {
        let file = file.unwrap();
        let mode = file.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", file.path());
        names.push(file.file_name().into_string().unwrap());
    }
    names.sort();
    let expected = ["store.sqlite", "store.sqlite-lock", "store.sqlite-shm", "store.sqlite-wal"];
    assert_eq!(names, expected);
    store.close().await;
    assert!(!place.path().with_file_name("store.sqlite-wal").exists(), "closing clears the log");
}

#[test]
fn a_second_opener_is_refused() {
    let place = Place::file();
    let first = place.open();
    let second = open(&place.path()).unwrap_err();
    assert!(matches!(second, Error::InUse { .. }), "{second}");
    drop(first);
    open(&place.path()).unwrap();
}

#[test]
fn strange_files_are_refused_and_left_alone() {
    let place = Place::file();
    let path = place.path();
    for content in [&b"x"[..], b"hello", &[7; 20_000], b"SQLite format 3\0 but nothing else"] {
        fs::write(&path, content).unwrap();
        let error = open(&path).unwrap_err();
        assert!(matches!(error, Error::NotAStore { .. }), "{error}");
        assert_eq!(fs::read(&path).unwrap(), content);
    }
    fs::remove_file(&path).unwrap();
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    assert!(matches!(open(&path).unwrap_err(), Error::NotAStore { .. }));

    let missing = open(&path.with_file_name("missing").join("store.sqlite")).unwrap_err();
    assert!(matches!(missing, Error::Io { .. }), "{missing}");
}

#[test]
fn a_newer_format_is_refused_by_name() {
    let place = Place::file();
    drop(place.open());
    let conn = Connection::open(place.path()).unwrap();
    conn.pragma_update(None, "user_version", 2).unwrap();
    drop(conn);
    let error = open(&place.path()).unwrap_err();
    assert!(matches!(error, Error::NewerFormat { found: 2, known: 1, .. }), "{error}");
}

#[tokio::test]
async fn a_broken_database_poisons() {
    let place = Place::file();
    let store = place.open();
    store.commit(Batch::new().put(key("a"), "1")).await.unwrap();
    Connection::open(place.path()).unwrap().execute_batch("DROP TABLE kv").unwrap();
    for _ in 0..2 {
        let failed = store.commit(Batch::new().put(key("a"), "1")).await;
        assert!(matches!(failed, Err(Error::Poisoned { .. })), "{failed:?}");
    }
    assert!(matches!(store.get(key("a")), Err(Error::Poisoned { .. })));
}

#[tokio::test]
async fn another_programs_brief_lock_is_waited_for() {
    let place = Place::file();
    let store = place.open();
    let other = Connection::open(place.path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let commit = tokio::spawn({
        let store = store.clone();
        async move { store.commit(Batch::new().put(key("a"), "1")).await }
    });
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    assert!(!commit.is_finished());
    assert_eq!(store.get(key("a")).unwrap(), None, "reading goes on");
    other.execute_batch("ROLLBACK").unwrap();
    commit.await.unwrap().unwrap();
}

#[tokio::test]
async fn opening_an_existing_store_is_quick() {
    let place = Place::file();
    let store = place.open();
    for n in 0..20u32 {
        let batch = (0..1000)
            .fold(Batch::new(), |batch, m: u32| batch.put(key("k").u32(n).u32(m), vec![b'v'; 200]));
        store.commit(batch).await.unwrap();
    }
    drop(store);
    let fastest = (0..5).map(|_| {
        let begin = Instant::now();
        let store = place.open();
        let took = begin.elapsed();
        drop(store);
        took
    });
    // A few milliseconds in truth; the rest is for a busy machine.
    assert!(fastest.min().unwrap().as_millis() < 100);
}

#[tokio::test]
async fn the_log_is_checkpointed_and_recycled() {
    let place = Place::file();
    let store = place.open();
    for n in 0..45u8 {
        let value = bytes::Bytes::from(vec![n; 1024 * 1024]);
        let batch = (0..7).fold(Batch::new(), |batch, m: u8| batch.put([n % 3, m], value.clone()));
        store.commit(batch).await.unwrap();
    }
    let log = fs::metadata(place.path().with_file_name("store.sqlite-wal")).unwrap().len();
    // 315 MB went through a log that is copied out at 192 MB.
    assert!(log < 230 << 20, "{log} bytes of log");
    let rows = fs::metadata(place.path()).unwrap().len();
    assert!(rows > 20 << 20, "{rows} bytes of database, {log} bytes of log");
}

#[tokio::test]
async fn a_backup_while_running_is_a_consistent_store() {
    let place = Place::file();
    let store = place.open();
    let pair =
        |n: u32| Batch::new().put([1, n as u8], n.to_string()).put([2, n as u8], n.to_string());
    store.commit(pair(0)).await.unwrap();
    let writing = tokio::spawn({
        let store = store.clone();
        async move {
            let mut n = 0;
            loop {
                n += 1;
                store.commit(pair(n)).await.unwrap();
            }
        }
    });
    let to = place.path().with_file_name("backup.sqlite");
    for _ in 0..3 {
        store.backup(&to).await.unwrap();
        let refused = store.backup(&to).await.unwrap_err();
        assert!(matches!(refused, Error::BackupExists { .. }), "{refused}");
        assert_eq!(fs::metadata(&to).unwrap().permissions().mode() & 0o777, 0o600);
        {
            let conn = Connection::open(&to).unwrap();
            let found: String =
                conn.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
            assert_eq!(found, "ok");
        }
        let copy = open(&to).unwrap();
        let rows = copy.snapshot().unwrap().scan(Range::all(), 10_000).unwrap();
        let (ones, twos) = rows.split_at(rows.len() / 2);
        assert!(
            !ones.is_empty() && ones.iter().map(|e| &e.value).eq(twos.iter().map(|e| &e.value))
        );
        copy.commit(Batch::new().put([1, 0], "still works")).await.unwrap();
        copy.close().await;
        fs::remove_file(&to).unwrap();
    }
    writing.abort();
    let names = fs::read_dir(to.parent().unwrap()).unwrap().map(|it| it.unwrap().file_name());
    let parts: Vec<_> = names.filter(|it| it.to_str().unwrap().contains("part")).collect();
    assert!(parts.is_empty(), "{parts:?}");

    let nowhere = store.backup(&to.join("missing").join("b")).await.unwrap_err();
    assert!(matches!(nowhere, Error::Backup { .. }), "{nowhere}");
}
