use std::time::Duration;

use rusqlite::Connection;

/// Pages in the log (192 MB) after which they are copied into the database. Fewer would copy hot
/// pages more often, more would lengthen recovery.
const CHECKPOINT_PAGES: i64 = 24_000;

/// While a snapshot keeps the log from being recycled it is tried again after so many more.
const RETRY_PAGES: i64 = 2_000;

/// Past that (512 MB) the commits wait a moment for the snapshots in the way.
const PRESSING_PAGES: i64 = 64_000;
const PRESSING_WAIT: Duration = Duration::from_millis(200);

/// Copies the log into the database on the thread and connection that writes: SQLite's only
/// known corruption bug in years needed two connections that checkpoint.
#[derive(Debug, Default)]
pub(super) struct Checkpointer {
    /// The length of the log at the last checkpoint, 0 once the log began anew.
    last_pages: i64,
}

impl Checkpointer {
    pub(super) fn run(&mut self, conn: &Connection) -> rusqlite::Result<()> {
        let pages = pages_after(conn, "PRAGMA wal_checkpoint(NOOP)")?;
        if pages < self.last_pages {
            self.last_pages = 0;
        }
        let due = match self.last_pages {
            0 => CHECKPOINT_PAGES,
            last => last + RETRY_PAGES,
        };
        if pages < due {
            return Ok(());
        }
        self.last_pages = match pages < PRESSING_PAGES {
            true => pages_after(conn, "PRAGMA wal_checkpoint(PASSIVE)")?,
            false => press(conn)?,
        };
        Ok(())
    }
}

fn press(conn: &Connection) -> rusqlite::Result<i64> {
    let usual: i64 = super::number(conn, "busy_timeout")?;
    conn.busy_timeout(PRESSING_WAIT)?;
    let pages = pages_after(conn, "PRAGMA wal_checkpoint(TRUNCATE)");
    conn.busy_timeout(Duration::from_millis(usual.unsigned_abs()))?;
    pages
}

fn pages_after(conn: &Connection, pragma: &str) -> rusqlite::Result<i64> {
    // The row is (was it blocked, pages in the log, pages of those copied).
    conn.prepare_cached(pragma)?.query_row([], |row| row.get(1))
}
