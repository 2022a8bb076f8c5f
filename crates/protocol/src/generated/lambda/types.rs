//! What messages consist of.

// Written by `cargo xtask codegen`; change operations.toml or the generator.

#[allow(unused_imports)]
use std::collections::BTreeMap;

#[allow(unused_imports)]
use bytes::Bytes;

#[allow(unused_imports)]
use crate::{Streamed, Timestamp};

enumerations! {
    enum ApplicationLogLevel {
        Trace = "TRACE",
        Debug = "DEBUG",
        Info = "INFO",
        Warn = "WARN",
        Error = "ERROR",
        Fatal = "FATAL",
    }
    enum Architecture {
        X86_64 = "x86_64",
        Arm64 = "arm64",
    }
    enum CodeSigningPolicy {
        Warn = "Warn",
        Enforce = "Enforce",
    }
    enum DirectS3Read {
        Enabled = "ENABLED",
        Disabled = "DISABLED",
        Auto = "AUTO",
    }
    enum FunctionUrlAuthType {
        None = "NONE",
        AwsIam = "AWS_IAM",
    }
    enum FunctionVersion {
        All = "ALL",
    }
    enum FunctionVersionLatestPublished {
        LatestPublished = "LATEST_PUBLISHED",
    }
    enum InvocationType {
        Event = "Event",
        RequestResponse = "RequestResponse",
        DryRun = "DryRun",
    }
    enum InvokeMode {
        Buffered = "BUFFERED",
        ResponseStream = "RESPONSE_STREAM",
    }
    enum LastUpdateStatus {
        Successful = "Successful",
        Failed = "Failed",
        InProgress = "InProgress",
    }
    enum LastUpdateStatusReasonCode {
        EniLimitExceeded = "EniLimitExceeded",
        InsufficientRolePermissions = "InsufficientRolePermissions",
        InvalidConfiguration = "InvalidConfiguration",
        InternalError = "InternalError",
        SubnetOutOfIPAddresses = "SubnetOutOfIPAddresses",
        InvalidSubnet = "InvalidSubnet",
        InvalidSecurityGroup = "InvalidSecurityGroup",
        ImageDeleted = "ImageDeleted",
        ImageAccessDenied = "ImageAccessDenied",
        InvalidImage = "InvalidImage",
        KMSKeyAccessDenied = "KMSKeyAccessDenied",
        KMSKeyNotFound = "KMSKeyNotFound",
        InvalidStateKMSKey = "InvalidStateKMSKey",
        DisabledKMSKey = "DisabledKMSKey",
        EFSIOError = "EFSIOError",
        EFSMountConnectivityError = "EFSMountConnectivityError",
        EFSMountFailure = "EFSMountFailure",
        EFSMountTimeout = "EFSMountTimeout",
        InvalidRuntime = "InvalidRuntime",
        InvalidZipFileException = "InvalidZipFileException",
        FunctionError = "FunctionError",
        ServiceQuotaExceededException = "ServiceQuotaExceededException",
        VcpuLimitExceeded = "VcpuLimitExceeded",
        CapacityProviderScalingLimitExceeded = "CapacityProviderScalingLimitExceeded",
        InsufficientCapacity = "InsufficientCapacity",
        EC2RequestLimitExceeded = "EC2RequestLimitExceeded",
        FunctionErrorInitTimeout = "FunctionError.InitTimeout",
        FunctionErrorRuntimeInitError = "FunctionError.RuntimeInitError",
        FunctionErrorExtensionInitError = "FunctionError.ExtensionInitError",
        FunctionErrorInvalidEntryPoint = "FunctionError.InvalidEntryPoint",
        FunctionErrorInvalidWorkingDirectory = "FunctionError.InvalidWorkingDirectory",
        FunctionErrorPermissionDenied = "FunctionError.PermissionDenied",
        FunctionErrorTooManyExtensions = "FunctionError.TooManyExtensions",
        FunctionErrorInitResourceExhausted = "FunctionError.InitResourceExhausted",
        DisallowedByVpcEncryptionControl = "DisallowedByVpcEncryptionControl",
        IncompatibleAcceleratorInstanceTypes = "IncompatibleAcceleratorInstanceTypes",
        DependencyError = "DependencyError",
    }
    enum LogFormat {
        Json = "JSON",
        Text = "Text",
    }
    enum LogType {
        None = "None",
        Tail = "Tail",
    }
    enum PackageType {
        Zip = "Zip",
        Image = "Image",
    }
    enum ProvisionedConcurrencyStatusEnum {
        InProgress = "IN_PROGRESS",
        Ready = "READY",
        Failed = "FAILED",
    }
    enum RecursiveLoop {
        Allow = "Allow",
        Terminate = "Terminate",
    }
    enum ResponseStreamingInvocationType {
        RequestResponse = "RequestResponse",
        DryRun = "DryRun",
    }
    enum Runtime {
        Nodejs = "nodejs",
        Nodejs4_3 = "nodejs4.3",
        Nodejs6_10 = "nodejs6.10",
        Nodejs8_10 = "nodejs8.10",
        Nodejs10X = "nodejs10.x",
        Nodejs12X = "nodejs12.x",
        Nodejs14X = "nodejs14.x",
        Nodejs16X = "nodejs16.x",
        Nodejs18X = "nodejs18.x",
        Nodejs20X = "nodejs20.x",
        Nodejs22X = "nodejs22.x",
        Nodejs24X = "nodejs24.x",
        Java8 = "java8",
        Java8Al2 = "java8.al2",
        Java11 = "java11",
        Java17 = "java17",
        Java21 = "java21",
        Java25 = "java25",
        Python2_7 = "python2.7",
        Python3_6 = "python3.6",
        Python3_7 = "python3.7",
        Python3_8 = "python3.8",
        Python3_9 = "python3.9",
        Python3_10 = "python3.10",
        Python3_11 = "python3.11",
        Python3_12 = "python3.12",
        Python3_13 = "python3.13",
        Python3_14 = "python3.14",
        Dotnetcore1_0 = "dotnetcore1.0",
        Dotnetcore2_0 = "dotnetcore2.0",
        Dotnetcore2_1 = "dotnetcore2.1",
        Dotnetcore3_1 = "dotnetcore3.1",
        Dotnet6 = "dotnet6",
        Dotnet8 = "dotnet8",
        Dotnet10 = "dotnet10",
        Nodejs4_3Edge = "nodejs4.3-edge",
        Go1X = "go1.x",
        Ruby2_5 = "ruby2.5",
        Ruby2_7 = "ruby2.7",
        Ruby3_2 = "ruby3.2",
        Ruby3_3 = "ruby3.3",
        Ruby3_4 = "ruby3.4",
        Ruby4_0 = "ruby4.0",
        Provided = "provided",
        ProvidedAl2 = "provided.al2",
        ProvidedAl2023 = "provided.al2023",
        Nodejs26X = "nodejs26.x",
        Python3_15 = "python3.15",
        Java8Al2023 = "java8.al2023",
        Java11Al2023 = "java11.al2023",
        Java17Al2023 = "java17.al2023",
        Custom = "custom",
    }
    enum S3ObjectStorageMode {
        Copy = "COPY",
        Reference = "REFERENCE",
    }
    enum SnapStartApplyOn {
        PublishedVersions = "PublishedVersions",
        None = "None",
    }
    enum SnapStartOptimizationStatus {
        On = "On",
        Off = "Off",
    }
    enum State {
        Pending = "Pending",
        Active = "Active",
        Inactive = "Inactive",
        Failed = "Failed",
        Deactivating = "Deactivating",
        Deactivated = "Deactivated",
        ActiveNonInvocable = "ActiveNonInvocable",
        Deleting = "Deleting",
    }
    enum StateReasonCode {
        Idle = "Idle",
        Creating = "Creating",
        Restoring = "Restoring",
        EniLimitExceeded = "EniLimitExceeded",
        InsufficientRolePermissions = "InsufficientRolePermissions",
        InvalidConfiguration = "InvalidConfiguration",
        InternalError = "InternalError",
        SubnetOutOfIPAddresses = "SubnetOutOfIPAddresses",
        InvalidSubnet = "InvalidSubnet",
        InvalidSecurityGroup = "InvalidSecurityGroup",
        ImageDeleted = "ImageDeleted",
        ImageAccessDenied = "ImageAccessDenied",
        InvalidImage = "InvalidImage",
        KMSKeyAccessDenied = "KMSKeyAccessDenied",
        KMSKeyNotFound = "KMSKeyNotFound",
        InvalidStateKMSKey = "InvalidStateKMSKey",
        DisabledKMSKey = "DisabledKMSKey",
        EFSIOError = "EFSIOError",
        EFSMountConnectivityError = "EFSMountConnectivityError",
        EFSMountFailure = "EFSMountFailure",
        EFSMountTimeout = "EFSMountTimeout",
        InvalidRuntime = "InvalidRuntime",
        InvalidZipFileException = "InvalidZipFileException",
        FunctionError = "FunctionError",
        ServiceQuotaExceededException = "ServiceQuotaExceededException",
        VcpuLimitExceeded = "VcpuLimitExceeded",
        CapacityProviderScalingLimitExceeded = "CapacityProviderScalingLimitExceeded",
        InsufficientCapacity = "InsufficientCapacity",
        EC2RequestLimitExceeded = "EC2RequestLimitExceeded",
        FunctionErrorInitTimeout = "FunctionError.InitTimeout",
        FunctionErrorRuntimeInitError = "FunctionError.RuntimeInitError",
        FunctionErrorExtensionInitError = "FunctionError.ExtensionInitError",
        FunctionErrorInvalidEntryPoint = "FunctionError.InvalidEntryPoint",
        FunctionErrorInvalidWorkingDirectory = "FunctionError.InvalidWorkingDirectory",
        FunctionErrorPermissionDenied = "FunctionError.PermissionDenied",
        FunctionErrorTooManyExtensions = "FunctionError.TooManyExtensions",
        FunctionErrorInitResourceExhausted = "FunctionError.InitResourceExhausted",
        DisallowedByVpcEncryptionControl = "DisallowedByVpcEncryptionControl",
        DrainingDurableExecutions = "DrainingDurableExecutions",
        IncompatibleAcceleratorInstanceTypes = "IncompatibleAcceleratorInstanceTypes",
        DependencyError = "DependencyError",
    }
    enum SystemLogLevel {
        Debug = "DEBUG",
        Info = "INFO",
        Warn = "WARN",
    }
    enum TenantIsolationMode {
        PerTenant = "PER_TENANT",
    }
    enum ThrottleReason {
        ConcurrentInvocationLimitExceeded = "ConcurrentInvocationLimitExceeded",
        FunctionInvocationRateLimitExceeded = "FunctionInvocationRateLimitExceeded",
        ReservedFunctionConcurrentInvocationLimitExceeded = "ReservedFunctionConcurrentInvocationLimitExceeded",
        ReservedFunctionInvocationRateLimitExceeded = "ReservedFunctionInvocationRateLimitExceeded",
        CallerRateLimitExceeded = "CallerRateLimitExceeded",
        ConcurrentSnapshotCreateLimitExceeded = "ConcurrentSnapshotCreateLimitExceeded",
    }
    enum TracingMode {
        Active = "Active",
        PassThrough = "PassThrough",
    }
    enum UpdateRuntimeOn {
        Auto = "Auto",
        Manual = "Manual",
        FunctionUpdate = "FunctionUpdate",
    }
}

structures! {
    ACCELERATOR_CONFIG #[derive(Default)] struct AcceleratorConfig {
        accelerator_memory_size: i32,
    }
    ACCOUNT_LIMIT #[derive(Default)] struct AccountLimit {
        total_code_size: Option<i64>,
        code_size_unzipped: Option<i64>,
        code_size_zipped: Option<i64>,
        concurrent_executions: Option<i32>,
        unreserved_concurrent_executions: Option<i32>,
    }
    ACCOUNT_USAGE #[derive(Default)] struct AccountUsage {
        total_code_size: Option<i64>,
        function_count: Option<i64>,
    }
    ADD_LAYER_VERSION_PERMISSION_REQUEST #[derive(Default)] struct AddLayerVersionPermissionRequest {
        layer_name: String,
        version_number: i64,
        statement_id: String,
        action: String,
        principal: String,
        organization_id: Option<String>,
        revision_id: Option<String>,
    }
    ADD_LAYER_VERSION_PERMISSION_RESPONSE #[derive(Default)] struct AddLayerVersionPermissionResponse {
        statement: Option<String>,
        revision_id: Option<String>,
    }
    ADD_PERMISSION_REQUEST #[derive(Default)] struct AddPermissionRequest {
        function_name: String,
        statement_id: String,
        action: String,
        principal: String,
        source_arn: Option<String>,
        function_url_auth_type: Option<FunctionUrlAuthType>,
        invoked_via_function_url: Option<bool>,
        source_account: Option<String>,
        event_source_token: Option<String>,
        qualifier: Option<String>,
        revision_id: Option<String>,
        principal_org_id: Option<String>,
    }
    ADD_PERMISSION_RESPONSE #[derive(Default)] struct AddPermissionResponse {
        statement: Option<String>,
    }
    ALIAS_CONFIGURATION #[derive(Default)] struct AliasConfiguration {
        alias_arn: Option<String>,
        name: Option<String>,
        function_version: Option<String>,
        description: Option<String>,
        routing_config: Option<AliasRoutingConfiguration>,
        revision_id: Option<String>,
    }
    ALIAS_ROUTING_CONFIGURATION #[derive(Default)] struct AliasRoutingConfiguration {
        additional_version_weights: Option<BTreeMap<String, f64>>,
    }
    ALLOWED_PUBLISHERS #[derive(Default)] struct AllowedPublishers {
        signing_profile_version_arns: Vec<String>,
    }
    CAPACITY_PROVIDER_CONFIG #[derive(Default)] struct CapacityProviderConfig {
        lambda_managed_instances_capacity_provider_config: LambdaManagedInstancesCapacityProviderConfig,
    }
    CODE_SIGNING_CONFIG #[derive(Default)] struct CodeSigningConfig {
        code_signing_config_id: String,
        code_signing_config_arn: String,
        description: Option<String>,
        allowed_publishers: AllowedPublishers,
        code_signing_policies: CodeSigningPolicies,
        last_modified: String,
    }
    CODE_SIGNING_POLICIES #[derive(Default)] struct CodeSigningPolicies {
        untrusted_artifact_on_deployment: Option<CodeSigningPolicy>,
    }
    CONCURRENCY #[derive(Default)] struct Concurrency {
        reserved_concurrent_executions: Option<i32>,
    }
    CORS #[derive(Default)] struct Cors {
        allow_credentials: Option<bool>,
        allow_headers: Option<Vec<String>>,
        allow_methods: Option<Vec<String>>,
        allow_origins: Option<Vec<String>>,
        expose_headers: Option<Vec<String>>,
        max_age: Option<i32>,
    }
    CREATE_ALIAS_REQUEST #[derive(Default)] struct CreateAliasRequest {
        function_name: String,
        name: String,
        function_version: String,
        description: Option<String>,
        routing_config: Option<AliasRoutingConfiguration>,
    }
    CREATE_FUNCTION_REQUEST #[derive(Default)] struct CreateFunctionRequest {
        function_name: String,
        runtime: Option<Runtime>,
        role: String,
        handler: Option<String>,
        code: FunctionCode,
        description: Option<String>,
        timeout: Option<i32>,
        memory_size: Option<i32>,
        publish: Option<bool>,
        publish_to: Option<FunctionVersionLatestPublished>,
        vpc_config: Option<VpcConfig>,
        package_type: Option<PackageType>,
        dead_letter_config: Option<DeadLetterConfig>,
        environment: Option<Environment>,
        kms_key_arn: Option<String>,
        tracing_config: Option<TracingConfig>,
        tags: Option<BTreeMap<String, String>>,
        layers: Option<Vec<String>>,
        file_system_configs: Option<Vec<FileSystemConfig>>,
        code_signing_config_arn: Option<String>,
        image_config: Option<ImageConfig>,
        architectures: Option<Vec<Architecture>>,
        ephemeral_storage: Option<EphemeralStorage>,
        snap_start: Option<SnapStart>,
        logging_config: Option<LoggingConfig>,
        tenancy_config: Option<TenancyConfig>,
        capacity_provider_config: Option<CapacityProviderConfig>,
        durable_config: Option<DurableConfig>,
        runtime_config: Option<FunctionRuntimeConfig>,
        accelerator_config: Option<AcceleratorConfig>,
    }
    CREATE_FUNCTION_URL_CONFIG_REQUEST struct CreateFunctionUrlConfigRequest {
        function_name: String,
        qualifier: Option<String>,
        auth_type: FunctionUrlAuthType,
        cors: Option<Cors>,
        invoke_mode: Option<InvokeMode>,
    }
    CREATE_FUNCTION_URL_CONFIG_RESPONSE struct CreateFunctionUrlConfigResponse {
        function_url: String,
        function_arn: String,
        auth_type: FunctionUrlAuthType,
        cors: Option<Cors>,
        creation_time: String,
        invoke_mode: Option<InvokeMode>,
    }
    DEAD_LETTER_CONFIG #[derive(Default)] struct DeadLetterConfig {
        target_arn: Option<String>,
    }
    DELETE_ALIAS_REQUEST #[derive(Default)] struct DeleteAliasRequest {
        function_name: String,
        name: String,
    }
    DELETE_FUNCTION_CODE_SIGNING_CONFIG_REQUEST #[derive(Default)] struct DeleteFunctionCodeSigningConfigRequest {
        function_name: String,
    }
    DELETE_FUNCTION_CONCURRENCY_REQUEST #[derive(Default)] struct DeleteFunctionConcurrencyRequest {
        function_name: String,
    }
    DELETE_FUNCTION_EVENT_INVOKE_CONFIG_REQUEST #[derive(Default)] struct DeleteFunctionEventInvokeConfigRequest {
        function_name: String,
        qualifier: Option<String>,
    }
    DELETE_FUNCTION_REQUEST #[derive(Default)] struct DeleteFunctionRequest {
        function_name: String,
        qualifier: Option<String>,
    }
    DELETE_FUNCTION_RESPONSE #[derive(Default)] struct DeleteFunctionResponse {
        status_code: Option<i32>,
    }
    DELETE_FUNCTION_URL_CONFIG_REQUEST #[derive(Default)] struct DeleteFunctionUrlConfigRequest {
        function_name: String,
        qualifier: Option<String>,
    }
    DELETE_LAYER_VERSION_REQUEST #[derive(Default)] struct DeleteLayerVersionRequest {
        layer_name: String,
        version_number: i64,
    }
    DELETE_PROVISIONED_CONCURRENCY_CONFIG_REQUEST #[derive(Default)] struct DeleteProvisionedConcurrencyConfigRequest {
        function_name: String,
        qualifier: String,
    }
    DESTINATION_CONFIG #[derive(Default)] struct DestinationConfig {
        on_success: Option<OnSuccess>,
        on_failure: Option<OnFailure>,
    }
    DURABLE_CONFIG #[derive(Default)] struct DurableConfig {
        kms_key_arn: Option<String>,
        retention_period_in_days: Option<i32>,
        execution_timeout: Option<i32>,
    }
    ENVIRONMENT #[derive(Default)] struct Environment {
        variables: Option<BTreeMap<String, String>>,
    }
    ENVIRONMENT_ERROR #[derive(Default)] struct EnvironmentError {
        error_code: Option<String>,
        message: Option<String>,
    }
    ENVIRONMENT_RESPONSE #[derive(Default)] struct EnvironmentResponse {
        variables: Option<BTreeMap<String, String>>,
        error: Option<EnvironmentError>,
    }
    EPHEMERAL_STORAGE #[derive(Default)] struct EphemeralStorage {
        size: i32,
    }
    FILE_SYSTEM_CONFIG #[derive(Default)] struct FileSystemConfig {
        arn: String,
        local_mount_path: String,
        s3_files_config: Option<S3FilesConfig>,
    }
    FUNCTION_CODE #[derive(Default)] struct FunctionCode {
        zip_file: Option<Bytes>,
        s3_bucket: Option<String>,
        s3_key: Option<String>,
        s3_object_version: Option<String>,
        s3_object_storage_mode: Option<S3ObjectStorageMode>,
        image_uri: Option<String>,
        source_kms_key_arn: Option<String>,
    }
    FUNCTION_CODE_LOCATION #[derive(Default)] struct FunctionCodeLocation {
        repository_type: Option<String>,
        location: Option<String>,
        image_uri: Option<String>,
        resolved_image_uri: Option<String>,
        resolved_s3_object: Option<ResolvedS3Object>,
        source_kms_key_arn: Option<String>,
        error: Option<FunctionCodeLocationError>,
    }
    FUNCTION_CODE_LOCATION_ERROR #[derive(Default)] struct FunctionCodeLocationError {
        error_code: Option<String>,
        message: Option<String>,
    }
    FUNCTION_CONFIGURATION #[derive(Default)] struct FunctionConfiguration {
        function_name: Option<String>,
        function_arn: Option<String>,
        runtime: Option<Runtime>,
        role: Option<String>,
        handler: Option<String>,
        code_size: Option<i64>,
        description: Option<String>,
        timeout: Option<i32>,
        memory_size: Option<i32>,
        last_modified: Option<String>,
        code_sha256: Option<String>,
        version: Option<String>,
        vpc_config: Option<VpcConfigResponse>,
        dead_letter_config: Option<DeadLetterConfig>,
        environment: Option<EnvironmentResponse>,
        kms_key_arn: Option<String>,
        tracing_config: Option<TracingConfigResponse>,
        master_arn: Option<String>,
        revision_id: Option<String>,
        layers: Option<Vec<Layer>>,
        state: Option<State>,
        state_reason: Option<String>,
        state_reason_code: Option<StateReasonCode>,
        last_update_status: Option<LastUpdateStatus>,
        last_update_status_reason: Option<String>,
        last_update_status_reason_code: Option<LastUpdateStatusReasonCode>,
        file_system_configs: Option<Vec<FileSystemConfig>>,
        signing_profile_version_arn: Option<String>,
        signing_job_arn: Option<String>,
        package_type: Option<PackageType>,
        image_config_response: Option<ImageConfigResponse>,
        architectures: Option<Vec<Architecture>>,
        ephemeral_storage: Option<EphemeralStorage>,
        snap_start: Option<SnapStartResponse>,
        runtime_version_config: Option<RuntimeVersionConfig>,
        logging_config: Option<LoggingConfig>,
        tenancy_config: Option<TenancyConfig>,
        capacity_provider_config: Option<CapacityProviderConfig>,
        config_sha256: Option<String>,
        durable_config: Option<DurableConfig>,
        runtime_config: Option<FunctionRuntimeConfig>,
        accelerator_config: Option<AcceleratorConfig>,
    }
    FUNCTION_EVENT_INVOKE_CONFIG #[derive(Default)] struct FunctionEventInvokeConfig {
        last_modified: Option<Timestamp>,
        function_arn: Option<String>,
        maximum_retry_attempts: Option<i32>,
        maximum_event_age_in_seconds: Option<i32>,
        destination_config: Option<DestinationConfig>,
    }
    FUNCTION_RUNTIME_CONFIG #[derive(Default)] struct FunctionRuntimeConfig {
        runtime_arn: String,
        runtime_alias: String,
    }
    FUNCTION_URL_CONFIG struct FunctionUrlConfig {
        function_url: String,
        function_arn: String,
        creation_time: String,
        last_modified_time: String,
        cors: Option<Cors>,
        auth_type: FunctionUrlAuthType,
        invoke_mode: Option<InvokeMode>,
    }
    GET_ACCOUNT_SETTINGS_REQUEST #[derive(Default)] struct GetAccountSettingsRequest {
    }
    GET_ACCOUNT_SETTINGS_RESPONSE #[derive(Default)] struct GetAccountSettingsResponse {
        account_limit: Option<AccountLimit>,
        account_usage: Option<AccountUsage>,
    }
    GET_ALIAS_REQUEST #[derive(Default)] struct GetAliasRequest {
        function_name: String,
        name: String,
    }
    GET_CODE_SIGNING_CONFIG_REQUEST #[derive(Default)] struct GetCodeSigningConfigRequest {
        code_signing_config_arn: String,
    }
    GET_CODE_SIGNING_CONFIG_RESPONSE #[derive(Default)] struct GetCodeSigningConfigResponse {
        code_signing_config: CodeSigningConfig,
    }
    GET_FUNCTION_CODE_SIGNING_CONFIG_REQUEST #[derive(Default)] struct GetFunctionCodeSigningConfigRequest {
        function_name: String,
    }
    GET_FUNCTION_CODE_SIGNING_CONFIG_RESPONSE #[derive(Default)] struct GetFunctionCodeSigningConfigResponse {
        code_signing_config_arn: String,
        function_name: String,
    }
    GET_FUNCTION_CONCURRENCY_REQUEST #[derive(Default)] struct GetFunctionConcurrencyRequest {
        function_name: String,
    }
    GET_FUNCTION_CONCURRENCY_RESPONSE #[derive(Default)] struct GetFunctionConcurrencyResponse {
        reserved_concurrent_executions: Option<i32>,
    }
    GET_FUNCTION_CONFIGURATION_REQUEST #[derive(Default)] struct GetFunctionConfigurationRequest {
        function_name: String,
        qualifier: Option<String>,
    }
    GET_FUNCTION_EVENT_INVOKE_CONFIG_REQUEST #[derive(Default)] struct GetFunctionEventInvokeConfigRequest {
        function_name: String,
        qualifier: Option<String>,
    }
    GET_FUNCTION_RECURSION_CONFIG_REQUEST #[derive(Default)] struct GetFunctionRecursionConfigRequest {
        function_name: String,
    }
    GET_FUNCTION_RECURSION_CONFIG_RESPONSE #[derive(Default)] struct GetFunctionRecursionConfigResponse {
        recursive_loop: Option<RecursiveLoop>,
    }
    GET_FUNCTION_REQUEST #[derive(Default)] struct GetFunctionRequest {
        function_name: String,
        qualifier: Option<String>,
    }
    GET_FUNCTION_RESPONSE #[derive(Default)] struct GetFunctionResponse {
        configuration: Option<FunctionConfiguration>,
        code: Option<FunctionCodeLocation>,
        tags: Option<BTreeMap<String, String>>,
        tags_error: Option<TagsError>,
        concurrency: Option<Concurrency>,
    }
    GET_FUNCTION_URL_CONFIG_REQUEST #[derive(Default)] struct GetFunctionUrlConfigRequest {
        function_name: String,
        qualifier: Option<String>,
    }
    GET_FUNCTION_URL_CONFIG_RESPONSE struct GetFunctionUrlConfigResponse {
        function_url: String,
        function_arn: String,
        auth_type: FunctionUrlAuthType,
        cors: Option<Cors>,
        creation_time: String,
        last_modified_time: String,
        invoke_mode: Option<InvokeMode>,
    }
    GET_LAYER_VERSION_BY_ARN_REQUEST #[derive(Default)] struct GetLayerVersionByArnRequest {
        arn: String,
    }
    GET_LAYER_VERSION_POLICY_REQUEST #[derive(Default)] struct GetLayerVersionPolicyRequest {
        layer_name: String,
        version_number: i64,
    }
    GET_LAYER_VERSION_POLICY_RESPONSE #[derive(Default)] struct GetLayerVersionPolicyResponse {
        policy: Option<String>,
        revision_id: Option<String>,
    }
    GET_LAYER_VERSION_REQUEST #[derive(Default)] struct GetLayerVersionRequest {
        layer_name: String,
        version_number: i64,
    }
    GET_LAYER_VERSION_RESPONSE #[derive(Default)] struct GetLayerVersionResponse {
        content: Option<LayerVersionContentOutput>,
        layer_arn: Option<String>,
        layer_version_arn: Option<String>,
        description: Option<String>,
        created_date: Option<String>,
        version: Option<i64>,
        compatible_architectures: Option<Vec<Architecture>>,
        compatible_runtimes: Option<Vec<Runtime>>,
        license_info: Option<String>,
    }
    GET_POLICY_REQUEST #[derive(Default)] struct GetPolicyRequest {
        function_name: String,
        qualifier: Option<String>,
    }
    GET_POLICY_RESPONSE #[derive(Default)] struct GetPolicyResponse {
        policy: Option<String>,
        revision_id: Option<String>,
    }
    GET_PROVISIONED_CONCURRENCY_CONFIG_REQUEST #[derive(Default)] struct GetProvisionedConcurrencyConfigRequest {
        function_name: String,
        qualifier: String,
    }
    GET_PROVISIONED_CONCURRENCY_CONFIG_RESPONSE #[derive(Default)] struct GetProvisionedConcurrencyConfigResponse {
        requested_provisioned_concurrent_executions: Option<i32>,
        available_provisioned_concurrent_executions: Option<i32>,
        allocated_provisioned_concurrent_executions: Option<i32>,
        status: Option<ProvisionedConcurrencyStatusEnum>,
        status_reason: Option<String>,
        last_modified: Option<String>,
    }
    GET_RUNTIME_MANAGEMENT_CONFIG_REQUEST #[derive(Default)] struct GetRuntimeManagementConfigRequest {
        function_name: String,
        qualifier: Option<String>,
    }
    GET_RUNTIME_MANAGEMENT_CONFIG_RESPONSE #[derive(Default)] struct GetRuntimeManagementConfigResponse {
        update_runtime_on: Option<UpdateRuntimeOn>,
        function_arn: Option<String>,
        runtime_version_arn: Option<String>,
    }
    IMAGE_CONFIG #[derive(Default)] struct ImageConfig {
        entry_point: Option<Vec<String>>,
        command: Option<Vec<String>>,
        working_directory: Option<String>,
    }
    IMAGE_CONFIG_ERROR #[derive(Default)] struct ImageConfigError {
        error_code: Option<String>,
        message: Option<String>,
    }
    IMAGE_CONFIG_RESPONSE #[derive(Default)] struct ImageConfigResponse {
        image_config: Option<ImageConfig>,
        error: Option<ImageConfigError>,
    }
    INVOCATION_REQUEST #[derive(Default)] struct InvocationRequest {
        function_name: String,
        invocation_type: Option<InvocationType>,
        log_type: Option<LogType>,
        client_context: Option<String>,
        durable_execution_name: Option<String>,
        payload: Option<Bytes>,
        qualifier: Option<String>,
        tenant_id: Option<String>,
    }
    INVOCATION_RESPONSE #[derive(Default)] struct InvocationResponse {
        status_code: Option<i32>,
        function_error: Option<String>,
        log_result: Option<String>,
        payload: Option<Bytes>,
        executed_version: Option<String>,
        durable_execution_arn: Option<String>,
    }
    INVOKE_ASYNC_REQUEST #[derive(Default)] struct InvokeAsyncRequest {
        function_name: String,
        invoke_args: Bytes,
    }
    INVOKE_ASYNC_RESPONSE #[derive(Default)] struct InvokeAsyncResponse {
        status: Option<i32>,
    }
    INVOKE_RESPONSE_STREAM_UPDATE #[derive(Default)] struct InvokeResponseStreamUpdate {
        payload: Option<Bytes>,
    }
    INVOKE_WITH_RESPONSE_STREAM_COMPLETE_EVENT #[derive(Default)] struct InvokeWithResponseStreamCompleteEvent {
        error_code: Option<String>,
        error_details: Option<String>,
        log_result: Option<String>,
    }
    INVOKE_WITH_RESPONSE_STREAM_REQUEST #[derive(Default)] struct InvokeWithResponseStreamRequest {
        function_name: String,
        log_type: Option<LogType>,
        client_context: Option<String>,
        qualifier: Option<String>,
        payload: Option<Bytes>,
        tenant_id: Option<String>,
        invocation_type: Option<ResponseStreamingInvocationType>,
    }
    INVOKE_WITH_RESPONSE_STREAM_RESPONSE #[derive(Default)] struct InvokeWithResponseStreamResponse {
        status_code: Option<i32>,
        executed_version: Option<String>,
        event_stream: Streamed,
        response_stream_content_type: Option<String>,
    }
    LAMBDA_MANAGED_INSTANCES_CAPACITY_PROVIDER_CONFIG #[derive(Default)] struct LambdaManagedInstancesCapacityProviderConfig {
        capacity_provider_arn: String,
        per_execution_environment_max_concurrency: Option<i32>,
        execution_environment_memory_gi_b_per_v_cpu: Option<f64>,
    }
    LAYER #[derive(Default)] struct Layer {
        arn: Option<String>,
        code_size: Option<i64>,
        signing_profile_version_arn: Option<String>,
        signing_job_arn: Option<String>,
    }
    LAYER_VERSION_CONTENT_INPUT #[derive(Default)] struct LayerVersionContentInput {
        s3_bucket: Option<String>,
        s3_key: Option<String>,
        s3_object_version: Option<String>,
        s3_object_storage_mode: Option<S3ObjectStorageMode>,
        zip_file: Option<Bytes>,
    }
    LAYER_VERSION_CONTENT_OUTPUT #[derive(Default)] struct LayerVersionContentOutput {
        location: Option<String>,
        code_sha256: Option<String>,
        code_size: Option<i64>,
        signing_profile_version_arn: Option<String>,
        signing_job_arn: Option<String>,
        resolved_s3_object: Option<ResolvedS3Object>,
    }
    LAYER_VERSIONS_LIST_ITEM #[derive(Default)] struct LayerVersionsListItem {
        layer_version_arn: Option<String>,
        version: Option<i64>,
        description: Option<String>,
        created_date: Option<String>,
        compatible_architectures: Option<Vec<Architecture>>,
        compatible_runtimes: Option<Vec<Runtime>>,
        license_info: Option<String>,
    }
    LAYERS_LIST_ITEM #[derive(Default)] struct LayersListItem {
        layer_name: Option<String>,
        layer_arn: Option<String>,
        latest_matching_version: Option<LayerVersionsListItem>,
    }
    LIST_ALIASES_REQUEST #[derive(Default)] struct ListAliasesRequest {
        function_name: String,
        function_version: Option<String>,
        marker: Option<String>,
        max_items: Option<i32>,
    }
    LIST_ALIASES_RESPONSE #[derive(Default)] struct ListAliasesResponse {
        next_marker: Option<String>,
        aliases: Option<Vec<AliasConfiguration>>,
    }
    LIST_CODE_SIGNING_CONFIGS_REQUEST #[derive(Default)] struct ListCodeSigningConfigsRequest {
        marker: Option<String>,
        max_items: Option<i32>,
    }
    LIST_CODE_SIGNING_CONFIGS_RESPONSE #[derive(Default)] struct ListCodeSigningConfigsResponse {
        next_marker: Option<String>,
        code_signing_configs: Option<Vec<CodeSigningConfig>>,
    }
    LIST_FUNCTION_EVENT_INVOKE_CONFIGS_REQUEST #[derive(Default)] struct ListFunctionEventInvokeConfigsRequest {
        function_name: String,
        marker: Option<String>,
        max_items: Option<i32>,
    }
    LIST_FUNCTION_EVENT_INVOKE_CONFIGS_RESPONSE #[derive(Default)] struct ListFunctionEventInvokeConfigsResponse {
        function_event_invoke_configs: Option<Vec<FunctionEventInvokeConfig>>,
        next_marker: Option<String>,
    }
    LIST_FUNCTION_URL_CONFIGS_REQUEST #[derive(Default)] struct ListFunctionUrlConfigsRequest {
        function_name: String,
        marker: Option<String>,
        max_items: Option<i32>,
    }
    LIST_FUNCTION_URL_CONFIGS_RESPONSE #[derive(Default)] struct ListFunctionUrlConfigsResponse {
        function_url_configs: Vec<FunctionUrlConfig>,
        next_marker: Option<String>,
    }
    LIST_FUNCTIONS_REQUEST #[derive(Default)] struct ListFunctionsRequest {
        master_region: Option<String>,
        function_version: Option<FunctionVersion>,
        marker: Option<String>,
        max_items: Option<i32>,
    }
    LIST_FUNCTIONS_RESPONSE #[derive(Default)] struct ListFunctionsResponse {
        next_marker: Option<String>,
        functions: Option<Vec<FunctionConfiguration>>,
    }
    LIST_LAYER_VERSIONS_REQUEST #[derive(Default)] struct ListLayerVersionsRequest {
        compatible_architecture: Option<Architecture>,
        compatible_runtime: Option<Runtime>,
        layer_name: String,
        marker: Option<String>,
        max_items: Option<i32>,
    }
    LIST_LAYER_VERSIONS_RESPONSE #[derive(Default)] struct ListLayerVersionsResponse {
        next_marker: Option<String>,
        layer_versions: Option<Vec<LayerVersionsListItem>>,
    }
    LIST_LAYERS_REQUEST #[derive(Default)] struct ListLayersRequest {
        compatible_architecture: Option<Architecture>,
        compatible_runtime: Option<Runtime>,
        marker: Option<String>,
        max_items: Option<i32>,
    }
    LIST_LAYERS_RESPONSE #[derive(Default)] struct ListLayersResponse {
        next_marker: Option<String>,
        layers: Option<Vec<LayersListItem>>,
    }
    LIST_PROVISIONED_CONCURRENCY_CONFIGS_REQUEST #[derive(Default)] struct ListProvisionedConcurrencyConfigsRequest {
        function_name: String,
        marker: Option<String>,
        max_items: Option<i32>,
    }
    LIST_PROVISIONED_CONCURRENCY_CONFIGS_RESPONSE #[derive(Default)] struct ListProvisionedConcurrencyConfigsResponse {
        provisioned_concurrency_configs: Option<Vec<ProvisionedConcurrencyConfigListItem>>,
        next_marker: Option<String>,
    }
    LIST_TAGS_REQUEST #[derive(Default)] struct ListTagsRequest {
        resource: String,
    }
    LIST_TAGS_RESPONSE #[derive(Default)] struct ListTagsResponse {
        tags: Option<BTreeMap<String, String>>,
    }
    LIST_VERSIONS_BY_FUNCTION_REQUEST #[derive(Default)] struct ListVersionsByFunctionRequest {
        function_name: String,
        marker: Option<String>,
        max_items: Option<i32>,
    }
    LIST_VERSIONS_BY_FUNCTION_RESPONSE #[derive(Default)] struct ListVersionsByFunctionResponse {
        next_marker: Option<String>,
        versions: Option<Vec<FunctionConfiguration>>,
    }
    LOGGING_CONFIG #[derive(Default)] struct LoggingConfig {
        log_format: Option<LogFormat>,
        application_log_level: Option<ApplicationLogLevel>,
        system_log_level: Option<SystemLogLevel>,
        log_group: Option<String>,
    }
    ON_FAILURE #[derive(Default)] struct OnFailure {
        destination: Option<String>,
    }
    ON_SUCCESS #[derive(Default)] struct OnSuccess {
        destination: Option<String>,
    }
    PROVISIONED_CONCURRENCY_CONFIG_LIST_ITEM #[derive(Default)] struct ProvisionedConcurrencyConfigListItem {
        function_arn: Option<String>,
        requested_provisioned_concurrent_executions: Option<i32>,
        available_provisioned_concurrent_executions: Option<i32>,
        allocated_provisioned_concurrent_executions: Option<i32>,
        status: Option<ProvisionedConcurrencyStatusEnum>,
        status_reason: Option<String>,
        last_modified: Option<String>,
    }
    PUBLISH_LAYER_VERSION_REQUEST #[derive(Default)] struct PublishLayerVersionRequest {
        layer_name: String,
        description: Option<String>,
        content: LayerVersionContentInput,
        compatible_architectures: Option<Vec<Architecture>>,
        compatible_runtimes: Option<Vec<Runtime>>,
        license_info: Option<String>,
    }
    PUBLISH_LAYER_VERSION_RESPONSE #[derive(Default)] struct PublishLayerVersionResponse {
        content: Option<LayerVersionContentOutput>,
        layer_arn: Option<String>,
        layer_version_arn: Option<String>,
        description: Option<String>,
        created_date: Option<String>,
        version: Option<i64>,
        compatible_architectures: Option<Vec<Architecture>>,
        compatible_runtimes: Option<Vec<Runtime>>,
        license_info: Option<String>,
    }
    PUBLISH_VERSION_REQUEST #[derive(Default)] struct PublishVersionRequest {
        function_name: String,
        code_sha256: Option<String>,
        description: Option<String>,
        revision_id: Option<String>,
        publish_to: Option<FunctionVersionLatestPublished>,
    }
    PUT_FUNCTION_CODE_SIGNING_CONFIG_REQUEST #[derive(Default)] struct PutFunctionCodeSigningConfigRequest {
        code_signing_config_arn: String,
        function_name: String,
    }
    PUT_FUNCTION_CODE_SIGNING_CONFIG_RESPONSE #[derive(Default)] struct PutFunctionCodeSigningConfigResponse {
        code_signing_config_arn: String,
        function_name: String,
    }
    PUT_FUNCTION_CONCURRENCY_REQUEST #[derive(Default)] struct PutFunctionConcurrencyRequest {
        function_name: String,
        reserved_concurrent_executions: i32,
    }
    PUT_FUNCTION_EVENT_INVOKE_CONFIG_REQUEST #[derive(Default)] struct PutFunctionEventInvokeConfigRequest {
        function_name: String,
        qualifier: Option<String>,
        maximum_retry_attempts: Option<i32>,
        maximum_event_age_in_seconds: Option<i32>,
        destination_config: Option<DestinationConfig>,
    }
    PUT_FUNCTION_RECURSION_CONFIG_REQUEST struct PutFunctionRecursionConfigRequest {
        function_name: String,
        recursive_loop: RecursiveLoop,
    }
    PUT_FUNCTION_RECURSION_CONFIG_RESPONSE #[derive(Default)] struct PutFunctionRecursionConfigResponse {
        recursive_loop: Option<RecursiveLoop>,
    }
    PUT_PROVISIONED_CONCURRENCY_CONFIG_REQUEST #[derive(Default)] struct PutProvisionedConcurrencyConfigRequest {
        function_name: String,
        qualifier: String,
        provisioned_concurrent_executions: i32,
    }
    PUT_PROVISIONED_CONCURRENCY_CONFIG_RESPONSE #[derive(Default)] struct PutProvisionedConcurrencyConfigResponse {
        requested_provisioned_concurrent_executions: Option<i32>,
        allocated_provisioned_concurrent_executions: Option<i32>,
        available_provisioned_concurrent_executions: Option<i32>,
        status: Option<ProvisionedConcurrencyStatusEnum>,
        status_reason: Option<String>,
        last_modified: Option<String>,
    }
    PUT_RUNTIME_MANAGEMENT_CONFIG_REQUEST struct PutRuntimeManagementConfigRequest {
        function_name: String,
        qualifier: Option<String>,
        update_runtime_on: UpdateRuntimeOn,
        runtime_version_arn: Option<String>,
    }
    PUT_RUNTIME_MANAGEMENT_CONFIG_RESPONSE struct PutRuntimeManagementConfigResponse {
        update_runtime_on: UpdateRuntimeOn,
        function_arn: String,
        runtime_version_arn: Option<String>,
    }
    REMOVE_LAYER_VERSION_PERMISSION_REQUEST #[derive(Default)] struct RemoveLayerVersionPermissionRequest {
        layer_name: String,
        version_number: i64,
        statement_id: String,
        revision_id: Option<String>,
    }
    REMOVE_PERMISSION_REQUEST #[derive(Default)] struct RemovePermissionRequest {
        function_name: String,
        statement_id: String,
        qualifier: Option<String>,
        revision_id: Option<String>,
    }
    RESOLVED_S3_OBJECT #[derive(Default)] struct ResolvedS3Object {
        s3_bucket: Option<String>,
        s3_key: Option<String>,
        s3_object_version: Option<String>,
    }
    RUNTIME_VERSION_CONFIG #[derive(Default)] struct RuntimeVersionConfig {
        runtime_version_arn: Option<String>,
        error: Option<RuntimeVersionError>,
    }
    RUNTIME_VERSION_ERROR #[derive(Default)] struct RuntimeVersionError {
        error_code: Option<String>,
        message: Option<String>,
    }
    S3_FILES_CONFIG #[derive(Default)] struct S3FilesConfig {
        direct_s3_read: Option<DirectS3Read>,
    }
    SNAP_START #[derive(Default)] struct SnapStart {
        apply_on: Option<SnapStartApplyOn>,
    }
    SNAP_START_RESPONSE #[derive(Default)] struct SnapStartResponse {
        apply_on: Option<SnapStartApplyOn>,
        optimization_status: Option<SnapStartOptimizationStatus>,
    }
    TAG_RESOURCE_REQUEST #[derive(Default)] struct TagResourceRequest {
        resource: String,
        tags: BTreeMap<String, String>,
    }
    TAGS_ERROR #[derive(Default)] struct TagsError {
        error_code: String,
        message: String,
    }
    TENANCY_CONFIG struct TenancyConfig {
        tenant_isolation_mode: TenantIsolationMode,
    }
    TRACING_CONFIG #[derive(Default)] struct TracingConfig {
        mode: Option<TracingMode>,
    }
    TRACING_CONFIG_RESPONSE #[derive(Default)] struct TracingConfigResponse {
        mode: Option<TracingMode>,
    }
    UNTAG_RESOURCE_REQUEST #[derive(Default)] struct UntagResourceRequest {
        resource: String,
        tag_keys: Vec<String>,
    }
    UPDATE_ALIAS_REQUEST #[derive(Default)] struct UpdateAliasRequest {
        function_name: String,
        name: String,
        function_version: Option<String>,
        description: Option<String>,
        routing_config: Option<AliasRoutingConfiguration>,
        revision_id: Option<String>,
    }
    UPDATE_FUNCTION_CODE_REQUEST #[derive(Default)] struct UpdateFunctionCodeRequest {
        function_name: String,
        zip_file: Option<Bytes>,
        s3_bucket: Option<String>,
        s3_key: Option<String>,
        s3_object_version: Option<String>,
        s3_object_storage_mode: Option<S3ObjectStorageMode>,
        image_uri: Option<String>,
        architectures: Option<Vec<Architecture>>,
        publish: Option<bool>,
        publish_to: Option<FunctionVersionLatestPublished>,
        dry_run: Option<bool>,
        revision_id: Option<String>,
        source_kms_key_arn: Option<String>,
    }
    UPDATE_FUNCTION_CONFIGURATION_REQUEST #[derive(Default)] struct UpdateFunctionConfigurationRequest {
        function_name: String,
        role: Option<String>,
        handler: Option<String>,
        description: Option<String>,
        timeout: Option<i32>,
        memory_size: Option<i32>,
        vpc_config: Option<VpcConfig>,
        environment: Option<Environment>,
        runtime: Option<Runtime>,
        dead_letter_config: Option<DeadLetterConfig>,
        kms_key_arn: Option<String>,
        tracing_config: Option<TracingConfig>,
        revision_id: Option<String>,
        layers: Option<Vec<String>>,
        file_system_configs: Option<Vec<FileSystemConfig>>,
        image_config: Option<ImageConfig>,
        ephemeral_storage: Option<EphemeralStorage>,
        snap_start: Option<SnapStart>,
        logging_config: Option<LoggingConfig>,
        capacity_provider_config: Option<CapacityProviderConfig>,
        durable_config: Option<DurableConfig>,
        runtime_config: Option<FunctionRuntimeConfig>,
        accelerator_config: Option<AcceleratorConfig>,
    }
    UPDATE_FUNCTION_EVENT_INVOKE_CONFIG_REQUEST #[derive(Default)] struct UpdateFunctionEventInvokeConfigRequest {
        function_name: String,
        qualifier: Option<String>,
        maximum_retry_attempts: Option<i32>,
        maximum_event_age_in_seconds: Option<i32>,
        destination_config: Option<DestinationConfig>,
    }
    UPDATE_FUNCTION_URL_CONFIG_REQUEST #[derive(Default)] struct UpdateFunctionUrlConfigRequest {
        function_name: String,
        qualifier: Option<String>,
        auth_type: Option<FunctionUrlAuthType>,
        cors: Option<Cors>,
        invoke_mode: Option<InvokeMode>,
    }
    UPDATE_FUNCTION_URL_CONFIG_RESPONSE struct UpdateFunctionUrlConfigResponse {
        function_url: String,
        function_arn: String,
        auth_type: FunctionUrlAuthType,
        cors: Option<Cors>,
        creation_time: String,
        last_modified_time: String,
        invoke_mode: Option<InvokeMode>,
    }
    VPC_CONFIG #[derive(Default)] struct VpcConfig {
        subnet_ids: Option<Vec<String>>,
        security_group_ids: Option<Vec<String>>,
        ipv6_allowed_for_dual_stack: Option<bool>,
    }
    VPC_CONFIG_RESPONSE #[derive(Default)] struct VpcConfigResponse {
        subnet_ids: Option<Vec<String>>,
        security_group_ids: Option<Vec<String>>,
        vpc_id: Option<String>,
        ipv6_allowed_for_dual_stack: Option<bool>,
    }
}

events! {
    INVOKE_WITH_RESPONSE_STREAM_RESPONSE_EVENT enum InvokeWithResponseStreamResponseEvent {
        PayloadChunk(InvokeResponseStreamUpdate) = 0,
        InvokeComplete(InvokeWithResponseStreamCompleteEvent) = 1,
    }
}
