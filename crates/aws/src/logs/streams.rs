//! Making, deleting and describing streams.

use protocol::Unit;
use protocol::logs::{
    CreateLogStreamRequest, DeleteLogStreamRequest, DescribeLogStreamsRequest,
    DescribeLogStreamsResponse, Error, LogStream, OrderBy,
};
use telemetry::{Order, Stream, StreamName, StreamsQuery};

use super::Logs;
use super::error::told;

impl Logs {
    pub(super) async fn create_log_stream(
        &self,
        input: CreateLogStreamRequest,
    ) -> Result<Unit, Error> {
        let group = self.group(&input.log_group_name)?;
        let stream = StreamName::parse(&input.log_stream_name).map_err(told)?;
        self.groups().create_stream(&group, &stream).await.map_err(told)?;
        Ok(Unit)
    }

    pub(super) async fn delete_log_stream(
        &self,
        input: DeleteLogStreamRequest,
    ) -> Result<Unit, Error> {
        let group = self.group(&input.log_group_name)?;
        let stream = StreamName::parse(&input.log_stream_name).map_err(told)?;
        self.groups().delete_stream(&group, &stream).await.map_err(told)?;
        Ok(Unit)
    }

    pub(super) async fn describe_log_streams(
        &self,
        input: DescribeLogStreamsRequest,
    ) -> Result<DescribeLogStreamsResponse, Error> {
        let name = input.log_group_name.as_deref();
        let group = self.home.either(name, input.log_group_identifier.as_deref())?;
        let query = StreamsQuery {
            prefix: input.log_stream_name_prefix,
            order: match input.order_by {
                Some(OrderBy::LastEventTime) => Order::LastEvent,
                Some(OrderBy::LogStreamName) | None => Order::Name,
            },
            descending: input.descending.unwrap_or(false),
            limit: input.limit.and_then(|limit| usize::try_from(limit).ok()),
            token: input.next_token,
            ..StreamsQuery::of(group.clone())
        };
        let page = self.groups().streams(query).await.map_err(told)?;
        let shown = page.streams.into_iter().map(|stream| self.shown_stream(&group, stream));
        Ok(DescribeLogStreamsResponse {
            log_streams: Some(shown.collect()),
            next_token: page.token,
        })
    }

    fn shown_stream(&self, group: &telemetry::GroupName, stream: Stream) -> LogStream {
        let time = |ms: Option<u64>| ms.and_then(|ms| i64::try_from(ms).ok());
        LogStream {
            creation_time: time(Some(stream.created_ms)),
            first_event_timestamp: time(stream.first_event_ms),
            last_event_timestamp: time(stream.last_event_ms),
            last_ingestion_time: time(stream.last_ingestion_ms),
            arn: Some(self.home.stream_arn(group.as_str(), &stream.name)),
            log_stream_name: Some(stream.name),
            // CloudWatch Logs does not count the bytes of streams any more.
            stored_bytes: Some(0),
            ..LogStream::default()
        }
    }
}
