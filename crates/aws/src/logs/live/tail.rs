//! The task that gathers what is logged and sends it on, until its reader goes.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use protocol::logs::{
    LiveTailSessionLogEvent, LiveTailSessionStart, SessionStreamingException,
    SessionTimeoutException, StartLiveTailResponseStream as Event,
};
use protocol::schema::Protocol;
use runtime::ChunkSender;
use telemetry::{Follow, GroupName, Live, LiveNews, Put, Telemetry};
use tokio::time::{Instant, MissedTickBehavior, interval_at, timeout};
use web::Gone;

use super::update::Update;
use super::wanted::Wanted;
use crate::logs::home::Home;

const EVERY: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(3 * 60 * 60);
/// A reader that takes nothing for so long is given up.
const PATIENCE: Duration = Duration::from_secs(60);
/// What a function printed is read in so many turns a second; what is left then is skipped.
const TURNS_MAX: usize = 20;

pub(super) struct Tail {
    pub(super) telemetry: Telemetry,
    pub(super) live: Live,
    pub(super) printed: Vec<Printed>,
    pub(super) home: Home,
    pub(super) wanted: Wanted,
    pub(super) update: Update,
    pub(super) protocol: Protocol,
    pub(super) frames: ChunkSender,
}

/// What a function prints.
pub(super) struct Printed {
    pub(super) group: GroupName,
    pub(super) function: Arc<str>,
    pub(super) follow: Follow,
}

/// Nobody reads any more, or nothing can be read.
struct Over;

impl Tail {
    pub(super) async fn run(mut self, first: Bytes, start: LiveTailSessionStart) {
        let end = Instant::now() + LONGEST;
        let begun = async {
            self.send(first).await?;
            self.event(Event::SessionStart(start)).await
        };
        if begun.await.is_err() {
            return;
        }
        let mut ticks = interval_at(Instant::now() + EVERY, EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let went = tokio::select! {
                news = self.live.next() => self.hear(news),
                now = ticks.tick() => self.tick(now >= end).await,
                () = self.frames.closed() => Err(Over),
            };
            if went.is_err() {
                return;
            }
        }
    }

    fn hear(&mut self, news: Option<LiveNews>) -> Result<(), Over> {
        match news {
            Some(LiveNews::Put(put)) => self.add_put(&put),
            Some(LiveNews::Missed(_)) => self.update.missed(),
            None => return Err(Over),
        }
        Ok(())
    }

    fn add_put(&mut self, put: &Put) {
        if !self.wanted.stream(&put.group, put.stream.as_str()) {
            return;
        }
        for event in &put.events {
            let said = Said {
                stream: put.stream.as_str(),
                at_ms: event.at_ms,
                ingested_ms: put.ingested_ms,
                text: &event.text,
            };
            add(&mut self.update, &self.wanted, &self.home, &put.group, &said);
        }
    }

    async fn tick(&mut self, is_over: bool) -> Result<(), Over> {
        if let Err(error) = self.read_printed().await {
            tracing::warn!(%error, "a live tail ended");
            let message = Some("The log events could not be read.".to_owned());
            let why = SessionStreamingException { message };
            self.event(Event::SessionStreamingException(why)).await?;
            return Err(Over);
        }
        let update = self.update.take();
        self.event(Event::SessionUpdate(update)).await?;
        if is_over {
            let message = Some("The session has been open for three hours.".to_owned());
            let why = SessionTimeoutException { message };
            self.event(Event::SessionTimeoutException(why)).await?;
            return Err(Over);
        }
        Ok(())
    }

    async fn read_printed(&mut self) -> Result<(), telemetry::Error> {
        let Self { telemetry, printed, home, wanted, update, .. } = self;
        for Printed { group, function, follow } in printed {
            let mut turns = 0;
            loop {
                let events = follow.ready()?;
                if events.is_empty() {
                    break;
                }
                for event in events.iter().filter(|event| wanted.stream(group, &event.stream)) {
                    let at_ms = event.at_us / 1000;
                    let (stream, text) = (&*event.stream, &*event.text);
                    let said = Said { stream, at_ms, ingested_ms: at_ms, text };
                    add(update, wanted, home, group, &said);
                }
                turns += 1;
                if turns == TURNS_MAX {
                    update.missed();
                    *follow = telemetry.follow(function.clone(), ::invoke::now_us());
                    break;
                }
                tokio::task::yield_now().await;
            }
        }
        Ok(())
    }

    async fn event(&self, event: Event) -> Result<(), Over> {
        // A frame that cannot be written ends the stream: the reader sees that it is not whole.
        self.send(event.frame(self.protocol).ok_or(Over)?).await
    }

    async fn send(&self, frame: Bytes) -> Result<(), Over> {
        match timeout(PATIENCE, self.frames.send(Ok(frame))).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(Gone)) | Err(_) => Err(Over),
        }
    }
}

/// One event, whoever said it.
struct Said<'a> {
    stream: &'a str,
    at_ms: u64,
    ingested_ms: u64,
    text: &'a str,
}

fn add(update: &mut Update, wanted: &Wanted, home: &Home, group: &GroupName, said: &Said<'_>) {
    if !wanted.text(said.text) || !update.has_room(said.text.len()) {
        return;
    }
    let time = |ms: u64| i64::try_from(ms).ok();
    update.add(LiveTailSessionLogEvent {
        log_stream_name: Some(said.stream.to_owned()),
        log_group_identifier: Some(home.arn(group.as_str())),
        message: Some(said.text.to_owned()),
        timestamp: time(said.at_ms),
        ingestion_time: time(said.ingested_ms),
    });
}
