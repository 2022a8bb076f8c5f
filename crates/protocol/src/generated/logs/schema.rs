//! What the model says about messages.

// Written by `cargo xtask codegen`; change operations.toml or the generator.

#[allow(unused_imports)]
use crate::schema::*;
#[allow(unused_imports)]
use crate::{Pattern, TimestampFormat};

pub(super) static ACCESS_DENIED_EXCEPTION: Structure =
    Structure { name: "AccessDeniedException", members: &[], sensitive: false };
static PATTERN_OF_ACCOUNT_ID: Pattern = Pattern::new(r"^\d{12}$", r"^[0-9]{12}$");
pub(super) static ACCOUNT_ID: Text = Text {
    length: Length { min: Some(12), max: Some(12) },
    pattern: Some(&PATTERN_OF_ACCOUNT_ID),
    values: &[],
    sensitive: false,
};
pub(super) static ACCOUNT_IDS: List = List {
    element: Shape::Text(&ACCOUNT_ID),
    wire: "member",
    length: Length { min: Some(0), max: Some(20) },
    sensitive: false,
};
static PATTERN_OF_AMAZON_RESOURCE_NAME: Pattern =
    Pattern::new(r"[\w+=/:,.@-]*", r"[0-9A-Za-z_+=/:,.@-]*");
pub(super) static AMAZON_RESOURCE_NAME: Text = Text {
    length: Length { min: Some(1), max: Some(1011) },
    pattern: Some(&PATTERN_OF_AMAZON_RESOURCE_NAME),
    values: &[],
    sensitive: false,
};
pub(super) static CREATE_LOG_GROUP_REQUEST: Structure = Structure {
    name: "CreateLogGroupRequest",
    members: &[
        member("logGroupName", Shape::Text(&LOG_GROUP_NAME)).required(),
        member("kmsKeyId", Shape::Text(&KMS_KEY_ID)),
        member("tags", Shape::Map(&TAGS)),
        member("logGroupClass", Shape::Text(&LOG_GROUP_CLASS)),
        member("deletionProtectionEnabled", Shape::Bool),
    ],
    sensitive: false,
};
pub(super) static CREATE_LOG_STREAM_REQUEST: Structure = Structure {
    name: "CreateLogStreamRequest",
    members: &[
        member("logGroupName", Shape::Text(&LOG_GROUP_NAME)).required(),
        member("logStreamName", Shape::Text(&LOG_STREAM_NAME)).required(),
    ],
    sensitive: false,
};
pub(super) static DATA_ALREADY_ACCEPTED_EXCEPTION: Structure = Structure {
    name: "DataAlreadyAcceptedException",
    members: &[member("expectedSequenceToken", Shape::Text(&SEQUENCE_TOKEN))],
    sensitive: false,
};
pub(super) static DELETE_LOG_GROUP_REQUEST: Structure = Structure {
    name: "DeleteLogGroupRequest",
    members: &[member("logGroupName", Shape::Text(&LOG_GROUP_NAME)).required()],
    sensitive: false,
};
pub(super) static DELETE_LOG_STREAM_REQUEST: Structure = Structure {
    name: "DeleteLogStreamRequest",
    members: &[
        member("logGroupName", Shape::Text(&LOG_GROUP_NAME)).required(),
        member("logStreamName", Shape::Text(&LOG_STREAM_NAME)).required(),
    ],
    sensitive: false,
};
pub(super) static DELETE_RETENTION_POLICY_REQUEST: Structure = Structure {
    name: "DeleteRetentionPolicyRequest",
    members: &[member("logGroupName", Shape::Text(&LOG_GROUP_NAME)).required()],
    sensitive: false,
};
pub(super) static DESCRIBE_LIMIT: Range<i64> = Range { min: Some(1), max: Some(50) };
pub(super) static DESCRIBE_LOG_GROUPS_LOG_GROUP_IDENTIFIERS: List = List {
    element: Shape::Text(&LOG_GROUP_IDENTIFIER),
    wire: "member",
    length: Length { min: Some(1), max: Some(50) },
    sensitive: false,
};
pub(super) static DESCRIBE_LOG_GROUPS_REQUEST: Structure = Structure {
    name: "DescribeLogGroupsRequest",
    members: &[
        member("accountIdentifiers", Shape::List(&ACCOUNT_IDS)),
        member("logGroupNamePrefix", Shape::Text(&LOG_GROUP_NAME)),
        member("logGroupNamePattern", Shape::Text(&LOG_GROUP_NAME_PATTERN)),
        member("nextToken", Shape::Text(&NEXT_TOKEN)),
        member("limit", Shape::Integer(&DESCRIBE_LIMIT)),
        member("includeLinkedAccounts", Shape::Bool),
        member("logGroupClass", Shape::Text(&LOG_GROUP_CLASS)),
        member("logGroupIdentifiers", Shape::List(&DESCRIBE_LOG_GROUPS_LOG_GROUP_IDENTIFIERS)),
    ],
    sensitive: false,
};
pub(super) static DESCRIBE_LOG_GROUPS_RESPONSE: Structure = Structure {
    name: "DescribeLogGroupsResponse",
    members: &[
        member("logGroups", Shape::List(&LOG_GROUPS)),
        member("nextToken", Shape::Text(&NEXT_TOKEN)),
    ],
    sensitive: false,
};
pub(super) static DESCRIBE_LOG_STREAMS_REQUEST: Structure = Structure {
    name: "DescribeLogStreamsRequest",
    members: &[
        member("logGroupName", Shape::Text(&LOG_GROUP_NAME)),
        member("logGroupIdentifier", Shape::Text(&LOG_GROUP_IDENTIFIER)),
        member("logStreamNamePrefix", Shape::Text(&LOG_STREAM_NAME)),
        member("orderBy", Shape::Text(&ORDER_BY)),
        member("descending", Shape::Bool),
        member("nextToken", Shape::Text(&NEXT_TOKEN)),
        member("limit", Shape::Integer(&DESCRIBE_LIMIT)),
    ],
    sensitive: false,
};
pub(super) static DESCRIBE_LOG_STREAMS_RESPONSE: Structure = Structure {
    name: "DescribeLogStreamsResponse",
    members: &[
        member("logStreams", Shape::List(&LOG_STREAMS)),
        member("nextToken", Shape::Text(&NEXT_TOKEN)),
    ],
    sensitive: false,
};
pub(super) static ENTITY: Structure = Structure {
    name: "Entity",
    members: &[
        member("keyAttributes", Shape::Map(&ENTITY_KEY_ATTRIBUTES)),
        member("attributes", Shape::Map(&ENTITY_ATTRIBUTES)),
    ],
    sensitive: false,
};
pub(super) static ENTITY_ATTRIBUTES: Map = Map {
    key: &ENTITY_ATTRIBUTES_KEY,
    value: Shape::Text(&ENTITY_ATTRIBUTES_VALUE),
    wire: ("key", "value"),
    length: Length { min: Some(0), max: Some(10) },
    sensitive: false,
};
pub(super) static ENTITY_ATTRIBUTES_KEY: Text = Text {
    length: Length { min: Some(1), max: Some(256) },
    pattern: None,
    values: &[],
    sensitive: false,
};
pub(super) static ENTITY_ATTRIBUTES_VALUE: Text = Text {
    length: Length { min: Some(1), max: Some(512) },
    pattern: None,
    values: &[],
    sensitive: false,
};
pub(super) static ENTITY_KEY_ATTRIBUTES: Map = Map {
    key: &ENTITY_KEY_ATTRIBUTES_KEY,
    value: Shape::Text(&ENTITY_KEY_ATTRIBUTES_VALUE),
    wire: ("key", "value"),
    length: Length { min: Some(2), max: Some(4) },
    sensitive: false,
};
pub(super) static ENTITY_KEY_ATTRIBUTES_KEY: Text = Text {
    length: Length { min: Some(1), max: Some(32) },
    pattern: None,
    values: &[],
    sensitive: false,
};
pub(super) static ENTITY_KEY_ATTRIBUTES_VALUE: Text = Text {
    length: Length { min: Some(1), max: Some(512) },
    pattern: None,
    values: &[],
    sensitive: false,
};
pub(super) static EVENT_MESSAGE: Text = Text {
    length: Length { min: Some(1), max: None },
    pattern: None,
    values: &[],
    sensitive: false,
};
pub(super) static EVENTS_LIMIT: Range<i64> = Range { min: Some(1), max: Some(10000) };
pub(super) static FILTER_LOG_EVENTS_REQUEST: Structure = Structure {
    name: "FilterLogEventsRequest",
    members: &[
        member("logGroupName", Shape::Text(&LOG_GROUP_NAME)),
        member("logGroupIdentifier", Shape::Text(&LOG_GROUP_IDENTIFIER)),
        member("logStreamNames", Shape::List(&INPUT_LOG_STREAM_NAMES)),
        member("logStreamNamePrefix", Shape::Text(&LOG_STREAM_NAME)),
        member("startTime", Shape::Long(&TIMESTAMP)),
        member("endTime", Shape::Long(&TIMESTAMP)),
        member("filterPattern", Shape::Text(&FILTER_PATTERN)),
        member("nextToken", Shape::Text(&NEXT_TOKEN)),
        member("limit", Shape::Integer(&EVENTS_LIMIT)),
        member("startFromHead", Shape::Bool),
        member("interleaved", Shape::Bool),
        member("unmask", Shape::Bool),
    ],
    sensitive: false,
};
pub(super) static FILTER_LOG_EVENTS_RESPONSE: Structure = Structure {
    name: "FilterLogEventsResponse",
    members: &[
        member("events", Shape::List(&FILTERED_LOG_EVENTS)),
        member("searchedLogStreams", Shape::List(&SEARCHED_LOG_STREAMS)),
        member("nextToken", Shape::Text(&NEXT_TOKEN)),
    ],
    sensitive: false,
};
pub(super) static FILTER_PATTERN: Text = Text {
    length: Length { min: Some(0), max: Some(1024) },
    pattern: None,
    values: &[],
    sensitive: false,
};
pub(super) static FILTERED_LOG_EVENT: Structure = Structure {
    name: "FilteredLogEvent",
    members: &[
        member("logStreamName", Shape::Text(&LOG_STREAM_NAME)),
        member("timestamp", Shape::Long(&TIMESTAMP)),
        member("message", Shape::Text(&EVENT_MESSAGE)),
        member("ingestionTime", Shape::Long(&TIMESTAMP)),
        member("eventId", Shape::TEXT),
    ],
    sensitive: false,
};
pub(super) static FILTERED_LOG_EVENTS: List = List {
    element: Shape::Structure(&FILTERED_LOG_EVENT),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
pub(super) static GET_LOG_EVENTS_REQUEST: Structure = Structure {
    name: "GetLogEventsRequest",
    members: &[
        member("logGroupName", Shape::Text(&LOG_GROUP_NAME)),
        member("logGroupIdentifier", Shape::Text(&LOG_GROUP_IDENTIFIER)),
        member("logStreamName", Shape::Text(&LOG_STREAM_NAME)).required(),
        member("startTime", Shape::Long(&TIMESTAMP)),
        member("endTime", Shape::Long(&TIMESTAMP)),
        member("nextToken", Shape::Text(&NEXT_TOKEN)),
        member("limit", Shape::Integer(&EVENTS_LIMIT)),
        member("startFromHead", Shape::Bool),
        member("unmask", Shape::Bool),
    ],
    sensitive: false,
};
pub(super) static GET_LOG_EVENTS_RESPONSE: Structure = Structure {
    name: "GetLogEventsResponse",
    members: &[
        member("events", Shape::List(&OUTPUT_LOG_EVENTS)),
        member("nextForwardToken", Shape::Text(&NEXT_TOKEN)),
        member("nextBackwardToken", Shape::Text(&NEXT_TOKEN)),
    ],
    sensitive: false,
};
pub(super) static INHERITED_PROPERTIES: List =
    List { element: Shape::TEXT, wire: "member", length: Length::ANY, sensitive: false };
pub(super) static INPUT_LOG_EVENT: Structure = Structure {
    name: "InputLogEvent",
    members: &[
        member("timestamp", Shape::Long(&TIMESTAMP)).required(),
        member("message", Shape::Text(&EVENT_MESSAGE)).required(),
    ],
    sensitive: false,
};
pub(super) static INPUT_LOG_EVENTS: List = List {
    element: Shape::Structure(&INPUT_LOG_EVENT),
    wire: "member",
    length: Length { min: Some(1), max: Some(10000) },
    sensitive: false,
};
pub(super) static INPUT_LOG_STREAM_NAMES: List = List {
    element: Shape::Text(&LOG_STREAM_NAME),
    wire: "member",
    length: Length { min: Some(1), max: Some(100) },
    sensitive: false,
};
pub(super) static INVALID_OPERATION_EXCEPTION: Structure =
    Structure { name: "InvalidOperationException", members: &[], sensitive: false };
pub(super) static INVALID_PARAMETER_EXCEPTION: Structure =
    Structure { name: "InvalidParameterException", members: &[], sensitive: false };
pub(super) static INVALID_SEQUENCE_TOKEN_EXCEPTION: Structure = Structure {
    name: "InvalidSequenceTokenException",
    members: &[member("expectedSequenceToken", Shape::Text(&SEQUENCE_TOKEN))],
    sensitive: false,
};
pub(super) static KMS_KEY_ID: Text = Text {
    length: Length { min: None, max: Some(256) },
    pattern: None,
    values: &[],
    sensitive: false,
};
pub(super) static LIMIT_EXCEEDED_EXCEPTION: Structure =
    Structure { name: "LimitExceededException", members: &[], sensitive: false };
pub(super) static LIST_TAGS_FOR_RESOURCE_REQUEST: Structure = Structure {
    name: "ListTagsForResourceRequest",
    members: &[member("resourceArn", Shape::Text(&AMAZON_RESOURCE_NAME)).required()],
    sensitive: false,
};
pub(super) static LIST_TAGS_FOR_RESOURCE_RESPONSE: Structure = Structure {
    name: "ListTagsForResourceResponse",
    members: &[member("tags", Shape::Map(&TAGS))],
    sensitive: false,
};
pub(super) static LIST_TAGS_LOG_GROUP_REQUEST: Structure = Structure {
    name: "ListTagsLogGroupRequest",
    members: &[member("logGroupName", Shape::Text(&LOG_GROUP_NAME)).required()],
    sensitive: false,
};
pub(super) static LIST_TAGS_LOG_GROUP_RESPONSE: Structure = Structure {
    name: "ListTagsLogGroupResponse",
    members: &[member("tags", Shape::Map(&TAGS))],
    sensitive: false,
};
pub(super) static LIVE_TAIL_SESSION_LOG_EVENT: Structure = Structure {
    name: "LiveTailSessionLogEvent",
    members: &[
        member("logStreamName", Shape::Text(&LOG_STREAM_NAME)),
        member("logGroupIdentifier", Shape::Text(&LOG_GROUP_IDENTIFIER)),
        member("message", Shape::Text(&EVENT_MESSAGE)),
        member("timestamp", Shape::Long(&TIMESTAMP)),
        member("ingestionTime", Shape::Long(&TIMESTAMP)),
    ],
    sensitive: false,
};
pub(super) static LIVE_TAIL_SESSION_METADATA: Structure = Structure {
    name: "LiveTailSessionMetadata",
    members: &[member("sampled", Shape::Bool)],
    sensitive: false,
};
pub(super) static LIVE_TAIL_SESSION_RESULTS: List = List {
    element: Shape::Structure(&LIVE_TAIL_SESSION_LOG_EVENT),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
pub(super) static LIVE_TAIL_SESSION_START: Structure = Structure {
    name: "LiveTailSessionStart",
    members: &[
        member("requestId", Shape::TEXT),
        member("sessionId", Shape::TEXT),
        member("logGroupIdentifiers", Shape::List(&START_LIVE_TAIL_LOG_GROUP_IDENTIFIERS)),
        member("logStreamNames", Shape::List(&INPUT_LOG_STREAM_NAMES)),
        member("logStreamNamePrefixes", Shape::List(&INPUT_LOG_STREAM_NAMES)),
        member("logEventFilterPattern", Shape::Text(&FILTER_PATTERN)),
    ],
    sensitive: false,
};
pub(super) static LIVE_TAIL_SESSION_UPDATE: Structure = Structure {
    name: "LiveTailSessionUpdate",
    members: &[
        member("sessionMetadata", Shape::Structure(&LIVE_TAIL_SESSION_METADATA)),
        member("sessionResults", Shape::List(&LIVE_TAIL_SESSION_RESULTS)),
    ],
    sensitive: false,
};
pub(super) static LOG_GROUP: Structure = Structure {
    name: "LogGroup",
    members: &[
        member("logGroupName", Shape::Text(&LOG_GROUP_NAME)),
        member("creationTime", Shape::Long(&TIMESTAMP)),
        member("retentionInDays", Shape::INTEGER),
        member("metricFilterCount", Shape::INTEGER),
        member("arn", Shape::TEXT),
        member("storedBytes", Shape::LONG),
        member("kmsKeyId", Shape::Text(&KMS_KEY_ID)),
        member("dataProtectionStatus", Shape::TEXT),
        member("inheritedProperties", Shape::List(&INHERITED_PROPERTIES)),
        member("logGroupClass", Shape::Text(&LOG_GROUP_CLASS)),
        member("logGroupArn", Shape::TEXT),
        member("deletionProtectionEnabled", Shape::Bool),
        member("bearerTokenAuthenticationEnabled", Shape::Bool),
        member("retentionPolicyName", Shape::TEXT),
    ],
    sensitive: false,
};
pub(super) static LOG_GROUP_CLASS: Text = Text {
    length: Length::ANY,
    pattern: None,
    values: &["STANDARD", "INFREQUENT_ACCESS", "DELIVERY", "ESSENTIALS"],
    sensitive: false,
};
static PATTERN_OF_LOG_GROUP_IDENTIFIER: Pattern =
    Pattern::new(r"[\w#+=/:,.@-]*", r"[0-9A-Za-z_#+=/:,.@-]*");
pub(super) static LOG_GROUP_IDENTIFIER: Text = Text {
    length: Length { min: Some(1), max: Some(2048) },
    pattern: Some(&PATTERN_OF_LOG_GROUP_IDENTIFIER),
    values: &[],
    sensitive: false,
};
static PATTERN_OF_LOG_GROUP_NAME: Pattern =
    Pattern::new(r"[\.\-_/#A-Za-z0-9]+", r"[\.\-_/#A-Za-z0-9]+");
pub(super) static LOG_GROUP_NAME: Text = Text {
    length: Length { min: Some(1), max: Some(512) },
    pattern: Some(&PATTERN_OF_LOG_GROUP_NAME),
    values: &[],
    sensitive: false,
};
static PATTERN_OF_LOG_GROUP_NAME_PATTERN: Pattern =
    Pattern::new(r"[\.\-_/#A-Za-z0-9]*", r"[\.\-_/#A-Za-z0-9]*");
pub(super) static LOG_GROUP_NAME_PATTERN: Text = Text {
    length: Length { min: Some(0), max: Some(512) },
    pattern: Some(&PATTERN_OF_LOG_GROUP_NAME_PATTERN),
    values: &[],
    sensitive: false,
};
pub(super) static LOG_GROUPS: List = List {
    element: Shape::Structure(&LOG_GROUP),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
pub(super) static LOG_STREAM: Structure = Structure {
    name: "LogStream",
    members: &[
        member("logStreamName", Shape::Text(&LOG_STREAM_NAME)),
        member("creationTime", Shape::Long(&TIMESTAMP)),
        member("firstEventTimestamp", Shape::Long(&TIMESTAMP)),
        member("lastEventTimestamp", Shape::Long(&TIMESTAMP)),
        member("lastIngestionTime", Shape::Long(&TIMESTAMP)),
        member("uploadSequenceToken", Shape::Text(&SEQUENCE_TOKEN)),
        member("arn", Shape::TEXT),
        member("storedBytes", Shape::LONG),
    ],
    sensitive: false,
};
static PATTERN_OF_LOG_STREAM_NAME: Pattern = Pattern::new(r"[^:*]*", r"[^:*]*");
pub(super) static LOG_STREAM_NAME: Text = Text {
    length: Length { min: Some(1), max: Some(512) },
    pattern: Some(&PATTERN_OF_LOG_STREAM_NAME),
    values: &[],
    sensitive: false,
};
pub(super) static LOG_STREAMS: List = List {
    element: Shape::Structure(&LOG_STREAM),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
pub(super) static NEXT_TOKEN: Text = Text {
    length: Length { min: Some(1), max: None },
    pattern: None,
    values: &[],
    sensitive: false,
};
pub(super) static OPERATION_ABORTED_EXCEPTION: Structure =
    Structure { name: "OperationAbortedException", members: &[], sensitive: false };
pub(super) static ORDER_BY: Text = Text {
    length: Length::ANY,
    pattern: None,
    values: &["LogStreamName", "LastEventTime"],
    sensitive: false,
};
pub(super) static OUTPUT_LOG_EVENT: Structure = Structure {
    name: "OutputLogEvent",
    members: &[
        member("timestamp", Shape::Long(&TIMESTAMP)),
        member("message", Shape::Text(&EVENT_MESSAGE)),
        member("ingestionTime", Shape::Long(&TIMESTAMP)),
    ],
    sensitive: false,
};
pub(super) static OUTPUT_LOG_EVENTS: List = List {
    element: Shape::Structure(&OUTPUT_LOG_EVENT),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
pub(super) static PUT_LOG_EVENTS_REQUEST: Structure = Structure {
    name: "PutLogEventsRequest",
    members: &[
        member("logGroupName", Shape::Text(&LOG_GROUP_NAME)).required(),
        member("logStreamName", Shape::Text(&LOG_STREAM_NAME)).required(),
        member("logEvents", Shape::List(&INPUT_LOG_EVENTS)).required(),
        member("sequenceToken", Shape::Text(&SEQUENCE_TOKEN)),
        member("entity", Shape::Structure(&ENTITY)),
    ],
    sensitive: false,
};
pub(super) static PUT_LOG_EVENTS_RESPONSE: Structure = Structure {
    name: "PutLogEventsResponse",
    members: &[
        member("nextSequenceToken", Shape::Text(&SEQUENCE_TOKEN)),
        member("rejectedLogEventsInfo", Shape::Structure(&REJECTED_LOG_EVENTS_INFO)),
        member("rejectedEntityInfo", Shape::Structure(&REJECTED_ENTITY_INFO)),
    ],
    sensitive: false,
};
pub(super) static PUT_RETENTION_POLICY_REQUEST: Structure = Structure {
    name: "PutRetentionPolicyRequest",
    members: &[
        member("logGroupName", Shape::Text(&LOG_GROUP_NAME)).required(),
        member("retentionInDays", Shape::INTEGER).required(),
    ],
    sensitive: false,
};
pub(super) static REJECTED_ENTITY_INFO: Structure = Structure {
    name: "RejectedEntityInfo",
    members: &[member("errorType", Shape::TEXT).required()],
    sensitive: false,
};
pub(super) static REJECTED_LOG_EVENTS_INFO: Structure = Structure {
    name: "RejectedLogEventsInfo",
    members: &[
        member("tooNewLogEventStartIndex", Shape::INTEGER),
        member("tooOldLogEventEndIndex", Shape::INTEGER),
        member("expiredLogEventEndIndex", Shape::INTEGER),
    ],
    sensitive: false,
};
pub(super) static RESOURCE_ALREADY_EXISTS_EXCEPTION: Structure =
    Structure { name: "ResourceAlreadyExistsException", members: &[], sensitive: false };
pub(super) static RESOURCE_NOT_FOUND_EXCEPTION: Structure =
    Structure { name: "ResourceNotFoundException", members: &[], sensitive: false };
pub(super) static SEARCHED_LOG_STREAM: Structure = Structure {
    name: "SearchedLogStream",
    members: &[
        member("logStreamName", Shape::Text(&LOG_STREAM_NAME)),
        member("searchedCompletely", Shape::Bool),
    ],
    sensitive: false,
};
pub(super) static SEARCHED_LOG_STREAMS: List = List {
    element: Shape::Structure(&SEARCHED_LOG_STREAM),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
pub(super) static SEQUENCE_TOKEN: Text = Text {
    length: Length { min: Some(1), max: None },
    pattern: None,
    values: &[],
    sensitive: false,
};
pub(super) static SERVICE_UNAVAILABLE_EXCEPTION: Structure =
    Structure { name: "ServiceUnavailableException", members: &[], sensitive: false };
pub(super) static SESSION_STREAMING_EXCEPTION: Structure = Structure {
    name: "SessionStreamingException",
    members: &[member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static SESSION_TIMEOUT_EXCEPTION: Structure = Structure {
    name: "SessionTimeoutException",
    members: &[member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static START_LIVE_TAIL_LOG_GROUP_IDENTIFIERS: List = List {
    element: Shape::Text(&LOG_GROUP_IDENTIFIER),
    wire: "member",
    length: Length { min: Some(1), max: Some(10) },
    sensitive: false,
};
pub(super) static START_LIVE_TAIL_REQUEST: Structure = Structure {
    name: "StartLiveTailRequest",
    members: &[
        member("logGroupIdentifiers", Shape::List(&START_LIVE_TAIL_LOG_GROUP_IDENTIFIERS))
            .required(),
        member("logStreamNames", Shape::List(&INPUT_LOG_STREAM_NAMES)),
        member("logStreamNamePrefixes", Shape::List(&INPUT_LOG_STREAM_NAMES)),
        member("logEventFilterPattern", Shape::Text(&FILTER_PATTERN)),
    ],
    sensitive: false,
};
pub(super) static START_LIVE_TAIL_RESPONSE: Structure = Structure {
    name: "StartLiveTailResponse",
    members: &[member("responseStream", Shape::Events(&START_LIVE_TAIL_RESPONSE_STREAM))
        .at(Place::Payload)],
    sensitive: false,
};
pub(super) static START_LIVE_TAIL_RESPONSE_STREAM: Structure = Structure {
    name: "StartLiveTailResponseStream",
    members: &[
        member("sessionStart", Shape::Structure(&LIVE_TAIL_SESSION_START)),
        member("sessionUpdate", Shape::Structure(&LIVE_TAIL_SESSION_UPDATE)),
        member("SessionTimeoutException", Shape::Structure(&SESSION_TIMEOUT_EXCEPTION)),
        member("SessionStreamingException", Shape::Structure(&SESSION_STREAMING_EXCEPTION)),
    ],
    sensitive: false,
};
static PATTERN_OF_TAG_KEY: Pattern =
    Pattern::new(r"^([\p{L}\p{Z}\p{N}_.:/=+\-@]+)$", r"^([\p{L}\p{Z}\p{N}_.:/=+\-@]+)$");
pub(super) static TAG_KEY: Text = Text {
    length: Length { min: Some(1), max: Some(128) },
    pattern: Some(&PATTERN_OF_TAG_KEY),
    values: &[],
    sensitive: false,
};
pub(super) static TAG_KEY_LIST: List = List {
    element: Shape::Text(&TAG_KEY),
    wire: "member",
    length: Length { min: Some(0), max: Some(50) },
    sensitive: false,
};
pub(super) static TAG_LIST: List = List {
    element: Shape::Text(&TAG_KEY),
    wire: "member",
    length: Length { min: Some(1), max: None },
    sensitive: false,
};
pub(super) static TAG_LOG_GROUP_REQUEST: Structure = Structure {
    name: "TagLogGroupRequest",
    members: &[
        member("logGroupName", Shape::Text(&LOG_GROUP_NAME)).required(),
        member("tags", Shape::Map(&TAGS)).required(),
    ],
    sensitive: false,
};
pub(super) static TAG_RESOURCE_REQUEST: Structure = Structure {
    name: "TagResourceRequest",
    members: &[
        member("resourceArn", Shape::Text(&AMAZON_RESOURCE_NAME)).required(),
        member("tags", Shape::Map(&TAGS)).required(),
    ],
    sensitive: false,
};
static PATTERN_OF_TAG_VALUE: Pattern =
    Pattern::new(r"^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$", r"^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$");
pub(super) static TAG_VALUE: Text = Text {
    length: Length { min: None, max: Some(256) },
    pattern: Some(&PATTERN_OF_TAG_VALUE),
    values: &[],
    sensitive: false,
};
pub(super) static TAGS: Map = Map {
    key: &TAG_KEY,
    value: Shape::Text(&TAG_VALUE),
    wire: ("key", "value"),
    length: Length { min: Some(1), max: Some(50) },
    sensitive: false,
};
pub(super) static TIMESTAMP: Range<i64> = Range { min: Some(0), max: None };
pub(super) static TOO_MANY_TAGS_EXCEPTION: Structure = Structure {
    name: "TooManyTagsException",
    members: &[
        member("message", Shape::TEXT),
        member("resourceName", Shape::Text(&AMAZON_RESOURCE_NAME)),
    ],
    sensitive: false,
};
pub(super) static UNRECOGNIZED_CLIENT_EXCEPTION: Structure =
    Structure { name: "UnrecognizedClientException", members: &[], sensitive: false };
pub(super) static UNTAG_LOG_GROUP_REQUEST: Structure = Structure {
    name: "UntagLogGroupRequest",
    members: &[
        member("logGroupName", Shape::Text(&LOG_GROUP_NAME)).required(),
        member("tags", Shape::List(&TAG_LIST)).required(),
    ],
    sensitive: false,
};
pub(super) static UNTAG_RESOURCE_REQUEST: Structure = Structure {
    name: "UntagResourceRequest",
    members: &[
        member("resourceArn", Shape::Text(&AMAZON_RESOURCE_NAME)).required(),
        member("tagKeys", Shape::List(&TAG_KEY_LIST)).required(),
    ],
    sensitive: false,
};
pub(super) static VALIDATION_EXCEPTION: Structure =
    Structure { name: "ValidationException", members: &[], sensitive: false };
