use std::fs::File;

use bytes::Bytes;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use tracing::warn;

use super::checkpoint::Checkpointer;
use crate::batch::Check;
use crate::engine::{Engine, Failure, Transaction};
use crate::{Range, Version};

pub(crate) struct SqliteEngine {
    conn: Connection,
    checkpointer: Checkpointer,
    reserved: u64,
    /// Held as long as the writer lives; declared last so that it is let go last.
    _lock: File,
}

impl SqliteEngine {
    pub(super) fn new(conn: Connection, lock: File) -> rusqlite::Result<Self> {
        let sql = "SELECT value FROM meta WHERE name = 'reserved'";
        let Version(reserved) = conn.query_row(sql, [], |row| row.get(0))?;
        Ok(SqliteEngine { conn, checkpointer: Checkpointer::default(), reserved, _lock: lock })
    }
}

impl Engine for SqliteEngine {
    fn reserved(&self) -> u64 {
        self.reserved
    }

    fn begin(&mut self) -> Result<Box<dyn Transaction + '_>, Failure> {
        let transaction = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        Ok(Box::new(SqliteTransaction(transaction)))
    }

    fn tidy(&mut self) -> Result<(), Failure> {
        self.checkpointer.run(&self.conn).map_err(Failure::from)
    }

    /// After a failed sync the log may not be what it seems: leave it to the next opening.
    fn abandon(&mut self) {
        let option = DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE;
        if let Err(error) = self.conn.set_db_config(option, true) {
            warn!(%error, "the log will be checkpointed on close");
        }
    }
}

struct SqliteTransaction<'a>(rusqlite::Transaction<'a>);

impl Transaction for SqliteTransaction<'_> {
    fn holds(&mut self, check: &Check) -> Result<bool, Failure> {
        let mut get = self.0.prepare_cached("SELECT ver, v FROM kv WHERE k = ?1")?;
        let held = get.query_row([&check.key[..]], |row| {
            Ok(check.holds(Some((row.get(0)?, row.get_ref(1)?.as_blob()?))))
        });
        Ok(held.optional()?.unwrap_or_else(|| check.holds(None)))
    }

    fn put(&mut self, key: &Bytes, value: &Bytes, version: Version) -> Result<(), Failure> {
        let sql = "INSERT INTO kv (k, v, ver) VALUES (?1, ?2, ?3) \
                   ON CONFLICT (k) DO UPDATE SET v = excluded.v, ver = excluded.ver";
        self.0.prepare_cached(sql)?.execute(params![&key[..], &value[..], version])?;
        Ok(())
    }

    fn delete(&mut self, key: &Bytes) -> Result<(), Failure> {
        self.0.prepare_cached("DELETE FROM kv WHERE k = ?1")?.execute([&key[..]])?;
        Ok(())
    }

    fn delete_range(&mut self, range: &Range) -> Result<(), Failure> {
        let start = &range.start[..];
        match &range.end {
            Some(end) => {
                let sql = "DELETE FROM kv WHERE k >= ?1 AND k < ?2";
                self.0.prepare_cached(sql)?.execute([start, &end[..]])?
            }
            None => self.0.prepare_cached("DELETE FROM kv WHERE k >= ?1")?.execute([start])?,
        };
        Ok(())
    }

    fn reserve(&mut self, reserved: u64) -> Result<(), Failure> {
        let sql = "UPDATE meta SET value = ?1 WHERE name = 'reserved'";
        self.0.prepare_cached(sql)?.execute([Version(reserved)])?;
        Ok(())
    }

    fn commit(self: Box<Self>) -> Result<(), Failure> {
        Ok(self.0.commit()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Options;

    #[test]
    fn a_full_disk_undoes_the_transaction_and_harms_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("store.sqlite");
        let (mut engine, _) = super::super::open(&path, &Options::default()).unwrap();
        let pages = super::super::number(&engine.conn, "page_count").unwrap();
        engine.conn.pragma_update(None, "max_page_count", pages + 2).unwrap();

        let (small, big) = (Bytes::from_static(b"s"), Bytes::from(vec![7; 100_000]));
        let mut full = engine.begin().unwrap();
        full.put(&small, &small, Version(1)).unwrap();
        assert!(matches!(full.put(&big.slice(..9), &big, Version(1)), Err(Failure::Full)));
        drop(full);

        let mut next = engine.begin().unwrap();
        let absent = Check { key: small.clone(), expected: crate::batch::Expected::Absent };
        assert!(next.holds(&absent).unwrap());
        next.put(&small, &small, Version(2)).unwrap();
        next.commit().unwrap();
    }

    #[test]
    fn every_commit_is_synced() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("store.sqlite");
        let (engine, _) = super::super::open(&path, &Options::default()).unwrap();
        let pragma = |name| super::super::number(&engine.conn, name).unwrap();
        assert_eq!(pragma("synchronous"), 2, "FULL");
        assert_eq!(pragma("wal_autocheckpoint"), 0);
        assert_eq!(pragma("page_size"), 8192);
    }
}
