use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use rusqlite::{Connection, OpenFlags, OptionalExtension, Row, params};

use super::open::connect;
use super::{backup, read_error};
use crate::engine::{Full, Order, Page, Readers, View};
use crate::{Entry, Error, Range};

pub(crate) struct SqliteReaders(pub(super) Arc<Pool>);

/// Reader connections. A bounded number may be out at once, fewer are kept between uses.
pub(super) struct Pool {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    out: AtomicUsize,
    max_out: usize,
    max_idle: usize,
    closed: AtomicBool,
}

/// A connection that goes back to the pool when dropped.
struct Lease {
    conn: Option<Connection>,
    pool: Arc<Pool>,
}

impl Readers for SqliteReaders {
    fn get(&self, key: &[u8]) -> Result<Option<Entry>, Error> {
        Lease::take(&self.0)?.with(|conn| get(conn, key))
    }

    fn view(&self) -> Result<Box<dyn View>, Error> {
        let lease = Lease::take(&self.0)?;
        lease.with(|conn| {
            conn.prepare_cached("BEGIN")?.execute([])?;
            // The transaction sees the store as it is at its first read, so read at once.
            conn.prepare_cached("SELECT 1 FROM kv LIMIT 1")?.exists([]).map(drop)
        })?;
        Ok(Box::new(SqliteView(Mutex::new(lease))))
    }

    fn backup(&self, to: &Path) -> Result<(), Error> {
        backup::backup(&self.0.path, to)
    }

    fn close(&self) {
        self.0.closed.store(true, Ordering::SeqCst);
        self.0.idle().clear();
    }
}

impl Pool {
    pub(super) fn new(path: PathBuf, max_out: usize, max_idle: usize) -> Self {
        Pool {
            path,
            idle: Mutex::default(),
            out: AtomicUsize::new(0),
            max_out,
            max_idle,
            closed: AtomicBool::new(false),
        }
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lease {
    fn take(pool: &Arc<Pool>) -> Result<Lease, Error> {
        let mut lease = Lease { conn: None, pool: pool.clone() };
        // The lease is made first so that its drop counts down on every way out.
        if pool.out.fetch_add(1, Ordering::Relaxed) >= pool.max_out {
            return Err(Error::TooManySnapshots { limit: pool.max_out });
        }
        let idle = pool.idle().pop();
        let conn = match idle {
            Some(conn) => conn,
            None => reader(&pool.path).map_err(read_error)?,
        };
        lease.conn = Some(conn);
        Ok(lease)
    }

    fn with<T>(&self, read: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, Error> {
        let conn = self.conn.as_ref().ok_or(Error::Closed)?;
        read(conn).map_err(read_error)
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Some(conn) = self.conn.take() {
            let clean = conn.is_autocommit() || conn.execute_batch("ROLLBACK").is_ok();
            let mut idle = self.pool.idle();
            let wanted = idle.len() < self.pool.max_idle;
            // Looked at under the lock, so that `close` cannot miss this connection.
            if clean && wanted && !self.pool.closed.load(Ordering::SeqCst) {
                idle.push(conn);
            }
        }
        self.pool.out.fetch_sub(1, Ordering::Relaxed);
    }
}

pub(super) fn reader(path: &Path) -> rusqlite::Result<Connection> {
    let conn = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    conn.pragma_update(None, "cache_size", -2 * 1024)?;
    Ok(conn)
}

/// The lock makes a snapshot usable from any thread; it is never contended in practice.
struct SqliteView(Mutex<Lease>);

impl SqliteView {
    fn lease(&self) -> MutexGuard<'_, Lease> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl View for SqliteView {
    fn get(&self, key: &[u8]) -> Result<Option<Entry>, Error> {
        self.lease().with(|conn| get(conn, key))
    }

    fn page(&self, range: &Range, order: Order, full: Full) -> Result<Page, Error> {
        self.lease().with(|conn| page(conn, range, order, full))
    }
}

fn get(conn: &Connection, key: &[u8]) -> rusqlite::Result<Option<Entry>> {
    let mut statement = conn.prepare_cached("SELECT k, v, ver FROM kv WHERE k = ?1")?;
    statement.query_row([key], entry).optional()
}

fn page(conn: &Connection, range: &Range, order: Order, full: Full) -> rusqlite::Result<Page> {
    let sql = match (order, &range.end) {
        (Order::Forward, Some(_)) => {
            "SELECT k, v, ver FROM kv WHERE k >= ?1 AND k < ?2 ORDER BY k LIMIT ?3"
        }
        (Order::Forward, None) => {
            "SELECT k, v, ver FROM kv WHERE k >= ?1 AND ?2 IS NULL ORDER BY k LIMIT ?3"
        }
        (Order::Backward, Some(_)) => {
            "SELECT k, v, ver FROM kv WHERE k >= ?1 AND k < ?2 ORDER BY k DESC LIMIT ?3"
        }
        (Order::Backward, None) => {
            "SELECT k, v, ver FROM kv WHERE k >= ?1 AND ?2 IS NULL ORDER BY k DESC LIMIT ?3"
        }
    };
    let limit = i64::try_from(full.entries).unwrap_or(i64::MAX);
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(params![&range.start[..], range.end.as_deref(), limit])?;
    let mut page = Page::default();
    while let Some(row) = rows.next()? {
        if page.push(entry(row)?, full) {
            break;
        }
    }
    Ok(page)
}

fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let blob = |column| Ok::<_, rusqlite::Error>(row.get_ref(column)?.as_blob()?.to_vec());
    Ok(Entry { key: Bytes::from(blob(0)?), value: Bytes::from(blob(1)?), version: row.get(2)? })
}
