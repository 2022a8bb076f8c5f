//! The durable engine: one SQLite file in WAL mode with `synchronous=FULL`, one writer connection
//! that also checkpoints, and a pool of readers.

mod backup;
mod checkpoint;
mod open;
mod readers;
mod writer;

use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode};

use crate::engine::Failure;
use crate::{Error, Version};

pub(crate) use open::open;

/// "MYFY": marks the file as ours, for `file(1)` and for us.
const APPLICATION_ID: i64 = 0x4d59_4659;

/// Counted up when an older program could no longer read the file.
const FORMAT: i64 = 1;

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Failure::Full,
            Some(ErrorCode::DatabaseBusy) => Failure::Busy,
            _ => Failure::Broken(error.to_string()),
        }
    }
}

/// SQLite's integers are signed; no store will see the 2^63rd commit.
impl ToSql for Version {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.cast_signed().into())
    }
}

impl FromSql for Version {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        i64::column_result(value).map(|number| Version(number.cast_unsigned()))
    }
}

fn read_error(error: rusqlite::Error) -> Error {
    Error::Read { reason: error.to_string().into() }
}

fn number(conn: &Connection, pragma: &str) -> rusqlite::Result<i64> {
    conn.pragma_query_value(None, pragma, |row| row.get(0))
}
