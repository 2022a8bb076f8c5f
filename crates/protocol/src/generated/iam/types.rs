//! What messages consist of.

// Written by `cargo xtask codegen`; change operations.toml or the generator.

#[allow(unused_imports)]
use std::collections::BTreeMap;

#[allow(unused_imports)]
use bytes::Bytes;

#[allow(unused_imports)]
use crate::{Streamed, Timestamp};

enumerations! {
    enum AttachmentType {
        User = "user",
        Group = "group",
        Role = "role",
    }
    enum ContextKeyTypeEnum {
        String = "string",
        StringList = "stringList",
        Numeric = "numeric",
        NumericList = "numericList",
        Boolean = "boolean",
        BooleanList = "booleanList",
        Ip = "ip",
        IpList = "ipList",
        Binary = "binary",
        BinaryList = "binaryList",
        Date = "date",
        DateList = "dateList",
    }
    enum PermissionsBoundaryAttachmentType {
        PermissionsBoundaryPolicy = "PermissionsBoundaryPolicy",
    }
    enum PolicyEvaluationDecisionType {
        Allowed = "allowed",
        ExplicitDeny = "explicitDeny",
        ImplicitDeny = "implicitDeny",
    }
    enum PolicyIdentifierPolicyType {
        Inline = "inline",
        AwsManaged = "aws-managed",
        UserManaged = "user-managed",
        PermissionBoundary = "permission-boundary",
        Scp = "scp",
        Rcp = "rcp",
    }
    enum PolicySourceType {
        User = "user",
        Group = "group",
        Role = "role",
        AwsManaged = "aws-managed",
        UserManaged = "user-managed",
        Resource = "resource",
        None = "none",
    }
    enum PolicyUsageType {
        PermissionsPolicy = "PermissionsPolicy",
        PermissionsBoundary = "PermissionsBoundary",
    }
    enum AssignmentStatusType {
        Assigned = "Assigned",
        Unassigned = "Unassigned",
        Any = "Any",
    }
    enum PolicyScopeType {
        All = "All",
        Aws = "AWS",
        Local = "Local",
    }
    enum StatusType {
        Active = "Active",
        Inactive = "Inactive",
        Expired = "Expired",
    }
    enum SummaryKeyType {
        Users = "Users",
        UsersQuota = "UsersQuota",
        Groups = "Groups",
        GroupsQuota = "GroupsQuota",
        ServerCertificates = "ServerCertificates",
        ServerCertificatesQuota = "ServerCertificatesQuota",
        UserPolicySizeQuota = "UserPolicySizeQuota",
        GroupPolicySizeQuota = "GroupPolicySizeQuota",
        GroupsPerUserQuota = "GroupsPerUserQuota",
        SigningCertificatesPerUserQuota = "SigningCertificatesPerUserQuota",
        AccessKeysPerUserQuota = "AccessKeysPerUserQuota",
        MFADevices = "MFADevices",
        MFADevicesInUse = "MFADevicesInUse",
        AccountMFAEnabled = "AccountMFAEnabled",
        AccountAccessKeysPresent = "AccountAccessKeysPresent",
        AccountPasswordPresent = "AccountPasswordPresent",
        AccountSigningCertificatesPresent = "AccountSigningCertificatesPresent",
        AttachedPoliciesPerGroupQuota = "AttachedPoliciesPerGroupQuota",
        AttachedPoliciesPerRoleQuota = "AttachedPoliciesPerRoleQuota",
        AttachedPoliciesPerUserQuota = "AttachedPoliciesPerUserQuota",
        Policies = "Policies",
        PoliciesQuota = "PoliciesQuota",
        PolicySizeQuota = "PolicySizeQuota",
        PolicyVersionsInUse = "PolicyVersionsInUse",
        PolicyVersionsInUseQuota = "PolicyVersionsInUseQuota",
        VersionsPerPolicyQuota = "VersionsPerPolicyQuota",
        GlobalEndpointTokenVersion = "GlobalEndpointTokenVersion",
        AssumeRolePolicySizeQuota = "AssumeRolePolicySizeQuota",
        InstanceProfiles = "InstanceProfiles",
        InstanceProfilesQuota = "InstanceProfilesQuota",
        Providers = "Providers",
        RolePolicySizeQuota = "RolePolicySizeQuota",
        Roles = "Roles",
        RolesQuota = "RolesQuota",
    }
}

structures! {
    ACCESS_KEY struct AccessKey {
        user_name: String,
        access_key_id: String,
        status: StatusType,
        secret_access_key: String,
        create_date: Option<Timestamp>,
    }
    ACCESS_KEY_LAST_USED #[derive(Default)] struct AccessKeyLastUsed {
        last_used_date: Option<Timestamp>,
        service_name: String,
        region: String,
    }
    ACCESS_KEY_METADATA #[derive(Default)] struct AccessKeyMetadata {
        user_name: Option<String>,
        access_key_id: Option<String>,
        status: Option<StatusType>,
        create_date: Option<Timestamp>,
    }
    ADD_USER_TO_GROUP_REQUEST #[derive(Default)] struct AddUserToGroupRequest {
        group_name: String,
        user_name: String,
    }
    ATTACH_GROUP_POLICY_REQUEST #[derive(Default)] struct AttachGroupPolicyRequest {
        group_name: String,
        policy_arn: String,
    }
    ATTACH_ROLE_POLICY_REQUEST #[derive(Default)] struct AttachRolePolicyRequest {
        role_name: String,
        policy_arn: String,
    }
    ATTACH_USER_POLICY_REQUEST #[derive(Default)] struct AttachUserPolicyRequest {
        user_name: String,
        policy_arn: String,
    }
    ATTACHED_PERMISSIONS_BOUNDARY #[derive(Default)] struct AttachedPermissionsBoundary {
        permissions_boundary_type: Option<PermissionsBoundaryAttachmentType>,
        permissions_boundary_arn: Option<String>,
    }
    ATTACHED_POLICY #[derive(Default)] struct AttachedPolicy {
        policy_name: Option<String>,
        policy_arn: Option<String>,
    }
    CONTEXT_ENTRY #[derive(Default)] struct ContextEntry {
        context_key_name: Option<String>,
        context_key_values: Option<Vec<String>>,
        context_key_type: Option<ContextKeyTypeEnum>,
    }
    CREATE_ACCESS_KEY_REQUEST #[derive(Default)] struct CreateAccessKeyRequest {
        user_name: Option<String>,
    }
    CREATE_ACCESS_KEY_RESPONSE struct CreateAccessKeyResponse {
        access_key: AccessKey,
    }
    CREATE_GROUP_REQUEST #[derive(Default)] struct CreateGroupRequest {
        path: Option<String>,
        group_name: String,
    }
    CREATE_GROUP_RESPONSE #[derive(Default)] struct CreateGroupResponse {
        group: Group,
    }
    CREATE_POLICY_REQUEST #[derive(Default)] struct CreatePolicyRequest {
        policy_name: String,
        path: Option<String>,
        policy_document: String,
        description: Option<String>,
        tags: Option<Vec<Tag>>,
    }
    CREATE_POLICY_RESPONSE #[derive(Default)] struct CreatePolicyResponse {
        policy: Option<Policy>,
    }
    CREATE_POLICY_VERSION_REQUEST #[derive(Default)] struct CreatePolicyVersionRequest {
        policy_arn: String,
        policy_document: String,
        set_as_default: Option<bool>,
    }
    CREATE_POLICY_VERSION_RESPONSE #[derive(Default)] struct CreatePolicyVersionResponse {
        policy_version: Option<PolicyVersion>,
    }
    CREATE_ROLE_REQUEST #[derive(Default)] struct CreateRoleRequest {
        path: Option<String>,
        role_name: String,
        assume_role_policy_document: String,
        description: Option<String>,
        max_session_duration: Option<i32>,
        permissions_boundary: Option<String>,
        tags: Option<Vec<Tag>>,
    }
    CREATE_ROLE_RESPONSE #[derive(Default)] struct CreateRoleResponse {
        role: Role,
    }
    CREATE_USER_REQUEST #[derive(Default)] struct CreateUserRequest {
        path: Option<String>,
        user_name: String,
        permissions_boundary: Option<String>,
        tags: Option<Vec<Tag>>,
    }
    CREATE_USER_RESPONSE #[derive(Default)] struct CreateUserResponse {
        user: Option<User>,
    }
    DELETE_ACCESS_KEY_REQUEST #[derive(Default)] struct DeleteAccessKeyRequest {
        user_name: Option<String>,
        access_key_id: String,
    }
    DELETE_GROUP_POLICY_REQUEST #[derive(Default)] struct DeleteGroupPolicyRequest {
        group_name: String,
        policy_name: String,
    }
    DELETE_GROUP_REQUEST #[derive(Default)] struct DeleteGroupRequest {
        group_name: String,
    }
    DELETE_LOGIN_PROFILE_REQUEST #[derive(Default)] struct DeleteLoginProfileRequest {
        user_name: Option<String>,
    }
    DELETE_POLICY_REQUEST #[derive(Default)] struct DeletePolicyRequest {
        policy_arn: String,
    }
    DELETE_POLICY_VERSION_REQUEST #[derive(Default)] struct DeletePolicyVersionRequest {
        policy_arn: String,
        version_id: String,
    }
    DELETE_ROLE_PERMISSIONS_BOUNDARY_REQUEST #[derive(Default)] struct DeleteRolePermissionsBoundaryRequest {
        role_name: String,
    }
    DELETE_ROLE_POLICY_REQUEST #[derive(Default)] struct DeleteRolePolicyRequest {
        role_name: String,
        policy_name: String,
    }
    DELETE_ROLE_REQUEST #[derive(Default)] struct DeleteRoleRequest {
        role_name: String,
    }
    DELETE_USER_PERMISSIONS_BOUNDARY_REQUEST #[derive(Default)] struct DeleteUserPermissionsBoundaryRequest {
        user_name: String,
    }
    DELETE_USER_POLICY_REQUEST #[derive(Default)] struct DeleteUserPolicyRequest {
        user_name: String,
        policy_name: String,
    }
    DELETE_USER_REQUEST #[derive(Default)] struct DeleteUserRequest {
        user_name: String,
    }
    DETACH_GROUP_POLICY_REQUEST #[derive(Default)] struct DetachGroupPolicyRequest {
        group_name: String,
        policy_arn: String,
    }
    DETACH_ROLE_POLICY_REQUEST #[derive(Default)] struct DetachRolePolicyRequest {
        role_name: String,
        policy_arn: String,
    }
    DETACH_USER_POLICY_REQUEST #[derive(Default)] struct DetachUserPolicyRequest {
        user_name: String,
        policy_arn: String,
    }
    EVALUATION_RESULT struct EvaluationResult {
        eval_action_name: String,
        eval_resource_name: Option<String>,
        eval_decision: PolicyEvaluationDecisionType,
        matched_statements: Option<Vec<Statement>>,
        missing_context_values: Option<Vec<String>>,
        organizations_decision_detail: Option<OrganizationsDecisionDetail>,
        permissions_boundary_decision_detail: Option<PermissionsBoundaryDecisionDetail>,
        eval_decision_details: Option<BTreeMap<String, PolicyEvaluationDecisionType>>,
        resource_specific_results: Option<Vec<ResourceSpecificResult>>,
    }
    GET_ACCESS_KEY_LAST_USED_REQUEST #[derive(Default)] struct GetAccessKeyLastUsedRequest {
        access_key_id: String,
    }
    GET_ACCESS_KEY_LAST_USED_RESPONSE #[derive(Default)] struct GetAccessKeyLastUsedResponse {
        user_name: Option<String>,
        access_key_last_used: Option<AccessKeyLastUsed>,
    }
    GET_ACCOUNT_SUMMARY_RESPONSE #[derive(Default)] struct GetAccountSummaryResponse {
        summary_map: Option<BTreeMap<String, i32>>,
    }
    GET_GROUP_POLICY_REQUEST #[derive(Default)] struct GetGroupPolicyRequest {
        group_name: String,
        policy_name: String,
    }
    GET_GROUP_POLICY_RESPONSE #[derive(Default)] struct GetGroupPolicyResponse {
        group_name: String,
        policy_name: String,
        policy_document: String,
    }
    GET_GROUP_REQUEST #[derive(Default)] struct GetGroupRequest {
        group_name: String,
        marker: Option<String>,
        max_items: Option<i32>,
    }
    GET_GROUP_RESPONSE #[derive(Default)] struct GetGroupResponse {
        group: Group,
        users: Vec<User>,
        is_truncated: Option<bool>,
        marker: Option<String>,
    }
    GET_LOGIN_PROFILE_REQUEST #[derive(Default)] struct GetLoginProfileRequest {
        user_name: Option<String>,
    }
    GET_LOGIN_PROFILE_RESPONSE #[derive(Default)] struct GetLoginProfileResponse {
        login_profile: LoginProfile,
    }
    GET_POLICY_REQUEST #[derive(Default)] struct GetPolicyRequest {
        policy_arn: String,
    }
    GET_POLICY_RESPONSE #[derive(Default)] struct GetPolicyResponse {
        policy: Option<Policy>,
    }
    GET_POLICY_VERSION_REQUEST #[derive(Default)] struct GetPolicyVersionRequest {
        policy_arn: String,
        version_id: String,
    }
    GET_POLICY_VERSION_RESPONSE #[derive(Default)] struct GetPolicyVersionResponse {
        policy_version: Option<PolicyVersion>,
    }
    GET_ROLE_POLICY_REQUEST #[derive(Default)] struct GetRolePolicyRequest {
        role_name: String,
        policy_name: String,
    }
    GET_ROLE_POLICY_RESPONSE #[derive(Default)] struct GetRolePolicyResponse {
        role_name: String,
        policy_name: String,
        policy_document: String,
    }
    GET_ROLE_REQUEST #[derive(Default)] struct GetRoleRequest {
        role_name: String,
    }
    GET_ROLE_RESPONSE #[derive(Default)] struct GetRoleResponse {
        role: Role,
    }
    GET_USER_POLICY_REQUEST #[derive(Default)] struct GetUserPolicyRequest {
        user_name: String,
        policy_name: String,
    }
    GET_USER_POLICY_RESPONSE #[derive(Default)] struct GetUserPolicyResponse {
        user_name: String,
        policy_name: String,
        policy_document: String,
    }
    GET_USER_REQUEST #[derive(Default)] struct GetUserRequest {
        user_name: Option<String>,
    }
    GET_USER_RESPONSE #[derive(Default)] struct GetUserResponse {
        user: User,
    }
    GROUP #[derive(Default)] struct Group {
        path: String,
        group_name: String,
        group_id: String,
        arn: String,
        create_date: Timestamp,
    }
    INLINE_POLICY_IDENTIFIER_TYPE struct InlinePolicyIdentifierType {
        policy_name: String,
        attachment_type: AttachmentType,
        attachment_name: String,
    }
    INSTANCE_PROFILE #[derive(Default)] struct InstanceProfile {
        path: String,
        instance_profile_name: String,
        instance_profile_id: String,
        arn: String,
        create_date: Timestamp,
        roles: Vec<Role>,
        tags: Option<Vec<Tag>>,
    }
    LIST_ACCESS_KEYS_REQUEST #[derive(Default)] struct ListAccessKeysRequest {
        user_name: Option<String>,
        marker: Option<String>,
        max_items: Option<i32>,
    }
    LIST_ACCESS_KEYS_RESPONSE #[derive(Default)] struct ListAccessKeysResponse {
        access_key_metadata: Vec<AccessKeyMetadata>,
        is_truncated: Option<bool>,
        marker: Option<String>,
    }
    LIST_ACCOUNT_ALIASES_REQUEST #[derive(Default)] struct ListAccountAliasesRequest {
        marker: Option<String>,
        max_items: Option<i32>,
    }
    LIST_ACCOUNT_ALIASES_RESPONSE #[derive(Default)] struct ListAccountAliasesResponse {
        account_aliases: Vec<String>,
        is_truncated: Option<bool>,
        marker: Option<String>,
    }
    LIST_ATTACHED_GROUP_POLICIES_REQUEST #[derive(Default)] struct ListAttachedGroupPoliciesRequest {
        group_name: String,
        path_prefix: Option<String>,
        marker: Option<String>,
        max_items: Option<i32>,
    }
    LIST_ATTACHED_GROUP_POLICIES_RESPONSE #[derive(Default)] struct ListAttachedGroupPoliciesResponse {
        attached_policies: Option<Vec<AttachedPolicy>>,
        is_truncated: Option<bool>,
        marker: Option<String>,
    }
    LIST_ATTACHED_ROLE_POLICIES_REQUEST #[derive(Default)] struct ListAttachedRolePoliciesRequest {
        role_name: String,
        path_prefix: Option<String>,
        marker: Option<String>,
        max_items: Option<i32>,
    }
    LIST_ATTACHED_ROLE_POLICIES_RESPONSE #[derive(Default)] struct ListAttachedRolePoliciesResponse {
        attached_policies: Option<Vec<AttachedPolicy>>,
        is_truncated: Option<bool>,
        marker: Option<String>,
    }
    LIST_ATTACHED_USER_POLICIES_REQUEST #[derive(Default)] struct ListAttachedUserPoliciesRequest {
        user_name: String,
        path_prefix: Option<String>,
        marker: Option<String>,
        max_items: Option<i32>,
    }
    LIST_ATTACHED_USER_POLICIES_RESPONSE #[derive(Default)] struct ListAttachedUserPoliciesResponse {
        attached_policies: Option<Vec<AttachedPolicy>>,
        is_truncated: Option<bool>,
        marker: Option<String>,
    }
    LIST_GROUP_POLICIES_REQUEST #[derive(Default)] struct ListGroupPoliciesRequest {
        group_name: String,
        marker: Option<String>,
        max_items: Option<i32>,
    }
    LIST_GROUP_POLICIES_RESPONSE #[derive(Default)] struct ListGroupPoliciesResponse {
        policy_names: Vec<String>,
        is_truncated: Option<bool>,
        marker: Option<String>,
    }
    LIST_GROUPS_FOR_USER_REQUEST #[derive(Default)] struct ListGroupsForUserRequest {
        user_name: String,
        marker: Option<String>,
        max_items: Option<i32>,
    }
    LIST_GROUPS_FOR_USER_RESPONSE #[derive(Default)] struct ListGroupsForUserResponse {
        groups: Vec<Group>,
        is_truncated: Option<bool>,
        marker: Option<String>,
    }
    LIST_GROUPS_REQUEST #[derive(Default)] struct ListGroupsRequest {
        path_prefix: Option<String>,
        marker: Option<String>,
        max_items: Option<i32>,
    }
    LIST_GROUPS_RESPONSE #[derive(Default)] struct ListGroupsResponse {
        groups: Vec<Group>,
        is_truncated: Option<bool>,
        marker: Option<String>,
    }
    LIST_INSTANCE_PROFILES_FOR_ROLE_REQUEST #[derive(Default)] struct ListInstanceProfilesForRoleRequest {
        role_name: String,
        marker: Option<String>,
        max_items: Option<i32>,
    }
    LIST_INSTANCE_PROFILES_FOR_ROLE_RESPONSE #[derive(Default)] struct ListInstanceProfilesForRoleResponse {
        instance_profiles: Vec<InstanceProfile>,
        is_truncated: Option<bool>,
        marker: Option<String>,
    }
    LIST_MFA_DEVICES_REQUEST #[derive(Default)] struct ListMFADevicesRequest {
        user_name: Option<String>,
        marker: Option<String>,
        max_items: Option<i32>,
    }
    LIST_MFA_DEVICES_RESPONSE #[derive(Default)] struct ListMFADevicesResponse {
        mfa_devices: Vec<MFADevice>,
        is_truncated: Option<bool>,
        marker: Option<String>,
    }
    LIST_POLICIES_REQUEST #[derive(Default)] struct ListPoliciesRequest {
        scope: Option<PolicyScopeType>,
        only_attached: Option<bool>,
        path_prefix: Option<String>,
        policy_usage_filter: Option<PolicyUsageType>,
        marker: Option<String>,
        max_items: Option<i32>,
    }
    LIST_POLICIES_RESPONSE #[derive(Default)] struct ListPoliciesResponse {
        policies: Option<Vec<Policy>>,
        is_truncated: Option<bool>,
        marker: Option<String>,
    }
    LIST_POLICY_VERSIONS_REQUEST #[derive(Default)] struct ListPolicyVersionsRequest {
        policy_arn: String,
        marker: Option<String>,
        max_items: Option<i32>,
    }
    LIST_POLICY_VERSIONS_RESPONSE #[derive(Default)] struct ListPolicyVersionsResponse {
        versions: Option<Vec<PolicyVersion>>,
        is_truncated: Option<bool>,
        marker: Option<String>,
    }
    LIST_ROLE_POLICIES_REQUEST #[derive(Default)] struct ListRolePoliciesRequest {
        role_name: String,
        marker: Option<String>,
        max_items: Option<i32>,
    }
    LIST_ROLE_POLICIES_RESPONSE #[derive(Default)] struct ListRolePoliciesResponse {
        policy_names: Vec<String>,
        is_truncated: Option<bool>,
        marker: Option<String>,
    }
    LIST_ROLE_TAGS_REQUEST #[derive(Default)] struct ListRoleTagsRequest {
        role_name: String,
        marker: Option<String>,
        max_items: Option<i32>,
    }
    LIST_ROLE_TAGS_RESPONSE #[derive(Default)] struct ListRoleTagsResponse {
        tags: Vec<Tag>,
        is_truncated: Option<bool>,
        marker: Option<String>,
    }
    LIST_ROLES_REQUEST #[derive(Default)] struct ListRolesRequest {
        path_prefix: Option<String>,
        marker: Option<String>,
        max_items: Option<i32>,
    }
    LIST_ROLES_RESPONSE #[derive(Default)] struct ListRolesResponse {
        roles: Vec<Role>,
        is_truncated: Option<bool>,
        marker: Option<String>,
    }
    LIST_SSH_PUBLIC_KEYS_REQUEST #[derive(Default)] struct ListSSHPublicKeysRequest {
        user_name: Option<String>,
        marker: Option<String>,
        max_items: Option<i32>,
    }
    LIST_SSH_PUBLIC_KEYS_RESPONSE #[derive(Default)] struct ListSSHPublicKeysResponse {
        ssh_public_keys: Option<Vec<SSHPublicKeyMetadata>>,
        is_truncated: Option<bool>,
        marker: Option<String>,
    }
    LIST_SERVICE_SPECIFIC_CREDENTIALS_REQUEST #[derive(Default)] struct ListServiceSpecificCredentialsRequest {
        user_name: Option<String>,
        service_name: Option<String>,
        all_users: Option<bool>,
        marker: Option<String>,
        max_items: Option<i32>,
    }
    LIST_SERVICE_SPECIFIC_CREDENTIALS_RESPONSE #[derive(Default)] struct ListServiceSpecificCredentialsResponse {
        service_specific_credentials: Option<Vec<ServiceSpecificCredentialMetadata>>,
        marker: Option<String>,
        is_truncated: Option<bool>,
    }
    LIST_SIGNING_CERTIFICATES_REQUEST #[derive(Default)] struct ListSigningCertificatesRequest {
        user_name: Option<String>,
        marker: Option<String>,
        max_items: Option<i32>,
    }
    LIST_SIGNING_CERTIFICATES_RESPONSE #[derive(Default)] struct ListSigningCertificatesResponse {
        certificates: Vec<SigningCertificate>,
        is_truncated: Option<bool>,
        marker: Option<String>,
    }
    LIST_USER_POLICIES_REQUEST #[derive(Default)] struct ListUserPoliciesRequest {
        user_name: String,
        marker: Option<String>,
        max_items: Option<i32>,
    }
    LIST_USER_POLICIES_RESPONSE #[derive(Default)] struct ListUserPoliciesResponse {
        policy_names: Vec<String>,
        is_truncated: Option<bool>,
        marker: Option<String>,
    }
    LIST_USER_TAGS_REQUEST #[derive(Default)] struct ListUserTagsRequest {
        user_name: String,
        marker: Option<String>,
        max_items: Option<i32>,
    }
    LIST_USER_TAGS_RESPONSE #[derive(Default)] struct ListUserTagsResponse {
        tags: Vec<Tag>,
        is_truncated: Option<bool>,
        marker: Option<String>,
    }
    LIST_USERS_REQUEST #[derive(Default)] struct ListUsersRequest {
        path_prefix: Option<String>,
        marker: Option<String>,
        max_items: Option<i32>,
    }
    LIST_USERS_RESPONSE #[derive(Default)] struct ListUsersResponse {
        users: Vec<User>,
        is_truncated: Option<bool>,
        marker: Option<String>,
    }
    LIST_VIRTUAL_MFA_DEVICES_REQUEST #[derive(Default)] struct ListVirtualMFADevicesRequest {
        assignment_status: Option<AssignmentStatusType>,
        marker: Option<String>,
        max_items: Option<i32>,
    }
    LIST_VIRTUAL_MFA_DEVICES_RESPONSE #[derive(Default)] struct ListVirtualMFADevicesResponse {
        virtual_mfa_devices: Vec<VirtualMFADevice>,
        is_truncated: Option<bool>,
        marker: Option<String>,
    }
    LOGIN_PROFILE #[derive(Default)] struct LoginProfile {
        user_name: String,
        create_date: Timestamp,
        password_reset_required: Option<bool>,
    }
    MFA_DEVICE #[derive(Default)] struct MFADevice {
        user_name: String,
        serial_number: String,
        enable_date: Timestamp,
    }
    ORDERED_ORGANIZATION_POLICY_TYPE #[derive(Default)] struct OrderedOrganizationPolicyType {
        service_control_policy_input_list: Option<Vec<String>>,
    }
    ORGANIZATIONS_DECISION_DETAIL #[derive(Default)] struct OrganizationsDecisionDetail {
        allowed_by_organizations: Option<bool>,
    }
    PERMISSIONS_BOUNDARY_DECISION_DETAIL #[derive(Default)] struct PermissionsBoundaryDecisionDetail {
        allowed_by_permissions_boundary: Option<bool>,
    }
    POLICY #[derive(Default)] struct Policy {
        policy_name: Option<String>,
        policy_id: Option<String>,
        arn: Option<String>,
        path: Option<String>,
        default_version_id: Option<String>,
        attachment_count: Option<i32>,
        permissions_boundary_usage_count: Option<i32>,
        is_attachable: Option<bool>,
        description: Option<String>,
        create_date: Option<Timestamp>,
        update_date: Option<Timestamp>,
        tags: Option<Vec<Tag>>,
    }
    POLICY_IDENTIFIER #[derive(Default)] struct PolicyIdentifier {
        policy_type: Option<PolicyIdentifierPolicyType>,
        policy_arn: Option<String>,
        inline_policy_identifier: Option<InlinePolicyIdentifierType>,
    }
    POLICY_VERSION #[derive(Default)] struct PolicyVersion {
        document: Option<String>,
        version_id: Option<String>,
        is_default_version: Option<bool>,
        create_date: Option<Timestamp>,
    }
    POSITION #[derive(Default)] struct Position {
        line: Option<i32>,
        column: Option<i32>,
    }
    PUT_GROUP_POLICY_REQUEST #[derive(Default)] struct PutGroupPolicyRequest {
        group_name: String,
        policy_name: String,
        policy_document: String,
    }
    PUT_ROLE_PERMISSIONS_BOUNDARY_REQUEST #[derive(Default)] struct PutRolePermissionsBoundaryRequest {
        role_name: String,
        permissions_boundary: String,
    }
    PUT_ROLE_POLICY_REQUEST #[derive(Default)] struct PutRolePolicyRequest {
        role_name: String,
        policy_name: String,
        policy_document: String,
    }
    PUT_USER_PERMISSIONS_BOUNDARY_REQUEST #[derive(Default)] struct PutUserPermissionsBoundaryRequest {
        user_name: String,
        permissions_boundary: String,
    }
    PUT_USER_POLICY_REQUEST #[derive(Default)] struct PutUserPolicyRequest {
        user_name: String,
        policy_name: String,
        policy_document: String,
    }
    REMOVE_USER_FROM_GROUP_REQUEST #[derive(Default)] struct RemoveUserFromGroupRequest {
        group_name: String,
        user_name: String,
    }
    RESOURCE_SPECIFIC_RESULT struct ResourceSpecificResult {
        eval_resource_name: String,
        eval_resource_decision: PolicyEvaluationDecisionType,
        matched_statements: Option<Vec<Statement>>,
        missing_context_values: Option<Vec<String>>,
        eval_decision_details: Option<BTreeMap<String, PolicyEvaluationDecisionType>>,
        permissions_boundary_decision_detail: Option<PermissionsBoundaryDecisionDetail>,
    }
    ROLE #[derive(Default)] struct Role {
        path: String,
        role_name: String,
        role_id: String,
        arn: String,
        create_date: Timestamp,
        assume_role_policy_document: Option<String>,
        description: Option<String>,
        max_session_duration: Option<i32>,
        permissions_boundary: Option<AttachedPermissionsBoundary>,
        tags: Option<Vec<Tag>>,
        role_last_used: Option<RoleLastUsed>,
        source_role_template: Option<SourceRoleTemplate>,
    }
    ROLE_LAST_USED #[derive(Default)] struct RoleLastUsed {
        last_used_date: Option<Timestamp>,
        region: Option<String>,
    }
    SSH_PUBLIC_KEY_METADATA struct SSHPublicKeyMetadata {
        user_name: String,
        ssh_public_key_id: String,
        status: StatusType,
        upload_date: Timestamp,
    }
    SERVICE_SPECIFIC_CREDENTIAL_METADATA struct ServiceSpecificCredentialMetadata {
        user_name: String,
        status: StatusType,
        service_user_name: Option<String>,
        service_credential_alias: Option<String>,
        create_date: Timestamp,
        expiration_date: Option<Timestamp>,
        service_specific_credential_id: String,
        service_name: String,
    }
    SET_DEFAULT_POLICY_VERSION_REQUEST #[derive(Default)] struct SetDefaultPolicyVersionRequest {
        policy_arn: String,
        version_id: String,
    }
    SIGNING_CERTIFICATE struct SigningCertificate {
        user_name: String,
        certificate_id: String,
        certificate_body: String,
        status: StatusType,
        upload_date: Option<Timestamp>,
    }
    SIMULATE_CUSTOM_POLICY_REQUEST #[derive(Default)] struct SimulateCustomPolicyRequest {
        policy_input_list: Vec<String>,
        permissions_boundary_policy_input_list: Option<Vec<String>>,
        ordered_organization_policy_input_list: Option<Vec<OrderedOrganizationPolicyType>>,
        action_names: Vec<String>,
        resource_arns: Option<Vec<String>>,
        resource_policy: Option<String>,
        resource_owner: Option<String>,
        caller_arn: Option<String>,
        context_entries: Option<Vec<ContextEntry>>,
        resource_handling_option: Option<String>,
        max_items: Option<i32>,
        marker: Option<String>,
    }
    SIMULATE_POLICY_RESPONSE #[derive(Default)] struct SimulatePolicyResponse {
        evaluation_results: Option<Vec<EvaluationResult>>,
        is_truncated: Option<bool>,
        marker: Option<String>,
    }
    SIMULATE_PRINCIPAL_POLICY_REQUEST #[derive(Default)] struct SimulatePrincipalPolicyRequest {
        policy_source_arn: String,
        policy_input_list: Option<Vec<String>>,
        permissions_boundary_policy_input_list: Option<Vec<String>>,
        policy_exclusion_list: Option<Vec<PolicyIdentifier>>,
        action_names: Vec<String>,
        resource_arns: Option<Vec<String>>,
        resource_policy: Option<String>,
        resource_owner: Option<String>,
        caller_arn: Option<String>,
        context_entries: Option<Vec<ContextEntry>>,
        resource_handling_option: Option<String>,
        max_items: Option<i32>,
        marker: Option<String>,
    }
    SOURCE_ROLE_TEMPLATE #[derive(Default)] struct SourceRoleTemplate {
        template_arn: String,
        template_minor_version: i32,
    }
    STATEMENT #[derive(Default)] struct Statement {
        source_policy_id: Option<String>,
        source_policy_type: Option<PolicySourceType>,
        start_position: Option<Position>,
        end_position: Option<Position>,
    }
    TAG #[derive(Default)] struct Tag {
        key: String,
        value: String,
    }
    TAG_ROLE_REQUEST #[derive(Default)] struct TagRoleRequest {
        role_name: String,
        tags: Vec<Tag>,
    }
    TAG_USER_REQUEST #[derive(Default)] struct TagUserRequest {
        user_name: String,
        tags: Vec<Tag>,
    }
    UNTAG_ROLE_REQUEST #[derive(Default)] struct UntagRoleRequest {
        role_name: String,
        tag_keys: Vec<String>,
    }
    UNTAG_USER_REQUEST #[derive(Default)] struct UntagUserRequest {
        user_name: String,
        tag_keys: Vec<String>,
    }
    UPDATE_ACCESS_KEY_REQUEST struct UpdateAccessKeyRequest {
        user_name: Option<String>,
        access_key_id: String,
        status: StatusType,
    }
    UPDATE_ASSUME_ROLE_POLICY_REQUEST #[derive(Default)] struct UpdateAssumeRolePolicyRequest {
        role_name: String,
        policy_document: String,
    }
    UPDATE_ROLE_DESCRIPTION_REQUEST #[derive(Default)] struct UpdateRoleDescriptionRequest {
        role_name: String,
        description: String,
    }
    UPDATE_ROLE_DESCRIPTION_RESPONSE #[derive(Default)] struct UpdateRoleDescriptionResponse {
        role: Option<Role>,
    }
    UPDATE_ROLE_REQUEST #[derive(Default)] struct UpdateRoleRequest {
        role_name: String,
        description: Option<String>,
        max_session_duration: Option<i32>,
    }
    UPDATE_ROLE_RESPONSE #[derive(Default)] struct UpdateRoleResponse {
    }
    UPDATE_USER_REQUEST #[derive(Default)] struct UpdateUserRequest {
        user_name: String,
        new_path: Option<String>,
        new_user_name: Option<String>,
    }
    USER #[derive(Default)] struct User {
        path: String,
        user_name: String,
        user_id: String,
        arn: String,
        create_date: Timestamp,
        password_last_used: Option<Timestamp>,
        permissions_boundary: Option<AttachedPermissionsBoundary>,
        tags: Option<Vec<Tag>>,
    }
    VIRTUAL_MFA_DEVICE #[derive(Default)] struct VirtualMFADevice {
        serial_number: String,
        base32_string_seed: Option<Bytes>,
        qr_code_png: Option<Bytes>,
        user: Option<User>,
        enable_date: Option<Timestamp>,
        tags: Option<Vec<Tag>>,
    }
}
