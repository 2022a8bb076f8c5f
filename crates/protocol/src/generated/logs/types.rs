//! What messages consist of.

// Written by `cargo xtask codegen`; change operations.toml or the generator.

#[allow(unused_imports)]
use std::collections::BTreeMap;

#[allow(unused_imports)]
use bytes::Bytes;

#[allow(unused_imports)]
use crate::{Streamed, Timestamp};

enumerations! {
    enum DataProtectionStatus {
        Activated = "ACTIVATED",
        Deleted = "DELETED",
        Archived = "ARCHIVED",
        Disabled = "DISABLED",
    }
    enum EntityRejectionErrorType {
        InvalidEntity = "InvalidEntity",
        InvalidTypeValue = "InvalidTypeValue",
        InvalidKeyAttributes = "InvalidKeyAttributes",
        InvalidAttributes = "InvalidAttributes",
        EntitySizeTooLarge = "EntitySizeTooLarge",
        UnsupportedLogGroupType = "UnsupportedLogGroupType",
        MissingRequiredFields = "MissingRequiredFields",
    }
    enum InheritedProperty {
        AccountDataProtection = "ACCOUNT_DATA_PROTECTION",
    }
    enum LogGroupClass {
        Standard = "STANDARD",
        InfrequentAccess = "INFREQUENT_ACCESS",
        Delivery = "DELIVERY",
        Essentials = "ESSENTIALS",
    }
    enum OrderBy {
        LogStreamName = "LogStreamName",
        LastEventTime = "LastEventTime",
    }
}

structures! {
    CREATE_LOG_GROUP_REQUEST #[derive(Default)] struct CreateLogGroupRequest {
        log_group_name: String,
        kms_key_id: Option<String>,
        tags: Option<BTreeMap<String, String>>,
        log_group_class: Option<LogGroupClass>,
        deletion_protection_enabled: Option<bool>,
    }
    CREATE_LOG_STREAM_REQUEST #[derive(Default)] struct CreateLogStreamRequest {
        log_group_name: String,
        log_stream_name: String,
    }
    DELETE_LOG_GROUP_REQUEST #[derive(Default)] struct DeleteLogGroupRequest {
        log_group_name: String,
    }
    DELETE_LOG_STREAM_REQUEST #[derive(Default)] struct DeleteLogStreamRequest {
        log_group_name: String,
        log_stream_name: String,
    }
    DELETE_RETENTION_POLICY_REQUEST #[derive(Default)] struct DeleteRetentionPolicyRequest {
        log_group_name: String,
    }
    DESCRIBE_LOG_GROUPS_REQUEST #[derive(Default)] struct DescribeLogGroupsRequest {
        account_identifiers: Option<Vec<String>>,
        log_group_name_prefix: Option<String>,
        log_group_name_pattern: Option<String>,
        next_token: Option<String>,
        limit: Option<i32>,
        include_linked_accounts: Option<bool>,
        log_group_class: Option<LogGroupClass>,
        log_group_identifiers: Option<Vec<String>>,
    }
    DESCRIBE_LOG_GROUPS_RESPONSE #[derive(Default)] struct DescribeLogGroupsResponse {
        log_groups: Option<Vec<LogGroup>>,
        next_token: Option<String>,
    }
    DESCRIBE_LOG_STREAMS_REQUEST #[derive(Default)] struct DescribeLogStreamsRequest {
        log_group_name: Option<String>,
        log_group_identifier: Option<String>,
        log_stream_name_prefix: Option<String>,
        order_by: Option<OrderBy>,
        descending: Option<bool>,
        next_token: Option<String>,
        limit: Option<i32>,
    }
    DESCRIBE_LOG_STREAMS_RESPONSE #[derive(Default)] struct DescribeLogStreamsResponse {
        log_streams: Option<Vec<LogStream>>,
        next_token: Option<String>,
    }
    ENTITY #[derive(Default)] struct Entity {
        key_attributes: Option<BTreeMap<String, String>>,
        attributes: Option<BTreeMap<String, String>>,
    }
    FILTER_LOG_EVENTS_REQUEST #[derive(Default)] struct FilterLogEventsRequest {
        log_group_name: Option<String>,
        log_group_identifier: Option<String>,
        log_stream_names: Option<Vec<String>>,
        log_stream_name_prefix: Option<String>,
        start_time: Option<i64>,
        end_time: Option<i64>,
        filter_pattern: Option<String>,
        next_token: Option<String>,
        limit: Option<i32>,
        start_from_head: Option<bool>,
        interleaved: Option<bool>,
        unmask: Option<bool>,
    }
    FILTER_LOG_EVENTS_RESPONSE #[derive(Default)] struct FilterLogEventsResponse {
        events: Option<Vec<FilteredLogEvent>>,
        searched_log_streams: Option<Vec<SearchedLogStream>>,
        next_token: Option<String>,
    }
    FILTERED_LOG_EVENT #[derive(Default)] struct FilteredLogEvent {
        log_stream_name: Option<String>,
        timestamp: Option<i64>,
        message: Option<String>,
        ingestion_time: Option<i64>,
        event_id: Option<String>,
    }
    GET_LOG_EVENTS_REQUEST #[derive(Default)] struct GetLogEventsRequest {
        log_group_name: Option<String>,
        log_group_identifier: Option<String>,
        log_stream_name: String,
        start_time: Option<i64>,
        end_time: Option<i64>,
        next_token: Option<String>,
        limit: Option<i32>,
        start_from_head: Option<bool>,
        unmask: Option<bool>,
    }
    GET_LOG_EVENTS_RESPONSE #[derive(Default)] struct GetLogEventsResponse {
        events: Option<Vec<OutputLogEvent>>,
        next_forward_token: Option<String>,
        next_backward_token: Option<String>,
    }
    INPUT_LOG_EVENT #[derive(Default)] struct InputLogEvent {
        timestamp: i64,
        message: String,
    }
    LIST_TAGS_FOR_RESOURCE_REQUEST #[derive(Default)] struct ListTagsForResourceRequest {
        resource_arn: String,
    }
    LIST_TAGS_FOR_RESOURCE_RESPONSE #[derive(Default)] struct ListTagsForResourceResponse {
        tags: Option<BTreeMap<String, String>>,
    }
    LIST_TAGS_LOG_GROUP_REQUEST #[derive(Default)] struct ListTagsLogGroupRequest {
        log_group_name: String,
    }
    LIST_TAGS_LOG_GROUP_RESPONSE #[derive(Default)] struct ListTagsLogGroupResponse {
        tags: Option<BTreeMap<String, String>>,
    }
    LIVE_TAIL_SESSION_LOG_EVENT #[derive(Default)] struct LiveTailSessionLogEvent {
        log_stream_name: Option<String>,
        log_group_identifier: Option<String>,
        message: Option<String>,
        timestamp: Option<i64>,
        ingestion_time: Option<i64>,
    }
    LIVE_TAIL_SESSION_METADATA #[derive(Default)] struct LiveTailSessionMetadata {
        sampled: Option<bool>,
    }
    LIVE_TAIL_SESSION_START #[derive(Default)] struct LiveTailSessionStart {
        request_id: Option<String>,
        session_id: Option<String>,
        log_group_identifiers: Option<Vec<String>>,
        log_stream_names: Option<Vec<String>>,
        log_stream_name_prefixes: Option<Vec<String>>,
        log_event_filter_pattern: Option<String>,
    }
    LIVE_TAIL_SESSION_UPDATE #[derive(Default)] struct LiveTailSessionUpdate {
        session_metadata: Option<LiveTailSessionMetadata>,
        session_results: Option<Vec<LiveTailSessionLogEvent>>,
    }
    LOG_GROUP #[derive(Default)] struct LogGroup {
        log_group_name: Option<String>,
        creation_time: Option<i64>,
        retention_in_days: Option<i32>,
        metric_filter_count: Option<i32>,
        arn: Option<String>,
        stored_bytes: Option<i64>,
        kms_key_id: Option<String>,
        data_protection_status: Option<DataProtectionStatus>,
        inherited_properties: Option<Vec<InheritedProperty>>,
        log_group_class: Option<LogGroupClass>,
        log_group_arn: Option<String>,
        deletion_protection_enabled: Option<bool>,
        bearer_token_authentication_enabled: Option<bool>,
        retention_policy_name: Option<String>,
    }
    LOG_STREAM #[derive(Default)] struct LogStream {
        log_stream_name: Option<String>,
        creation_time: Option<i64>,
        first_event_timestamp: Option<i64>,
        last_event_timestamp: Option<i64>,
        last_ingestion_time: Option<i64>,
        upload_sequence_token: Option<String>,
        arn: Option<String>,
        stored_bytes: Option<i64>,
    }
    OUTPUT_LOG_EVENT #[derive(Default)] struct OutputLogEvent {
        timestamp: Option<i64>,
        message: Option<String>,
        ingestion_time: Option<i64>,
    }
    PUT_LOG_EVENTS_REQUEST #[derive(Default)] struct PutLogEventsRequest {
        log_group_name: String,
        log_stream_name: String,
        log_events: Vec<InputLogEvent>,
        sequence_token: Option<String>,
        entity: Option<Entity>,
    }
    PUT_LOG_EVENTS_RESPONSE #[derive(Default)] struct PutLogEventsResponse {
        next_sequence_token: Option<String>,
        rejected_log_events_info: Option<RejectedLogEventsInfo>,
        rejected_entity_info: Option<RejectedEntityInfo>,
    }
    PUT_RETENTION_POLICY_REQUEST #[derive(Default)] struct PutRetentionPolicyRequest {
        log_group_name: String,
        retention_in_days: i32,
    }
    REJECTED_ENTITY_INFO struct RejectedEntityInfo {
        error_type: EntityRejectionErrorType,
    }
    REJECTED_LOG_EVENTS_INFO #[derive(Default)] struct RejectedLogEventsInfo {
        too_new_log_event_start_index: Option<i32>,
        too_old_log_event_end_index: Option<i32>,
        expired_log_event_end_index: Option<i32>,
    }
    SEARCHED_LOG_STREAM #[derive(Default)] struct SearchedLogStream {
        log_stream_name: Option<String>,
        searched_completely: Option<bool>,
    }
    SESSION_STREAMING_EXCEPTION #[derive(Default)] struct SessionStreamingException {
        message: Option<String>,
    }
    SESSION_TIMEOUT_EXCEPTION #[derive(Default)] struct SessionTimeoutException {
        message: Option<String>,
    }
    START_LIVE_TAIL_REQUEST #[derive(Default)] struct StartLiveTailRequest {
        log_group_identifiers: Vec<String>,
        log_stream_names: Option<Vec<String>>,
        log_stream_name_prefixes: Option<Vec<String>>,
        log_event_filter_pattern: Option<String>,
    }
    START_LIVE_TAIL_RESPONSE #[derive(Default)] struct StartLiveTailResponse {
        response_stream: Streamed,
    }
    TAG_LOG_GROUP_REQUEST #[derive(Default)] struct TagLogGroupRequest {
        log_group_name: String,
        tags: BTreeMap<String, String>,
    }
    TAG_RESOURCE_REQUEST #[derive(Default)] struct TagResourceRequest {
        resource_arn: String,
        tags: BTreeMap<String, String>,
    }
    UNTAG_LOG_GROUP_REQUEST #[derive(Default)] struct UntagLogGroupRequest {
        log_group_name: String,
        tags: Vec<String>,
    }
    UNTAG_RESOURCE_REQUEST #[derive(Default)] struct UntagResourceRequest {
        resource_arn: String,
        tag_keys: Vec<String>,
    }
}

events! {
    START_LIVE_TAIL_RESPONSE_STREAM enum StartLiveTailResponseStream {
        SessionStart(LiveTailSessionStart) = 0,
        SessionUpdate(LiveTailSessionUpdate) = 1,
        SessionTimeoutException(SessionTimeoutException) = 2,
        SessionStreamingException(SessionStreamingException) = 3,
    }
}
