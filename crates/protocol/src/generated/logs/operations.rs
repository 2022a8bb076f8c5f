//! What the service does.

// Written by `cargo xtask codegen`; change operations.toml or the generator.

use super::schema::*;
use crate::schema::Operation as Schema;

static OP_CREATE_LOG_GROUP: Schema = Schema {
    name: "CreateLogGroup",
    method: "POST",
    uri: "/",
    status: 200,
    input: &CREATE_LOG_GROUP_REQUEST,
    output: &crate::schema::Structure::EMPTY,
    wrapper: None,
    idempotent: false,
    anonymous: false,
};
static OP_DELETE_LOG_GROUP: Schema = Schema {
    name: "DeleteLogGroup",
    method: "POST",
    uri: "/",
    status: 200,
    input: &DELETE_LOG_GROUP_REQUEST,
    output: &crate::schema::Structure::EMPTY,
    wrapper: None,
    idempotent: false,
    anonymous: false,
};
static OP_DESCRIBE_LOG_GROUPS: Schema = Schema {
    name: "DescribeLogGroups",
    method: "POST",
    uri: "/",
    status: 200,
    input: &DESCRIBE_LOG_GROUPS_REQUEST,
    output: &DESCRIBE_LOG_GROUPS_RESPONSE,
    wrapper: None,
    idempotent: false,
    anonymous: false,
};
static OP_CREATE_LOG_STREAM: Schema = Schema {
    name: "CreateLogStream",
    method: "POST",
    uri: "/",
    status: 200,
    input: &CREATE_LOG_STREAM_REQUEST,
    output: &crate::schema::Structure::EMPTY,
    wrapper: None,
    idempotent: false,
    anonymous: false,
};
static OP_DELETE_LOG_STREAM: Schema = Schema {
    name: "DeleteLogStream",
    method: "POST",
    uri: "/",
    status: 200,
    input: &DELETE_LOG_STREAM_REQUEST,
    output: &crate::schema::Structure::EMPTY,
    wrapper: None,
    idempotent: false,
    anonymous: false,
};
static OP_DESCRIBE_LOG_STREAMS: Schema = Schema {
    name: "DescribeLogStreams",
    method: "POST",
    uri: "/",
    status: 200,
    input: &DESCRIBE_LOG_STREAMS_REQUEST,
    output: &DESCRIBE_LOG_STREAMS_RESPONSE,
    wrapper: None,
    idempotent: false,
    anonymous: false,
};
static OP_PUT_LOG_EVENTS: Schema = Schema {
    name: "PutLogEvents",
    method: "POST",
    uri: "/",
    status: 200,
    input: &PUT_LOG_EVENTS_REQUEST,
    output: &PUT_LOG_EVENTS_RESPONSE,
    wrapper: None,
    idempotent: false,
    anonymous: false,
};
static OP_GET_LOG_EVENTS: Schema = Schema {
    name: "GetLogEvents",
    method: "POST",
    uri: "/",
    status: 200,
    input: &GET_LOG_EVENTS_REQUEST,
    output: &GET_LOG_EVENTS_RESPONSE,
    wrapper: None,
    idempotent: false,
    anonymous: false,
};
static OP_FILTER_LOG_EVENTS: Schema = Schema {
    name: "FilterLogEvents",
    method: "POST",
    uri: "/",
    status: 200,
    input: &FILTER_LOG_EVENTS_REQUEST,
    output: &FILTER_LOG_EVENTS_RESPONSE,
    wrapper: None,
    idempotent: false,
    anonymous: false,
};
static OP_PUT_RETENTION_POLICY: Schema = Schema {
    name: "PutRetentionPolicy",
    method: "POST",
    uri: "/",
    status: 200,
    input: &PUT_RETENTION_POLICY_REQUEST,
    output: &crate::schema::Structure::EMPTY,
    wrapper: None,
    idempotent: false,
    anonymous: false,
};
static OP_DELETE_RETENTION_POLICY: Schema = Schema {
    name: "DeleteRetentionPolicy",
    method: "POST",
    uri: "/",
    status: 200,
    input: &DELETE_RETENTION_POLICY_REQUEST,
    output: &crate::schema::Structure::EMPTY,
    wrapper: None,
    idempotent: false,
    anonymous: false,
};
static OP_TAG_RESOURCE: Schema = Schema {
    name: "TagResource",
    method: "POST",
    uri: "/",
    status: 200,
    input: &TAG_RESOURCE_REQUEST,
    output: &crate::schema::Structure::EMPTY,
    wrapper: None,
    idempotent: false,
    anonymous: false,
};
static OP_UNTAG_RESOURCE: Schema = Schema {
    name: "UntagResource",
    method: "POST",
    uri: "/",
    status: 200,
    input: &UNTAG_RESOURCE_REQUEST,
    output: &crate::schema::Structure::EMPTY,
    wrapper: None,
    idempotent: false,
    anonymous: false,
};
static OP_LIST_TAGS_FOR_RESOURCE: Schema = Schema {
    name: "ListTagsForResource",
    method: "POST",
    uri: "/",
    status: 200,
    input: &LIST_TAGS_FOR_RESOURCE_REQUEST,
    output: &LIST_TAGS_FOR_RESOURCE_RESPONSE,
    wrapper: None,
    idempotent: false,
    anonymous: false,
};
static OP_TAG_LOG_GROUP: Schema = Schema {
    name: "TagLogGroup",
    method: "POST",
    uri: "/",
    status: 200,
    input: &TAG_LOG_GROUP_REQUEST,
    output: &crate::schema::Structure::EMPTY,
    wrapper: None,
    idempotent: false,
    anonymous: false,
};
static OP_UNTAG_LOG_GROUP: Schema = Schema {
    name: "UntagLogGroup",
    method: "POST",
    uri: "/",
    status: 200,
    input: &UNTAG_LOG_GROUP_REQUEST,
    output: &crate::schema::Structure::EMPTY,
    wrapper: None,
    idempotent: false,
    anonymous: false,
};
static OP_LIST_TAGS_LOG_GROUP: Schema = Schema {
    name: "ListTagsLogGroup",
    method: "POST",
    uri: "/",
    status: 200,
    input: &LIST_TAGS_LOG_GROUP_REQUEST,
    output: &LIST_TAGS_LOG_GROUP_RESPONSE,
    wrapper: None,
    idempotent: false,
    anonymous: false,
};
static OP_START_LIVE_TAIL: Schema = Schema {
    name: "StartLiveTail",
    method: "POST",
    uri: "/",
    status: 200,
    input: &START_LIVE_TAIL_REQUEST,
    output: &START_LIVE_TAIL_RESPONSE,
    wrapper: None,
    idempotent: false,
    anonymous: false,
};

pub(super) static TABLE: &[&Schema] = &[
    &OP_CREATE_LOG_GROUP,
    &OP_DELETE_LOG_GROUP,
    &OP_DESCRIBE_LOG_GROUPS,
    &OP_CREATE_LOG_STREAM,
    &OP_DELETE_LOG_STREAM,
    &OP_DESCRIBE_LOG_STREAMS,
    &OP_PUT_LOG_EVENTS,
    &OP_GET_LOG_EVENTS,
    &OP_FILTER_LOG_EVENTS,
    &OP_PUT_RETENTION_POLICY,
    &OP_DELETE_RETENTION_POLICY,
    &OP_TAG_RESOURCE,
    &OP_UNTAG_RESOURCE,
    &OP_LIST_TAGS_FOR_RESOURCE,
    &OP_TAG_LOG_GROUP,
    &OP_UNTAG_LOG_GROUP,
    &OP_LIST_TAGS_LOG_GROUP,
    &OP_START_LIVE_TAIL,
];

operations! {
    Logs {
        CreateLogGroup(OP_CREATE_LOG_GROUP): CreateLogGroupRequest => crate::Unit,
        DeleteLogGroup(OP_DELETE_LOG_GROUP): DeleteLogGroupRequest => crate::Unit,
        DescribeLogGroups(OP_DESCRIBE_LOG_GROUPS): DescribeLogGroupsRequest => DescribeLogGroupsResponse,
        CreateLogStream(OP_CREATE_LOG_STREAM): CreateLogStreamRequest => crate::Unit,
        DeleteLogStream(OP_DELETE_LOG_STREAM): DeleteLogStreamRequest => crate::Unit,
        DescribeLogStreams(OP_DESCRIBE_LOG_STREAMS): DescribeLogStreamsRequest => DescribeLogStreamsResponse,
        PutLogEvents(OP_PUT_LOG_EVENTS): PutLogEventsRequest => PutLogEventsResponse,
        GetLogEvents(OP_GET_LOG_EVENTS): GetLogEventsRequest => GetLogEventsResponse,
        FilterLogEvents(OP_FILTER_LOG_EVENTS): FilterLogEventsRequest => FilterLogEventsResponse,
        PutRetentionPolicy(OP_PUT_RETENTION_POLICY): PutRetentionPolicyRequest => crate::Unit,
        DeleteRetentionPolicy(OP_DELETE_RETENTION_POLICY): DeleteRetentionPolicyRequest => crate::Unit,
        TagResource(OP_TAG_RESOURCE): TagResourceRequest => crate::Unit,
        UntagResource(OP_UNTAG_RESOURCE): UntagResourceRequest => crate::Unit,
        ListTagsForResource(OP_LIST_TAGS_FOR_RESOURCE): ListTagsForResourceRequest => ListTagsForResourceResponse,
        TagLogGroup(OP_TAG_LOG_GROUP): TagLogGroupRequest => crate::Unit,
        UntagLogGroup(OP_UNTAG_LOG_GROUP): UntagLogGroupRequest => crate::Unit,
        ListTagsLogGroup(OP_LIST_TAGS_LOG_GROUP): ListTagsLogGroupRequest => ListTagsLogGroupResponse,
        StartLiveTail(OP_START_LIVE_TAIL): StartLiveTailRequest => StartLiveTailResponse,
    }
}
