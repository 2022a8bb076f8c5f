//! PutLogEvents.

use std::time::{SystemTime, UNIX_EPOCH};

use protocol::logs::{Error, PutLogEventsRequest, PutLogEventsResponse, RejectedLogEventsInfo};
use telemetry::{InputEvent, Rejected, StreamName};

use super::Logs;
use super::error::told;

impl Logs {
    /// Sequence tokens are taken and given, and mean nothing: any order of puts is fine.
    pub(super) async fn put_log_events(
        &self,
        input: PutLogEventsRequest,
    ) -> Result<PutLogEventsResponse, Error> {
        let group = self.group(&input.log_group_name)?;
        let stream = StreamName::parse(&input.log_stream_name).map_err(told)?;
        let event = |event: protocol::logs::InputLogEvent| InputEvent {
            // The model has no negative times.
            at_ms: u64::try_from(event.timestamp).unwrap_or_default(),
            text: event.message,
        };
        let events = input.log_events.into_iter().map(event).collect();
        let rejected = self.groups().put_events(&group, &stream, events).await.map_err(told)?;
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Ok(PutLogEventsResponse {
            next_sequence_token: Some(format!("{:056}", since.as_nanos())),
            rejected_log_events_info: shown(rejected),
            rejected_entity_info: None,
        })
    }
}

fn shown(rejected: Rejected) -> Option<RejectedLogEventsInfo> {
    if rejected == Rejected::default() {
        return None;
    }
    let index = |at: Option<usize>| at.and_then(|at| i32::try_from(at).ok());
    Some(RejectedLogEventsInfo {
        too_new_log_event_start_index: index(rejected.too_new_from),
        too_old_log_event_end_index: index(rejected.too_old_until),
        expired_log_event_end_index: index(rejected.expired_until),
    })
}
