//! What the model says about messages.

// Written by `cargo xtask codegen`; change operations.toml or the generator.

#[allow(unused_imports)]
use crate::schema::*;
#[allow(unused_imports)]
use crate::{Pattern, TimestampFormat};

pub(super) static ACCESS_KEY: Structure = Structure {
    name: "AccessKey",
    members: &[
        member("UserName", Shape::Text(&USER_NAME_TYPE)).required(),
        member("AccessKeyId", Shape::Text(&ACCESS_KEY_ID_TYPE)).required(),
        member("Status", Shape::Text(&STATUS_TYPE)).required(),
        member("SecretAccessKey", Shape::Text(&ACCESS_KEY_SECRET_TYPE)).required(),
        member("CreateDate", Shape::Timestamp),
    ],
    sensitive: false,
};
pub(super) static ACCESS_KEY_LAST_USED: Structure = Structure {
    name: "AccessKeyLastUsed",
    members: &[
        member("LastUsedDate", Shape::Timestamp),
        member("ServiceName", Shape::TEXT).required(),
        member("Region", Shape::TEXT).required(),
    ],
    sensitive: false,
};
pub(super) static ACCESS_KEY_METADATA: Structure = Structure {
    name: "AccessKeyMetadata",
    members: &[
        member("UserName", Shape::Text(&USER_NAME_TYPE)),
        member("AccessKeyId", Shape::Text(&ACCESS_KEY_ID_TYPE)),
        member("Status", Shape::Text(&STATUS_TYPE)),
        member("CreateDate", Shape::Timestamp),
    ],
    sensitive: false,
};
pub(super) static ACTION_NAME_LIST_TYPE: List = List {
    element: Shape::Text(&ACTION_NAME_TYPE),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
pub(super) static ACTION_NAME_TYPE: Text = Text {
    length: Length { min: Some(3), max: Some(128) },
    pattern: None,
    values: &[],
    sensitive: false,
};
pub(super) static ADD_USER_TO_GROUP_REQUEST: Structure = Structure {
    name: "AddUserToGroupRequest",
    members: &[
        member("GroupName", Shape::Text(&GROUP_NAME_TYPE)).required(),
        member("UserName", Shape::Text(&EXISTING_USER_NAME_TYPE)).required(),
    ],
    sensitive: false,
};
pub(super) static ATTACH_GROUP_POLICY_REQUEST: Structure = Structure {
    name: "AttachGroupPolicyRequest",
    members: &[
        member("GroupName", Shape::Text(&GROUP_NAME_TYPE)).required(),
        member("PolicyArn", Shape::Text(&ARN_TYPE)).required(),
    ],
    sensitive: false,
};
pub(super) static ATTACH_ROLE_POLICY_REQUEST: Structure = Structure {
    name: "AttachRolePolicyRequest",
    members: &[
        member("RoleName", Shape::Text(&ROLE_NAME_TYPE)).required(),
        member("PolicyArn", Shape::Text(&ARN_TYPE)).required(),
    ],
    sensitive: false,
};
pub(super) static ATTACH_USER_POLICY_REQUEST: Structure = Structure {
    name: "AttachUserPolicyRequest",
    members: &[
        member("UserName", Shape::Text(&USER_NAME_TYPE)).required(),
        member("PolicyArn", Shape::Text(&ARN_TYPE)).required(),
    ],
    sensitive: false,
};
pub(super) static ATTACHED_PERMISSIONS_BOUNDARY: Structure = Structure {
    name: "AttachedPermissionsBoundary",
    members: &[
        member("PermissionsBoundaryType", Shape::TEXT),
        member("PermissionsBoundaryArn", Shape::Text(&ARN_TYPE)),
    ],
    sensitive: false,
};
pub(super) static ATTACHED_POLICY: Structure = Structure {
    name: "AttachedPolicy",
    members: &[
        member("PolicyName", Shape::Text(&POLICY_NAME_TYPE)),
        member("PolicyArn", Shape::Text(&ARN_TYPE)),
    ],
    sensitive: false,
};
static PATTERN_OF_ATTACHMENT_NAME: Pattern = Pattern::new(r"[\w+=,.@-]+", r"[0-9A-Za-z_+=,.@-]+");
pub(super) static ATTACHMENT_NAME: Text = Text {
    length: Length { min: Some(1), max: Some(128) },
    pattern: Some(&PATTERN_OF_ATTACHMENT_NAME),
    values: &[],
    sensitive: false,
};
pub(super) static ATTACHMENT_TYPE: Text = Text {
    length: Length::ANY,
    pattern: None,
    values: &["user", "group", "role"],
    sensitive: false,
};
pub(super) static BOOTSTRAP_DATUM: Blob =
    Blob { length: Length::ANY, streaming: false, sensitive: true };
pub(super) static CONCURRENT_MODIFICATION_EXCEPTION: Structure = Structure {
    name: "ConcurrentModificationException",
    members: &[member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static CONTEXT_ENTRY: Structure = Structure {
    name: "ContextEntry",
    members: &[
        member("ContextKeyName", Shape::Text(&CONTEXT_KEY_NAME_TYPE)),
        member("ContextKeyValues", Shape::List(&CONTEXT_KEY_VALUE_LIST_TYPE)),
        member("ContextKeyType", Shape::Text(&CONTEXT_KEY_TYPE_ENUM)),
    ],
    sensitive: false,
};
pub(super) static CONTEXT_ENTRY_LIST_TYPE: List = List {
    element: Shape::Structure(&CONTEXT_ENTRY),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
pub(super) static CONTEXT_KEY_NAME_TYPE: Text = Text {
    length: Length { min: Some(5), max: Some(256) },
    pattern: None,
    values: &[],
    sensitive: false,
};
pub(super) static CONTEXT_KEY_NAMES_RESULT_LIST_TYPE: List = List {
    element: Shape::Text(&CONTEXT_KEY_NAME_TYPE),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
pub(super) static CONTEXT_KEY_TYPE_ENUM: Text = Text {
    length: Length::ANY,
    pattern: None,
    values: &[
        "string",
        "stringList",
        "numeric",
        "numericList",
        "boolean",
        "booleanList",
        "ip",
        "ipList",
        "binary",
        "binaryList",
        "date",
        "dateList",
    ],
    sensitive: false,
};
pub(super) static CONTEXT_KEY_VALUE_LIST_TYPE: List =
    List { element: Shape::TEXT, wire: "member", length: Length::ANY, sensitive: false };
pub(super) static CREATE_ACCESS_KEY_REQUEST: Structure = Structure {
    name: "CreateAccessKeyRequest",
    members: &[member("UserName", Shape::Text(&EXISTING_USER_NAME_TYPE))],
    sensitive: false,
};
pub(super) static CREATE_ACCESS_KEY_RESPONSE: Structure = Structure {
    name: "CreateAccessKeyResponse",
    members: &[member("AccessKey", Shape::Structure(&ACCESS_KEY)).required()],
    sensitive: false,
};
pub(super) static CREATE_GROUP_REQUEST: Structure = Structure {
    name: "CreateGroupRequest",
    members: &[
        member("Path", Shape::Text(&PATH_TYPE)),
        member("GroupName", Shape::Text(&GROUP_NAME_TYPE)).required(),
    ],
    sensitive: false,
};
pub(super) static CREATE_GROUP_RESPONSE: Structure = Structure {
    name: "CreateGroupResponse",
    members: &[member("Group", Shape::Structure(&GROUP)).required()],
    sensitive: false,
};
pub(super) static CREATE_POLICY_REQUEST: Structure = Structure {
    name: "CreatePolicyRequest",
    members: &[
        member("PolicyName", Shape::Text(&POLICY_NAME_TYPE)).required(),
        member("Path", Shape::Text(&POLICY_PATH_TYPE)),
        member("PolicyDocument", Shape::Text(&POLICY_DOCUMENT_TYPE)).required(),
        member("Description", Shape::Text(&POLICY_DESCRIPTION_TYPE)),
        member("Tags", Shape::List(&TAG_LIST_TYPE)),
    ],
    sensitive: false,
};
pub(super) static CREATE_POLICY_RESPONSE: Structure = Structure {
    name: "CreatePolicyResponse",
    members: &[member("Policy", Shape::Structure(&POLICY))],
    sensitive: false,
};
pub(super) static CREATE_POLICY_VERSION_REQUEST: Structure = Structure {
    name: "CreatePolicyVersionRequest",
    members: &[
        member("PolicyArn", Shape::Text(&ARN_TYPE)).required(),
        member("PolicyDocument", Shape::Text(&POLICY_DOCUMENT_TYPE)).required(),
        member("SetAsDefault", Shape::Bool),
    ],
    sensitive: false,
};
pub(super) static CREATE_POLICY_VERSION_RESPONSE: Structure = Structure {
    name: "CreatePolicyVersionResponse",
    members: &[member("PolicyVersion", Shape::Structure(&POLICY_VERSION))],
    sensitive: false,
};
pub(super) static CREATE_ROLE_REQUEST: Structure = Structure {
    name: "CreateRoleRequest",
    members: &[
        member("Path", Shape::Text(&PATH_TYPE)),
        member("RoleName", Shape::Text(&ROLE_NAME_TYPE)).required(),
        member("AssumeRolePolicyDocument", Shape::Text(&POLICY_DOCUMENT_TYPE)).required(),
        member("Description", Shape::Text(&ROLE_DESCRIPTION_TYPE)),
        member("MaxSessionDuration", Shape::Integer(&ROLE_MAX_SESSION_DURATION_TYPE)),
        member("PermissionsBoundary", Shape::Text(&ARN_TYPE)),
        member("Tags", Shape::List(&TAG_LIST_TYPE)),
    ],
    sensitive: false,
};
pub(super) static CREATE_ROLE_RESPONSE: Structure = Structure {
    name: "CreateRoleResponse",
    members: &[member("Role", Shape::Structure(&ROLE)).required()],
    sensitive: false,
};
pub(super) static CREATE_USER_REQUEST: Structure = Structure {
    name: "CreateUserRequest",
    members: &[
        member("Path", Shape::Text(&PATH_TYPE)),
        member("UserName", Shape::Text(&USER_NAME_TYPE)).required(),
        member("PermissionsBoundary", Shape::Text(&ARN_TYPE)),
        member("Tags", Shape::List(&TAG_LIST_TYPE)),
    ],
    sensitive: false,
};
pub(super) static CREATE_USER_RESPONSE: Structure = Structure {
    name: "CreateUserResponse",
    members: &[member("User", Shape::Structure(&USER))],
    sensitive: false,
};
pub(super) static DELETE_ACCESS_KEY_REQUEST: Structure = Structure {
    name: "DeleteAccessKeyRequest",
    members: &[
        member("UserName", Shape::Text(&EXISTING_USER_NAME_TYPE)),
        member("AccessKeyId", Shape::Text(&ACCESS_KEY_ID_TYPE)).required(),
    ],
    sensitive: false,
};
pub(super) static DELETE_CONFLICT_EXCEPTION: Structure = Structure {
    name: "DeleteConflictException",
    members: &[member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static DELETE_GROUP_POLICY_REQUEST: Structure = Structure {
    name: "DeleteGroupPolicyRequest",
    members: &[
        member("GroupName", Shape::Text(&GROUP_NAME_TYPE)).required(),
        member("PolicyName", Shape::Text(&POLICY_NAME_TYPE)).required(),
    ],
    sensitive: false,
};
pub(super) static DELETE_GROUP_REQUEST: Structure = Structure {
    name: "DeleteGroupRequest",
    members: &[member("GroupName", Shape::Text(&GROUP_NAME_TYPE)).required()],
    sensitive: false,
};
pub(super) static DELETE_LOGIN_PROFILE_REQUEST: Structure = Structure {
    name: "DeleteLoginProfileRequest",
    members: &[member("UserName", Shape::Text(&USER_NAME_TYPE))],
    sensitive: false,
};
pub(super) static DELETE_POLICY_REQUEST: Structure = Structure {
    name: "DeletePolicyRequest",
    members: &[member("PolicyArn", Shape::Text(&ARN_TYPE)).required()],
    sensitive: false,
};
pub(super) static DELETE_POLICY_VERSION_REQUEST: Structure = Structure {
    name: "DeletePolicyVersionRequest",
    members: &[
        member("PolicyArn", Shape::Text(&ARN_TYPE)).required(),
        member("VersionId", Shape::Text(&POLICY_VERSION_ID_TYPE)).required(),
    ],
    sensitive: false,
};
pub(super) static DELETE_ROLE_PERMISSIONS_BOUNDARY_REQUEST: Structure = Structure {
    name: "DeleteRolePermissionsBoundaryRequest",
    members: &[member("RoleName", Shape::Text(&ROLE_NAME_TYPE)).required()],
    sensitive: false,
};
pub(super) static DELETE_ROLE_POLICY_REQUEST: Structure = Structure {
    name: "DeleteRolePolicyRequest",
    members: &[
        member("RoleName", Shape::Text(&ROLE_NAME_TYPE)).required(),
        member("PolicyName", Shape::Text(&POLICY_NAME_TYPE)).required(),
    ],
    sensitive: false,
};
pub(super) static DELETE_ROLE_REQUEST: Structure = Structure {
    name: "DeleteRoleRequest",
    members: &[member("RoleName", Shape::Text(&ROLE_NAME_TYPE)).required()],
    sensitive: false,
};
pub(super) static DELETE_USER_PERMISSIONS_BOUNDARY_REQUEST: Structure = Structure {
    name: "DeleteUserPermissionsBoundaryRequest",
    members: &[member("UserName", Shape::Text(&USER_NAME_TYPE)).required()],
    sensitive: false,
};
pub(super) static DELETE_USER_POLICY_REQUEST: Structure = Structure {
    name: "DeleteUserPolicyRequest",
    members: &[
        member("UserName", Shape::Text(&EXISTING_USER_NAME_TYPE)).required(),
        member("PolicyName", Shape::Text(&POLICY_NAME_TYPE)).required(),
    ],
    sensitive: false,
};
pub(super) static DELETE_USER_REQUEST: Structure = Structure {
    name: "DeleteUserRequest",
    members: &[member("UserName", Shape::Text(&EXISTING_USER_NAME_TYPE)).required()],
    sensitive: false,
};
pub(super) static DETACH_GROUP_POLICY_REQUEST: Structure = Structure {
    name: "DetachGroupPolicyRequest",
    members: &[
        member("GroupName", Shape::Text(&GROUP_NAME_TYPE)).required(),
        member("PolicyArn", Shape::Text(&ARN_TYPE)).required(),
    ],
    sensitive: false,
};
pub(super) static DETACH_ROLE_POLICY_REQUEST: Structure = Structure {
    name: "DetachRolePolicyRequest",
    members: &[
        member("RoleName", Shape::Text(&ROLE_NAME_TYPE)).required(),
        member("PolicyArn", Shape::Text(&ARN_TYPE)).required(),
    ],
    sensitive: false,
};
pub(super) static DETACH_USER_POLICY_REQUEST: Structure = Structure {
    name: "DetachUserPolicyRequest",
    members: &[
        member("UserName", Shape::Text(&USER_NAME_TYPE)).required(),
        member("PolicyArn", Shape::Text(&ARN_TYPE)).required(),
    ],
    sensitive: false,
};
pub(super) static ENTITY_ALREADY_EXISTS_EXCEPTION: Structure = Structure {
    name: "EntityAlreadyExistsException",
    members: &[member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static ENTITY_TEMPORARILY_UNMODIFIABLE_EXCEPTION: Structure = Structure {
    name: "EntityTemporarilyUnmodifiableException",
    members: &[member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static EVAL_DECISION_DETAILS_TYPE: Map = Map {
    key: &Text::ANY,
    value: Shape::TEXT,
    wire: ("key", "value"),
    length: Length::ANY,
    sensitive: false,
};
pub(super) static EVALUATION_RESULT: Structure = Structure {
    name: "EvaluationResult",
    members: &[
        member("EvalActionName", Shape::Text(&ACTION_NAME_TYPE)).required(),
        member("EvalResourceName", Shape::Text(&RESOURCE_NAME_TYPE)),
        member("EvalDecision", Shape::TEXT).required(),
        member("MatchedStatements", Shape::List(&STATEMENT_LIST_TYPE)),
        member("MissingContextValues", Shape::List(&CONTEXT_KEY_NAMES_RESULT_LIST_TYPE)),
        member("OrganizationsDecisionDetail", Shape::Structure(&ORGANIZATIONS_DECISION_DETAIL)),
        member(
            "PermissionsBoundaryDecisionDetail",
            Shape::Structure(&PERMISSIONS_BOUNDARY_DECISION_DETAIL),
        ),
        member("EvalDecisionDetails", Shape::Map(&EVAL_DECISION_DETAILS_TYPE)),
        member("ResourceSpecificResults", Shape::List(&RESOURCE_SPECIFIC_RESULT_LIST_TYPE)),
    ],
    sensitive: false,
};
pub(super) static EVALUATION_RESULTS_LIST_TYPE: List = List {
    element: Shape::Structure(&EVALUATION_RESULT),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
pub(super) static GET_ACCESS_KEY_LAST_USED_REQUEST: Structure = Structure {
    name: "GetAccessKeyLastUsedRequest",
    members: &[member("AccessKeyId", Shape::Text(&ACCESS_KEY_ID_TYPE)).required()],
    sensitive: false,
};
pub(super) static GET_ACCESS_KEY_LAST_USED_RESPONSE: Structure = Structure {
    name: "GetAccessKeyLastUsedResponse",
    members: &[
        member("UserName", Shape::Text(&EXISTING_USER_NAME_TYPE)),
        member("AccessKeyLastUsed", Shape::Structure(&ACCESS_KEY_LAST_USED)),
    ],
    sensitive: false,
};
pub(super) static GET_ACCOUNT_SUMMARY_RESPONSE: Structure = Structure {
    name: "GetAccountSummaryResponse",
    members: &[member("SummaryMap", Shape::Map(&SUMMARY_MAP_TYPE))],
    sensitive: false,
};
pub(super) static GET_GROUP_POLICY_REQUEST: Structure = Structure {
    name: "GetGroupPolicyRequest",
    members: &[
        member("GroupName", Shape::Text(&GROUP_NAME_TYPE)).required(),
        member("PolicyName", Shape::Text(&POLICY_NAME_TYPE)).required(),
    ],
    sensitive: false,
};
pub(super) static GET_GROUP_POLICY_RESPONSE: Structure = Structure {
    name: "GetGroupPolicyResponse",
    members: &[
        member("GroupName", Shape::Text(&GROUP_NAME_TYPE)).required(),
        member("PolicyName", Shape::Text(&POLICY_NAME_TYPE)).required(),
        member("PolicyDocument", Shape::Text(&POLICY_DOCUMENT_TYPE)).required(),
    ],
    sensitive: false,
};
pub(super) static GET_GROUP_REQUEST: Structure = Structure {
    name: "GetGroupRequest",
    members: &[
        member("GroupName", Shape::Text(&GROUP_NAME_TYPE)).required(),
        member("Marker", Shape::Text(&MARKER_TYPE)),
        member("MaxItems", Shape::Integer(&MAX_ITEMS_TYPE)),
    ],
    sensitive: false,
};
pub(super) static GET_GROUP_RESPONSE: Structure = Structure {
    name: "GetGroupResponse",
    members: &[
        member("Group", Shape::Structure(&GROUP)).required(),
        member("Users", Shape::List(&USER_LIST_TYPE)).required(),
        member("IsTruncated", Shape::Bool),
        member("Marker", Shape::TEXT),
    ],
    sensitive: false,
};
pub(super) static GET_LOGIN_PROFILE_REQUEST: Structure = Structure {
    name: "GetLoginProfileRequest",
    members: &[member("UserName", Shape::Text(&USER_NAME_TYPE))],
    sensitive: false,
};
pub(super) static GET_LOGIN_PROFILE_RESPONSE: Structure = Structure {
    name: "GetLoginProfileResponse",
    members: &[member("LoginProfile", Shape::Structure(&LOGIN_PROFILE)).required()],
    sensitive: false,
};
pub(super) static GET_POLICY_REQUEST: Structure = Structure {
    name: "GetPolicyRequest",
    members: &[member("PolicyArn", Shape::Text(&ARN_TYPE)).required()],
    sensitive: false,
};
pub(super) static GET_POLICY_RESPONSE: Structure = Structure {
    name: "GetPolicyResponse",
    members: &[member("Policy", Shape::Structure(&POLICY))],
    sensitive: false,
};
pub(super) static GET_POLICY_VERSION_REQUEST: Structure = Structure {
    name: "GetPolicyVersionRequest",
    members: &[
        member("PolicyArn", Shape::Text(&ARN_TYPE)).required(),
        member("VersionId", Shape::Text(&POLICY_VERSION_ID_TYPE)).required(),
    ],
    sensitive: false,
};
pub(super) static GET_POLICY_VERSION_RESPONSE: Structure = Structure {
    name: "GetPolicyVersionResponse",
    members: &[member("PolicyVersion", Shape::Structure(&POLICY_VERSION))],
    sensitive: false,
};
pub(super) static GET_ROLE_POLICY_REQUEST: Structure = Structure {
    name: "GetRolePolicyRequest",
    members: &[
        member("RoleName", Shape::Text(&ROLE_NAME_TYPE)).required(),
        member("PolicyName", Shape::Text(&POLICY_NAME_TYPE)).required(),
    ],
    sensitive: false,
};
pub(super) static GET_ROLE_POLICY_RESPONSE: Structure = Structure {
    name: "GetRolePolicyResponse",
    members: &[
        member("RoleName", Shape::Text(&ROLE_NAME_TYPE)).required(),
        member("PolicyName", Shape::Text(&POLICY_NAME_TYPE)).required(),
        member("PolicyDocument", Shape::Text(&POLICY_DOCUMENT_TYPE)).required(),
    ],
    sensitive: false,
};
pub(super) static GET_ROLE_REQUEST: Structure = Structure {
    name: "GetRoleRequest",
    members: &[member("RoleName", Shape::Text(&ROLE_NAME_TYPE)).required()],
    sensitive: false,
};
pub(super) static GET_ROLE_RESPONSE: Structure = Structure {
    name: "GetRoleResponse",
    members: &[member("Role", Shape::Structure(&ROLE)).required()],
    sensitive: false,
};
pub(super) static GET_USER_POLICY_REQUEST: Structure = Structure {
    name: "GetUserPolicyRequest",
    members: &[
        member("UserName", Shape::Text(&EXISTING_USER_NAME_TYPE)).required(),
        member("PolicyName", Shape::Text(&POLICY_NAME_TYPE)).required(),
    ],
    sensitive: false,
};
pub(super) static GET_USER_POLICY_RESPONSE: Structure = Structure {
    name: "GetUserPolicyResponse",
    members: &[
        member("UserName", Shape::Text(&EXISTING_USER_NAME_TYPE)).required(),
        member("PolicyName", Shape::Text(&POLICY_NAME_TYPE)).required(),
        member("PolicyDocument", Shape::Text(&POLICY_DOCUMENT_TYPE)).required(),
    ],
    sensitive: false,
};
pub(super) static GET_USER_REQUEST: Structure = Structure {
    name: "GetUserRequest",
    members: &[member("UserName", Shape::Text(&EXISTING_USER_NAME_TYPE))],
    sensitive: false,
};
pub(super) static GET_USER_RESPONSE: Structure = Structure {
    name: "GetUserResponse",
    members: &[member("User", Shape::Structure(&USER)).required()],
    sensitive: false,
};
pub(super) static GROUP: Structure = Structure {
    name: "Group",
    members: &[
        member("Path", Shape::Text(&PATH_TYPE)).required(),
        member("GroupName", Shape::Text(&GROUP_NAME_TYPE)).required(),
        member("GroupId", Shape::TEXT).required(),
        member("Arn", Shape::Text(&ARN_TYPE)).required(),
        member("CreateDate", Shape::Timestamp).required(),
    ],
    sensitive: false,
};
pub(super) static INLINE_POLICY_IDENTIFIER_TYPE: Structure = Structure {
    name: "InlinePolicyIdentifierType",
    members: &[
        member("PolicyName", Shape::Text(&POLICY_NAME_TYPE)).required(),
        member("AttachmentType", Shape::Text(&ATTACHMENT_TYPE)).required(),
        member("AttachmentName", Shape::Text(&ATTACHMENT_NAME)).required(),
    ],
    sensitive: false,
};
pub(super) static INSTANCE_PROFILE: Structure = Structure {
    name: "InstanceProfile",
    members: &[
        member("Path", Shape::Text(&PATH_TYPE)).required(),
        member("InstanceProfileName", Shape::TEXT).required(),
        member("InstanceProfileId", Shape::TEXT).required(),
        member("Arn", Shape::Text(&ARN_TYPE)).required(),
        member("CreateDate", Shape::Timestamp).required(),
        member("Roles", Shape::List(&ROLE_LIST_TYPE)).required(),
        member("Tags", Shape::List(&TAG_LIST_TYPE)),
    ],
    sensitive: false,
};
pub(super) static INVALID_INPUT_EXCEPTION: Structure = Structure {
    name: "InvalidInputException",
    members: &[member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static LIMIT_EXCEEDED_EXCEPTION: Structure = Structure {
    name: "LimitExceededException",
    members: &[member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static LIST_ACCESS_KEYS_REQUEST: Structure = Structure {
    name: "ListAccessKeysRequest",
    members: &[
        member("UserName", Shape::Text(&EXISTING_USER_NAME_TYPE)),
        member("Marker", Shape::Text(&MARKER_TYPE)),
        member("MaxItems", Shape::Integer(&MAX_ITEMS_TYPE)),
    ],
    sensitive: false,
};
pub(super) static LIST_ACCESS_KEYS_RESPONSE: Structure = Structure {
    name: "ListAccessKeysResponse",
    members: &[
        member("AccessKeyMetadata", Shape::List(&ACCESS_KEY_METADATA_LIST_TYPE)).required(),
        member("IsTruncated", Shape::Bool),
        member("Marker", Shape::TEXT),
    ],
    sensitive: false,
};
pub(super) static LIST_ACCOUNT_ALIASES_REQUEST: Structure = Structure {
    name: "ListAccountAliasesRequest",
    members: &[
        member("Marker", Shape::Text(&MARKER_TYPE)),
        member("MaxItems", Shape::Integer(&MAX_ITEMS_TYPE)),
    ],
    sensitive: false,
};
pub(super) static LIST_ACCOUNT_ALIASES_RESPONSE: Structure = Structure {
    name: "ListAccountAliasesResponse",
    members: &[
        member("AccountAliases", Shape::List(&ACCOUNT_ALIAS_LIST_TYPE)).required(),
        member("IsTruncated", Shape::Bool),
        member("Marker", Shape::TEXT),
    ],
    sensitive: false,
};
pub(super) static LIST_ATTACHED_GROUP_POLICIES_REQUEST: Structure = Structure {
    name: "ListAttachedGroupPoliciesRequest",
    members: &[
        member("GroupName", Shape::Text(&GROUP_NAME_TYPE)).required(),
        member("PathPrefix", Shape::Text(&POLICY_PATH_TYPE)),
        member("Marker", Shape::Text(&MARKER_TYPE)),
        member("MaxItems", Shape::Integer(&MAX_ITEMS_TYPE)),
    ],
    sensitive: false,
};
pub(super) static LIST_ATTACHED_GROUP_POLICIES_RESPONSE: Structure = Structure {
    name: "ListAttachedGroupPoliciesResponse",
    members: &[
        member("AttachedPolicies", Shape::List(&ATTACHED_POLICIES_LIST_TYPE)),
        member("IsTruncated", Shape::Bool),
        member("Marker", Shape::TEXT),
    ],
    sensitive: false,
};
pub(super) static LIST_ATTACHED_ROLE_POLICIES_REQUEST: Structure = Structure {
    name: "ListAttachedRolePoliciesRequest",
    members: &[
        member("RoleName", Shape::Text(&ROLE_NAME_TYPE)).required(),
        member("PathPrefix", Shape::Text(&POLICY_PATH_TYPE)),
        member("Marker", Shape::Text(&MARKER_TYPE)),
        member("MaxItems", Shape::Integer(&MAX_ITEMS_TYPE)),
    ],
    sensitive: false,
};
pub(super) static LIST_ATTACHED_ROLE_POLICIES_RESPONSE: Structure = Structure {
    name: "ListAttachedRolePoliciesResponse",
    members: &[
        member("AttachedPolicies", Shape::List(&ATTACHED_POLICIES_LIST_TYPE)),
        member("IsTruncated", Shape::Bool),
        member("Marker", Shape::TEXT),
    ],
    sensitive: false,
};
pub(super) static LIST_ATTACHED_USER_POLICIES_REQUEST: Structure = Structure {
    name: "ListAttachedUserPoliciesRequest",
    members: &[
        member("UserName", Shape::Text(&USER_NAME_TYPE)).required(),
        member("PathPrefix", Shape::Text(&POLICY_PATH_TYPE)),
        member("Marker", Shape::Text(&MARKER_TYPE)),
        member("MaxItems", Shape::Integer(&MAX_ITEMS_TYPE)),
    ],
    sensitive: false,
};
pub(super) static LIST_ATTACHED_USER_POLICIES_RESPONSE: Structure = Structure {
    name: "ListAttachedUserPoliciesResponse",
    members: &[
        member("AttachedPolicies", Shape::List(&ATTACHED_POLICIES_LIST_TYPE)),
        member("IsTruncated", Shape::Bool),
        member("Marker", Shape::TEXT),
    ],
    sensitive: false,
};
pub(super) static LIST_GROUP_POLICIES_REQUEST: Structure = Structure {
    name: "ListGroupPoliciesRequest",
    members: &[
        member("GroupName", Shape::Text(&GROUP_NAME_TYPE)).required(),
        member("Marker", Shape::Text(&MARKER_TYPE)),
        member("MaxItems", Shape::Integer(&MAX_ITEMS_TYPE)),
    ],
    sensitive: false,
};
pub(super) static LIST_GROUP_POLICIES_RESPONSE: Structure = Structure {
    name: "ListGroupPoliciesResponse",
    members: &[
        member("PolicyNames", Shape::List(&POLICY_NAME_LIST_TYPE)).required(),
        member("IsTruncated", Shape::Bool),
        member("Marker", Shape::TEXT),
    ],
    sensitive: false,
};
pub(super) static LIST_GROUPS_FOR_USER_REQUEST: Structure = Structure {
    name: "ListGroupsForUserRequest",
    members: &[
        member("UserName", Shape::Text(&EXISTING_USER_NAME_TYPE)).required(),
        member("Marker", Shape::Text(&MARKER_TYPE)),
        member("MaxItems", Shape::Integer(&MAX_ITEMS_TYPE)),
    ],
    sensitive: false,
};
pub(super) static LIST_GROUPS_FOR_USER_RESPONSE: Structure = Structure {
    name: "ListGroupsForUserResponse",
    members: &[
        member("Groups", Shape::List(&GROUP_LIST_TYPE)).required(),
        member("IsTruncated", Shape::Bool),
        member("Marker", Shape::TEXT),
    ],
    sensitive: false,
};
pub(super) static LIST_GROUPS_REQUEST: Structure = Structure {
    name: "ListGroupsRequest",
    members: &[
        member("PathPrefix", Shape::Text(&PATH_PREFIX_TYPE)),
        member("Marker", Shape::Text(&MARKER_TYPE)),
        member("MaxItems", Shape::Integer(&MAX_ITEMS_TYPE)),
    ],
    sensitive: false,
};
pub(super) static LIST_GROUPS_RESPONSE: Structure = Structure {
    name: "ListGroupsResponse",
    members: &[
        member("Groups", Shape::List(&GROUP_LIST_TYPE)).required(),
        member("IsTruncated", Shape::Bool),
        member("Marker", Shape::TEXT),
    ],
    sensitive: false,
};
pub(super) static LIST_INSTANCE_PROFILES_FOR_ROLE_REQUEST: Structure = Structure {
    name: "ListInstanceProfilesForRoleRequest",
    members: &[
        member("RoleName", Shape::Text(&ROLE_NAME_TYPE)).required(),
        member("Marker", Shape::Text(&MARKER_TYPE)),
        member("MaxItems", Shape::Integer(&MAX_ITEMS_TYPE)),
    ],
    sensitive: false,
};
pub(super) static LIST_INSTANCE_PROFILES_FOR_ROLE_RESPONSE: Structure = Structure {
    name: "ListInstanceProfilesForRoleResponse",
    members: &[
        member("InstanceProfiles", Shape::List(&INSTANCE_PROFILE_LIST_TYPE)).required(),
        member("IsTruncated", Shape::Bool),
        member("Marker", Shape::TEXT),
    ],
    sensitive: false,
};
pub(super) static LIST_MFA_DEVICES_REQUEST: Structure = Structure {
    name: "ListMFADevicesRequest",
    members: &[
        member("UserName", Shape::Text(&EXISTING_USER_NAME_TYPE)),
        member("Marker", Shape::Text(&MARKER_TYPE)),
        member("MaxItems", Shape::Integer(&MAX_ITEMS_TYPE)),
    ],
    sensitive: false,
};
pub(super) static LIST_MFA_DEVICES_RESPONSE: Structure = Structure {
    name: "ListMFADevicesResponse",
    members: &[
        member("MFADevices", Shape::List(&MFA_DEVICE_LIST_TYPE)).required(),
        member("IsTruncated", Shape::Bool),
        member("Marker", Shape::TEXT),
    ],
    sensitive: false,
};
pub(super) static LIST_POLICIES_REQUEST: Structure = Structure {
    name: "ListPoliciesRequest",
    members: &[
        member("Scope", Shape::Text(&POLICY_SCOPE_TYPE)),
        member("OnlyAttached", Shape::Bool),
        member("PathPrefix", Shape::Text(&POLICY_PATH_TYPE)),
        member("PolicyUsageFilter", Shape::Text(&POLICY_USAGE_TYPE)),
        member("Marker", Shape::Text(&MARKER_TYPE)),
        member("MaxItems", Shape::Integer(&MAX_ITEMS_TYPE)),
    ],
    sensitive: false,
};
pub(super) static LIST_POLICIES_RESPONSE: Structure = Structure {
    name: "ListPoliciesResponse",
    members: &[
        member("Policies", Shape::List(&POLICY_LIST_TYPE)),
        member("IsTruncated", Shape::Bool),
        member("Marker", Shape::TEXT),
    ],
    sensitive: false,
};
pub(super) static LIST_POLICY_VERSIONS_REQUEST: Structure = Structure {
    name: "ListPolicyVersionsRequest",
    members: &[
        member("PolicyArn", Shape::Text(&ARN_TYPE)).required(),
        member("Marker", Shape::Text(&MARKER_TYPE)),
        member("MaxItems", Shape::Integer(&MAX_ITEMS_TYPE)),
    ],
    sensitive: false,
};
pub(super) static LIST_POLICY_VERSIONS_RESPONSE: Structure = Structure {
    name: "ListPolicyVersionsResponse",
    members: &[
        member("Versions", Shape::List(&POLICY_DOCUMENT_VERSION_LIST_TYPE)),
        member("IsTruncated", Shape::Bool),
        member("Marker", Shape::TEXT),
    ],
    sensitive: false,
};
pub(super) static LIST_ROLE_POLICIES_REQUEST: Structure = Structure {
    name: "ListRolePoliciesRequest",
    members: &[
        member("RoleName", Shape::Text(&ROLE_NAME_TYPE)).required(),
        member("Marker", Shape::Text(&MARKER_TYPE)),
        member("MaxItems", Shape::Integer(&MAX_ITEMS_TYPE)),
    ],
    sensitive: false,
};
pub(super) static LIST_ROLE_POLICIES_RESPONSE: Structure = Structure {
    name: "ListRolePoliciesResponse",
    members: &[
        member("PolicyNames", Shape::List(&POLICY_NAME_LIST_TYPE)).required(),
        member("IsTruncated", Shape::Bool),
        member("Marker", Shape::TEXT),
    ],
    sensitive: false,
};
pub(super) static LIST_ROLE_TAGS_REQUEST: Structure = Structure {
    name: "ListRoleTagsRequest",
    members: &[
        member("RoleName", Shape::Text(&ROLE_NAME_TYPE)).required(),
        member("Marker", Shape::Text(&MARKER_TYPE)),
        member("MaxItems", Shape::Integer(&MAX_ITEMS_TYPE)),
    ],
    sensitive: false,
};
pub(super) static LIST_ROLE_TAGS_RESPONSE: Structure = Structure {
    name: "ListRoleTagsResponse",
    members: &[
        member("Tags", Shape::List(&TAG_LIST_TYPE)).required(),
        member("IsTruncated", Shape::Bool),
        member("Marker", Shape::TEXT),
    ],
    sensitive: false,
};
pub(super) static LIST_ROLES_REQUEST: Structure = Structure {
    name: "ListRolesRequest",
    members: &[
        member("PathPrefix", Shape::Text(&PATH_PREFIX_TYPE)),
        member("Marker", Shape::Text(&MARKER_TYPE)),
        member("MaxItems", Shape::Integer(&MAX_ITEMS_TYPE)),
    ],
    sensitive: false,
};
pub(super) static LIST_ROLES_RESPONSE: Structure = Structure {
    name: "ListRolesResponse",
    members: &[
        member("Roles", Shape::List(&ROLE_LIST_TYPE)).required(),
        member("IsTruncated", Shape::Bool),
        member("Marker", Shape::TEXT),
    ],
    sensitive: false,
};
pub(super) static LIST_SSH_PUBLIC_KEYS_REQUEST: Structure = Structure {
    name: "ListSSHPublicKeysRequest",
    members: &[
        member("UserName", Shape::Text(&USER_NAME_TYPE)),
        member("Marker", Shape::Text(&MARKER_TYPE)),
        member("MaxItems", Shape::Integer(&MAX_ITEMS_TYPE)),
    ],
    sensitive: false,
};
pub(super) static LIST_SSH_PUBLIC_KEYS_RESPONSE: Structure = Structure {
    name: "ListSSHPublicKeysResponse",
    members: &[
        member("SSHPublicKeys", Shape::List(&SSH_PUBLIC_KEY_LIST_TYPE)),
        member("IsTruncated", Shape::Bool),
        member("Marker", Shape::TEXT),
    ],
    sensitive: false,
};
pub(super) static LIST_SERVICE_SPECIFIC_CREDENTIALS_REQUEST: Structure = Structure {
    name: "ListServiceSpecificCredentialsRequest",
    members: &[
        member("UserName", Shape::Text(&USER_NAME_TYPE)),
        member("ServiceName", Shape::TEXT),
        member("AllUsers", Shape::Bool),
        member("Marker", Shape::Text(&MARKER_TYPE)),
        member("MaxItems", Shape::Integer(&MAX_ITEMS_TYPE)),
    ],
    sensitive: false,
};
pub(super) static LIST_SERVICE_SPECIFIC_CREDENTIALS_RESPONSE: Structure = Structure {
    name: "ListServiceSpecificCredentialsResponse",
    members: &[
        member("ServiceSpecificCredentials", Shape::List(&SERVICE_SPECIFIC_CREDENTIALS_LIST_TYPE)),
        member("Marker", Shape::TEXT),
        member("IsTruncated", Shape::Bool),
    ],
    sensitive: false,
};
pub(super) static LIST_SIGNING_CERTIFICATES_REQUEST: Structure = Structure {
    name: "ListSigningCertificatesRequest",
    members: &[
        member("UserName", Shape::Text(&EXISTING_USER_NAME_TYPE)),
        member("Marker", Shape::Text(&MARKER_TYPE)),
        member("MaxItems", Shape::Integer(&MAX_ITEMS_TYPE)),
    ],
    sensitive: false,
};
pub(super) static LIST_SIGNING_CERTIFICATES_RESPONSE: Structure = Structure {
    name: "ListSigningCertificatesResponse",
    members: &[
        member("Certificates", Shape::List(&CERTIFICATE_LIST_TYPE)).required(),
        member("IsTruncated", Shape::Bool),
        member("Marker", Shape::TEXT),
    ],
    sensitive: false,
};
pub(super) static LIST_USER_POLICIES_REQUEST: Structure = Structure {
    name: "ListUserPoliciesRequest",
    members: &[
        member("UserName", Shape::Text(&EXISTING_USER_NAME_TYPE)).required(),
        member("Marker", Shape::Text(&MARKER_TYPE)),
        member("MaxItems", Shape::Integer(&MAX_ITEMS_TYPE)),
    ],
    sensitive: false,
};
pub(super) static LIST_USER_POLICIES_RESPONSE: Structure = Structure {
    name: "ListUserPoliciesResponse",
    members: &[
        member("PolicyNames", Shape::List(&POLICY_NAME_LIST_TYPE)).required(),
        member("IsTruncated", Shape::Bool),
        member("Marker", Shape::TEXT),
    ],
    sensitive: false,
};
pub(super) static LIST_USER_TAGS_REQUEST: Structure = Structure {
    name: "ListUserTagsRequest",
    members: &[
        member("UserName", Shape::Text(&EXISTING_USER_NAME_TYPE)).required(),
        member("Marker", Shape::Text(&MARKER_TYPE)),
        member("MaxItems", Shape::Integer(&MAX_ITEMS_TYPE)),
    ],
    sensitive: false,
};
pub(super) static LIST_USER_TAGS_RESPONSE: Structure = Structure {
    name: "ListUserTagsResponse",
    members: &[
        member("Tags", Shape::List(&TAG_LIST_TYPE)).required(),
        member("IsTruncated", Shape::Bool),
        member("Marker", Shape::TEXT),
    ],
    sensitive: false,
};
pub(super) static LIST_USERS_REQUEST: Structure = Structure {
    name: "ListUsersRequest",
    members: &[
        member("PathPrefix", Shape::Text(&PATH_PREFIX_TYPE)),
        member("Marker", Shape::Text(&MARKER_TYPE)),
        member("MaxItems", Shape::Integer(&MAX_ITEMS_TYPE)),
    ],
    sensitive: false,
};
pub(super) static LIST_USERS_RESPONSE: Structure = Structure {
    name: "ListUsersResponse",
    members: &[
        member("Users", Shape::List(&USER_LIST_TYPE)).required(),
        member("IsTruncated", Shape::Bool),
        member("Marker", Shape::TEXT),
    ],
    sensitive: false,
};
pub(super) static LIST_VIRTUAL_MFA_DEVICES_REQUEST: Structure = Structure {
    name: "ListVirtualMFADevicesRequest",
    members: &[
        member("AssignmentStatus", Shape::Text(&ASSIGNMENT_STATUS_TYPE)),
        member("Marker", Shape::Text(&MARKER_TYPE)),
        member("MaxItems", Shape::Integer(&MAX_ITEMS_TYPE)),
    ],
    sensitive: false,
};
pub(super) static LIST_VIRTUAL_MFA_DEVICES_RESPONSE: Structure = Structure {
    name: "ListVirtualMFADevicesResponse",
    members: &[
        member("VirtualMFADevices", Shape::List(&VIRTUAL_MFA_DEVICE_LIST_TYPE)).required(),
        member("IsTruncated", Shape::Bool),
        member("Marker", Shape::TEXT),
    ],
    sensitive: false,
};
pub(super) static LOGIN_PROFILE: Structure = Structure {
    name: "LoginProfile",
    members: &[
        member("UserName", Shape::Text(&USER_NAME_TYPE)).required(),
        member("CreateDate", Shape::Timestamp).required(),
        member("PasswordResetRequired", Shape::Bool),
    ],
    sensitive: false,
};
pub(super) static MFA_DEVICE: Structure = Structure {
    name: "MFADevice",
    members: &[
        member("UserName", Shape::Text(&USER_NAME_TYPE)).required(),
        member("SerialNumber", Shape::TEXT).required(),
        member("EnableDate", Shape::Timestamp).required(),
    ],
    sensitive: false,
};
pub(super) static MALFORMED_POLICY_DOCUMENT_EXCEPTION: Structure = Structure {
    name: "MalformedPolicyDocumentException",
    members: &[member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static NO_SUCH_ENTITY_EXCEPTION: Structure = Structure {
    name: "NoSuchEntityException",
    members: &[member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static ORDERED_ORGANIZATION_POLICY_TYPE: Structure = Structure {
    name: "OrderedOrganizationPolicyType",
    members: &[member("ServiceControlPolicyInputList", Shape::List(&SIMULATION_POLICY_LIST_TYPE))],
    sensitive: false,
};
pub(super) static ORGANIZATION_POLICY_LIST_TYPE: List = List {
    element: Shape::Structure(&ORDERED_ORGANIZATION_POLICY_TYPE),
    wire: "member",
    length: Length { min: None, max: Some(7) },
    sensitive: false,
};
pub(super) static ORGANIZATIONS_DECISION_DETAIL: Structure = Structure {
    name: "OrganizationsDecisionDetail",
    members: &[member("AllowedByOrganizations", Shape::Bool)],
    sensitive: false,
};
pub(super) static PERMISSIONS_BOUNDARY_DECISION_DETAIL: Structure = Structure {
    name: "PermissionsBoundaryDecisionDetail",
    members: &[member("AllowedByPermissionsBoundary", Shape::Bool)],
    sensitive: false,
};
pub(super) static POLICY: Structure = Structure {
    name: "Policy",
    members: &[
        member("PolicyName", Shape::Text(&POLICY_NAME_TYPE)),
        member("PolicyId", Shape::TEXT),
        member("Arn", Shape::Text(&ARN_TYPE)),
        member("Path", Shape::Text(&POLICY_PATH_TYPE)),
        member("DefaultVersionId", Shape::Text(&POLICY_VERSION_ID_TYPE)),
        member("AttachmentCount", Shape::INTEGER),
        member("PermissionsBoundaryUsageCount", Shape::INTEGER),
        member("IsAttachable", Shape::Bool),
        member("Description", Shape::Text(&POLICY_DESCRIPTION_TYPE)),
        member("CreateDate", Shape::Timestamp),
        member("UpdateDate", Shape::Timestamp),
        member("Tags", Shape::List(&TAG_LIST_TYPE)),
    ],
    sensitive: false,
};
pub(super) static POLICY_EVALUATION_EXCEPTION: Structure = Structure {
    name: "PolicyEvaluationException",
    members: &[member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static POLICY_EXCLUSIONS_LIST_TYPE: List = List {
    element: Shape::Structure(&POLICY_IDENTIFIER),
    wire: "member",
    length: Length { min: None, max: Some(256) },
    sensitive: false,
};
pub(super) static POLICY_IDENTIFIER: Structure = Structure {
    name: "PolicyIdentifier",
    members: &[
        member("PolicyType", Shape::Text(&POLICY_IDENTIFIER_POLICY_TYPE)),
        member("PolicyArn", Shape::Text(&ARN_TYPE)),
        member("InlinePolicyIdentifier", Shape::Structure(&INLINE_POLICY_IDENTIFIER_TYPE)),
    ],
    sensitive: false,
};
pub(super) static POLICY_IDENTIFIER_POLICY_TYPE: Text = Text {
    length: Length::ANY,
    pattern: None,
    values: &["inline", "aws-managed", "user-managed", "permission-boundary", "scp", "rcp"],
    sensitive: false,
};
pub(super) static POLICY_NOT_ATTACHABLE_EXCEPTION: Structure = Structure {
    name: "PolicyNotAttachableException",
    members: &[member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static POLICY_USAGE_TYPE: Text = Text {
    length: Length::ANY,
    pattern: None,
    values: &["PermissionsPolicy", "PermissionsBoundary"],
    sensitive: false,
};
pub(super) static POLICY_VERSION: Structure = Structure {
    name: "PolicyVersion",
    members: &[
        member("Document", Shape::Text(&POLICY_DOCUMENT_TYPE)),
        member("VersionId", Shape::Text(&POLICY_VERSION_ID_TYPE)),
        member("IsDefaultVersion", Shape::Bool),
        member("CreateDate", Shape::Timestamp),
    ],
    sensitive: false,
};
pub(super) static POSITION: Structure = Structure {
    name: "Position",
    members: &[member("Line", Shape::INTEGER), member("Column", Shape::INTEGER)],
    sensitive: false,
};
pub(super) static PUT_GROUP_POLICY_REQUEST: Structure = Structure {
    name: "PutGroupPolicyRequest",
    members: &[
        member("GroupName", Shape::Text(&GROUP_NAME_TYPE)).required(),
        member("PolicyName", Shape::Text(&POLICY_NAME_TYPE)).required(),
        member("PolicyDocument", Shape::Text(&POLICY_DOCUMENT_TYPE)).required(),
    ],
    sensitive: false,
};
pub(super) static PUT_ROLE_PERMISSIONS_BOUNDARY_REQUEST: Structure = Structure {
    name: "PutRolePermissionsBoundaryRequest",
    members: &[
        member("RoleName", Shape::Text(&ROLE_NAME_TYPE)).required(),
        member("PermissionsBoundary", Shape::Text(&ARN_TYPE)).required(),
    ],
    sensitive: false,
};
pub(super) static PUT_ROLE_POLICY_REQUEST: Structure = Structure {
    name: "PutRolePolicyRequest",
    members: &[
        member("RoleName", Shape::Text(&ROLE_NAME_TYPE)).required(),
        member("PolicyName", Shape::Text(&POLICY_NAME_TYPE)).required(),
        member("PolicyDocument", Shape::Text(&POLICY_DOCUMENT_TYPE)).required(),
    ],
    sensitive: false,
};
pub(super) static PUT_USER_PERMISSIONS_BOUNDARY_REQUEST: Structure = Structure {
    name: "PutUserPermissionsBoundaryRequest",
    members: &[
        member("UserName", Shape::Text(&USER_NAME_TYPE)).required(),
        member("PermissionsBoundary", Shape::Text(&ARN_TYPE)).required(),
    ],
    sensitive: false,
};
pub(super) static PUT_USER_POLICY_REQUEST: Structure = Structure {
    name: "PutUserPolicyRequest",
    members: &[
        member("UserName", Shape::Text(&EXISTING_USER_NAME_TYPE)).required(),
        member("PolicyName", Shape::Text(&POLICY_NAME_TYPE)).required(),
        member("PolicyDocument", Shape::Text(&POLICY_DOCUMENT_TYPE)).required(),
    ],
    sensitive: false,
};
pub(super) static REMOVE_USER_FROM_GROUP_REQUEST: Structure = Structure {
    name: "RemoveUserFromGroupRequest",
    members: &[
        member("GroupName", Shape::Text(&GROUP_NAME_TYPE)).required(),
        member("UserName", Shape::Text(&EXISTING_USER_NAME_TYPE)).required(),
    ],
    sensitive: false,
};
pub(super) static RESOURCE_HANDLING_OPTION_TYPE: Text = Text {
    length: Length { min: Some(1), max: Some(64) },
    pattern: None,
    values: &[],
    sensitive: false,
};
pub(super) static RESOURCE_NAME_LIST_TYPE: List = List {
    element: Shape::Text(&RESOURCE_NAME_TYPE),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
pub(super) static RESOURCE_NAME_TYPE: Text = Text {
    length: Length { min: Some(1), max: Some(2048) },
    pattern: None,
    values: &[],
    sensitive: false,
};
pub(super) static RESOURCE_SPECIFIC_RESULT: Structure = Structure {
    name: "ResourceSpecificResult",
    members: &[
        member("EvalResourceName", Shape::Text(&RESOURCE_NAME_TYPE)).required(),
        member("EvalResourceDecision", Shape::TEXT).required(),
        member("MatchedStatements", Shape::List(&STATEMENT_LIST_TYPE)),
        member("MissingContextValues", Shape::List(&CONTEXT_KEY_NAMES_RESULT_LIST_TYPE)),
        member("EvalDecisionDetails", Shape::Map(&EVAL_DECISION_DETAILS_TYPE)),
        member(
            "PermissionsBoundaryDecisionDetail",
            Shape::Structure(&PERMISSIONS_BOUNDARY_DECISION_DETAIL),
        ),
    ],
    sensitive: false,
};
pub(super) static RESOURCE_SPECIFIC_RESULT_LIST_TYPE: List = List {
    element: Shape::Structure(&RESOURCE_SPECIFIC_RESULT),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
pub(super) static ROLE: Structure = Structure {
    name: "Role",
    members: &[
        member("Path", Shape::Text(&PATH_TYPE)).required(),
        member("RoleName", Shape::Text(&ROLE_NAME_TYPE)).required(),
        member("RoleId", Shape::TEXT).required(),
        member("Arn", Shape::Text(&ARN_TYPE)).required(),
        member("CreateDate", Shape::Timestamp).required(),
        member("AssumeRolePolicyDocument", Shape::Text(&POLICY_DOCUMENT_TYPE)),
        member("Description", Shape::Text(&ROLE_DESCRIPTION_TYPE)),
        member("MaxSessionDuration", Shape::Integer(&ROLE_MAX_SESSION_DURATION_TYPE)),
        member("PermissionsBoundary", Shape::Structure(&ATTACHED_PERMISSIONS_BOUNDARY)),
        member("Tags", Shape::List(&TAG_LIST_TYPE)),
        member("RoleLastUsed", Shape::Structure(&ROLE_LAST_USED)),
        member("SourceRoleTemplate", Shape::Structure(&SOURCE_ROLE_TEMPLATE)),
    ],
    sensitive: false,
};
pub(super) static ROLE_LAST_USED: Structure = Structure {
    name: "RoleLastUsed",
    members: &[member("LastUsedDate", Shape::Timestamp), member("Region", Shape::TEXT)],
    sensitive: false,
};
pub(super) static SSH_PUBLIC_KEY_LIST_TYPE: List = List {
    element: Shape::Structure(&SSH_PUBLIC_KEY_METADATA),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
pub(super) static SSH_PUBLIC_KEY_METADATA: Structure = Structure {
    name: "SSHPublicKeyMetadata",
    members: &[
        member("UserName", Shape::Text(&USER_NAME_TYPE)).required(),
        member("SSHPublicKeyId", Shape::TEXT).required(),
        member("Status", Shape::Text(&STATUS_TYPE)).required(),
        member("UploadDate", Shape::Timestamp).required(),
    ],
    sensitive: false,
};
pub(super) static SERVICE_FAILURE_EXCEPTION: Structure = Structure {
    name: "ServiceFailureException",
    members: &[member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static SERVICE_NOT_SUPPORTED_EXCEPTION: Structure = Structure {
    name: "ServiceNotSupportedException",
    members: &[member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static SERVICE_SPECIFIC_CREDENTIAL_METADATA: Structure = Structure {
    name: "ServiceSpecificCredentialMetadata",
    members: &[
        member("UserName", Shape::Text(&USER_NAME_TYPE)).required(),
        member("Status", Shape::Text(&STATUS_TYPE)).required(),
        member("ServiceUserName", Shape::TEXT),
        member("ServiceCredentialAlias", Shape::TEXT),
        member("CreateDate", Shape::Timestamp).required(),
        member("ExpirationDate", Shape::Timestamp),
        member("ServiceSpecificCredentialId", Shape::TEXT).required(),
        member("ServiceName", Shape::TEXT).required(),
    ],
    sensitive: false,
};
pub(super) static SERVICE_SPECIFIC_CREDENTIALS_LIST_TYPE: List = List {
    element: Shape::Structure(&SERVICE_SPECIFIC_CREDENTIAL_METADATA),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
pub(super) static SET_DEFAULT_POLICY_VERSION_REQUEST: Structure = Structure {
    name: "SetDefaultPolicyVersionRequest",
    members: &[
        member("PolicyArn", Shape::Text(&ARN_TYPE)).required(),
        member("VersionId", Shape::Text(&POLICY_VERSION_ID_TYPE)).required(),
    ],
    sensitive: false,
};
pub(super) static SIGNING_CERTIFICATE: Structure = Structure {
    name: "SigningCertificate",
    members: &[
        member("UserName", Shape::Text(&USER_NAME_TYPE)).required(),
        member("CertificateId", Shape::TEXT).required(),
        member("CertificateBody", Shape::TEXT).required(),
        member("Status", Shape::Text(&STATUS_TYPE)).required(),
        member("UploadDate", Shape::Timestamp),
    ],
    sensitive: false,
};
pub(super) static SIMULATE_CUSTOM_POLICY_REQUEST: Structure = Structure {
    name: "SimulateCustomPolicyRequest",
    members: &[
        member("PolicyInputList", Shape::List(&SIMULATION_POLICY_LIST_TYPE)).required(),
        member("PermissionsBoundaryPolicyInputList", Shape::List(&SIMULATION_POLICY_LIST_TYPE)),
        member("OrderedOrganizationPolicyInputList", Shape::List(&ORGANIZATION_POLICY_LIST_TYPE)),
        member("ActionNames", Shape::List(&ACTION_NAME_LIST_TYPE)).required(),
        member("ResourceArns", Shape::List(&RESOURCE_NAME_LIST_TYPE)),
        member("ResourcePolicy", Shape::Text(&POLICY_DOCUMENT_TYPE)),
        member("ResourceOwner", Shape::Text(&RESOURCE_NAME_TYPE)),
        member("CallerArn", Shape::Text(&RESOURCE_NAME_TYPE)),
        member("ContextEntries", Shape::List(&CONTEXT_ENTRY_LIST_TYPE)),
        member("ResourceHandlingOption", Shape::Text(&RESOURCE_HANDLING_OPTION_TYPE)),
        member("MaxItems", Shape::Integer(&MAX_ITEMS_TYPE)),
        member("Marker", Shape::Text(&MARKER_TYPE)),
    ],
    sensitive: false,
};
pub(super) static SIMULATE_POLICY_RESPONSE: Structure = Structure {
    name: "SimulatePolicyResponse",
    members: &[
        member("EvaluationResults", Shape::List(&EVALUATION_RESULTS_LIST_TYPE)),
        member("IsTruncated", Shape::Bool),
        member("Marker", Shape::TEXT),
    ],
    sensitive: false,
};
pub(super) static SIMULATE_PRINCIPAL_POLICY_REQUEST: Structure = Structure {
    name: "SimulatePrincipalPolicyRequest",
    members: &[
        member("PolicySourceArn", Shape::Text(&ARN_TYPE)).required(),
        member("PolicyInputList", Shape::List(&SIMULATION_POLICY_LIST_TYPE)),
        member("PermissionsBoundaryPolicyInputList", Shape::List(&SIMULATION_POLICY_LIST_TYPE)),
        member("PolicyExclusionList", Shape::List(&POLICY_EXCLUSIONS_LIST_TYPE)),
        member("ActionNames", Shape::List(&ACTION_NAME_LIST_TYPE)).required(),
        member("ResourceArns", Shape::List(&RESOURCE_NAME_LIST_TYPE)),
        member("ResourcePolicy", Shape::Text(&POLICY_DOCUMENT_TYPE)),
        member("ResourceOwner", Shape::Text(&RESOURCE_NAME_TYPE)),
        member("CallerArn", Shape::Text(&RESOURCE_NAME_TYPE)),
        member("ContextEntries", Shape::List(&CONTEXT_ENTRY_LIST_TYPE)),
        member("ResourceHandlingOption", Shape::Text(&RESOURCE_HANDLING_OPTION_TYPE)),
        member("MaxItems", Shape::Integer(&MAX_ITEMS_TYPE)),
        member("Marker", Shape::Text(&MARKER_TYPE)),
    ],
    sensitive: false,
};
pub(super) static SIMULATION_POLICY_LIST_TYPE: List = List {
    element: Shape::Text(&POLICY_DOCUMENT_TYPE),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
pub(super) static SOURCE_ROLE_TEMPLATE: Structure = Structure {
    name: "SourceRoleTemplate",
    members: &[
        member("TemplateArn", Shape::Text(&ARN_TYPE)).required(),
        member("TemplateMinorVersion", Shape::INTEGER).required(),
    ],
    sensitive: false,
};
pub(super) static STATEMENT: Structure = Structure {
    name: "Statement",
    members: &[
        member("SourcePolicyId", Shape::TEXT),
        member("SourcePolicyType", Shape::TEXT),
        member("StartPosition", Shape::Structure(&POSITION)),
        member("EndPosition", Shape::Structure(&POSITION)),
    ],
    sensitive: false,
};
pub(super) static STATEMENT_LIST_TYPE: List = List {
    element: Shape::Structure(&STATEMENT),
    wire: "member",
    length: Length::ANY,
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
pub(super) static TAG_ROLE_REQUEST: Structure = Structure {
    name: "TagRoleRequest",
    members: &[
        member("RoleName", Shape::Text(&ROLE_NAME_TYPE)).required(),
        member("Tags", Shape::List(&TAG_LIST_TYPE)).required(),
    ],
    sensitive: false,
};
pub(super) static TAG_USER_REQUEST: Structure = Structure {
    name: "TagUserRequest",
    members: &[
        member("UserName", Shape::Text(&EXISTING_USER_NAME_TYPE)).required(),
        member("Tags", Shape::List(&TAG_LIST_TYPE)).required(),
    ],
    sensitive: false,
};
pub(super) static UNMODIFIABLE_ENTITY_EXCEPTION: Structure = Structure {
    name: "UnmodifiableEntityException",
    members: &[member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static UNTAG_ROLE_REQUEST: Structure = Structure {
    name: "UntagRoleRequest",
    members: &[
        member("RoleName", Shape::Text(&ROLE_NAME_TYPE)).required(),
        member("TagKeys", Shape::List(&TAG_KEY_LIST_TYPE)).required(),
    ],
    sensitive: false,
};
pub(super) static UNTAG_USER_REQUEST: Structure = Structure {
    name: "UntagUserRequest",
    members: &[
        member("UserName", Shape::Text(&EXISTING_USER_NAME_TYPE)).required(),
        member("TagKeys", Shape::List(&TAG_KEY_LIST_TYPE)).required(),
    ],
    sensitive: false,
};
pub(super) static UPDATE_ACCESS_KEY_REQUEST: Structure = Structure {
    name: "UpdateAccessKeyRequest",
    members: &[
        member("UserName", Shape::Text(&EXISTING_USER_NAME_TYPE)),
        member("AccessKeyId", Shape::Text(&ACCESS_KEY_ID_TYPE)).required(),
        member("Status", Shape::Text(&STATUS_TYPE)).required(),
    ],
    sensitive: false,
};
pub(super) static UPDATE_ASSUME_ROLE_POLICY_REQUEST: Structure = Structure {
    name: "UpdateAssumeRolePolicyRequest",
    members: &[
        member("RoleName", Shape::Text(&ROLE_NAME_TYPE)).required(),
        member("PolicyDocument", Shape::Text(&POLICY_DOCUMENT_TYPE)).required(),
    ],
    sensitive: false,
};
pub(super) static UPDATE_ROLE_DESCRIPTION_REQUEST: Structure = Structure {
    name: "UpdateRoleDescriptionRequest",
    members: &[
        member("RoleName", Shape::Text(&ROLE_NAME_TYPE)).required(),
        member("Description", Shape::Text(&ROLE_DESCRIPTION_TYPE)).required(),
    ],
    sensitive: false,
};
pub(super) static UPDATE_ROLE_DESCRIPTION_RESPONSE: Structure = Structure {
    name: "UpdateRoleDescriptionResponse",
    members: &[member("Role", Shape::Structure(&ROLE))],
    sensitive: false,
};
pub(super) static UPDATE_ROLE_REQUEST: Structure = Structure {
    name: "UpdateRoleRequest",
    members: &[
        member("RoleName", Shape::Text(&ROLE_NAME_TYPE)).required(),
        member("Description", Shape::Text(&ROLE_DESCRIPTION_TYPE)),
        member("MaxSessionDuration", Shape::Integer(&ROLE_MAX_SESSION_DURATION_TYPE)),
    ],
    sensitive: false,
};
pub(super) static UPDATE_ROLE_RESPONSE: Structure =
    Structure { name: "UpdateRoleResponse", members: &[], sensitive: false };
pub(super) static UPDATE_USER_REQUEST: Structure = Structure {
    name: "UpdateUserRequest",
    members: &[
        member("UserName", Shape::Text(&EXISTING_USER_NAME_TYPE)).required(),
        member("NewPath", Shape::Text(&PATH_TYPE)),
        member("NewUserName", Shape::Text(&USER_NAME_TYPE)),
    ],
    sensitive: false,
};
pub(super) static USER: Structure = Structure {
    name: "User",
    members: &[
        member("Path", Shape::Text(&PATH_TYPE)).required(),
        member("UserName", Shape::Text(&USER_NAME_TYPE)).required(),
        member("UserId", Shape::TEXT).required(),
        member("Arn", Shape::Text(&ARN_TYPE)).required(),
        member("CreateDate", Shape::Timestamp).required(),
        member("PasswordLastUsed", Shape::Timestamp),
        member("PermissionsBoundary", Shape::Structure(&ATTACHED_PERMISSIONS_BOUNDARY)),
        member("Tags", Shape::List(&TAG_LIST_TYPE)),
    ],
    sensitive: false,
};
pub(super) static VIRTUAL_MFA_DEVICE: Structure = Structure {
    name: "VirtualMFADevice",
    members: &[
        member("SerialNumber", Shape::TEXT).required(),
        member("Base32StringSeed", Shape::Blob(&BOOTSTRAP_DATUM)),
        member("QRCodePNG", Shape::Blob(&BOOTSTRAP_DATUM)),
        member("User", Shape::Structure(&USER)),
        member("EnableDate", Shape::Timestamp),
        member("Tags", Shape::List(&TAG_LIST_TYPE)),
    ],
    sensitive: false,
};
static PATTERN_OF_ACCESS_KEY_ID_TYPE: Pattern = Pattern::new(r"[\w]+", r"[0-9A-Za-z_]+");
pub(super) static ACCESS_KEY_ID_TYPE: Text = Text {
    length: Length { min: Some(16), max: Some(128) },
    pattern: Some(&PATTERN_OF_ACCESS_KEY_ID_TYPE),
    values: &[],
    sensitive: false,
};
pub(super) static ACCESS_KEY_METADATA_LIST_TYPE: List = List {
    element: Shape::Structure(&ACCESS_KEY_METADATA),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
pub(super) static ACCESS_KEY_SECRET_TYPE: Text =
    Text { length: Length::ANY, pattern: None, values: &[], sensitive: true };
pub(super) static ACCOUNT_ALIAS_LIST_TYPE: List =
    List { element: Shape::TEXT, wire: "member", length: Length::ANY, sensitive: false };
pub(super) static ARN_TYPE: Text = Text {
    length: Length { min: Some(20), max: Some(2048) },
    pattern: None,
    values: &[],
    sensitive: false,
};
pub(super) static ASSIGNMENT_STATUS_TYPE: Text = Text {
    length: Length::ANY,
    pattern: None,
    values: &["Assigned", "Unassigned", "Any"],
    sensitive: false,
};
pub(super) static ATTACHED_POLICIES_LIST_TYPE: List = List {
    element: Shape::Structure(&ATTACHED_POLICY),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
pub(super) static CERTIFICATE_LIST_TYPE: List = List {
    element: Shape::Structure(&SIGNING_CERTIFICATE),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
static PATTERN_OF_EXISTING_USER_NAME_TYPE: Pattern =
    Pattern::new(r"[\w+=,.@-]+", r"[0-9A-Za-z_+=,.@-]+");
pub(super) static EXISTING_USER_NAME_TYPE: Text = Text {
    length: Length { min: Some(1), max: Some(128) },
    pattern: Some(&PATTERN_OF_EXISTING_USER_NAME_TYPE),
    values: &[],
    sensitive: false,
};
pub(super) static GROUP_LIST_TYPE: List = List {
    element: Shape::Structure(&GROUP),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
static PATTERN_OF_GROUP_NAME_TYPE: Pattern = Pattern::new(r"[\w+=,.@-]+", r"[0-9A-Za-z_+=,.@-]+");
pub(super) static GROUP_NAME_TYPE: Text = Text {
    length: Length { min: Some(1), max: Some(128) },
    pattern: Some(&PATTERN_OF_GROUP_NAME_TYPE),
    values: &[],
    sensitive: false,
};
pub(super) static INSTANCE_PROFILE_LIST_TYPE: List = List {
    element: Shape::Structure(&INSTANCE_PROFILE),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
static PATTERN_OF_MARKER_TYPE: Pattern = Pattern::new(r"[\u0020-\u00FF]+", r"[\u0020-\u00FF]+");
pub(super) static MARKER_TYPE: Text = Text {
    length: Length { min: Some(1), max: Some(320) },
    pattern: Some(&PATTERN_OF_MARKER_TYPE),
    values: &[],
    sensitive: false,
};
pub(super) static MAX_ITEMS_TYPE: Range<i64> = Range { min: Some(1), max: Some(1000) };
pub(super) static MFA_DEVICE_LIST_TYPE: List = List {
    element: Shape::Structure(&MFA_DEVICE),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
static PATTERN_OF_PATH_PREFIX_TYPE: Pattern =
    Pattern::new(r"\u002F[\u0021-\u007F]*", r"\u002F[\u0021-\u007F]*");
pub(super) static PATH_PREFIX_TYPE: Text = Text {
    length: Length { min: Some(1), max: Some(512) },
    pattern: Some(&PATTERN_OF_PATH_PREFIX_TYPE),
    values: &[],
    sensitive: false,
};
static PATTERN_OF_PATH_TYPE: Pattern = Pattern::new(
    r"(\u002F)|(\u002F[\u0021-\u007E]+\u002F)",
    r"(\u002F)|(\u002F[\u0021-\u007E]+\u002F)",
);
pub(super) static PATH_TYPE: Text = Text {
    length: Length { min: Some(1), max: Some(512) },
    pattern: Some(&PATTERN_OF_PATH_TYPE),
    values: &[],
    sensitive: false,
};
pub(super) static POLICY_DESCRIPTION_TYPE: Text = Text {
    length: Length { min: None, max: Some(1000) },
    pattern: None,
    values: &[],
    sensitive: false,
};
static PATTERN_OF_POLICY_DOCUMENT_TYPE: Pattern =
    Pattern::new(r"[\u0009\u000A\u000D\u0020-\u00FF]+", r"[\u0009\u000A\u000D\u0020-\u00FF]+");
pub(super) static POLICY_DOCUMENT_TYPE: Text = Text {
    length: Length { min: Some(1), max: Some(131072) },
    pattern: Some(&PATTERN_OF_POLICY_DOCUMENT_TYPE),
    values: &[],
    sensitive: false,
};
pub(super) static POLICY_DOCUMENT_VERSION_LIST_TYPE: List = List {
    element: Shape::Structure(&POLICY_VERSION),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
pub(super) static POLICY_LIST_TYPE: List = List {
    element: Shape::Structure(&POLICY),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
pub(super) static POLICY_NAME_LIST_TYPE: List = List {
    element: Shape::Text(&POLICY_NAME_TYPE),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
static PATTERN_OF_POLICY_NAME_TYPE: Pattern = Pattern::new(r"[\w+=,.@-]+", r"[0-9A-Za-z_+=,.@-]+");
pub(super) static POLICY_NAME_TYPE: Text = Text {
    length: Length { min: Some(1), max: Some(128) },
    pattern: Some(&PATTERN_OF_POLICY_NAME_TYPE),
    values: &[],
    sensitive: false,
};
static PATTERN_OF_POLICY_PATH_TYPE: Pattern =
    Pattern::new(r"((/[A-Za-z0-9\.,\+@=_-]+)*)/", r"((/[A-Za-z0-9\.,\+@=_-]+)*)/");
pub(super) static POLICY_PATH_TYPE: Text = Text {
    length: Length { min: Some(1), max: Some(512) },
    pattern: Some(&PATTERN_OF_POLICY_PATH_TYPE),
    values: &[],
    sensitive: false,
};
pub(super) static POLICY_SCOPE_TYPE: Text =
    Text { length: Length::ANY, pattern: None, values: &["All", "AWS", "Local"], sensitive: false };
static PATTERN_OF_POLICY_VERSION_ID_TYPE: Pattern =
    Pattern::new(r"v[1-9][0-9]*(\.[A-Za-z0-9-]*)?", r"v[1-9][0-9]*(\.[A-Za-z0-9-]*)?");
pub(super) static POLICY_VERSION_ID_TYPE: Text = Text {
    length: Length::ANY,
    pattern: Some(&PATTERN_OF_POLICY_VERSION_ID_TYPE),
    values: &[],
    sensitive: false,
};
static PATTERN_OF_ROLE_DESCRIPTION_TYPE: Pattern = Pattern::new(
    r"[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*",
    r"[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*",
);
pub(super) static ROLE_DESCRIPTION_TYPE: Text = Text {
    length: Length { min: None, max: Some(1000) },
    pattern: Some(&PATTERN_OF_ROLE_DESCRIPTION_TYPE),
    values: &[],
    sensitive: false,
};
pub(super) static ROLE_LIST_TYPE: List = List {
    element: Shape::Structure(&ROLE),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
pub(super) static ROLE_MAX_SESSION_DURATION_TYPE: Range<i64> =
    Range { min: Some(3600), max: Some(43200) };
static PATTERN_OF_ROLE_NAME_TYPE: Pattern = Pattern::new(r"[\w+=,.@-]+", r"[0-9A-Za-z_+=,.@-]+");
pub(super) static ROLE_NAME_TYPE: Text = Text {
    length: Length { min: Some(1), max: Some(64) },
    pattern: Some(&PATTERN_OF_ROLE_NAME_TYPE),
    values: &[],
    sensitive: false,
};
pub(super) static STATUS_TYPE: Text = Text {
    length: Length::ANY,
    pattern: None,
    values: &["Active", "Inactive", "Expired"],
    sensitive: false,
};
pub(super) static SUMMARY_MAP_TYPE: Map = Map {
    key: &Text::ANY,
    value: Shape::INTEGER,
    wire: ("key", "value"),
    length: Length::ANY,
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
pub(super) static USER_LIST_TYPE: List = List {
    element: Shape::Structure(&USER),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
static PATTERN_OF_USER_NAME_TYPE: Pattern = Pattern::new(r"[\w+=,.@-]+", r"[0-9A-Za-z_+=,.@-]+");
pub(super) static USER_NAME_TYPE: Text = Text {
    length: Length { min: Some(1), max: Some(64) },
    pattern: Some(&PATTERN_OF_USER_NAME_TYPE),
    values: &[],
    sensitive: false,
};
pub(super) static VIRTUAL_MFA_DEVICE_LIST_TYPE: List = List {
    element: Shape::Structure(&VIRTUAL_MFA_DEVICE),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
