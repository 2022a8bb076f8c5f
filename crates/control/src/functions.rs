//! Functions as they are now: what is deployed, what runs, what the last hour brought.

use ::functions::{Entry, Function};
use api::{
    FunctionDetail, FunctionList, FunctionSummary, Instances, Invocation, Invocations, LastHour,
};
use http::StatusCode;
use invoke::now_us;
use telemetry::Record;

use crate::control::{Answer, Control, json};
use crate::error::ApiError;
use crate::query::Parameters;
use crate::{urls, versions};

const HOUR_US: u64 = 3_600_000_000;
const RECENT: usize = 10;
const RECORDS_DEFAULT: u64 = 100;
const RECORDS_MAX: u64 = 10_000;

impl Control {
    pub(crate) async fn list(&self) -> Answer {
        let mut functions = Vec::new();
        for entry in self.registry.all() {
            functions.push(self.summary(&entry).await?);
        }
        Ok(json(StatusCode::OK, &FunctionList { functions }))
    }

    pub(crate) async fn show(&self, name: &str) -> Answer {
        let entry = self.entry(name)?;
        let function = &entry.latest;
        let name = function.name.as_str();
        let records = self.telemetry.ledger().records(name, 0, u64::MAX, RECENT).await?;
        let notes = function.notes.iter().cloned().chain(self.invoker.shortfall(function));
        let detail = FunctionDetail {
            summary: self.summary(&entry).await?,
            arn: function.arn(&self.region, self.keys.account()),
            config: function.config.clone(),
            package: function.package,
            package_bytes: function.package_bytes,
            async_waiting: self.invoker.waiting(&function.name),
            recent: records.iter().map(invocation).collect(),
            notes: notes.collect(),
            starts: self.invoker.describe_starts(function),
            aliases: versions::aliases(&entry),
            versions: versions::newest(&entry),
            versions_all: entry.published.len() as u64,
        };
        Ok(json(StatusCode::OK, &detail))
    }

    pub(crate) async fn remove(&self, name: &str) -> Answer {
        let removed = self.registry.remove(name).await?;
        self.forget(&removed.latest).await?;
        Ok(json(StatusCode::OK, &serde_json::json!({ "removed": removed.latest.name })))
    }

    /// Stops a removed function's instances and forgets its logs; what it cost stays on record.
    pub(crate) async fn forget(&self, function: &Function) -> Result<(), ApiError> {
        self.invoker.refresh(&function.name);
        self.telemetry.forget(function.name.as_str()).await?;
        Ok(())
    }

    pub(crate) async fn invocations(&self, name: &str, query: &Parameters<'_>) -> Answer {
        let since_us = query.number("since")?.unwrap_or(0).saturating_mul(1_000);
        let until_us = query.number("until")?.map_or(u64::MAX, |ms| ms.saturating_mul(1_000));
        let limit = query.number("limit")?.unwrap_or(RECORDS_DEFAULT).min(RECORDS_MAX);
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let records = self.telemetry.ledger().records(name, since_us, until_us, limit).await?;
        let records = records.iter().map(invocation).collect();
        Ok(json(StatusCode::OK, &Invocations { records }))
    }

    async fn summary(&self, entry: &Entry) -> Result<FunctionSummary, ApiError> {
        let function = &entry.latest;
        let counts = self.invoker.counts(&function.name);
        let since_us = now_us().saturating_sub(HOUR_US);
        let totals = self.telemetry.ledger().totals(function.name.as_str(), since_us).await?;
        Ok(FunctionSummary {
            name: function.name.clone(),
            app: function.app.clone(),
            runtime: function.config.runtime.to_string(),
            memory_mb: function.config.memory_mb,
            url: urls::own(&self.endpoint, entry),
            urls: urls::all(&self.endpoint, entry),
            instances: Instances {
                starting: counts.starting,
                idle: counts.idle,
                busy: counts.busy,
                draining: counts.draining,
            },
            last_hour: LastHour {
                invocations: totals.calls,
                errors: totals.errors,
                throttles: totals.throttles,
                cold_starts: totals.cold,
                billed_ms: totals.billed_ms,
                mb_ms: totals.mb_ms,
            },
            deployed_at_ms: function.deployed_at_ms,
        })
    }
}

fn invocation(record: &Record) -> Invocation {
    Invocation {
        request_id: record.request_id.to_string(),
        version: record.version.to_string(),
        start_us: record.start_us,
        init_us: record.init_us,
        duration_us: record.duration_us,
        billed_ms: record.billed_ms,
        memory_mb: record.memory_mb,
        max_memory_mb: record.max_memory_mb,
        outcome: record.outcome.as_str().to_owned(),
        trigger: record.trigger.as_str().to_owned(),
        attempt: record.attempt,
        trace_id: record.trace_id.to_string(),
        bytes_in: record.bytes_in,
        bytes_out: record.bytes_out,
    }
}
