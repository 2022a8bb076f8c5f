use std::sync::Arc;

use store::Store;

use crate::audit::Audit;
use crate::clock::now_us;
use crate::groups::LogGroups;
use crate::journal::{Journal, Replay};
use crate::ledger::{Ledger, Record};
use crate::logs::{Follow, Logs, Page, Query};
use crate::{Error, LogEvent, Options};

/// Lines of a call are looked for that long before its start and after its end.
const MARGIN_US: u64 = 60 * 1_000_000;
/// All attempts of an asynchronous call lie within its longest age, plus the last one's run.
const ATTEMPTS_US: u64 = 7 * 60 * 60 * 1_000_000;

/// A handle to logs and ledger; clones are the same.
#[derive(Debug, Clone)]
pub struct Telemetry {
    logs: Arc<Logs>,
    ledger: Ledger,
    groups: LogGroups,
    audit: Audit,
    journal: Option<Arc<Journal>>,
}

impl Telemetry {
    /// Must be called inside a tokio runtime.
    pub fn open(store: Store, options: Options) -> Result<Self, Error> {
        let (journal, left) = match &options.journal {
            Some(dir) => {
                let broken =
                    |source| Error::Journal { path: dir.clone(), source: Arc::new(source) };
                let (journal, left) = Journal::open(dir, now_us()).map_err(broken)?;
                (Some(Arc::new(journal)), left)
            }
            None => (None, Replay::default()),
        };
        let Replay { log, records } = left;
        let logs = Logs::open(store.clone(), options.clone(), journal.clone(), log)?;
        let logs = Arc::new(logs);
        let ledger = Ledger::open(store.clone(), &options, logs.clone(), journal.clone(), records)?;
        let audit = Audit::open(store.clone())?;
        let groups = LogGroups::open(store, logs.clone(), &options);
        Ok(Self { logs, ledger, groups, audit, journal })
    }

    /// Adds an event to its function's log. Never waits: what there is no room for is dropped,
    /// counted and told of in the log.
    pub fn log(&self, event: LogEvent) {
        self.logs.log(event);
    }

    /// Adds a record to the ledger; see [`Ledger::record`].
    pub async fn record(&self, record: Record) -> Result<(), Error> {
        self.ledger.record(record).await
    }

    /// Waits until every line logged before is on disk, or it is said there how many are not. Whoever
    /// commits a record with a batch of its own does this first.
    pub async fn lines_kept(&self) -> Result<(), Error> {
        self.logs.flush().await
    }

    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The log groups: what clients put, and what functions print.
    pub fn groups(&self) -> &LogGroups {
        &self.groups
    }

    /// Who was refused what.
    pub fn audit(&self) -> &Audit {
        &self.audit
    }

    /// Reads a function's log, oldest first, with everything logged before this call.
    ///
    /// When a request is asked for and no time, the ledger tells where to look for it.
    pub async fn logs(&self, mut query: Query) -> Result<Page, Error> {
        let no_time = (query.since_us, query.until_us) == (0, u64::MAX);
        if let Some(request) = query.request.clone().filter(|_| no_time)
            && let Some(call) = self.ledger.find(&query.function, &request).await?
        {
            let before_us = if call.attempt > 1 { ATTEMPTS_US } else { MARGIN_US };
            let init_us = call.init_us.unwrap_or(0);
            let end_us = call.start_us.saturating_add(call.duration_us);
            query.since_us = call.start_us.saturating_sub(before_us.saturating_add(init_us));
            query.until_us = end_us.saturating_add(MARGIN_US);
        }
        self.logs.query(query).await
    }

    /// The latest events of a function, oldest first.
    pub async fn tail(&self, function: &Arc<str>, limit: usize) -> Result<Vec<LogEvent>, Error> {
        self.logs.tail(function, limit).await
    }

    /// The events of a function from some time on, and then as they come.
    pub fn follow(&self, function: impl Into<Arc<str>>, since_us: u64) -> Follow {
        self.logs.follow(function.into(), since_us)
    }

    /// Deletes the log of a function that was removed. Its calls stay in the ledger.
    pub async fn forget(&self, function: impl Into<Arc<str>>) -> Result<(), Error> {
        self.logs.forget(function.into()).await
    }

    /// Waits until everything logged and recorded before is on disk.
    pub async fn flush(&self) -> Result<(), Error> {
        let (logs, ledger) = tokio::join!(self.logs.flush(), self.ledger.flush());
        ledger.and(logs)
    }

    /// Writes everything and stops.
    pub async fn close(&self) -> Result<(), Error> {
        self.groups.close();
        // The ledger's last lines wait for the log's.
        let (ledger, audit) = tokio::join!(self.ledger.close(), self.audit.close());
        let logs = self.logs.close().await;
        if let Some(journal) = &self.journal {
            journal.close();
        }
        ledger.and(logs).and(audit)
    }

    /// What the logs of all functions take on disk.
    pub fn log_bytes(&self) -> Result<u64, Error> {
        self.logs.bytes_on_disk()
    }

    /// Log bytes in memory now: at most [`Options::buffer_bytes`], and an eighth of that for what
    /// the platform itself says.
    pub fn held_bytes(&self) -> usize {
        self.logs.held_bytes()
    }
}
