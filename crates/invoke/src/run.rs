//! One call on one instance: START, the call, END and REPORT, and its line in the ledger.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use runtime::{Call, CallInfo, Ended, Failure, Finish, Output, StartError};
use telemetry::{Outcome, Record, billed_ms, report};
use web::Shares;

use crate::invocation::Invocation;
use crate::pool::Live;

const KB: u64 = 1024;

/// The account of a call that is over.
#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) record: Record,
    pub(crate) failure: Option<Failure>,
    /// The whole answer, unless it was streamed.
    pub(crate) value: Option<bytes::Bytes>,
    /// What the instance had in all.
    pub(crate) peak_mb: u32,
    /// Whether the instance can take another call.
    pub(crate) reusable: bool,
}

pub(crate) async fn run(
    live: &Live,
    invocation: Invocation,
    arn: Arc<str>,
    attempt: u32,
    shares: Shares,
    head: impl FnOnce(Output) + Send,
) -> Account {
    let instance = &live.instance;
    let config = &live.function.config;
    let start_us = now_us();
    let mut record = blank(&invocation, start_us, attempt);
    // The instance may be of another version than the caller knew.
    record.memory_mb = config.memory_mb;
    record.init_us = live.take_init().map(micros);
    record.cold = record.init_us.is_some();
    let request = invocation.request_id.clone();
    instance.begin(&request).await;
    let began = Instant::now();
    instance.print(Some(&request), report::start(&request, &live.function.label.text()));
    let info = CallInfo {
        request_id: request.clone(),
        trace_id: invocation.trace_id,
        arn,
        client_context: invocation.client_context,
    };
    let call = Call { info, input: invocation.input, shares };
    let timeout = Duration::from_millis(u64::from(config.timeout_ms));
    let (ended, finish) = instance.call(call, timeout, head).await;
    let Finish { failure, bytes_out, reusable, usage } = finish;
    record.outcome = failure.as_ref().map_or(Outcome::Ok, Failure::outcome);
    record.duration_us = micros(began.elapsed());
    if record.outcome == Outcome::Timeout {
        // What the caller is told and billed is the limit, not how long the killing took.
        record.duration_us = u64::from(config.timeout_ms) * 1_000;
    }
    record.bytes_out = bytes_out;
    let total = live.usage();
    let own = usage.unwrap_or(total);
    record.max_memory_mb = mb(own.memory_peak_bytes).min(config.memory_mb.max(1));
    let peak_mb = match usage {
        Some(own) => {
            record.cpu_us = own.cpu_us;
            mb(total.memory_peak_bytes)
        }
        None => {
            record.cpu_us = live.cpu_since_last_call(total.cpu_us);
            record.max_memory_mb
        }
    };
    record.billed_ms = billed_ms(record.outcome, record.duration_us, record.init_us);
    close(live, &request, &record, failure.as_ref());
    let value = match ended {
        Ended::Value(value) => Some(value),
        Ended::Streamed | Ended::Failed(_) => None,
    };
    Account { record, failure, value, peak_mb, reusable }
}

/// END, what went wrong if the function could not say so itself, and REPORT.
fn close(live: &Live, request: &Arc<str>, record: &Record, failure: Option<&Failure>) {
    let instance = &live.instance;
    match failure {
        Some(Failure::Timeout { after_ms }) => {
            instance.print(Some(request), report::timed_out(now_us(), request, *after_ms));
        }
        Some(Failure::Function(_)) | None => {}
        Some(other) => {
            let text = format!("{} {}", other.message(request), other.error_type());
            instance.print(Some(request), text);
        }
    }
    instance.print(Some(request), report::end(request));
    let error_type = failure.map(Failure::error_type);
    instance.print(Some(request), report::Report::new(record, error_type).to_string());
}

/// The account of a call whose instance never came up.
pub(crate) fn start_failed(invocation: &Invocation, error: &StartError, attempt: u32) -> Account {
    let mut record = blank(invocation, now_us(), attempt);
    record.init_us = Some(micros(error.init));
    record.cold = true;
    record.outcome = match error.failure.outcome() {
        Outcome::OutOfMemory => Outcome::OutOfMemory,
        _ => Outcome::InitError,
    };
    record.billed_ms = billed_ms(record.outcome, 0, record.init_us);
    let failure = Some(error.failure.clone());
    Account { record, failure, value: None, peak_mb: 0, reusable: false }
}

/// The record of a call that was turned away.
pub(crate) fn turned_away(invocation: &Invocation, outcome: Outcome, attempt: u32) -> Record {
    let mut record = blank(invocation, now_us(), attempt);
    record.outcome = outcome;
    record
}

fn blank(invocation: &Invocation, start_us: u64, attempt: u32) -> Record {
    let function = &invocation.function;
    Record {
        request_id: invocation.request_id.clone(),
        function: function.name.as_str().into(),
        version: function.label.text().into(),
        start_us,
        init_us: None,
        duration_us: 0,
        billed_ms: 0,
        memory_mb: function.config.memory_mb,
        max_memory_mb: 0,
        cpu_us: 0,
        outcome: Outcome::Ok,
        trace_id: invocation.trace_id.to_string(),
        bytes_in: invocation.input.bytes(),
        bytes_out: 0,
        trigger: invocation.trigger,
        attempt,
        cold: false,
    }
}

fn mb(bytes: u64) -> u32 {
    u32::try_from(bytes.div_ceil(KB * KB)).unwrap_or(u32::MAX)
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

/// The wall clock, in µs since the epoch.
pub fn now_us() -> u64 {
    micros(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default())
}
