//! GetLogEvents and FilterLogEvents.

use protocol::logs::{
    Error, FilterLogEventsRequest, FilterLogEventsResponse, FilteredLogEvent, GetLogEventsRequest,
    GetLogEventsResponse, OutputLogEvent,
};
use telemetry::{Filter, GetEvents, Pattern, StreamName, Streams};

use super::Logs;
use super::error::{invalid, told, wrong_pattern};

impl Logs {
    pub(super) async fn get_log_events(
        &self,
        input: GetLogEventsRequest,
    ) -> Result<GetLogEventsResponse, Error> {
        let name = input.log_group_name.as_deref();
        let group = self.home.either(name, input.log_group_identifier.as_deref())?;
        let stream = StreamName::parse(&input.log_stream_name).map_err(told)?;
        let query = GetEvents {
            since_ms: given(input.start_time),
            until_ms: given(input.end_time),
            limit: input.limit.and_then(|limit| usize::try_from(limit).ok()),
            from_head: input.start_from_head.unwrap_or(false),
            token: input.next_token,
            ..GetEvents::of(group, stream)
        };
        let page = self.groups().get_events(query).await.map_err(told)?;
        let events = page.events.into_iter().map(|event| OutputLogEvent {
            timestamp: time(event.at_ms),
            ingestion_time: time(event.ingested_ms),
            message: Some(event.text),
        });
        Ok(GetLogEventsResponse {
            events: Some(events.collect()),
            next_forward_token: Some(page.forward),
            next_backward_token: Some(page.backward),
        })
    }

    pub(super) async fn filter_log_events(
        &self,
        input: FilterLogEventsRequest,
    ) -> Result<FilterLogEventsResponse, Error> {
        let name = input.log_group_name.as_deref();
        let group = self.home.either(name, input.log_group_identifier.as_deref())?;
        if input.start_from_head == Some(false) {
            return Err(invalid("startFromHead=false is not supported here: oldest events first."));
        }
        let pattern = input.filter_pattern.as_deref().map(Pattern::parse);
        let filter = Filter {
            streams: streams(input.log_stream_names, input.log_stream_name_prefix)?,
            since_ms: given(input.start_time),
            until_ms: given(input.end_time),
            pattern: pattern.transpose().map_err(wrong_pattern)?,
            limit: input.limit.and_then(|limit| usize::try_from(limit).ok()),
            token: input.next_token,
            ..Filter::of(group)
        };
        let page = self.groups().filter_events(filter).await.map_err(told)?;
        let events = page.events.into_iter().map(|event| FilteredLogEvent {
            log_stream_name: Some(event.stream.to_string()),
            timestamp: time(event.at_ms),
            message: Some(event.text),
            ingestion_time: time(event.ingested_ms),
            event_id: Some(event.id),
        });
        Ok(FilterLogEventsResponse {
            events: Some(events.collect()),
            // CloudWatch Logs has stopped telling what it searched.
            searched_log_streams: Some(Vec::new()),
            next_token: page.token,
        })
    }
}

fn streams(names: Option<Vec<String>>, prefix: Option<String>) -> Result<Streams, Error> {
    match (names, prefix) {
        (None, None) => Ok(Streams::All),
        (None, Some(prefix)) => Ok(Streams::Prefix(prefix)),
        (Some(names), None) => {
            let names = names.iter().map(|name| StreamName::parse(name).map_err(told));
            Ok(Streams::Named(names.collect::<Result<_, _>>()?))
        }
        (Some(_), Some(_)) => Err(invalid(
            "logStreamNames and logStreamNamePrefix are mutually exclusive parameters.",
        )),
    }
}

/// The model has no negative times.
fn given(ms: Option<i64>) -> Option<u64> {
    ms.and_then(|ms| u64::try_from(ms).ok())
}

fn time(ms: u64) -> Option<i64> {
    i64::try_from(ms).ok()
}
