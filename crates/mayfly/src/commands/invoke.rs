use std::time::Duration;

use api::{LogLine, LogSource};
use functions::FunctionName;
use jiff::tz::TimeZone;
use runtime::trial::Cause;
use serde_json::{Value, json};

use super::prelude::Prelude;
use crate::arguments::{self, Payload};
use crate::client::{Client, ClientError, Endpoint, Invoked, LogQuery, Mode};
use crate::render::{Clock, log_line, printable};
use crate::{Failure, Outcome, Screen};

/// How often to look for the REPORT line, which is written after the answer is sent.
const LOG_TRIES: u32 = 20;
const LOG_LINES_MAX: u32 = 10_000;
const LOG_PAUSE: Duration = Duration::from_millis(100);

/// Call a function and print what it answers
#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_name = "NAME", value_parser = arguments::function_name)]
    pub name: FunctionName,
    /// What to call it with: JSON, @FILE, or - for stdin [default: {}]
    #[arg(
        long,
        short,
        value_name = "JSON",
        allow_hyphen_values = true,
        value_parser = Payload::parse
    )]
    pub payload: Option<Payload>,
    /// Have the call kept and run later, with retries; do not wait
    #[arg(long = "async", conflicts_with = "logs")]
    pub later: bool,
    /// Print what the function logs, and the REPORT line, to stderr
    #[arg(long)]
    pub logs: bool,
}

pub async fn run(args: Args, endpoint: &Endpoint, screen: &Screen) -> Outcome {
    let client = Client::find(endpoint)?;
    let name = &args.name;
    let payload = args.payload.unwrap_or_default().read()?;
    let mode = if args.later { Mode::Async } else { Mode::Sync };
    let invoked = client.invoke(name, payload, mode).await?;
    if args.later {
        return accepted(name, &invoked, screen);
    }
    if let (true, Some(id)) = (args.logs, &invoked.request_id) {
        print_logs(&client, name, id, screen).await;
    }
    if screen.json {
        screen.out_json(&summary(&invoked))?;
    } else {
        let body = match Prelude::split(&invoked.payload) {
            Some((prelude, body)) => {
                screen.note(&printable(&prelude.text()));
                body
            }
            None => invoked.payload.clone(),
        };
        screen.out(&body)?;
        if screen.stdout_terminal && !body.ends_with(b"\n") {
            screen.out("\n")?;
        }
    }
    match &invoked.function_error {
        Some(kind) => Err(function_failed(name, &invoked, kind)),
        None => Ok(()),
    }
}

fn accepted(name: &FunctionName, invoked: &Invoked, screen: &Screen) -> Outcome {
    let id = invoked.request_id.as_deref().unwrap_or("unknown");
    if screen.json {
        return screen.out_json(&summary(invoked));
    }
    screen.out(format!("{id}\n"))?;
    screen.note(&format!(
        "accepted, and runs even if the platform restarts\n\
         next: see how it went with `mayfly logs {name} --request {id}`\n"
    ));
    Ok(())
}

/// The call as JSON; a payload that is none is given as text.
pub fn summary(invoked: &Invoked) -> Value {
    let (prelude, body) = match Prelude::split(&invoked.payload) {
        Some((prelude, body)) => (Some(prelude), body),
        None => (None, invoked.payload.clone()),
    };
    let payload = serde_json::from_slice(&body).unwrap_or_else(|_| {
        if body.is_empty() {
            Value::Null
        } else {
            Value::String(String::from_utf8_lossy(&body).into_owned())
        }
    });
    let mut summary = json!({
        "request_id": invoked.request_id,
        "status": invoked.status,
        "function_error": invoked.function_error,
        "payload": payload,
    });
    if let Some(prelude) = prelude {
        summary["response"] = json!(prelude);
    }
    summary
}

/// Says on stderr in a line what the error's JSON on stdout says in full.
pub fn function_failed(name: &FunctionName, invoked: &Invoked, kind: &str) -> Failure {
    let error: Value = serde_json::from_slice(&invoked.payload).unwrap_or_default();
    let field = |key: &str| error.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    let what = match (field("errorType"), field("errorMessage")) {
        (Some(kind), Some(message)) => format!("{kind}: {message}"),
        (Some(text), None) | (None, Some(text)) => text.to_owned(),
        (None, None) => kind.to_owned(),
    };
    let what = placed(&invoked.payload).unwrap_or(what);
    let next = match &invoked.request_id {
        Some(id) => format!("see its log with `mayfly logs {name} --request {id}`"),
        None => format!("see its log with `mayfly logs {name}`"),
    };
    Failure::new(format!("{name} failed: {what}"), next)
}

/// The error with its place in the function's files, worded as a deploy words it.
fn placed(error: &[u8]) -> Option<String> {
    let Cause { kind, message, places, .. } = Cause::said(error, "");
    let place = places.first()?;
    let line = place.line.map_or(String::new(), |line| format!(":{line}"));
    let kind = kind.map_or(String::new(), |kind| format!("{kind}: "));
    Some(format!("{}{line}: {kind}{message}", place.file))
}

async fn print_logs(client: &Client, name: &FunctionName, id: &str, screen: &Screen) {
    let clock = Clock::Local(TimeZone::system());
    match request_logs(client, name, id).await {
        Ok(lines) => {
            let shown = lines.iter().filter(|line| !is_frame(line));
            let colour = screen.stderr_colour();
            screen.err(&shown.map(|line| log_line(line, &clock, colour)).collect::<String>());
        }
        Err(error) => screen.err(&format!("the log of this call cannot be shown: {error}\n")),
    }
}

/// The call's lines, once its REPORT line is among them or after a while.
async fn request_logs(
    client: &Client,
    name: &FunctionName,
    id: &str,
) -> Result<Vec<LogLine>, ClientError> {
    let Ok(id) = arguments::request_id(id) else { return Ok(Vec::new()) };
    let query = LogQuery { request: Some(id), limit: Some(LOG_LINES_MAX), ..LogQuery::default() };
    let mut lines = Vec::new();
    for _ in 0..LOG_TRIES {
        lines.clear();
        let mut stream = client.logs(name, &query).await?;
        while let Some(line) = stream.next().await? {
            lines.push(line);
        }
        if lines.iter().any(is_report) {
            break;
        }
        tokio::time::sleep(LOG_PAUSE).await;
    }
    if let Some(loading) = loading(&lines) {
        let early = loading_lines(client, name, &loading).await?;
        lines.splice(0..0, early);
    }
    // What is printed and what is logged come by different ways.
    lines.sort_by_key(|line| line.at_us);
    Ok(lines)
}

/// The start of an instance that a call waited for.
#[derive(Debug, PartialEq, Eq)]
pub struct Loading {
    stream: String,
    from_us: u64,
    to_us: u64,
}

/// Known from the lines of the call, if it was the instance's first.
pub fn loading(lines: &[LogLine]) -> Option<Loading> {
    let report = lines.iter().find(|line| is_report(line))?;
    let (_, init) = report.text.split_once("Init Duration: ")?;
    let init_ms: f64 = init.split_once(' ')?.0.parse().ok()?;
    let to_us = lines.iter().map(|line| line.at_us).min()?;
    // Generous: the stream tells what belongs to it.
    let from_us = to_us.saturating_sub((init_ms.clamp(0.0, 1e6) * 1e3) as u64 + 1_000_000);
    Some(Loading { stream: report.stream.clone(), from_us, to_us })
}

/// What the function printed while it was loading, which belongs to no call.
async fn loading_lines(
    client: &Client,
    name: &FunctionName,
    loading: &Loading,
) -> Result<Vec<LogLine>, ClientError> {
    let query = LogQuery {
        since_ms: Some(loading.from_us / 1_000),
        limit: Some(LOG_LINES_MAX),
        ..LogQuery::default()
    };
    let mut stream = client.logs(name, &query).await?;
    let mut lines = Vec::new();
    while let Some(line) = stream.next().await? {
        if line.at_us > loading.to_us {
            break;
        }
        if line.request.is_none() && line.stream == loading.stream && !is_init_start(&line) {
            lines.push(line);
        }
    }
    Ok(lines)
}

fn is_init_start(line: &LogLine) -> bool {
    line.source == LogSource::Platform && line.text.starts_with("INIT_START ")
}

fn is_report(line: &LogLine) -> bool {
    line.source == LogSource::Platform && line.text.starts_with("REPORT ")
}

/// START and END say nothing that a person who just made the call does not know.
fn is_frame(line: &LogLine) -> bool {
    let frame = line.text.starts_with("START ") || line.text.starts_with("END ");
    line.source == LogSource::Platform && frame
}
