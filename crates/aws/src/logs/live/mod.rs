//! StartLiveTail: what is logged from now on, a frame of it each second.

mod tail;
mod update;
mod wanted;

use std::sync::Arc;

use http::Response;
use http_body_util::BodyExt;
use protocol::logs::{
    Error, LiveTailSessionStart, StartLiveTailRequest, StartLiveTailResponse, op,
};
use runtime::{Body, Chunks};
use tokio::sync::Semaphore;

use super::Logs;
use super::error::told;
use crate::asked::{Asked, refuse};
use tail::{Printed, Tail};
use update::Update;
use wanted::Wanted;

/// Those who may watch at the same time.
const SEATS: usize = 15;

#[derive(Debug, Clone)]
pub(super) struct Seats(Arc<Semaphore>);

impl Default for Seats {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(SEATS)))
    }
}

impl Logs {
    pub(super) async fn answer_live_tail(&self, asked: Asked) -> Response<Body> {
        let input = match self.input::<op::StartLiveTail>(&asked).await {
            Ok(input) => input,
            Err(fault) => return refuse(&asked, fault),
        };
        match self.start_live_tail(&asked, input).await {
            Ok(response) => response,
            Err(error) => refuse(&asked, error),
        }
    }

    async fn start_live_tail(
        &self,
        asked: &Asked,
        input: StartLiveTailRequest,
    ) -> Result<Response<Body>, Error> {
        let wanted = Wanted::read(&input, &self.home)?;
        for group in wanted.groups() {
            self.groups().group(group).await.map_err(told)?;
        }
        let seat = self.seats.0.clone().try_acquire_owned().map_err(|_| {
            let message = format!("There are {SEATS} Live Tail sessions, which is the limit.");
            Error::LimitExceeded { message }
        })?;
        let now_us = ::invoke::now_us();
        let functions =
            wanted.groups().filter_map(|group| Some((group.clone(), group.function()?)));
        let printed = functions
            .map(|(group, function)| Printed {
                follow: self.telemetry.follow(function.clone(), now_us),
                group,
                function,
            })
            .collect();
        let start = LiveTailSessionStart {
            request_id: Some(asked.id.clone()),
            session_id: Some(::invoke::request_id().to_string()),
            log_group_identifiers: Some(input.log_group_identifiers),
            log_stream_names: Some(input.log_stream_names.unwrap_or_default()),
            log_stream_name_prefixes: Some(input.log_stream_name_prefixes.unwrap_or_default()),
            log_event_filter_pattern: Some(input.log_event_filter_pattern.unwrap_or_default()),
        };
        let response =
            asked.call.output::<op::StartLiveTail>(StartLiveTailResponse::default(), &asked.id);
        let (head, first) = response.into_parts();
        let (frames, body) = Chunks::channel();
        let tail = Tail {
            telemetry: self.telemetry.clone(),
            live: self.groups().live(),
            printed,
            home: self.home.clone(),
            wanted,
            update: Update::default(),
            protocol: asked.call.protocol,
            frames,
        };
        tokio::spawn(async move {
            tail.run(first, start).await;
            drop(seat);
        });
        Ok(Response::from_parts(head, body.boxed_unsync()))
    }
}
