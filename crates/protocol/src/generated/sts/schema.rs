//! What the model says about messages.

// Written by `cargo xtask codegen`; change operations.toml or the generator.

#[allow(unused_imports)]
use crate::schema::*;
#[allow(unused_imports)]
use crate::{Pattern, TimestampFormat};

pub(super) static ASSUME_ROLE_REQUEST: Structure = Structure {
    name: "AssumeRoleRequest",
    members: &[
        member("RoleArn", Shape::Text(&ARN_TYPE)).required(),
        member("RoleSessionName", Shape::Text(&ROLE_SESSION_NAME_TYPE)).required(),
        member("PolicyArns", Shape::List(&POLICY_DESCRIPTOR_LIST_TYPE)),
        member("Policy", Shape::Text(&UNRESTRICTED_SESSION_POLICY_DOCUMENT_TYPE)),
        member("DurationSeconds", Shape::Integer(&ROLE_DURATION_SECONDS_TYPE)),
        member("Tags", Shape::List(&TAG_LIST_TYPE)),
        member("TransitiveTagKeys", Shape::List(&TAG_KEY_LIST_TYPE)),
        member("ExternalId", Shape::Text(&EXTERNAL_ID_TYPE)),
        member("SerialNumber", Shape::Text(&SERIAL_NUMBER_TYPE)),
        member("TokenCode", Shape::Text(&TOKEN_CODE_TYPE)),
        member("SourceIdentity", Shape::Text(&SOURCE_IDENTITY_TYPE)),
        member("ProvidedContexts", Shape::List(&PROVIDED_CONTEXTS_LIST_TYPE)),
        member("MinimumSessionTokenSize", Shape::Integer(&MINIMUM_SESSION_TOKEN_SIZE_TYPE)),
    ],
    sensitive: false,
};
pub(super) static ASSUME_ROLE_RESPONSE: Structure = Structure {
    name: "AssumeRoleResponse",
    members: &[
        member("Credentials", Shape::Structure(&CREDENTIALS)),
        member("AssumedRoleUser", Shape::Structure(&ASSUMED_ROLE_USER)),
        member("PackedPolicySize", Shape::INTEGER),
        member("SourceIdentity", Shape::Text(&SOURCE_IDENTITY_TYPE)),
        member("SessionTokenUtilization", Shape::INTEGER),
        member("SessionTokenSize", Shape::INTEGER),
    ],
    sensitive: false,
};
pub(super) static ASSUME_ROLE_WITH_WEB_IDENTITY_REQUEST: Structure = Structure {
    name: "AssumeRoleWithWebIdentityRequest",
    members: &[
        member("RoleArn", Shape::Text(&ARN_TYPE)).required(),
        member("RoleSessionName", Shape::Text(&ROLE_SESSION_NAME_TYPE)).required(),
        member("WebIdentityToken", Shape::Text(&CLIENT_TOKEN_TYPE)).required(),
        member("ProviderId", Shape::Text(&URL_TYPE)),
        member("PolicyArns", Shape::List(&POLICY_DESCRIPTOR_LIST_TYPE)),
        member("Policy", Shape::Text(&SESSION_POLICY_DOCUMENT_TYPE)),
        member("DurationSeconds", Shape::Integer(&ROLE_DURATION_SECONDS_TYPE)),
        member("MinimumSessionTokenSize", Shape::Integer(&MINIMUM_SESSION_TOKEN_SIZE_TYPE)),
    ],
    sensitive: false,
};
pub(super) static ASSUME_ROLE_WITH_WEB_IDENTITY_RESPONSE: Structure = Structure {
    name: "AssumeRoleWithWebIdentityResponse",
    members: &[
        member("Credentials", Shape::Structure(&CREDENTIALS)),
        member("SubjectFromWebIdentityToken", Shape::TEXT),
        member("AssumedRoleUser", Shape::Structure(&ASSUMED_ROLE_USER)),
        member("PackedPolicySize", Shape::INTEGER),
        member("Provider", Shape::TEXT),
        member("Audience", Shape::TEXT),
        member("SourceIdentity", Shape::Text(&SOURCE_IDENTITY_TYPE)),
        member("SessionTokenUtilization", Shape::INTEGER),
        member("SessionTokenSize", Shape::INTEGER),
    ],
    sensitive: false,
};
pub(super) static ASSUMED_ROLE_USER: Structure = Structure {
    name: "AssumedRoleUser",
    members: &[
        member("AssumedRoleId", Shape::TEXT).required(),
        member("Arn", Shape::Text(&ARN_TYPE)).required(),
    ],
    sensitive: false,
};
pub(super) static CREDENTIALS: Structure = Structure {
    name: "Credentials",
    members: &[
        member("AccessKeyId", Shape::Text(&ACCESS_KEY_ID_TYPE)).required(),
        member("SecretAccessKey", Shape::Text(&ACCESS_KEY_SECRET_TYPE)).required(),
        member("SessionToken", Shape::TEXT).required(),
        member("Expiration", Shape::Timestamp).required(),
    ],
    sensitive: false,
};
pub(super) static DECODE_AUTHORIZATION_MESSAGE_REQUEST: Structure = Structure {
    name: "DecodeAuthorizationMessageRequest",
    members: &[member("EncodedMessage", Shape::Text(&ENCODED_MESSAGE_TYPE)).required()],
    sensitive: false,
};
pub(super) static DECODE_AUTHORIZATION_MESSAGE_RESPONSE: Structure = Structure {
    name: "DecodeAuthorizationMessageResponse",
    members: &[member("DecodedMessage", Shape::TEXT)],
    sensitive: false,
};
pub(super) static EXPIRED_TOKEN_EXCEPTION: Structure = Structure {
    name: "ExpiredTokenException",
    members: &[member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static GET_ACCESS_KEY_INFO_REQUEST: Structure = Structure {
    name: "GetAccessKeyInfoRequest",
    members: &[member("AccessKeyId", Shape::Text(&ACCESS_KEY_ID_TYPE)).required()],
    sensitive: false,
};
pub(super) static GET_ACCESS_KEY_INFO_RESPONSE: Structure = Structure {
    name: "GetAccessKeyInfoResponse",
    members: &[member("Account", Shape::TEXT)],
    sensitive: false,
};
pub(super) static GET_CALLER_IDENTITY_REQUEST: Structure =
    Structure { name: "GetCallerIdentityRequest", members: &[], sensitive: false };
pub(super) static GET_CALLER_IDENTITY_RESPONSE: Structure = Structure {
    name: "GetCallerIdentityResponse",
    members: &[
        member("UserId", Shape::TEXT),
        member("Account", Shape::TEXT),
        member("Arn", Shape::Text(&ARN_TYPE)),
    ],
    sensitive: false,
};
pub(super) static GET_SESSION_TOKEN_REQUEST: Structure = Structure {
    name: "GetSessionTokenRequest",
    members: &[
        member("DurationSeconds", Shape::Integer(&DURATION_SECONDS_TYPE)),
        member("SerialNumber", Shape::Text(&SERIAL_NUMBER_TYPE)),
        member("TokenCode", Shape::Text(&TOKEN_CODE_TYPE)),
        member("MinimumSessionTokenSize", Shape::Integer(&MINIMUM_SESSION_TOKEN_SIZE_TYPE)),
    ],
    sensitive: false,
};
pub(super) static GET_SESSION_TOKEN_RESPONSE: Structure = Structure {
    name: "GetSessionTokenResponse",
    members: &[
        member("Credentials", Shape::Structure(&CREDENTIALS)),
        member("SessionTokenUtilization", Shape::INTEGER),
        member("SessionTokenSize", Shape::INTEGER),
    ],
    sensitive: false,
};
pub(super) static IDP_COMMUNICATION_ERROR_EXCEPTION: Structure = Structure {
    name: "IDPCommunicationErrorException",
    members: &[member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static IDP_REJECTED_CLAIM_EXCEPTION: Structure = Structure {
    name: "IDPRejectedClaimException",
    members: &[member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static INVALID_AUTHORIZATION_MESSAGE_EXCEPTION: Structure = Structure {
    name: "InvalidAuthorizationMessageException",
    members: &[member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static INVALID_IDENTITY_TOKEN_EXCEPTION: Structure = Structure {
    name: "InvalidIdentityTokenException",
    members: &[member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static MALFORMED_POLICY_DOCUMENT_EXCEPTION: Structure = Structure {
    name: "MalformedPolicyDocumentException",
    members: &[member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static PACKED_POLICY_TOO_LARGE_EXCEPTION: Structure = Structure {
    name: "PackedPolicyTooLargeException",
    members: &[member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static POLICY_DESCRIPTOR_TYPE: Structure = Structure {
    name: "PolicyDescriptorType",
    members: &[member("arn", Shape::Text(&ARN_TYPE))],
    sensitive: false,
};
pub(super) static PROVIDED_CONTEXT: Structure = Structure {
    name: "ProvidedContext",
    members: &[
        member("ProviderArn", Shape::Text(&ARN_TYPE)),
        member("ContextAssertion", Shape::Text(&CONTEXT_ASSERTION_TYPE)),
    ],
    sensitive: false,
};
pub(super) static PROVIDED_CONTEXTS_LIST_TYPE: List = List {
    element: Shape::Structure(&PROVIDED_CONTEXT),
    wire: "member",
    length: Length { min: Some(1), max: Some(5) },
    sensitive: false,
};
pub(super) static REGION_DISABLED_EXCEPTION: Structure = Structure {
    name: "RegionDisabledException",
    members: &[member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static TAG: Structure = Structure {
    name: "Tag",
    members: &[
        member("Key", Shape::Text(&TAG_KEY_TYPE)).required(),
        member("Value", Shape::Text(&TAG_VALUE_TYPE)).required(),
    ],
    sensitive: false,
};
static PATTERN_OF_ACCESS_KEY_ID_TYPE: Pattern = Pattern::new(r"[\w]*", r"[0-9A-Za-z_]*");
pub(super) static ACCESS_KEY_ID_TYPE: Text = Text {
    length: Length { min: Some(16), max: Some(128) },
    pattern: Some(&PATTERN_OF_ACCESS_KEY_ID_TYPE),
    values: &[],
    sensitive: false,
};
pub(super) static ACCESS_KEY_SECRET_TYPE: Text =
    Text { length: Length::ANY, pattern: None, values: &[], sensitive: true };
static PATTERN_OF_ARN_TYPE: Pattern = Pattern::new(
    r"[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+",
    r"[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+",
);
pub(super) static ARN_TYPE: Text = Text {
    length: Length { min: Some(20), max: Some(2048) },
    pattern: Some(&PATTERN_OF_ARN_TYPE),
    values: &[],
    sensitive: false,
};
pub(super) static CLIENT_TOKEN_TYPE: Text = Text {
    length: Length { min: Some(4), max: Some(20000) },
    pattern: None,
    values: &[],
    sensitive: true,
};
pub(super) static CONTEXT_ASSERTION_TYPE: Text = Text {
    length: Length { min: Some(4), max: Some(2048) },
    pattern: None,
    values: &[],
    sensitive: false,
};
pub(super) static DURATION_SECONDS_TYPE: Range<i64> = Range { min: Some(900), max: Some(129600) };
pub(super) static ENCODED_MESSAGE_TYPE: Text = Text {
    length: Length { min: Some(1), max: Some(10240) },
    pattern: None,
    values: &[],
    sensitive: false,
};
static PATTERN_OF_EXTERNAL_ID_TYPE: Pattern =
    Pattern::new(r"[\w+=,.@:\/-]*", r"[0-9A-Za-z_+=,.@:/-]*");
pub(super) static EXTERNAL_ID_TYPE: Text = Text {
    length: Length { min: Some(2), max: Some(1224) },
    pattern: Some(&PATTERN_OF_EXTERNAL_ID_TYPE),
    values: &[],
    sensitive: false,
};
pub(super) static MINIMUM_SESSION_TOKEN_SIZE_TYPE: Range<i64> =
    Range { min: Some(0), max: Some(4096) };
pub(super) static POLICY_DESCRIPTOR_LIST_TYPE: List = List {
    element: Shape::Structure(&POLICY_DESCRIPTOR_TYPE),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
pub(super) static ROLE_DURATION_SECONDS_TYPE: Range<i64> =
    Range { min: Some(900), max: Some(43200) };
static PATTERN_OF_ROLE_SESSION_NAME_TYPE: Pattern =
    Pattern::new(r"[\w+=,.@-]*", r"[0-9A-Za-z_+=,.@-]*");
pub(super) static ROLE_SESSION_NAME_TYPE: Text = Text {
    length: Length { min: Some(2), max: Some(64) },
    pattern: Some(&PATTERN_OF_ROLE_SESSION_NAME_TYPE),
    values: &[],
    sensitive: false,
};
static PATTERN_OF_SERIAL_NUMBER_TYPE: Pattern =
    Pattern::new(r"[\w+=/:,.@-]*", r"[0-9A-Za-z_+=/:,.@-]*");
pub(super) static SERIAL_NUMBER_TYPE: Text = Text {
    length: Length { min: Some(9), max: Some(256) },
    pattern: Some(&PATTERN_OF_SERIAL_NUMBER_TYPE),
    values: &[],
    sensitive: false,
};
static PATTERN_OF_SESSION_POLICY_DOCUMENT_TYPE: Pattern =
    Pattern::new(r"[\u0009\u000A\u000D\u0020-\u00FF]+", r"[\u0009\u000A\u000D\u0020-\u00FF]+");
pub(super) static SESSION_POLICY_DOCUMENT_TYPE: Text = Text {
    length: Length { min: Some(1), max: Some(2048) },
    pattern: Some(&PATTERN_OF_SESSION_POLICY_DOCUMENT_TYPE),
    values: &[],
    sensitive: false,
};
static PATTERN_OF_SOURCE_IDENTITY_TYPE: Pattern =
    Pattern::new(r"[\w+=,.@-]*", r"[0-9A-Za-z_+=,.@-]*");
pub(super) static SOURCE_IDENTITY_TYPE: Text = Text {
    length: Length { min: Some(2), max: Some(64) },
    pattern: Some(&PATTERN_OF_SOURCE_IDENTITY_TYPE),
    values: &[],
    sensitive: false,
};
pub(super) static TAG_KEY_LIST_TYPE: List = List {
    element: Shape::Text(&TAG_KEY_TYPE),
    wire: "member",
    length: Length { min: None, max: Some(50) },
    sensitive: false,
};
static PATTERN_OF_TAG_KEY_TYPE: Pattern =
    Pattern::new(r"[\p{L}\p{Z}\p{N}_.:/=+\-@]+", r"[\p{L}\p{Z}\p{N}_.:/=+\-@]+");
pub(super) static TAG_KEY_TYPE: Text = Text {
    length: Length { min: Some(1), max: Some(128) },
    pattern: Some(&PATTERN_OF_TAG_KEY_TYPE),
    values: &[],
    sensitive: false,
};
pub(super) static TAG_LIST_TYPE: List = List {
    element: Shape::Structure(&TAG),
    wire: "member",
    length: Length { min: None, max: Some(50) },
    sensitive: false,
};
static PATTERN_OF_TAG_VALUE_TYPE: Pattern =
    Pattern::new(r"[\p{L}\p{Z}\p{N}_.:/=+\-@]*", r"[\p{L}\p{Z}\p{N}_.:/=+\-@]*");
pub(super) static TAG_VALUE_TYPE: Text = Text {
    length: Length { min: Some(0), max: Some(256) },
    pattern: Some(&PATTERN_OF_TAG_VALUE_TYPE),
    values: &[],
    sensitive: false,
};
static PATTERN_OF_TOKEN_CODE_TYPE: Pattern = Pattern::new(r"[\d]*", r"[0-9]*");
pub(super) static TOKEN_CODE_TYPE: Text = Text {
    length: Length { min: Some(6), max: Some(6) },
    pattern: Some(&PATTERN_OF_TOKEN_CODE_TYPE),
    values: &[],
    sensitive: false,
};
static PATTERN_OF_UNRESTRICTED_SESSION_POLICY_DOCUMENT_TYPE: Pattern =
    Pattern::new(r"[\u0009\u000A\u000D\u0020-\u00FF]+", r"[\u0009\u000A\u000D\u0020-\u00FF]+");
pub(super) static UNRESTRICTED_SESSION_POLICY_DOCUMENT_TYPE: Text = Text {
    length: Length { min: Some(1), max: None },
    pattern: Some(&PATTERN_OF_UNRESTRICTED_SESSION_POLICY_DOCUMENT_TYPE),
    values: &[],
    sensitive: false,
};
pub(super) static URL_TYPE: Text = Text {
    length: Length { min: Some(4), max: Some(2048) },
    pattern: None,
    values: &[],
    sensitive: false,
};
