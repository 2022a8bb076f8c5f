use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::readers::{Pool, SqliteReaders};
use super::writer::SqliteEngine;
use super::{APPLICATION_ID, FORMAT, number};
use crate::{Error, Options};

/// How often and after which pause a lock is tried that another store holds.
const LOCK_TRIES: usize = 25;
const LOCK_PAUSE: Duration = Duration::from_millis(20);
/// How long another program's lock (a `sqlite3` shell, say) is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

pub(crate) fn open(path: &Path, options: &Options) -> Result<(SqliteEngine, SqliteReaders), Error> {
    let lock = lock(path)?;
    create(path).map_err(|error| Error::io("create", path, &error))?;
    refuse_short_files(path)?;
    // An absolute path stays right when the working directory changes, and SQLite would take a
    // path that begins with "file:" for something else.
    let path = &path.canonicalize().map_err(|error| Error::io("find", path, &error))?;

    let wrong = |error: rusqlite::Error| match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => Error::NotAStore { path: path.clone() },
        _ => Error::Io { what: "open", path: path.clone(), reason: error.to_string().into() },
    };
    let mut conn = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(wrong)?;
    let fresh = is_fresh(&conn, path).map_err(wrong)??;
    if fresh {
        conn.pragma_update(None, "page_size", 8192).map_err(wrong)?;
    }
    let mode: String = conn
        .pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0))
        .map_err(wrong)?;
    if mode != "wal" {
        let reason = format!("its file system allows only journal mode {mode}").into();
        return Err(Error::Io { what: "open", path: path.clone(), reason });
    }
    conn.pragma_update(None, "synchronous", "FULL").map_err(wrong)?;
    conn.pragma_update(None, "wal_autocheckpoint", 0).map_err(wrong)?;
    conn.pragma_update(None, "cache_size", -16 * 1024).map_err(wrong)?;
    if fresh {
        create_tables(&mut conn).map_err(wrong)?;
    }
    sync_directory_of(path).map_err(|error| Error::io("sync the directory of", path, &error))?;

    let engine = SqliteEngine::new(conn, lock).map_err(wrong)?;
    let pool = Pool::new(path.clone(), options.max_snapshots, options.idle_readers);
    Ok((engine, SqliteReaders(Arc::new(pool))))
}

pub(super) fn connect(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let conn = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    conn.busy_timeout(PATIENCE)?;
    conn.pragma_update(None, "trusted_schema", false)?;
    Ok(conn)
}

pub(super) fn sync_directory_of(path: &Path) -> io::Result<()> {
    let parent = match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    File::open(parent)?.sync_all()
}

/// Two writers would each think that it alone numbers the commits. The lock is on a file of its
/// own because closing any descriptor of the database file would drop SQLite's own locks.
fn lock(path: &Path) -> Result<File, Error> {
    let mut name = path.as_os_str().to_owned();
    name.push("-lock");
    let name = PathBuf::from(name);
    let file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&name);
    let file = file.map_err(|error| Error::io("create", &name, &error))?;
    // A platform that has just ended, or a child it was about to start, may hold on for a moment.
    for pause in [LOCK_PAUSE; LOCK_TRIES] {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => std::thread::sleep(pause),
            Err(TryLockError::Error(error)) => return Err(Error::io("lock", &name, &error)),
        }
    }
    Err(Error::InUse { path: path.to_owned() })
}

/// SQLite gives its other files the permissions of this one.
fn create(path: &Path) -> io::Result<()> {
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        other => other.map(drop),
    }
}

/// SQLite would take a file shorter than any database for an empty one and overwrite it.
fn refuse_short_files(path: &Path) -> Result<(), Error> {
    const SHORTEST: u64 = 512;
    let length = path.metadata().map_err(|error| Error::io("look at", path, &error))?.len();
    match (1..SHORTEST).contains(&length) {
        true => Err(Error::NotAStore { path: path.to_owned() }),
        false => Ok(()),
    }
}

/// Whether the file is still empty; an error if it is not ours or from the future.
fn is_fresh(conn: &Connection, path: &Path) -> rusqlite::Result<Result<bool, Error>> {
    let path = || path.to_owned();
    let application = number(conn, "application_id")?;
    let found = number(conn, "user_version")?;
    let tables: i64 = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(match (application, found) {
        (0, 0) if tables == 0 => Ok(true),
        (APPLICATION_ID, FORMAT) => Ok(false),
        (APPLICATION_ID, FORMAT..) => {
            Err(Error::NewerFormat { path: path(), found, known: FORMAT })
        }
        _ => Err(Error::NotAStore { path: path() }),
    })
}

/// One transaction, so that a crash leaves either nothing or a whole store.
fn create_tables(conn: &mut Connection) -> rusqlite::Result<()> {
    let transaction = conn.transaction()?;
    transaction.execute_batch(
        "CREATE TABLE kv (k BLOB PRIMARY KEY, v BLOB NOT NULL, ver INTEGER NOT NULL) \
           STRICT, WITHOUT ROWID;
         CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
         INSERT INTO meta VALUES ('reserved', 0);",
    )?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", FORMAT)?;
    transaction.commit()
}
