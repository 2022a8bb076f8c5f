//! A function's log as lines of JSON, streamed: what there is, or what there is and what comes.

use std::sync::Arc;
use std::time::Duration;

use api::{LogLevel, LogLine, LogSource};
use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Response, StatusCode};
use http_body_util::BodyExt;
use runtime::{BodyError, ChunkSender, Chunks};
use telemetry::{Level, LogEvent, Query, Source, Telemetry};

use crate::control::{Answer, Control};
use crate::query::Parameters;

/// A connection that says nothing for long is cut by what is in between; an empty line is nothing
/// to a reader of lines.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

impl Control {
    pub(crate) async fn logs(&self, name: &str, query: &Parameters<'_>) -> Answer {
        let function = self.entry(name)?.latest.clone();
        let mut wanted = Query::of(function.name.as_str());
        wanted.since_us = query.number("since")?.unwrap_or(0).saturating_mul(1_000);
        wanted.request = query.text("request").map(Arc::from);
        let limit = query.number("limit")?.unwrap_or(u64::MAX);
        let (sender, chunks) = Chunks::channel();
        let telemetry = self.telemetry.clone();
        if query.flag("follow") {
            tokio::spawn(follow(telemetry, wanted, sender));
        } else {
            tokio::spawn(read(telemetry, wanted, limit, sender));
        }
        let mut response = Response::new(chunks.boxed_unsync());
        *response.status_mut() = StatusCode::OK;
        let kind = HeaderValue::from_static("application/x-ndjson");
        response.headers_mut().insert(CONTENT_TYPE, kind);
        Ok(response)
    }
}

async fn read(telemetry: Telemetry, mut query: Query, mut left: u64, to: ChunkSender) {
    loop {
        query.limit = usize::try_from(left.min(1_000)).unwrap_or(1_000);
        let page = match telemetry.logs(query.clone()).await {
            Ok(page) => page,
            Err(error) => {
                let _ = to.send(Err(BodyError(error.to_string()))).await;
                return;
            }
        };
        left -= left.min(page.events.len() as u64);
        if !page.events.is_empty() && to.send(Ok(lines(&page.events))).await.is_err() {
            return;
        }
        if !page.more || left == 0 {
            return;
        }
        query.after = page.last;
    }
}

async fn follow(telemetry: Telemetry, query: Query, to: ChunkSender) {
    let mut follow = telemetry.follow(query.function.clone(), query.since_us);
    loop {
        let event = tokio::select! {
            event = follow.next() => event,
            () = tokio::time::sleep(KEEP_ALIVE) => {
                if to.send(Ok(Bytes::from_static(b"\n"))).await.is_err() {
                    return;
                }
                continue;
            }
            () = to.closed() => return,
        };
        let sent = match event {
            Some(Ok(event)) => {
                if query.request.is_some() && event.request != query.request {
                    continue;
                }
                to.send(Ok(lines(&[event]))).await
            }
            Some(Err(error)) => to.send(Err(BodyError(error.to_string()))).await,
            None => return,
        };
        if sent.is_err() {
            return;
        }
    }
}

fn lines(events: &[LogEvent]) -> Bytes {
    let mut out = Vec::new();
    for event in events {
        // Strings and numbers: this cannot fail.
        let _ = serde_json::to_writer(&mut out, &line(event));
        out.push(b'\n');
    }
    out.into()
}

fn line(event: &LogEvent) -> LogLine {
    LogLine {
        at_us: event.at_us,
        stream: event.stream.to_string(),
        request: event.request.as_deref().map(str::to_owned),
        level: match event.level {
            Level::Trace => LogLevel::Trace,
            Level::Debug => LogLevel::Debug,
            Level::Info => LogLevel::Info,
            Level::Warn => LogLevel::Warn,
            Level::Error => LogLevel::Error,
            Level::Fatal => LogLevel::Fatal,
            Level::Unknown => LogLevel::Unknown,
        },
        source: match event.source {
            Source::Stdout => LogSource::Stdout,
            Source::Stderr => LogSource::Stderr,
            Source::Platform => LogSource::Platform,
        },
        text: event.text.clone(),
    }
}
