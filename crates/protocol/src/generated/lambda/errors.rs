//! What can go wrong.

// Written by `cargo xtask codegen`; change operations.toml or the generator.

#[allow(unused_imports)]
use std::collections::BTreeMap;

#[allow(unused_imports)]
use bytes::Bytes;

#[allow(unused_imports)]
use crate::{Streamed, Timestamp};

#[allow(unused_imports)]
use super::schema::*;
#[allow(unused_imports)]
use super::types::*;
use crate::schema::Error as Schema;

static ERROR_ALIAS_LIMIT_EXCEEDED_EXCEPTION: Schema = Schema {
    code: "AliasLimitExceededException",
    query_code: None,
    status: 400,
    shape: &ALIAS_LIMIT_EXCEEDED_EXCEPTION,
};
static ERROR_CODE_ARTIFACT_USER_DELETED_EXCEPTION: Schema = Schema {
    code: "CodeArtifactUserDeletedException",
    query_code: None,
    status: 409,
    shape: &CODE_ARTIFACT_USER_DELETED_EXCEPTION,
};
static ERROR_CODE_ARTIFACT_USER_FAILED_EXCEPTION: Schema = Schema {
    code: "CodeArtifactUserFailedException",
    query_code: None,
    status: 409,
    shape: &CODE_ARTIFACT_USER_FAILED_EXCEPTION,
};
static ERROR_CODE_ARTIFACT_USER_PENDING_EXCEPTION: Schema = Schema {
    code: "CodeArtifactUserPendingException",
    query_code: None,
    status: 409,
    shape: &CODE_ARTIFACT_USER_PENDING_EXCEPTION,
};
static ERROR_CODE_SIGNING_CONFIG_NOT_FOUND_EXCEPTION: Schema = Schema {
    code: "CodeSigningConfigNotFoundException",
    query_code: None,
    status: 404,
    shape: &CODE_SIGNING_CONFIG_NOT_FOUND_EXCEPTION,
};
static ERROR_CODE_STORAGE_EXCEEDED_EXCEPTION: Schema = Schema {
    code: "CodeStorageExceededException",
    query_code: None,
    status: 400,
    shape: &CODE_STORAGE_EXCEEDED_EXCEPTION,
};
static ERROR_CODE_VERIFICATION_FAILED_EXCEPTION: Schema = Schema {
    code: "CodeVerificationFailedException",
    query_code: None,
    status: 400,
    shape: &CODE_VERIFICATION_FAILED_EXCEPTION,
};
static ERROR_DURABLE_EXECUTION_ALREADY_STARTED_EXCEPTION: Schema = Schema {
    code: "DurableExecutionAlreadyStartedException",
    query_code: None,
    status: 409,
    shape: &DURABLE_EXECUTION_ALREADY_STARTED_EXCEPTION,
};
static ERROR_EC2_ACCESS_DENIED_EXCEPTION: Schema = Schema {
    code: "EC2AccessDeniedException",
    query_code: None,
    status: 502,
    shape: &EC2_ACCESS_DENIED_EXCEPTION,
};
static ERROR_EC2_THROTTLED_EXCEPTION: Schema = Schema {
    code: "EC2ThrottledException",
    query_code: None,
    status: 502,
    shape: &EC2_THROTTLED_EXCEPTION,
};
static ERROR_EC2_UNEXPECTED_EXCEPTION: Schema = Schema {
    code: "EC2UnexpectedException",
    query_code: None,
    status: 502,
    shape: &EC2_UNEXPECTED_EXCEPTION,
};
static ERROR_EFSIO_EXCEPTION: Schema =
    Schema { code: "EFSIOException", query_code: None, status: 410, shape: &EFSIO_EXCEPTION };
static ERROR_EFS_MOUNT_CONNECTIVITY_EXCEPTION: Schema = Schema {
    code: "EFSMountConnectivityException",
    query_code: None,
    status: 408,
    shape: &EFS_MOUNT_CONNECTIVITY_EXCEPTION,
};
static ERROR_EFS_MOUNT_FAILURE_EXCEPTION: Schema = Schema {
    code: "EFSMountFailureException",
    query_code: None,
    status: 403,
    shape: &EFS_MOUNT_FAILURE_EXCEPTION,
};
static ERROR_EFS_MOUNT_TIMEOUT_EXCEPTION: Schema = Schema {
    code: "EFSMountTimeoutException",
    query_code: None,
    status: 408,
    shape: &EFS_MOUNT_TIMEOUT_EXCEPTION,
};
static ERROR_ENI_LIMIT_REACHED_EXCEPTION: Schema = Schema {
    code: "ENILimitReachedException",
    query_code: None,
    status: 502,
    shape: &ENI_LIMIT_REACHED_EXCEPTION,
};
static ERROR_ENI_NOT_READY_EXCEPTION: Schema = Schema {
    code: "ENINotReadyException",
    query_code: None,
    status: 502,
    shape: &ENI_NOT_READY_EXCEPTION,
};
static ERROR_FUNCTION_VERSIONS_PER_CAPACITY_PROVIDER_LIMIT_EXCEEDED_EXCEPTION: Schema = Schema {
    code: "FunctionVersionsPerCapacityProviderLimitExceededException",
    query_code: None,
    status: 400,
    shape: &FUNCTION_VERSIONS_PER_CAPACITY_PROVIDER_LIMIT_EXCEEDED_EXCEPTION,
};
static ERROR_INVALID_CODE_SIGNATURE_EXCEPTION: Schema = Schema {
    code: "InvalidCodeSignatureException",
    query_code: None,
    status: 400,
    shape: &INVALID_CODE_SIGNATURE_EXCEPTION,
};
static ERROR_INVALID_PARAMETER_VALUE_EXCEPTION: Schema = Schema {
    code: "InvalidParameterValueException",
    query_code: None,
    status: 400,
    shape: &INVALID_PARAMETER_VALUE_EXCEPTION,
};
static ERROR_INVALID_REQUEST_CONTENT_EXCEPTION: Schema = Schema {
    code: "InvalidRequestContentException",
    query_code: None,
    status: 400,
    shape: &INVALID_REQUEST_CONTENT_EXCEPTION,
};
static ERROR_INVALID_RUNTIME_EXCEPTION: Schema = Schema {
    code: "InvalidRuntimeException",
    query_code: None,
    status: 502,
    shape: &INVALID_RUNTIME_EXCEPTION,
};
static ERROR_INVALID_SECURITY_GROUP_ID_EXCEPTION: Schema = Schema {
    code: "InvalidSecurityGroupIDException",
    query_code: None,
    status: 502,
    shape: &INVALID_SECURITY_GROUP_ID_EXCEPTION,
};
static ERROR_INVALID_SUBNET_ID_EXCEPTION: Schema = Schema {
    code: "InvalidSubnetIDException",
    query_code: None,
    status: 502,
    shape: &INVALID_SUBNET_ID_EXCEPTION,
};
static ERROR_INVALID_ZIP_FILE_EXCEPTION: Schema = Schema {
    code: "InvalidZipFileException",
    query_code: None,
    status: 502,
    shape: &INVALID_ZIP_FILE_EXCEPTION,
};
static ERROR_KMS_ACCESS_DENIED_EXCEPTION: Schema = Schema {
    code: "KMSAccessDeniedException",
    query_code: None,
    status: 502,
    shape: &KMS_ACCESS_DENIED_EXCEPTION,
};
static ERROR_KMS_DISABLED_EXCEPTION: Schema = Schema {
    code: "KMSDisabledException",
    query_code: None,
    status: 502,
    shape: &KMS_DISABLED_EXCEPTION,
};
static ERROR_KMS_INVALID_STATE_EXCEPTION: Schema = Schema {
    code: "KMSInvalidStateException",
    query_code: None,
    status: 502,
    shape: &KMS_INVALID_STATE_EXCEPTION,
};
static ERROR_KMS_NOT_FOUND_EXCEPTION: Schema = Schema {
    code: "KMSNotFoundException",
    query_code: None,
    status: 502,
    shape: &KMS_NOT_FOUND_EXCEPTION,
};
static ERROR_MODE_NOT_SUPPORTED_EXCEPTION: Schema = Schema {
    code: "ModeNotSupportedException",
    query_code: None,
    status: 400,
    shape: &MODE_NOT_SUPPORTED_EXCEPTION,
};
static ERROR_NO_PUBLISHED_VERSION_EXCEPTION: Schema = Schema {
    code: "NoPublishedVersionException",
    query_code: None,
    status: 400,
    shape: &NO_PUBLISHED_VERSION_EXCEPTION,
};
static ERROR_POLICY_LENGTH_EXCEEDED_EXCEPTION: Schema = Schema {
    code: "PolicyLengthExceededException",
    query_code: None,
    status: 400,
    shape: &POLICY_LENGTH_EXCEEDED_EXCEPTION,
};
static ERROR_PRECONDITION_FAILED_EXCEPTION: Schema = Schema {
    code: "PreconditionFailedException",
    query_code: None,
    status: 412,
    shape: &PRECONDITION_FAILED_EXCEPTION,
};
static ERROR_PROVISIONED_CONCURRENCY_CONFIG_NOT_FOUND_EXCEPTION: Schema = Schema {
    code: "ProvisionedConcurrencyConfigNotFoundException",
    query_code: None,
    status: 404,
    shape: &PROVISIONED_CONCURRENCY_CONFIG_NOT_FOUND_EXCEPTION,
};
static ERROR_PUBLIC_POLICY_EXCEPTION: Schema = Schema {
    code: "PublicPolicyException",
    query_code: None,
    status: 400,
    shape: &PUBLIC_POLICY_EXCEPTION,
};
static ERROR_RECURSIVE_INVOCATION_EXCEPTION: Schema = Schema {
    code: "RecursiveInvocationException",
    query_code: None,
    status: 400,
    shape: &RECURSIVE_INVOCATION_EXCEPTION,
};
static ERROR_REQUEST_TOO_LARGE_EXCEPTION: Schema = Schema {
    code: "RequestTooLargeException",
    query_code: None,
    status: 413,
    shape: &REQUEST_TOO_LARGE_EXCEPTION,
};
static ERROR_RESOURCE_CONFLICT_EXCEPTION: Schema = Schema {
    code: "ResourceConflictException",
    query_code: None,
    status: 409,
    shape: &RESOURCE_CONFLICT_EXCEPTION,
};
static ERROR_RESOURCE_NOT_FOUND_EXCEPTION: Schema = Schema {
    code: "ResourceNotFoundException",
    query_code: None,
    status: 404,
    shape: &RESOURCE_NOT_FOUND_EXCEPTION,
};
static ERROR_RESOURCE_NOT_READY_EXCEPTION: Schema = Schema {
    code: "ResourceNotReadyException",
    query_code: None,
    status: 502,
    shape: &RESOURCE_NOT_READY_EXCEPTION,
};
static ERROR_RUNTIME_ALIAS_DELETED_EXCEPTION: Schema = Schema {
    code: "RuntimeAliasDeletedException",
    query_code: None,
    status: 409,
    shape: &RUNTIME_ALIAS_DELETED_EXCEPTION,
};
static ERROR_RUNTIME_VERSION_DELETED_EXCEPTION: Schema = Schema {
    code: "RuntimeVersionDeletedException",
    query_code: None,
    status: 409,
    shape: &RUNTIME_VERSION_DELETED_EXCEPTION,
};
static ERROR_S3_FILES_MOUNT_CONNECTIVITY_EXCEPTION: Schema = Schema {
    code: "S3FilesMountConnectivityException",
    query_code: None,
    status: 408,
    shape: &S3_FILES_MOUNT_CONNECTIVITY_EXCEPTION,
};
static ERROR_S3_FILES_MOUNT_FAILURE_EXCEPTION: Schema = Schema {
    code: "S3FilesMountFailureException",
    query_code: None,
    status: 403,
    shape: &S3_FILES_MOUNT_FAILURE_EXCEPTION,
};
static ERROR_S3_FILES_MOUNT_TIMEOUT_EXCEPTION: Schema = Schema {
    code: "S3FilesMountTimeoutException",
    query_code: None,
    status: 408,
    shape: &S3_FILES_MOUNT_TIMEOUT_EXCEPTION,
};
static ERROR_SERIALIZED_REQUEST_ENTITY_TOO_LARGE_EXCEPTION: Schema = Schema {
    code: "SerializedRequestEntityTooLargeException",
    query_code: None,
    status: 413,
    shape: &SERIALIZED_REQUEST_ENTITY_TOO_LARGE_EXCEPTION,
};
static ERROR_SERVICE_EXCEPTION: Schema =
    Schema { code: "ServiceException", query_code: None, status: 500, shape: &SERVICE_EXCEPTION };
static ERROR_SERVICE_QUOTA_EXCEEDED_EXCEPTION: Schema = Schema {
    code: "ServiceQuotaExceededException",
    query_code: None,
    status: 402,
    shape: &SERVICE_QUOTA_EXCEEDED_EXCEPTION,
};
static ERROR_SNAP_START_EXCEPTION: Schema = Schema {
    code: "SnapStartException",
    query_code: None,
    status: 400,
    shape: &SNAP_START_EXCEPTION,
};
static ERROR_SNAP_START_NOT_READY_EXCEPTION: Schema = Schema {
    code: "SnapStartNotReadyException",
    query_code: None,
    status: 409,
    shape: &SNAP_START_NOT_READY_EXCEPTION,
};
static ERROR_SNAP_START_REGENERATION_FAILURE_EXCEPTION: Schema = Schema {
    code: "SnapStartRegenerationFailureException",
    query_code: None,
    status: 409,
    shape: &SNAP_START_REGENERATION_FAILURE_EXCEPTION,
};
static ERROR_SNAP_START_TIMEOUT_EXCEPTION: Schema = Schema {
    code: "SnapStartTimeoutException",
    query_code: None,
    status: 408,
    shape: &SNAP_START_TIMEOUT_EXCEPTION,
};
static ERROR_SUBNET_IP_ADDRESS_LIMIT_REACHED_EXCEPTION: Schema = Schema {
    code: "SubnetIPAddressLimitReachedException",
    query_code: None,
    status: 502,
    shape: &SUBNET_IP_ADDRESS_LIMIT_REACHED_EXCEPTION,
};
static ERROR_TOO_MANY_REQUESTS_EXCEPTION: Schema = Schema {
    code: "TooManyRequestsException",
    query_code: None,
    status: 429,
    shape: &TOO_MANY_REQUESTS_EXCEPTION,
};
static ERROR_UNSUPPORTED_MEDIA_TYPE_EXCEPTION: Schema = Schema {
    code: "UnsupportedMediaTypeException",
    query_code: None,
    status: 415,
    shape: &UNSUPPORTED_MEDIA_TYPE_EXCEPTION,
};

errors! {
    AliasLimitExceeded(ERROR_ALIAS_LIMIT_EXCEEDED_EXCEPTION) {
    }
    CodeArtifactUserDeleted(ERROR_CODE_ARTIFACT_USER_DELETED_EXCEPTION) {
    }
    CodeArtifactUserFailed(ERROR_CODE_ARTIFACT_USER_FAILED_EXCEPTION) {
    }
    CodeArtifactUserPending(ERROR_CODE_ARTIFACT_USER_PENDING_EXCEPTION) {
    }
    CodeSigningConfigNotFound(ERROR_CODE_SIGNING_CONFIG_NOT_FOUND_EXCEPTION) {
    }
    CodeStorageExceeded(ERROR_CODE_STORAGE_EXCEEDED_EXCEPTION) {
    }
    CodeVerificationFailed(ERROR_CODE_VERIFICATION_FAILED_EXCEPTION) {
    }
    DurableExecutionAlreadyStarted(ERROR_DURABLE_EXECUTION_ALREADY_STARTED_EXCEPTION) {
    }
    EC2AccessDenied(ERROR_EC2_ACCESS_DENIED_EXCEPTION) {
    }
    EC2Throttled(ERROR_EC2_THROTTLED_EXCEPTION) {
    }
    EC2Unexpected(ERROR_EC2_UNEXPECTED_EXCEPTION) {
        ec2_error_code: Option<String> = 2,
    }
    EFSIO(ERROR_EFSIO_EXCEPTION) {
    }
    EFSMountConnectivity(ERROR_EFS_MOUNT_CONNECTIVITY_EXCEPTION) {
    }
    EFSMountFailure(ERROR_EFS_MOUNT_FAILURE_EXCEPTION) {
    }
    EFSMountTimeout(ERROR_EFS_MOUNT_TIMEOUT_EXCEPTION) {
    }
    ENILimitReached(ERROR_ENI_LIMIT_REACHED_EXCEPTION) {
    }
    ENINotReady(ERROR_ENI_NOT_READY_EXCEPTION) {
    }
    FunctionVersionsPerCapacityProviderLimitExceeded(ERROR_FUNCTION_VERSIONS_PER_CAPACITY_PROVIDER_LIMIT_EXCEEDED_EXCEPTION) {
    }
    InvalidCodeSignature(ERROR_INVALID_CODE_SIGNATURE_EXCEPTION) {
    }
    InvalidParameterValue(ERROR_INVALID_PARAMETER_VALUE_EXCEPTION) {
    }
    InvalidRequestContent(ERROR_INVALID_REQUEST_CONTENT_EXCEPTION) {
    }
    InvalidRuntime(ERROR_INVALID_RUNTIME_EXCEPTION) {
    }
    InvalidSecurityGroupID(ERROR_INVALID_SECURITY_GROUP_ID_EXCEPTION) {
    }
    InvalidSubnetID(ERROR_INVALID_SUBNET_ID_EXCEPTION) {
    }
    InvalidZipFile(ERROR_INVALID_ZIP_FILE_EXCEPTION) {
    }
    KMSAccessDenied(ERROR_KMS_ACCESS_DENIED_EXCEPTION) {
    }
    KMSDisabled(ERROR_KMS_DISABLED_EXCEPTION) {
    }
    KMSInvalidState(ERROR_KMS_INVALID_STATE_EXCEPTION) {
    }
    KMSNotFound(ERROR_KMS_NOT_FOUND_EXCEPTION) {
    }
    ModeNotSupported(ERROR_MODE_NOT_SUPPORTED_EXCEPTION) {
    }
    NoPublishedVersion(ERROR_NO_PUBLISHED_VERSION_EXCEPTION) {
    }
    PolicyLengthExceeded(ERROR_POLICY_LENGTH_EXCEEDED_EXCEPTION) {
    }
    PreconditionFailed(ERROR_PRECONDITION_FAILED_EXCEPTION) {
    }
    ProvisionedConcurrencyConfigNotFound(ERROR_PROVISIONED_CONCURRENCY_CONFIG_NOT_FOUND_EXCEPTION) {
    }
    PublicPolicy(ERROR_PUBLIC_POLICY_EXCEPTION) {
    }
    RecursiveInvocation(ERROR_RECURSIVE_INVOCATION_EXCEPTION) {
    }
    RequestTooLarge(ERROR_REQUEST_TOO_LARGE_EXCEPTION) {
    }
    ResourceConflict(ERROR_RESOURCE_CONFLICT_EXCEPTION) {
    }
    ResourceNotFound(ERROR_RESOURCE_NOT_FOUND_EXCEPTION) {
    }
    ResourceNotReady(ERROR_RESOURCE_NOT_READY_EXCEPTION) {
    }
    RuntimeAliasDeleted(ERROR_RUNTIME_ALIAS_DELETED_EXCEPTION) {
    }
    RuntimeVersionDeleted(ERROR_RUNTIME_VERSION_DELETED_EXCEPTION) {
    }
    S3FilesMountConnectivity(ERROR_S3_FILES_MOUNT_CONNECTIVITY_EXCEPTION) {
    }
    S3FilesMountFailure(ERROR_S3_FILES_MOUNT_FAILURE_EXCEPTION) {
    }
    S3FilesMountTimeout(ERROR_S3_FILES_MOUNT_TIMEOUT_EXCEPTION) {
    }
    SerializedRequestEntityTooLarge(ERROR_SERIALIZED_REQUEST_ENTITY_TOO_LARGE_EXCEPTION) {
    }
    Service(ERROR_SERVICE_EXCEPTION) {
    }
    ServiceQuotaExceeded(ERROR_SERVICE_QUOTA_EXCEEDED_EXCEPTION) {
    }
    SnapStart(ERROR_SNAP_START_EXCEPTION) {
    }
    SnapStartNotReady(ERROR_SNAP_START_NOT_READY_EXCEPTION) {
    }
    SnapStartRegenerationFailure(ERROR_SNAP_START_REGENERATION_FAILURE_EXCEPTION) {
    }
    SnapStartTimeout(ERROR_SNAP_START_TIMEOUT_EXCEPTION) {
    }
    SubnetIPAddressLimitReached(ERROR_SUBNET_IP_ADDRESS_LIMIT_REACHED_EXCEPTION) {
    }
    TooManyRequests(ERROR_TOO_MANY_REQUESTS_EXCEPTION) {
        retry_after_seconds: Option<String> = 0,
        reason: Option<ThrottleReason> = 3,
    }
    UnsupportedMediaType(ERROR_UNSUPPORTED_MEDIA_TYPE_EXCEPTION) {
    }
}
