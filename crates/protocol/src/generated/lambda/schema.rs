//! What the model says about messages.

// Written by `cargo xtask codegen`; change operations.toml or the generator.

#[allow(unused_imports)]
use crate::schema::*;
#[allow(unused_imports)]
use crate::{Pattern, TimestampFormat};

pub(super) static ACCELERATOR_CONFIG: Structure = Structure {
    name: "AcceleratorConfig",
    members: &[member("AcceleratorMemorySize", Shape::INTEGER).required()],
    sensitive: false,
};
pub(super) static ACCOUNT_LIMIT: Structure = Structure {
    name: "AccountLimit",
    members: &[
        member("TotalCodeSize", Shape::LONG),
        member("CodeSizeUnzipped", Shape::LONG),
        member("CodeSizeZipped", Shape::LONG),
        member("ConcurrentExecutions", Shape::INTEGER),
        member("UnreservedConcurrentExecutions", Shape::INTEGER),
    ],
    sensitive: false,
};
pub(super) static ACCOUNT_USAGE: Structure = Structure {
    name: "AccountUsage",
    members: &[member("TotalCodeSize", Shape::LONG), member("FunctionCount", Shape::LONG)],
    sensitive: false,
};
static PATTERN_OF_ACTION: Pattern =
    Pattern::new(r"(lambda:[*]|lambda:[a-zA-Z]+|[*])", r"(lambda:[*]|lambda:[a-zA-Z]+|[*])");
pub(super) static ACTION: Text = Text {
    length: Length { min: Some(0), max: Some(10000) },
    pattern: Some(&PATTERN_OF_ACTION),
    values: &[],
    sensitive: false,
};
pub(super) static ADD_LAYER_VERSION_PERMISSION_REQUEST: Structure = Structure {
    name: "AddLayerVersionPermissionRequest",
    members: &[
        member("LayerName", Shape::Text(&LAYER_NAME_OR_ARN)).at(Place::Label).required(),
        member("VersionNumber", Shape::LONG).at(Place::Label).required(),
        member("StatementId", Shape::Text(&STATEMENT_ID)).required(),
        member("Action", Shape::Text(&LAYER_PERMISSION_ALLOWED_ACTION)).required(),
        member("Principal", Shape::Text(&LAYER_PERMISSION_ALLOWED_PRINCIPAL)).required(),
        member("OrganizationId", Shape::Text(&ORGANIZATION_ID)),
        member("RevisionId", Shape::TEXT).at(Place::Query),
    ],
    sensitive: false,
};
pub(super) static ADD_LAYER_VERSION_PERMISSION_RESPONSE: Structure = Structure {
    name: "AddLayerVersionPermissionResponse",
    members: &[member("Statement", Shape::TEXT), member("RevisionId", Shape::TEXT)],
    sensitive: false,
};
pub(super) static ADD_PERMISSION_REQUEST: Structure = Structure {
    name: "AddPermissionRequest",
    members: &[
        member("FunctionName", Shape::Text(&NAMESPACED_FUNCTION_NAME)).at(Place::Label).required(),
        member("StatementId", Shape::Text(&STATEMENT_ID)).required(),
        member("Action", Shape::Text(&ACTION)).required(),
        member("Principal", Shape::Text(&PRINCIPAL)).required(),
        member("SourceArn", Shape::Text(&ARN)),
        member("FunctionUrlAuthType", Shape::Text(&FUNCTION_URL_AUTH_TYPE)),
        member("InvokedViaFunctionUrl", Shape::Bool),
        member("SourceAccount", Shape::Text(&SOURCE_OWNER)),
        member("EventSourceToken", Shape::Text(&EVENT_SOURCE_TOKEN)),
        member("Qualifier", Shape::Text(&NUMERIC_LATEST_PUBLISHED_OR_ALIAS_QUALIFIER))
            .at(Place::Query),
        member("RevisionId", Shape::TEXT),
        member("PrincipalOrgID", Shape::Text(&PRINCIPAL_ORG_ID)),
    ],
    sensitive: false,
};
pub(super) static ADD_PERMISSION_RESPONSE: Structure = Structure {
    name: "AddPermissionResponse",
    members: &[member("Statement", Shape::TEXT)],
    sensitive: false,
};
static PATTERN_OF_ADDITIONAL_VERSION: Pattern = Pattern::new(r"[0-9]+", r"[0-9]+");
pub(super) static ADDITIONAL_VERSION: Text = Text {
    length: Length { min: Some(1), max: Some(1024) },
    pattern: Some(&PATTERN_OF_ADDITIONAL_VERSION),
    values: &[],
    sensitive: false,
};
pub(super) static ADDITIONAL_VERSION_WEIGHTS: Map = Map {
    key: &ADDITIONAL_VERSION,
    value: Shape::Float(&WEIGHT),
    wire: ("key", "value"),
    length: Length::ANY,
    sensitive: false,
};
static PATTERN_OF_ALIAS: Pattern =
    Pattern::new(r"(?!^[0-9]+$)([a-zA-Z0-9-_]+)", r"[0-9]*[a-zA-Z_-][a-zA-Z0-9_-]*");
pub(super) static ALIAS: Text = Text {
    length: Length { min: Some(1), max: Some(128) },
    pattern: Some(&PATTERN_OF_ALIAS),
    values: &[],
    sensitive: false,
};
pub(super) static ALIAS_CONFIGURATION: Structure = Structure {
    name: "AliasConfiguration",
    members: &[
        member("AliasArn", Shape::TEXT),
        member("Name", Shape::Text(&ALIAS)),
        member("FunctionVersion", Shape::TEXT),
        member("Description", Shape::Text(&DESCRIPTION)),
        member("RoutingConfig", Shape::Structure(&ALIAS_ROUTING_CONFIGURATION)),
        member("RevisionId", Shape::TEXT),
    ],
    sensitive: false,
};
pub(super) static ALIAS_LIMIT_EXCEEDED_EXCEPTION: Structure = Structure {
    name: "AliasLimitExceededException",
    members: &[member("Type", Shape::TEXT), member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static ALIAS_LIST: List = List {
    element: Shape::Structure(&ALIAS_CONFIGURATION),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
pub(super) static ALIAS_ROUTING_CONFIGURATION: Structure = Structure {
    name: "AliasRoutingConfiguration",
    members: &[member("AdditionalVersionWeights", Shape::Map(&ADDITIONAL_VERSION_WEIGHTS))],
    sensitive: false,
};
pub(super) static ALLOW_METHODS_LIST: List = List {
    element: Shape::Text(&METHOD),
    wire: "member",
    length: Length { min: Some(0), max: Some(6) },
    sensitive: false,
};
pub(super) static ALLOW_ORIGINS_LIST: List = List {
    element: Shape::Text(&ORIGIN),
    wire: "member",
    length: Length { min: Some(0), max: Some(100) },
    sensitive: false,
};
pub(super) static ALLOWED_PUBLISHERS: Structure = Structure {
    name: "AllowedPublishers",
    members: &[
        member("SigningProfileVersionArns", Shape::List(&SIGNING_PROFILE_VERSION_ARNS)).required()
    ],
    sensitive: false,
};
pub(super) static APPLICATION_LOG_LEVEL: Text = Text {
    length: Length::ANY,
    pattern: None,
    values: &["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"],
    sensitive: false,
};
pub(super) static ARCHITECTURE: Text =
    Text { length: Length::ANY, pattern: None, values: &["x86_64", "arm64"], sensitive: false };
pub(super) static ARCHITECTURES_LIST: List = List {
    element: Shape::Text(&ARCHITECTURE),
    wire: "member",
    length: Length { min: Some(1), max: Some(1) },
    sensitive: false,
};
static PATTERN_OF_ARN: Pattern = Pattern::new(
    r"arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1})?:(\d{12})?:(.*)",
    r"arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-[0-9]{1})?:([0-9]{12})?:([^\n\r\u{85}\u{2028}\u{2029}]*)",
);
pub(super) static ARN: Text = Text {
    length: Length { min: Some(0), max: Some(10000) },
    pattern: Some(&PATTERN_OF_ARN),
    values: &[],
    sensitive: false,
};
pub(super) static BLOB: Blob = Blob { length: Length::ANY, streaming: false, sensitive: true };
pub(super) static BLOB_STREAM: Blob =
    Blob { length: Length::ANY, streaming: true, sensitive: false };
static PATTERN_OF_CAPACITY_PROVIDER_ARN: Pattern = Pattern::new(
    r"arn:aws[a-zA-Z-]*:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:capacity-provider:[a-zA-Z0-9-_]+",
    r"arn:aws[a-zA-Z-]*:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-[0-9]{1}:[0-9]{12}:capacity-provider:[a-zA-Z0-9-_]+",
);
pub(super) static CAPACITY_PROVIDER_ARN: Text = Text {
    length: Length { min: Some(1), max: Some(140) },
    pattern: Some(&PATTERN_OF_CAPACITY_PROVIDER_ARN),
    values: &[],
    sensitive: false,
};
pub(super) static CAPACITY_PROVIDER_CONFIG: Structure = Structure {
    name: "CapacityProviderConfig",
    members: &[member(
        "LambdaManagedInstancesCapacityProviderConfig",
        Shape::Structure(&LAMBDA_MANAGED_INSTANCES_CAPACITY_PROVIDER_CONFIG),
    )
    .required()],
    sensitive: false,
};
pub(super) static CODE_ARTIFACT_USER_DELETED_EXCEPTION: Structure = Structure {
    name: "CodeArtifactUserDeletedException",
    members: &[member("Type", Shape::TEXT), member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static CODE_ARTIFACT_USER_FAILED_EXCEPTION: Structure = Structure {
    name: "CodeArtifactUserFailedException",
    members: &[member("Type", Shape::TEXT), member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static CODE_ARTIFACT_USER_PENDING_EXCEPTION: Structure = Structure {
    name: "CodeArtifactUserPendingException",
    members: &[member("Type", Shape::TEXT), member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static CODE_SIGNING_CONFIG: Structure = Structure {
    name: "CodeSigningConfig",
    members: &[
        member("CodeSigningConfigId", Shape::TEXT).required(),
        member("CodeSigningConfigArn", Shape::Text(&CODE_SIGNING_CONFIG_ARN)).required(),
        member("Description", Shape::Text(&DESCRIPTION)),
        member("AllowedPublishers", Shape::Structure(&ALLOWED_PUBLISHERS)).required(),
        member("CodeSigningPolicies", Shape::Structure(&CODE_SIGNING_POLICIES)).required(),
        member("LastModified", Shape::TEXT).required(),
    ],
    sensitive: false,
};
static PATTERN_OF_CODE_SIGNING_CONFIG_ARN: Pattern = Pattern::new(
    r"arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:code-signing-config:csc-[a-z0-9]{17}",
    r"arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-[0-9]{1}:[0-9]{12}:code-signing-config:csc-[a-z0-9]{17}",
);
pub(super) static CODE_SIGNING_CONFIG_ARN: Text = Text {
    length: Length { min: Some(0), max: Some(200) },
    pattern: Some(&PATTERN_OF_CODE_SIGNING_CONFIG_ARN),
    values: &[],
    sensitive: false,
};
pub(super) static CODE_SIGNING_CONFIG_LIST: List = List {
    element: Shape::Structure(&CODE_SIGNING_CONFIG),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
pub(super) static CODE_SIGNING_CONFIG_NOT_FOUND_EXCEPTION: Structure = Structure {
    name: "CodeSigningConfigNotFoundException",
    members: &[member("Type", Shape::TEXT), member("Message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static CODE_SIGNING_POLICIES: Structure = Structure {
    name: "CodeSigningPolicies",
    members: &[member("UntrustedArtifactOnDeployment", Shape::TEXT)],
    sensitive: false,
};
pub(super) static CODE_STORAGE_EXCEEDED_EXCEPTION: Structure = Structure {
    name: "CodeStorageExceededException",
    members: &[member("Type", Shape::TEXT), member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static CODE_VERIFICATION_FAILED_EXCEPTION: Structure = Structure {
    name: "CodeVerificationFailedException",
    members: &[member("Type", Shape::TEXT), member("Message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static COMPATIBLE_ARCHITECTURES: List = List {
    element: Shape::Text(&ARCHITECTURE),
    wire: "member",
    length: Length { min: Some(0), max: Some(2) },
    sensitive: false,
};
pub(super) static COMPATIBLE_RUNTIMES: List = List {
    element: Shape::Text(&RUNTIME),
    wire: "member",
    length: Length { min: Some(0), max: Some(15) },
    sensitive: false,
};
pub(super) static CONCURRENCY: Structure = Structure {
    name: "Concurrency",
    members: &[member(
        "ReservedConcurrentExecutions",
        Shape::Integer(&RESERVED_CONCURRENT_EXECUTIONS),
    )],
    sensitive: false,
};
pub(super) static CORS: Structure = Structure {
    name: "Cors",
    members: &[
        member("AllowCredentials", Shape::Bool),
        member("AllowHeaders", Shape::List(&HEADERS_LIST)),
        member("AllowMethods", Shape::List(&ALLOW_METHODS_LIST)),
        member("AllowOrigins", Shape::List(&ALLOW_ORIGINS_LIST)),
        member("ExposeHeaders", Shape::List(&HEADERS_LIST)),
        member("MaxAge", Shape::Integer(&MAX_AGE)),
    ],
    sensitive: false,
};
pub(super) static CREATE_ALIAS_REQUEST: Structure = Structure {
    name: "CreateAliasRequest",
    members: &[
        member("FunctionName", Shape::Text(&FUNCTION_NAME)).at(Place::Label).required(),
        member("Name", Shape::Text(&ALIAS)).required(),
        member("FunctionVersion", Shape::Text(&VERSION_WITH_LATEST_PUBLISHED)).required(),
        member("Description", Shape::Text(&DESCRIPTION)),
        member("RoutingConfig", Shape::Structure(&ALIAS_ROUTING_CONFIGURATION)),
    ],
    sensitive: false,
};
pub(super) static CREATE_FUNCTION_REQUEST: Structure = Structure {
    name: "CreateFunctionRequest",
    members: &[
        member("FunctionName", Shape::Text(&FUNCTION_NAME)).required(),
        member("Runtime", Shape::Text(&RUNTIME)),
        member("Role", Shape::Text(&ROLE_ARN)).required(),
        member("Handler", Shape::Text(&HANDLER)),
        member("Code", Shape::Structure(&FUNCTION_CODE)).required(),
        member("Description", Shape::Text(&DESCRIPTION)),
        member("Timeout", Shape::Integer(&TIMEOUT)),
        member("MemorySize", Shape::Integer(&MEMORY_SIZE)),
        member("Publish", Shape::Bool),
        member("PublishTo", Shape::Text(&FUNCTION_VERSION_LATEST_PUBLISHED)),
        member("VpcConfig", Shape::Structure(&VPC_CONFIG)),
        member("PackageType", Shape::Text(&PACKAGE_TYPE)),
        member("DeadLetterConfig", Shape::Structure(&DEAD_LETTER_CONFIG)),
        member("Environment", Shape::Structure(&ENVIRONMENT)),
        member("KMSKeyArn", Shape::Text(&KMS_KEY_ARN)),
        member("TracingConfig", Shape::Structure(&TRACING_CONFIG)),
        member("Tags", Shape::Map(&TAGS)),
        member("Layers", Shape::List(&LAYER_LIST)),
        member("FileSystemConfigs", Shape::List(&FILE_SYSTEM_CONFIG_LIST)),
        member("CodeSigningConfigArn", Shape::Text(&CODE_SIGNING_CONFIG_ARN)),
        member("ImageConfig", Shape::Structure(&IMAGE_CONFIG)),
        member("Architectures", Shape::List(&ARCHITECTURES_LIST)),
        member("EphemeralStorage", Shape::Structure(&EPHEMERAL_STORAGE)),
        member("SnapStart", Shape::Structure(&SNAP_START)),
        member("LoggingConfig", Shape::Structure(&LOGGING_CONFIG)),
        member("TenancyConfig", Shape::Structure(&TENANCY_CONFIG)),
        member("CapacityProviderConfig", Shape::Structure(&CAPACITY_PROVIDER_CONFIG)),
        member("DurableConfig", Shape::Structure(&DURABLE_CONFIG)),
        member("RuntimeConfig", Shape::Structure(&FUNCTION_RUNTIME_CONFIG)),
        member("AcceleratorConfig", Shape::Structure(&ACCELERATOR_CONFIG)),
    ],
    sensitive: false,
};
pub(super) static CREATE_FUNCTION_URL_CONFIG_REQUEST: Structure = Structure {
    name: "CreateFunctionUrlConfigRequest",
    members: &[
        member("FunctionName", Shape::Text(&FUNCTION_URL_FUNCTION_NAME))
            .at(Place::Label)
            .required(),
        member("Qualifier", Shape::Text(&FUNCTION_URL_QUALIFIER)).at(Place::Query),
        member("AuthType", Shape::Text(&FUNCTION_URL_AUTH_TYPE)).required(),
        member("Cors", Shape::Structure(&CORS)),
        member("InvokeMode", Shape::Text(&INVOKE_MODE)),
    ],
    sensitive: false,
};
pub(super) static CREATE_FUNCTION_URL_CONFIG_RESPONSE: Structure = Structure {
    name: "CreateFunctionUrlConfigResponse",
    members: &[
        member("FunctionUrl", Shape::TEXT).required(),
        member("FunctionArn", Shape::TEXT).required(),
        member("AuthType", Shape::Text(&FUNCTION_URL_AUTH_TYPE)).required(),
        member("Cors", Shape::Structure(&CORS)),
        member("CreationTime", Shape::TEXT).required(),
        member("InvokeMode", Shape::Text(&INVOKE_MODE)),
    ],
    sensitive: false,
};
pub(super) static DEAD_LETTER_CONFIG: Structure = Structure {
    name: "DeadLetterConfig",
    members: &[member("TargetArn", Shape::Text(&RESOURCE_ARN))],
    sensitive: false,
};
pub(super) static DELETE_ALIAS_REQUEST: Structure = Structure {
    name: "DeleteAliasRequest",
    members: &[
        member("FunctionName", Shape::Text(&FUNCTION_NAME)).at(Place::Label).required(),
        member("Name", Shape::Text(&ALIAS)).at(Place::Label).required(),
    ],
    sensitive: false,
};
pub(super) static DELETE_FUNCTION_CODE_SIGNING_CONFIG_REQUEST: Structure = Structure {
    name: "DeleteFunctionCodeSigningConfigRequest",
    members: &[member("FunctionName", Shape::Text(&NAMESPACED_FUNCTION_NAME))
        .at(Place::Label)
        .required()],
    sensitive: false,
};
pub(super) static DELETE_FUNCTION_CONCURRENCY_REQUEST: Structure = Structure {
    name: "DeleteFunctionConcurrencyRequest",
    members: &[member("FunctionName", Shape::Text(&FUNCTION_NAME)).at(Place::Label).required()],
    sensitive: false,
};
pub(super) static DELETE_FUNCTION_EVENT_INVOKE_CONFIG_REQUEST: Structure = Structure {
    name: "DeleteFunctionEventInvokeConfigRequest",
    members: &[
        member("FunctionName", Shape::Text(&NAMESPACED_FUNCTION_NAME)).at(Place::Label).required(),
        member("Qualifier", Shape::Text(&NUMERIC_LATEST_PUBLISHED_OR_ALIAS_QUALIFIER))
            .at(Place::Query),
    ],
    sensitive: false,
};
pub(super) static DELETE_FUNCTION_REQUEST: Structure = Structure {
    name: "DeleteFunctionRequest",
    members: &[
        member("FunctionName", Shape::Text(&NAMESPACED_FUNCTION_NAME)).at(Place::Label).required(),
        member("Qualifier", Shape::Text(&NUMERIC_LATEST_PUBLISHED_OR_ALIAS_QUALIFIER))
            .at(Place::Query),
    ],
    sensitive: false,
};
pub(super) static DELETE_FUNCTION_RESPONSE: Structure = Structure {
    name: "DeleteFunctionResponse",
    members: &[member("StatusCode", Shape::INTEGER).at(Place::Status)],
    sensitive: false,
};
pub(super) static DELETE_FUNCTION_URL_CONFIG_REQUEST: Structure = Structure {
    name: "DeleteFunctionUrlConfigRequest",
    members: &[
        member("FunctionName", Shape::Text(&FUNCTION_URL_FUNCTION_NAME))
            .at(Place::Label)
            .required(),
        member("Qualifier", Shape::Text(&FUNCTION_URL_QUALIFIER)).at(Place::Query),
    ],
    sensitive: false,
};
pub(super) static DELETE_LAYER_VERSION_REQUEST: Structure = Structure {
    name: "DeleteLayerVersionRequest",
    members: &[
        member("LayerName", Shape::Text(&LAYER_NAME_OR_ARN)).at(Place::Label).required(),
        member("VersionNumber", Shape::LONG).at(Place::Label).required(),
    ],
    sensitive: false,
};
pub(super) static DELETE_PROVISIONED_CONCURRENCY_CONFIG_REQUEST: Structure = Structure {
    name: "DeleteProvisionedConcurrencyConfigRequest",
    members: &[
        member("FunctionName", Shape::Text(&FUNCTION_NAME)).at(Place::Label).required(),
        member("Qualifier", Shape::Text(&QUALIFIER)).at(Place::Query).required(),
    ],
    sensitive: false,
};
pub(super) static DESCRIPTION: Text = Text {
    length: Length { min: Some(0), max: Some(256) },
    pattern: None,
    values: &[],
    sensitive: false,
};
static PATTERN_OF_DESTINATION_ARN: Pattern = Pattern::new(
    r"$|kafka://([^.]([a-zA-Z0-9\-_.]{0,248}))|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1})?:(\d{12})?:(.*)",
    r"$|kafka://([^.]([a-zA-Z0-9\-_.]{0,248}))|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-[0-9]{1})?:([0-9]{12})?:([^\n\r\u{85}\u{2028}\u{2029}]*)",
);
pub(super) static DESTINATION_ARN: Text = Text {
    length: Length { min: Some(0), max: Some(350) },
    pattern: Some(&PATTERN_OF_DESTINATION_ARN),
    values: &[],
    sensitive: false,
};
pub(super) static DESTINATION_CONFIG: Structure = Structure {
    name: "DestinationConfig",
    members: &[
        member("OnSuccess", Shape::Structure(&ON_SUCCESS)),
        member("OnFailure", Shape::Structure(&ON_FAILURE)),
    ],
    sensitive: false,
};
pub(super) static DIRECT_S3_READ: Text = Text {
    length: Length::ANY,
    pattern: None,
    values: &["ENABLED", "DISABLED", "AUTO"],
    sensitive: false,
};
pub(super) static DURABLE_CONFIG: Structure = Structure {
    name: "DurableConfig",
    members: &[
        member("KMSKeyArn", Shape::Text(&KMS_KEY_ARN)),
        member("RetentionPeriodInDays", Shape::Integer(&RETENTION_PERIOD_IN_DAYS)),
        member("ExecutionTimeout", Shape::Integer(&EXECUTION_TIMEOUT)),
    ],
    sensitive: false,
};
pub(super) static DURABLE_EXECUTION_ALREADY_STARTED_EXCEPTION: Structure = Structure {
    name: "DurableExecutionAlreadyStartedException",
    members: &[member("Type", Shape::TEXT), member("Message", Shape::TEXT)],
    sensitive: false,
};
static PATTERN_OF_DURABLE_EXECUTION_NAME: Pattern =
    Pattern::new(r"[a-zA-Z0-9-_]+", r"[a-zA-Z0-9-_]+");
pub(super) static DURABLE_EXECUTION_NAME: Text = Text {
    length: Length { min: Some(1), max: Some(64) },
    pattern: Some(&PATTERN_OF_DURABLE_EXECUTION_NAME),
    values: &[],
    sensitive: false,
};
pub(super) static EC2_ACCESS_DENIED_EXCEPTION: Structure = Structure {
    name: "EC2AccessDeniedException",
    members: &[member("Type", Shape::TEXT), member("Message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static EC2_THROTTLED_EXCEPTION: Structure = Structure {
    name: "EC2ThrottledException",
    members: &[member("Type", Shape::TEXT), member("Message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static EC2_UNEXPECTED_EXCEPTION: Structure = Structure {
    name: "EC2UnexpectedException",
    members: &[
        member("Type", Shape::TEXT),
        member("Message", Shape::TEXT),
        member("EC2ErrorCode", Shape::TEXT),
    ],
    sensitive: false,
};
pub(super) static EFSIO_EXCEPTION: Structure = Structure {
    name: "EFSIOException",
    members: &[member("Type", Shape::TEXT), member("Message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static EFS_MOUNT_CONNECTIVITY_EXCEPTION: Structure = Structure {
    name: "EFSMountConnectivityException",
    members: &[member("Type", Shape::TEXT), member("Message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static EFS_MOUNT_FAILURE_EXCEPTION: Structure = Structure {
    name: "EFSMountFailureException",
    members: &[member("Type", Shape::TEXT), member("Message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static EFS_MOUNT_TIMEOUT_EXCEPTION: Structure = Structure {
    name: "EFSMountTimeoutException",
    members: &[member("Type", Shape::TEXT), member("Message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static ENI_LIMIT_REACHED_EXCEPTION: Structure = Structure {
    name: "ENILimitReachedException",
    members: &[member("Type", Shape::TEXT), member("Message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static ENI_NOT_READY_EXCEPTION: Structure = Structure {
    name: "ENINotReadyException",
    members: &[member("Type", Shape::TEXT), member("Message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static ENVIRONMENT: Structure = Structure {
    name: "Environment",
    members: &[member("Variables", Shape::Map(&ENVIRONMENT_VARIABLES))],
    sensitive: false,
};
pub(super) static ENVIRONMENT_ERROR: Structure = Structure {
    name: "EnvironmentError",
    members: &[member("ErrorCode", Shape::TEXT), member("Message", Shape::Text(&SENSITIVE_STRING))],
    sensitive: false,
};
pub(super) static ENVIRONMENT_RESPONSE: Structure = Structure {
    name: "EnvironmentResponse",
    members: &[
        member("Variables", Shape::Map(&ENVIRONMENT_VARIABLES)),
        member("Error", Shape::Structure(&ENVIRONMENT_ERROR)),
    ],
    sensitive: false,
};
static PATTERN_OF_ENVIRONMENT_VARIABLE_NAME: Pattern =
    Pattern::new(r"[a-zA-Z]([a-zA-Z0-9_])+", r"[a-zA-Z]([a-zA-Z0-9_])+");
pub(super) static ENVIRONMENT_VARIABLE_NAME: Text = Text {
    length: Length::ANY,
    pattern: Some(&PATTERN_OF_ENVIRONMENT_VARIABLE_NAME),
    values: &[],
    sensitive: true,
};
pub(super) static ENVIRONMENT_VARIABLE_VALUE: Text =
    Text { length: Length::ANY, pattern: None, values: &[], sensitive: true };
pub(super) static ENVIRONMENT_VARIABLES: Map = Map {
    key: &ENVIRONMENT_VARIABLE_NAME,
    value: Shape::Text(&ENVIRONMENT_VARIABLE_VALUE),
    wire: ("key", "value"),
    length: Length::ANY,
    sensitive: true,
};
pub(super) static EPHEMERAL_STORAGE: Structure = Structure {
    name: "EphemeralStorage",
    members: &[member("Size", Shape::Integer(&EPHEMERAL_STORAGE_SIZE)).required()],
    sensitive: false,
};
pub(super) static EPHEMERAL_STORAGE_SIZE: Range<i64> = Range { min: Some(512), max: Some(32768) };
static PATTERN_OF_EVENT_SOURCE_TOKEN: Pattern =
    Pattern::new(r"[a-zA-Z0-9._\-]+", r"[a-zA-Z0-9._\-]+");
pub(super) static EVENT_SOURCE_TOKEN: Text = Text {
    length: Length { min: Some(0), max: Some(256) },
    pattern: Some(&PATTERN_OF_EVENT_SOURCE_TOKEN),
    values: &[],
    sensitive: false,
};
pub(super) static EXECUTION_ENVIRONMENT_MEMORY_GI_B_PER_V_CPU: Range<f64> =
    Range { min: Some(2.0), max: Some(8.0) };
pub(super) static EXECUTION_TIMEOUT: Range<i64> = Range { min: Some(1), max: Some(31622400) };
static PATTERN_OF_FILE_SYSTEM_ARN: Pattern = Pattern::new(
    r"arn:aws[a-zA-Z-]*:elasticfilesystem:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:access-point/fsap-[a-f0-9]{17}$|^arn:aws[-a-z]*:s3files:[0-9a-z-:]+:file-system/fs-[0-9a-f]{17,40}/access-point/fsap-[0-9a-f]{17,40}",
    r"arn:aws[a-zA-Z-]*:elasticfilesystem:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-[0-9]{1}:[0-9]{12}:access-point/fsap-[a-f0-9]{17}$|^arn:aws[-a-z]*:s3files:[0-9a-z-:]+:file-system/fs-[0-9a-f]{17,40}/access-point/fsap-[0-9a-f]{17,40}",
);
pub(super) static FILE_SYSTEM_ARN: Text = Text {
    length: Length { min: Some(0), max: Some(256) },
    pattern: Some(&PATTERN_OF_FILE_SYSTEM_ARN),
    values: &[],
    sensitive: false,
};
pub(super) static FILE_SYSTEM_CONFIG: Structure = Structure {
    name: "FileSystemConfig",
    members: &[
        member("Arn", Shape::Text(&FILE_SYSTEM_ARN)).required(),
        member("LocalMountPath", Shape::Text(&LOCAL_MOUNT_PATH)).required(),
        member("S3FilesConfig", Shape::Structure(&S3_FILES_CONFIG)),
    ],
    sensitive: false,
};
pub(super) static FILE_SYSTEM_CONFIG_LIST: List = List {
    element: Shape::Structure(&FILE_SYSTEM_CONFIG),
    wire: "member",
    length: Length { min: Some(0), max: Some(1) },
    sensitive: false,
};
pub(super) static FUNCTION_CODE: Structure = Structure {
    name: "FunctionCode",
    members: &[
        member("ZipFile", Shape::Blob(&BLOB)),
        member("S3Bucket", Shape::Text(&S3_BUCKET)),
        member("S3Key", Shape::Text(&S3_KEY)),
        member("S3ObjectVersion", Shape::Text(&S3_OBJECT_VERSION)),
        member("S3ObjectStorageMode", Shape::Text(&S3_OBJECT_STORAGE_MODE)),
        member("ImageUri", Shape::TEXT),
        member("SourceKMSKeyArn", Shape::Text(&KMS_KEY_ARN)),
    ],
    sensitive: false,
};
pub(super) static FUNCTION_CODE_LOCATION: Structure = Structure {
    name: "FunctionCodeLocation",
    members: &[
        member("RepositoryType", Shape::TEXT),
        member("Location", Shape::TEXT),
        member("ImageUri", Shape::TEXT),
        member("ResolvedImageUri", Shape::TEXT),
        member("ResolvedS3Object", Shape::Structure(&RESOLVED_S3_OBJECT)),
        member("SourceKMSKeyArn", Shape::Text(&KMS_KEY_ARN)),
        member("Error", Shape::Structure(&FUNCTION_CODE_LOCATION_ERROR)),
    ],
    sensitive: false,
};
pub(super) static FUNCTION_CODE_LOCATION_ERROR: Structure = Structure {
    name: "FunctionCodeLocationError",
    members: &[member("ErrorCode", Shape::TEXT), member("Message", Shape::Text(&SENSITIVE_STRING))],
    sensitive: false,
};
pub(super) static FUNCTION_CONFIGURATION: Structure = Structure {
    name: "FunctionConfiguration",
    members: &[
        member("FunctionName", Shape::Text(&NAMESPACED_FUNCTION_NAME)),
        member("FunctionArn", Shape::TEXT),
        member("Runtime", Shape::Text(&RUNTIME)),
        member("Role", Shape::Text(&ROLE_ARN)),
        member("Handler", Shape::Text(&HANDLER)),
        member("CodeSize", Shape::LONG),
        member("Description", Shape::Text(&DESCRIPTION)),
        member("Timeout", Shape::Integer(&TIMEOUT)),
        member("MemorySize", Shape::Integer(&MEMORY_SIZE)),
        member("LastModified", Shape::TEXT),
        member("CodeSha256", Shape::TEXT),
        member("Version", Shape::TEXT),
        member("VpcConfig", Shape::Structure(&VPC_CONFIG_RESPONSE)),
        member("DeadLetterConfig", Shape::Structure(&DEAD_LETTER_CONFIG)),
        member("Environment", Shape::Structure(&ENVIRONMENT_RESPONSE)),
        member("KMSKeyArn", Shape::Text(&KMS_KEY_ARN)),
        member("TracingConfig", Shape::Structure(&TRACING_CONFIG_RESPONSE)),
        member("MasterArn", Shape::TEXT),
        member("RevisionId", Shape::TEXT),
        member("Layers", Shape::List(&LAYERS_REFERENCE_LIST)),
        member("State", Shape::TEXT),
        member("StateReason", Shape::TEXT),
        member("StateReasonCode", Shape::TEXT),
        member("LastUpdateStatus", Shape::TEXT),
        member("LastUpdateStatusReason", Shape::TEXT),
        member("LastUpdateStatusReasonCode", Shape::TEXT),
        member("FileSystemConfigs", Shape::List(&FILE_SYSTEM_CONFIG_LIST)),
        member("SigningProfileVersionArn", Shape::Text(&ARN)),
        member("SigningJobArn", Shape::Text(&ARN)),
        member("PackageType", Shape::Text(&PACKAGE_TYPE)),
        member("ImageConfigResponse", Shape::Structure(&IMAGE_CONFIG_RESPONSE)),
        member("Architectures", Shape::List(&ARCHITECTURES_LIST)),
        member("EphemeralStorage", Shape::Structure(&EPHEMERAL_STORAGE)),
        member("SnapStart", Shape::Structure(&SNAP_START_RESPONSE)),
        member("RuntimeVersionConfig", Shape::Structure(&RUNTIME_VERSION_CONFIG)),
        member("LoggingConfig", Shape::Structure(&LOGGING_CONFIG)),
        member("TenancyConfig", Shape::Structure(&TENANCY_CONFIG)),
        member("CapacityProviderConfig", Shape::Structure(&CAPACITY_PROVIDER_CONFIG)),
        member("ConfigSha256", Shape::TEXT),
        member("DurableConfig", Shape::Structure(&DURABLE_CONFIG)),
        member("RuntimeConfig", Shape::Structure(&FUNCTION_RUNTIME_CONFIG)),
        member("AcceleratorConfig", Shape::Structure(&ACCELERATOR_CONFIG)),
    ],
    sensitive: false,
};
pub(super) static FUNCTION_EVENT_INVOKE_CONFIG: Structure = Structure {
    name: "FunctionEventInvokeConfig",
    members: &[
        member("LastModified", Shape::Timestamp),
        member("FunctionArn", Shape::TEXT),
        member("MaximumRetryAttempts", Shape::Integer(&MAXIMUM_RETRY_ATTEMPTS)),
        member("MaximumEventAgeInSeconds", Shape::Integer(&MAXIMUM_EVENT_AGE_IN_SECONDS)),
        member("DestinationConfig", Shape::Structure(&DESTINATION_CONFIG)),
    ],
    sensitive: false,
};
pub(super) static FUNCTION_EVENT_INVOKE_CONFIG_LIST: List = List {
    element: Shape::Structure(&FUNCTION_EVENT_INVOKE_CONFIG),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
pub(super) static FUNCTION_LIST: List = List {
    element: Shape::Structure(&FUNCTION_CONFIGURATION),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
static PATTERN_OF_FUNCTION_NAME: Pattern = Pattern::new(
    r"(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\$LATEST|[a-zA-Z0-9-_]+))?",
    r"(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-[0-9]{1}:)?([0-9]{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\$LATEST|[a-zA-Z0-9-_]+))?",
);
pub(super) static FUNCTION_NAME: Text = Text {
    length: Length { min: Some(1), max: Some(140) },
    pattern: Some(&PATTERN_OF_FUNCTION_NAME),
    values: &[],
    sensitive: false,
};
pub(super) static FUNCTION_RUNTIME_ALIAS: Text = Text {
    length: Length { min: Some(1), max: Some(128) },
    pattern: None,
    values: &[],
    sensitive: false,
};
static PATTERN_OF_FUNCTION_RUNTIME_ARN: Pattern = Pattern::new(
    r"arn:[a-z-]+:lambda:[a-z0-9-]+:\d{12}:runtime/.+",
    r"arn:[a-z-]+:lambda:[a-z0-9-]+:[0-9]{12}:runtime/[^\n\r\u{85}\u{2028}\u{2029}]+",
);
pub(super) static FUNCTION_RUNTIME_ARN: Text = Text {
    length: Length { min: Some(48), max: Some(2048) },
    pattern: Some(&PATTERN_OF_FUNCTION_RUNTIME_ARN),
    values: &[],
    sensitive: false,
};
pub(super) static FUNCTION_RUNTIME_CONFIG: Structure = Structure {
    name: "FunctionRuntimeConfig",
    members: &[
        member("RuntimeArn", Shape::Text(&FUNCTION_RUNTIME_ARN)).required(),
        member("RuntimeAlias", Shape::Text(&FUNCTION_RUNTIME_ALIAS)).required(),
    ],
    sensitive: false,
};
pub(super) static FUNCTION_URL_AUTH_TYPE: Text =
    Text { length: Length::ANY, pattern: None, values: &["NONE", "AWS_IAM"], sensitive: false };
pub(super) static FUNCTION_URL_CONFIG: Structure = Structure {
    name: "FunctionUrlConfig",
    members: &[
        member("FunctionUrl", Shape::TEXT).required(),
        member("FunctionArn", Shape::TEXT).required(),
        member("CreationTime", Shape::TEXT).required(),
        member("LastModifiedTime", Shape::TEXT).required(),
        member("Cors", Shape::Structure(&CORS)),
        member("AuthType", Shape::Text(&FUNCTION_URL_AUTH_TYPE)).required(),
        member("InvokeMode", Shape::Text(&INVOKE_MODE)),
    ],
    sensitive: false,
};
pub(super) static FUNCTION_URL_CONFIG_LIST: List = List {
    element: Shape::Structure(&FUNCTION_URL_CONFIG),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
static PATTERN_OF_FUNCTION_URL_FUNCTION_NAME: Pattern = Pattern::new(
    r"(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_]{1,64})(:((?!\d+$)[0-9a-zA-Z-_]+))?",
    r"(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-[0-9]:)?([0-9]{12}:)?(function:)?([a-zA-Z0-9_-]{1,64})(:[0-9]*[a-zA-Z_-][a-zA-Z0-9_-]*)?",
);
pub(super) static FUNCTION_URL_FUNCTION_NAME: Text = Text {
    length: Length { min: Some(1), max: Some(140) },
    pattern: Some(&PATTERN_OF_FUNCTION_URL_FUNCTION_NAME),
    values: &[],
    sensitive: false,
};
static PATTERN_OF_FUNCTION_URL_QUALIFIER: Pattern =
    Pattern::new(r"((?!^\d+$)^[0-9a-zA-Z-_]+$)", r"[0-9]*[a-zA-Z_-][a-zA-Z0-9_-]*");
pub(super) static FUNCTION_URL_QUALIFIER: Text = Text {
    length: Length { min: Some(1), max: Some(128) },
    pattern: Some(&PATTERN_OF_FUNCTION_URL_QUALIFIER),
    values: &[],
    sensitive: false,
};
pub(super) static FUNCTION_VERSION: Text =
    Text { length: Length::ANY, pattern: None, values: &["ALL"], sensitive: false };
pub(super) static FUNCTION_VERSION_LATEST_PUBLISHED: Text =
    Text { length: Length::ANY, pattern: None, values: &["LATEST_PUBLISHED"], sensitive: false };
pub(super) static FUNCTION_VERSIONS_PER_CAPACITY_PROVIDER_LIMIT_EXCEEDED_EXCEPTION: Structure =
    Structure {
        name: "FunctionVersionsPerCapacityProviderLimitExceededException",
        members: &[member("Type", Shape::TEXT), member("message", Shape::TEXT)],
        sensitive: false,
    };
pub(super) static GET_ACCOUNT_SETTINGS_REQUEST: Structure =
    Structure { name: "GetAccountSettingsRequest", members: &[], sensitive: false };
pub(super) static GET_ACCOUNT_SETTINGS_RESPONSE: Structure = Structure {
    name: "GetAccountSettingsResponse",
    members: &[
        member("AccountLimit", Shape::Structure(&ACCOUNT_LIMIT)),
        member("AccountUsage", Shape::Structure(&ACCOUNT_USAGE)),
    ],
    sensitive: false,
};
pub(super) static GET_ALIAS_REQUEST: Structure = Structure {
    name: "GetAliasRequest",
    members: &[
        member("FunctionName", Shape::Text(&FUNCTION_NAME)).at(Place::Label).required(),
        member("Name", Shape::Text(&ALIAS)).at(Place::Label).required(),
    ],
    sensitive: false,
};
pub(super) static GET_CODE_SIGNING_CONFIG_REQUEST: Structure = Structure {
    name: "GetCodeSigningConfigRequest",
    members: &[member("CodeSigningConfigArn", Shape::Text(&CODE_SIGNING_CONFIG_ARN))
        .at(Place::Label)
        .required()],
    sensitive: false,
};
pub(super) static GET_CODE_SIGNING_CONFIG_RESPONSE: Structure = Structure {
    name: "GetCodeSigningConfigResponse",
    members: &[member("CodeSigningConfig", Shape::Structure(&CODE_SIGNING_CONFIG)).required()],
    sensitive: false,
};
pub(super) static GET_FUNCTION_CODE_SIGNING_CONFIG_REQUEST: Structure = Structure {
    name: "GetFunctionCodeSigningConfigRequest",
    members: &[member("FunctionName", Shape::Text(&NAMESPACED_FUNCTION_NAME))
        .at(Place::Label)
        .required()],
    sensitive: false,
};
pub(super) static GET_FUNCTION_CODE_SIGNING_CONFIG_RESPONSE: Structure = Structure {
    name: "GetFunctionCodeSigningConfigResponse",
    members: &[
        member("CodeSigningConfigArn", Shape::Text(&CODE_SIGNING_CONFIG_ARN)).required(),
        member("FunctionName", Shape::Text(&FUNCTION_NAME)).required(),
    ],
    sensitive: false,
};
pub(super) static GET_FUNCTION_CONCURRENCY_REQUEST: Structure = Structure {
    name: "GetFunctionConcurrencyRequest",
    members: &[member("FunctionName", Shape::Text(&FUNCTION_NAME)).at(Place::Label).required()],
    sensitive: false,
};
pub(super) static GET_FUNCTION_CONCURRENCY_RESPONSE: Structure = Structure {
    name: "GetFunctionConcurrencyResponse",
    members: &[member(
        "ReservedConcurrentExecutions",
        Shape::Integer(&RESERVED_CONCURRENT_EXECUTIONS),
    )],
    sensitive: false,
};
pub(super) static GET_FUNCTION_CONFIGURATION_REQUEST: Structure = Structure {
    name: "GetFunctionConfigurationRequest",
    members: &[
        member("FunctionName", Shape::Text(&NAMESPACED_FUNCTION_NAME)).at(Place::Label).required(),
        member("Qualifier", Shape::Text(&NUMERIC_LATEST_PUBLISHED_OR_ALIAS_QUALIFIER))
            .at(Place::Query),
    ],
    sensitive: false,
};
pub(super) static GET_FUNCTION_EVENT_INVOKE_CONFIG_REQUEST: Structure = Structure {
    name: "GetFunctionEventInvokeConfigRequest",
    members: &[
        member("FunctionName", Shape::Text(&NAMESPACED_FUNCTION_NAME)).at(Place::Label).required(),
        member("Qualifier", Shape::Text(&NUMERIC_LATEST_PUBLISHED_OR_ALIAS_QUALIFIER))
            .at(Place::Query),
    ],
    sensitive: false,
};
pub(super) static GET_FUNCTION_RECURSION_CONFIG_REQUEST: Structure = Structure {
    name: "GetFunctionRecursionConfigRequest",
    members: &[member("FunctionName", Shape::Text(&UNQUALIFIED_FUNCTION_NAME))
        .at(Place::Label)
        .required()],
    sensitive: false,
};
pub(super) static GET_FUNCTION_RECURSION_CONFIG_RESPONSE: Structure = Structure {
    name: "GetFunctionRecursionConfigResponse",
    members: &[member("RecursiveLoop", Shape::Text(&RECURSIVE_LOOP))],
    sensitive: false,
};
pub(super) static GET_FUNCTION_REQUEST: Structure = Structure {
    name: "GetFunctionRequest",
    members: &[
        member("FunctionName", Shape::Text(&NAMESPACED_FUNCTION_NAME)).at(Place::Label).required(),
        member("Qualifier", Shape::Text(&NUMERIC_LATEST_PUBLISHED_OR_ALIAS_QUALIFIER))
            .at(Place::Query),
    ],
    sensitive: false,
};
pub(super) static GET_FUNCTION_RESPONSE: Structure = Structure {
    name: "GetFunctionResponse",
    members: &[
        member("Configuration", Shape::Structure(&FUNCTION_CONFIGURATION)),
        member("Code", Shape::Structure(&FUNCTION_CODE_LOCATION)),
        member("Tags", Shape::Map(&TAGS)),
        member("TagsError", Shape::Structure(&TAGS_ERROR)),
        member("Concurrency", Shape::Structure(&CONCURRENCY)),
    ],
    sensitive: false,
};
pub(super) static GET_FUNCTION_URL_CONFIG_REQUEST: Structure = Structure {
    name: "GetFunctionUrlConfigRequest",
    members: &[
        member("FunctionName", Shape::Text(&FUNCTION_URL_FUNCTION_NAME))
            .at(Place::Label)
            .required(),
        member("Qualifier", Shape::Text(&FUNCTION_URL_QUALIFIER)).at(Place::Query),
    ],
    sensitive: false,
};
pub(super) static GET_FUNCTION_URL_CONFIG_RESPONSE: Structure = Structure {
    name: "GetFunctionUrlConfigResponse",
    members: &[
        member("FunctionUrl", Shape::TEXT).required(),
        member("FunctionArn", Shape::TEXT).required(),
        member("AuthType", Shape::Text(&FUNCTION_URL_AUTH_TYPE)).required(),
        member("Cors", Shape::Structure(&CORS)),
        member("CreationTime", Shape::TEXT).required(),
        member("LastModifiedTime", Shape::TEXT).required(),
        member("InvokeMode", Shape::Text(&INVOKE_MODE)),
    ],
    sensitive: false,
};
pub(super) static GET_LAYER_VERSION_BY_ARN_REQUEST: Structure = Structure {
    name: "GetLayerVersionByArnRequest",
    members: &[member("Arn", Shape::Text(&LAYER_VERSION_ARN)).at(Place::Query).required()],
    sensitive: false,
};
pub(super) static GET_LAYER_VERSION_POLICY_REQUEST: Structure = Structure {
    name: "GetLayerVersionPolicyRequest",
    members: &[
        member("LayerName", Shape::Text(&LAYER_NAME_OR_ARN)).at(Place::Label).required(),
        member("VersionNumber", Shape::LONG).at(Place::Label).required(),
    ],
    sensitive: false,
};
pub(super) static GET_LAYER_VERSION_POLICY_RESPONSE: Structure = Structure {
    name: "GetLayerVersionPolicyResponse",
    members: &[member("Policy", Shape::TEXT), member("RevisionId", Shape::TEXT)],
    sensitive: false,
};
pub(super) static GET_LAYER_VERSION_REQUEST: Structure = Structure {
    name: "GetLayerVersionRequest",
    members: &[
        member("LayerName", Shape::Text(&LAYER_NAME_OR_ARN)).at(Place::Label).required(),
        member("VersionNumber", Shape::LONG).at(Place::Label).required(),
    ],
    sensitive: false,
};
pub(super) static GET_LAYER_VERSION_RESPONSE: Structure = Structure {
    name: "GetLayerVersionResponse",
    members: &[
        member("Content", Shape::Structure(&LAYER_VERSION_CONTENT_OUTPUT)),
        member("LayerArn", Shape::TEXT),
        member("LayerVersionArn", Shape::Text(&LAYER_VERSION_ARN)),
        member("Description", Shape::Text(&DESCRIPTION)),
        member("CreatedDate", Shape::TEXT),
        member("Version", Shape::LONG),
        member("CompatibleArchitectures", Shape::List(&COMPATIBLE_ARCHITECTURES)),
        member("CompatibleRuntimes", Shape::List(&COMPATIBLE_RUNTIMES)),
        member("LicenseInfo", Shape::Text(&LICENSE_INFO)),
    ],
    sensitive: false,
};
pub(super) static GET_POLICY_REQUEST: Structure = Structure {
    name: "GetPolicyRequest",
    members: &[
        member("FunctionName", Shape::Text(&NAMESPACED_FUNCTION_NAME)).at(Place::Label).required(),
        member("Qualifier", Shape::Text(&NUMERIC_LATEST_PUBLISHED_OR_ALIAS_QUALIFIER))
            .at(Place::Query),
    ],
    sensitive: false,
};
pub(super) static GET_POLICY_RESPONSE: Structure = Structure {
    name: "GetPolicyResponse",
    members: &[member("Policy", Shape::TEXT), member("RevisionId", Shape::TEXT)],
    sensitive: false,
};
pub(super) static GET_PROVISIONED_CONCURRENCY_CONFIG_REQUEST: Structure = Structure {
    name: "GetProvisionedConcurrencyConfigRequest",
    members: &[
        member("FunctionName", Shape::Text(&FUNCTION_NAME)).at(Place::Label).required(),
        member("Qualifier", Shape::Text(&QUALIFIER)).at(Place::Query).required(),
    ],
    sensitive: false,
};
pub(super) static GET_PROVISIONED_CONCURRENCY_CONFIG_RESPONSE: Structure = Structure {
    name: "GetProvisionedConcurrencyConfigResponse",
    members: &[
        member("RequestedProvisionedConcurrentExecutions", Shape::Integer(&POSITIVE_INTEGER)),
        member("AvailableProvisionedConcurrentExecutions", Shape::INTEGER),
        member("AllocatedProvisionedConcurrentExecutions", Shape::INTEGER),
        member("Status", Shape::TEXT),
        member("StatusReason", Shape::TEXT),
        member("LastModified", Shape::TEXT),
    ],
    sensitive: false,
};
pub(super) static GET_RUNTIME_MANAGEMENT_CONFIG_REQUEST: Structure = Structure {
    name: "GetRuntimeManagementConfigRequest",
    members: &[
        member("FunctionName", Shape::Text(&NAMESPACED_FUNCTION_NAME)).at(Place::Label).required(),
        member("Qualifier", Shape::Text(&NUMERIC_LATEST_PUBLISHED_OR_ALIAS_QUALIFIER))
            .at(Place::Query),
    ],
    sensitive: false,
};
pub(super) static GET_RUNTIME_MANAGEMENT_CONFIG_RESPONSE: Structure = Structure {
    name: "GetRuntimeManagementConfigResponse",
    members: &[
        member("UpdateRuntimeOn", Shape::Text(&UPDATE_RUNTIME_ON)),
        member("FunctionArn", Shape::TEXT),
        member("RuntimeVersionArn", Shape::Text(&RUNTIME_VERSION_ARN)),
    ],
    sensitive: false,
};
static PATTERN_OF_HANDLER: Pattern = Pattern::new(r"[^\s]+", r"[^ \t\n\x0B\f\r]+");
pub(super) static HANDLER: Text = Text {
    length: Length { min: Some(0), max: Some(128) },
    pattern: Some(&PATTERN_OF_HANDLER),
    values: &[],
    sensitive: false,
};
static PATTERN_OF_HEADER: Pattern = Pattern::new(r".*", r"[^\n\r\u{85}\u{2028}\u{2029}]*");
pub(super) static HEADER: Text = Text {
    length: Length { min: Some(0), max: Some(1024) },
    pattern: Some(&PATTERN_OF_HEADER),
    values: &[],
    sensitive: false,
};
pub(super) static HEADERS_LIST: List = List {
    element: Shape::Text(&HEADER),
    wire: "member",
    length: Length { min: Some(0), max: Some(100) },
    sensitive: false,
};
pub(super) static IMAGE_CONFIG: Structure = Structure {
    name: "ImageConfig",
    members: &[
        member("EntryPoint", Shape::List(&STRING_LIST)),
        member("Command", Shape::List(&STRING_LIST)),
        member("WorkingDirectory", Shape::Text(&WORKING_DIRECTORY)),
    ],
    sensitive: false,
};
pub(super) static IMAGE_CONFIG_ERROR: Structure = Structure {
    name: "ImageConfigError",
    members: &[member("ErrorCode", Shape::TEXT), member("Message", Shape::Text(&SENSITIVE_STRING))],
    sensitive: false,
};
pub(super) static IMAGE_CONFIG_RESPONSE: Structure = Structure {
    name: "ImageConfigResponse",
    members: &[
        member("ImageConfig", Shape::Structure(&IMAGE_CONFIG)),
        member("Error", Shape::Structure(&IMAGE_CONFIG_ERROR)),
    ],
    sensitive: false,
};
pub(super) static INVALID_CODE_SIGNATURE_EXCEPTION: Structure = Structure {
    name: "InvalidCodeSignatureException",
    members: &[member("Type", Shape::TEXT), member("Message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static INVALID_PARAMETER_VALUE_EXCEPTION: Structure = Structure {
    name: "InvalidParameterValueException",
    members: &[member("Type", Shape::TEXT), member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static INVALID_REQUEST_CONTENT_EXCEPTION: Structure = Structure {
    name: "InvalidRequestContentException",
    members: &[member("Type", Shape::TEXT), member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static INVALID_RUNTIME_EXCEPTION: Structure = Structure {
    name: "InvalidRuntimeException",
    members: &[member("Type", Shape::TEXT), member("Message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static INVALID_SECURITY_GROUP_ID_EXCEPTION: Structure = Structure {
    name: "InvalidSecurityGroupIDException",
    members: &[member("Type", Shape::TEXT), member("Message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static INVALID_SUBNET_ID_EXCEPTION: Structure = Structure {
    name: "InvalidSubnetIDException",
    members: &[member("Type", Shape::TEXT), member("Message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static INVALID_ZIP_FILE_EXCEPTION: Structure = Structure {
    name: "InvalidZipFileException",
    members: &[member("Type", Shape::TEXT), member("Message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static INVOCATION_REQUEST: Structure = Structure {
    name: "InvocationRequest",
    members: &[
        member("FunctionName", Shape::Text(&NAMESPACED_FUNCTION_NAME)).at(Place::Label).required(),
        member("InvocationType", Shape::Text(&INVOCATION_TYPE))
            .wire("X-Amz-Invocation-Type")
            .at(Place::Header),
        member("LogType", Shape::Text(&LOG_TYPE)).wire("X-Amz-Log-Type").at(Place::Header),
        member("ClientContext", Shape::TEXT).wire("X-Amz-Client-Context").at(Place::Header),
        member("DurableExecutionName", Shape::Text(&DURABLE_EXECUTION_NAME))
            .wire("X-Amz-Durable-Execution-Name")
            .at(Place::Header),
        member("Payload", Shape::Blob(&BLOB)).at(Place::Payload),
        member("Qualifier", Shape::Text(&NUMERIC_LATEST_PUBLISHED_OR_ALIAS_QUALIFIER))
            .at(Place::Query),
        member("TenantId", Shape::Text(&TENANT_ID)).wire("X-Amz-Tenant-Id").at(Place::Header),
    ],
    sensitive: false,
};
pub(super) static INVOCATION_RESPONSE: Structure = Structure {
    name: "InvocationResponse",
    members: &[
        member("StatusCode", Shape::INTEGER).at(Place::Status),
        member("FunctionError", Shape::TEXT).wire("X-Amz-Function-Error").at(Place::Header),
        member("LogResult", Shape::TEXT).wire("X-Amz-Log-Result").at(Place::Header),
        member("Payload", Shape::Blob(&BLOB)).at(Place::Payload),
        member("ExecutedVersion", Shape::TEXT).wire("X-Amz-Executed-Version").at(Place::Header),
        member("DurableExecutionArn", Shape::TEXT)
            .wire("X-Amz-Durable-Execution-Arn")
            .at(Place::Header),
    ],
    sensitive: false,
};
pub(super) static INVOCATION_TYPE: Text = Text {
    length: Length::ANY,
    pattern: None,
    values: &["Event", "RequestResponse", "DryRun"],
    sensitive: false,
};
pub(super) static INVOKE_ASYNC_REQUEST: Structure = Structure {
    name: "InvokeAsyncRequest",
    members: &[
        member("FunctionName", Shape::Text(&NAMESPACED_FUNCTION_NAME)).at(Place::Label).required(),
        member("InvokeArgs", Shape::Blob(&BLOB_STREAM)).at(Place::Payload).required(),
    ],
    sensitive: false,
};
pub(super) static INVOKE_ASYNC_RESPONSE: Structure = Structure {
    name: "InvokeAsyncResponse",
    members: &[member("Status", Shape::INTEGER).at(Place::Status)],
    sensitive: false,
};
pub(super) static INVOKE_MODE: Text = Text {
    length: Length::ANY,
    pattern: None,
    values: &["BUFFERED", "RESPONSE_STREAM"],
    sensitive: false,
};
pub(super) static INVOKE_RESPONSE_STREAM_UPDATE: Structure = Structure {
    name: "InvokeResponseStreamUpdate",
    members: &[member("Payload", Shape::Blob(&BLOB)).at(Place::Payload)],
    sensitive: false,
};
pub(super) static INVOKE_WITH_RESPONSE_STREAM_COMPLETE_EVENT: Structure = Structure {
    name: "InvokeWithResponseStreamCompleteEvent",
    members: &[
        member("ErrorCode", Shape::TEXT),
        member("ErrorDetails", Shape::TEXT),
        member("LogResult", Shape::TEXT),
    ],
    sensitive: false,
};
pub(super) static INVOKE_WITH_RESPONSE_STREAM_REQUEST: Structure = Structure {
    name: "InvokeWithResponseStreamRequest",
    members: &[
        member("FunctionName", Shape::Text(&NAMESPACED_FUNCTION_NAME)).at(Place::Label).required(),
        member("LogType", Shape::Text(&LOG_TYPE)).wire("X-Amz-Log-Type").at(Place::Header),
        member("ClientContext", Shape::TEXT).wire("X-Amz-Client-Context").at(Place::Header),
        member("Qualifier", Shape::Text(&NUMERIC_LATEST_PUBLISHED_OR_ALIAS_QUALIFIER))
            .at(Place::Query),
        member("Payload", Shape::Blob(&BLOB)).at(Place::Payload),
        member("TenantId", Shape::Text(&TENANT_ID)).wire("X-Amz-Tenant-Id").at(Place::Header),
        member("InvocationType", Shape::Text(&RESPONSE_STREAMING_INVOCATION_TYPE))
            .wire("X-Amz-Invocation-Type")
            .at(Place::Header),
    ],
    sensitive: false,
};
pub(super) static INVOKE_WITH_RESPONSE_STREAM_RESPONSE: Structure = Structure {
    name: "InvokeWithResponseStreamResponse",
    members: &[
        member("StatusCode", Shape::INTEGER).at(Place::Status),
        member("ExecutedVersion", Shape::TEXT).wire("X-Amz-Executed-Version").at(Place::Header),
        member("EventStream", Shape::Events(&INVOKE_WITH_RESPONSE_STREAM_RESPONSE_EVENT))
            .at(Place::Payload),
        member("ResponseStreamContentType", Shape::TEXT).wire("Content-Type").at(Place::Header),
    ],
    sensitive: false,
};
pub(super) static INVOKE_WITH_RESPONSE_STREAM_RESPONSE_EVENT: Structure = Structure {
    name: "InvokeWithResponseStreamResponseEvent",
    members: &[
        member("PayloadChunk", Shape::Structure(&INVOKE_RESPONSE_STREAM_UPDATE)),
        member("InvokeComplete", Shape::Structure(&INVOKE_WITH_RESPONSE_STREAM_COMPLETE_EVENT)),
    ],
    sensitive: false,
};
pub(super) static KMS_ACCESS_DENIED_EXCEPTION: Structure = Structure {
    name: "KMSAccessDeniedException",
    members: &[member("Type", Shape::TEXT), member("Message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static KMS_DISABLED_EXCEPTION: Structure = Structure {
    name: "KMSDisabledException",
    members: &[member("Type", Shape::TEXT), member("Message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static KMS_INVALID_STATE_EXCEPTION: Structure = Structure {
    name: "KMSInvalidStateException",
    members: &[member("Type", Shape::TEXT), member("Message", Shape::TEXT)],
    sensitive: false,
};
static PATTERN_OF_KMS_KEY_ARN: Pattern = Pattern::new(
    r"(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()",
    r"(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:[^\n\r\u{85}\u{2028}\u{2029}]*)|()",
);
pub(super) static KMS_KEY_ARN: Text = Text {
    length: Length { min: Some(0), max: Some(10000) },
    pattern: Some(&PATTERN_OF_KMS_KEY_ARN),
    values: &[],
    sensitive: false,
};
pub(super) static KMS_NOT_FOUND_EXCEPTION: Structure = Structure {
    name: "KMSNotFoundException",
    members: &[member("Type", Shape::TEXT), member("Message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static LAMBDA_MANAGED_INSTANCES_CAPACITY_PROVIDER_CONFIG: Structure = Structure {
    name: "LambdaManagedInstancesCapacityProviderConfig",
    members: &[
        member("CapacityProviderArn", Shape::Text(&CAPACITY_PROVIDER_ARN)).required(),
        member(
            "PerExecutionEnvironmentMaxConcurrency",
            Shape::Integer(&PER_EXECUTION_ENVIRONMENT_MAX_CONCURRENCY),
        ),
        member(
            "ExecutionEnvironmentMemoryGiBPerVCpu",
            Shape::Float(&EXECUTION_ENVIRONMENT_MEMORY_GI_B_PER_V_CPU),
        ),
    ],
    sensitive: false,
};
pub(super) static LAYER: Structure = Structure {
    name: "Layer",
    members: &[
        member("Arn", Shape::Text(&LAYER_VERSION_ARN)),
        member("CodeSize", Shape::LONG),
        member("SigningProfileVersionArn", Shape::Text(&ARN)),
        member("SigningJobArn", Shape::Text(&ARN)),
    ],
    sensitive: false,
};
pub(super) static LAYER_LIST: List = List {
    element: Shape::Text(&LAYER_VERSION_ARN),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
static PATTERN_OF_LAYER_NAME_OR_ARN: Pattern = Pattern::new(
    r"(arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:layer:[a-zA-Z0-9-_]{1,140}|[a-zA-Z0-9-_]{1,140})",
    r"(arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-[0-9]{1}:[0-9]{12}:layer:[a-zA-Z0-9-_]{1,140}|[a-zA-Z0-9-_]{1,140})",
);
pub(super) static LAYER_NAME_OR_ARN: Text = Text {
    length: Length { min: Some(1), max: Some(2048) },
    pattern: Some(&PATTERN_OF_LAYER_NAME_OR_ARN),
    values: &[],
    sensitive: false,
};
static PATTERN_OF_LAYER_PERMISSION_ALLOWED_ACTION: Pattern =
    Pattern::new(r"lambda:GetLayerVersion", r"lambda:GetLayerVersion");
pub(super) static LAYER_PERMISSION_ALLOWED_ACTION: Text = Text {
    length: Length { min: Some(0), max: Some(22) },
    pattern: Some(&PATTERN_OF_LAYER_PERMISSION_ALLOWED_ACTION),
    values: &[],
    sensitive: false,
};
static PATTERN_OF_LAYER_PERMISSION_ALLOWED_PRINCIPAL: Pattern = Pattern::new(
    r"\d{12}|\*|arn:(aws[a-zA-Z-]*):iam::\d{12}:root",
    r"[0-9]{12}|\*|arn:(aws[a-zA-Z-]*):iam::[0-9]{12}:root",
);
pub(super) static LAYER_PERMISSION_ALLOWED_PRINCIPAL: Text = Text {
    length: Length { min: Some(0), max: Some(10000) },
    pattern: Some(&PATTERN_OF_LAYER_PERMISSION_ALLOWED_PRINCIPAL),
    values: &[],
    sensitive: false,
};
static PATTERN_OF_LAYER_VERSION_ARN: Pattern = Pattern::new(
    r"((arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+)|(arn:[a-zA-Z0-9-]+:lambda:::awslayer:[a-zA-Z0-9-_]+))",
    r"((arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-[0-9]{1}:[0-9]{12}:layer:[a-zA-Z0-9-_]+:[0-9]+)|(arn:[a-zA-Z0-9-]+:lambda:::awslayer:[a-zA-Z0-9-_]+))",
);
pub(super) static LAYER_VERSION_ARN: Text = Text {
    length: Length { min: Some(1), max: Some(2048) },
    pattern: Some(&PATTERN_OF_LAYER_VERSION_ARN),
    values: &[],
    sensitive: false,
};
pub(super) static LAYER_VERSION_CONTENT_INPUT: Structure = Structure {
    name: "LayerVersionContentInput",
    members: &[
        member("S3Bucket", Shape::Text(&S3_BUCKET)),
        member("S3Key", Shape::Text(&S3_KEY)),
        member("S3ObjectVersion", Shape::Text(&S3_OBJECT_VERSION)),
        member("S3ObjectStorageMode", Shape::Text(&S3_OBJECT_STORAGE_MODE)),
        member("ZipFile", Shape::Blob(&BLOB)),
    ],
    sensitive: false,
};
pub(super) static LAYER_VERSION_CONTENT_OUTPUT: Structure = Structure {
    name: "LayerVersionContentOutput",
    members: &[
        member("Location", Shape::TEXT),
        member("CodeSha256", Shape::TEXT),
        member("CodeSize", Shape::LONG),
        member("SigningProfileVersionArn", Shape::Text(&ARN)),
        member("SigningJobArn", Shape::Text(&ARN)),
        member("ResolvedS3Object", Shape::Structure(&RESOLVED_S3_OBJECT)),
    ],
    sensitive: false,
};
pub(super) static LAYER_VERSIONS_LIST: List = List {
    element: Shape::Structure(&LAYER_VERSIONS_LIST_ITEM),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
pub(super) static LAYER_VERSIONS_LIST_ITEM: Structure = Structure {
    name: "LayerVersionsListItem",
    members: &[
        member("LayerVersionArn", Shape::Text(&LAYER_VERSION_ARN)),
        member("Version", Shape::LONG),
        member("Description", Shape::Text(&DESCRIPTION)),
        member("CreatedDate", Shape::TEXT),
        member("CompatibleArchitectures", Shape::List(&COMPATIBLE_ARCHITECTURES)),
        member("CompatibleRuntimes", Shape::List(&COMPATIBLE_RUNTIMES)),
        member("LicenseInfo", Shape::Text(&LICENSE_INFO)),
    ],
    sensitive: false,
};
pub(super) static LAYERS_LIST: List = List {
    element: Shape::Structure(&LAYERS_LIST_ITEM),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
pub(super) static LAYERS_LIST_ITEM: Structure = Structure {
    name: "LayersListItem",
    members: &[
        member("LayerName", Shape::TEXT),
        member("LayerArn", Shape::TEXT),
        member("LatestMatchingVersion", Shape::Structure(&LAYER_VERSIONS_LIST_ITEM)),
    ],
    sensitive: false,
};
pub(super) static LAYERS_REFERENCE_LIST: List = List {
    element: Shape::Structure(&LAYER),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
static PATTERN_OF_LICENSE_INFO: Pattern = Pattern::new(r".*", r"[^\n\r\u{85}\u{2028}\u{2029}]*");
pub(super) static LICENSE_INFO: Text = Text {
    length: Length { min: Some(0), max: Some(512) },
    pattern: Some(&PATTERN_OF_LICENSE_INFO),
    values: &[],
    sensitive: false,
};
pub(super) static LIST_ALIASES_REQUEST: Structure = Structure {
    name: "ListAliasesRequest",
    members: &[
        member("FunctionName", Shape::Text(&FUNCTION_NAME)).at(Place::Label).required(),
        member("FunctionVersion", Shape::Text(&VERSION_WITH_LATEST_PUBLISHED)).at(Place::Query),
        member("Marker", Shape::TEXT).at(Place::Query),
        member("MaxItems", Shape::Integer(&MAX_LIST_ITEMS)).at(Place::Query),
    ],
    sensitive: false,
};
pub(super) static LIST_ALIASES_RESPONSE: Structure = Structure {
    name: "ListAliasesResponse",
    members: &[member("NextMarker", Shape::TEXT), member("Aliases", Shape::List(&ALIAS_LIST))],
    sensitive: false,
};
pub(super) static LIST_CODE_SIGNING_CONFIGS_REQUEST: Structure = Structure {
    name: "ListCodeSigningConfigsRequest",
    members: &[
        member("Marker", Shape::TEXT).at(Place::Query),
        member("MaxItems", Shape::Integer(&MAX_LIST_ITEMS)).at(Place::Query),
    ],
    sensitive: false,
};
pub(super) static LIST_CODE_SIGNING_CONFIGS_RESPONSE: Structure = Structure {
    name: "ListCodeSigningConfigsResponse",
    members: &[
        member("NextMarker", Shape::TEXT),
        member("CodeSigningConfigs", Shape::List(&CODE_SIGNING_CONFIG_LIST)),
    ],
    sensitive: false,
};
pub(super) static LIST_FUNCTION_EVENT_INVOKE_CONFIGS_REQUEST: Structure = Structure {
    name: "ListFunctionEventInvokeConfigsRequest",
    members: &[
        member("FunctionName", Shape::Text(&NAMESPACED_FUNCTION_NAME)).at(Place::Label).required(),
        member("Marker", Shape::TEXT).at(Place::Query),
        member("MaxItems", Shape::Integer(&MAX_FUNCTION_EVENT_INVOKE_CONFIG_LIST_ITEMS))
            .at(Place::Query),
    ],
    sensitive: false,
};
pub(super) static LIST_FUNCTION_EVENT_INVOKE_CONFIGS_RESPONSE: Structure = Structure {
    name: "ListFunctionEventInvokeConfigsResponse",
    members: &[
        member("FunctionEventInvokeConfigs", Shape::List(&FUNCTION_EVENT_INVOKE_CONFIG_LIST)),
        member("NextMarker", Shape::TEXT),
    ],
    sensitive: false,
};
pub(super) static LIST_FUNCTION_URL_CONFIGS_REQUEST: Structure = Structure {
    name: "ListFunctionUrlConfigsRequest",
    members: &[
        member("FunctionName", Shape::Text(&FUNCTION_URL_FUNCTION_NAME))
            .at(Place::Label)
            .required(),
        member("Marker", Shape::TEXT).at(Place::Query),
        member("MaxItems", Shape::Integer(&MAX_ITEMS)).at(Place::Query),
    ],
    sensitive: false,
};
pub(super) static LIST_FUNCTION_URL_CONFIGS_RESPONSE: Structure = Structure {
    name: "ListFunctionUrlConfigsResponse",
    members: &[
        member("FunctionUrlConfigs", Shape::List(&FUNCTION_URL_CONFIG_LIST)).required(),
        member("NextMarker", Shape::TEXT),
    ],
    sensitive: false,
};
pub(super) static LIST_FUNCTIONS_REQUEST: Structure = Structure {
    name: "ListFunctionsRequest",
    members: &[
        member("MasterRegion", Shape::Text(&MASTER_REGION)).at(Place::Query),
        member("FunctionVersion", Shape::Text(&FUNCTION_VERSION)).at(Place::Query),
        member("Marker", Shape::TEXT).at(Place::Query),
        member("MaxItems", Shape::Integer(&MAX_LIST_ITEMS)).at(Place::Query),
    ],
    sensitive: false,
};
pub(super) static LIST_FUNCTIONS_RESPONSE: Structure = Structure {
    name: "ListFunctionsResponse",
    members: &[member("NextMarker", Shape::TEXT), member("Functions", Shape::List(&FUNCTION_LIST))],
    sensitive: false,
};
pub(super) static LIST_LAYER_VERSIONS_REQUEST: Structure = Structure {
    name: "ListLayerVersionsRequest",
    members: &[
        member("CompatibleArchitecture", Shape::Text(&ARCHITECTURE)).at(Place::Query),
        member("CompatibleRuntime", Shape::Text(&RUNTIME)).at(Place::Query),
        member("LayerName", Shape::Text(&LAYER_NAME_OR_ARN)).at(Place::Label).required(),
        member("Marker", Shape::TEXT).at(Place::Query),
        member("MaxItems", Shape::Integer(&MAX_LAYER_LIST_ITEMS)).at(Place::Query),
    ],
    sensitive: false,
};
pub(super) static LIST_LAYER_VERSIONS_RESPONSE: Structure = Structure {
    name: "ListLayerVersionsResponse",
    members: &[
        member("NextMarker", Shape::TEXT),
        member("LayerVersions", Shape::List(&LAYER_VERSIONS_LIST)),
    ],
    sensitive: false,
};
pub(super) static LIST_LAYERS_REQUEST: Structure = Structure {
    name: "ListLayersRequest",
    members: &[
        member("CompatibleArchitecture", Shape::Text(&ARCHITECTURE)).at(Place::Query),
        member("CompatibleRuntime", Shape::Text(&RUNTIME)).at(Place::Query),
        member("Marker", Shape::TEXT).at(Place::Query),
        member("MaxItems", Shape::Integer(&MAX_LAYER_LIST_ITEMS)).at(Place::Query),
    ],
    sensitive: false,
};
pub(super) static LIST_LAYERS_RESPONSE: Structure = Structure {
    name: "ListLayersResponse",
    members: &[member("NextMarker", Shape::TEXT), member("Layers", Shape::List(&LAYERS_LIST))],
    sensitive: false,
};
pub(super) static LIST_PROVISIONED_CONCURRENCY_CONFIGS_REQUEST: Structure = Structure {
    name: "ListProvisionedConcurrencyConfigsRequest",
    members: &[
        member("FunctionName", Shape::Text(&FUNCTION_NAME)).at(Place::Label).required(),
        member("Marker", Shape::TEXT).at(Place::Query),
        member("MaxItems", Shape::Integer(&MAX_PROVISIONED_CONCURRENCY_CONFIG_LIST_ITEMS))
            .at(Place::Query),
    ],
    sensitive: false,
};
pub(super) static LIST_PROVISIONED_CONCURRENCY_CONFIGS_RESPONSE: Structure = Structure {
    name: "ListProvisionedConcurrencyConfigsResponse",
    members: &[
        member("ProvisionedConcurrencyConfigs", Shape::List(&PROVISIONED_CONCURRENCY_CONFIG_LIST)),
        member("NextMarker", Shape::TEXT),
    ],
    sensitive: false,
};
pub(super) static LIST_TAGS_REQUEST: Structure = Structure {
    name: "ListTagsRequest",
    members: &[member("Resource", Shape::Text(&TAGGABLE_RESOURCE)).at(Place::Label).required()],
    sensitive: false,
};
pub(super) static LIST_TAGS_RESPONSE: Structure = Structure {
    name: "ListTagsResponse",
    members: &[member("Tags", Shape::Map(&TAGS))],
    sensitive: false,
};
pub(super) static LIST_VERSIONS_BY_FUNCTION_REQUEST: Structure = Structure {
    name: "ListVersionsByFunctionRequest",
    members: &[
        member("FunctionName", Shape::Text(&NAMESPACED_FUNCTION_NAME)).at(Place::Label).required(),
        member("Marker", Shape::TEXT).at(Place::Query),
        member("MaxItems", Shape::Integer(&MAX_LIST_ITEMS)).at(Place::Query),
    ],
    sensitive: false,
};
pub(super) static LIST_VERSIONS_BY_FUNCTION_RESPONSE: Structure = Structure {
    name: "ListVersionsByFunctionResponse",
    members: &[member("NextMarker", Shape::TEXT), member("Versions", Shape::List(&FUNCTION_LIST))],
    sensitive: false,
};
static PATTERN_OF_LOCAL_MOUNT_PATH: Pattern =
    Pattern::new(r"/mnt/[a-zA-Z0-9-_.]+", r"/mnt/[a-zA-Z0-9-_.]+");
pub(super) static LOCAL_MOUNT_PATH: Text = Text {
    length: Length { min: Some(0), max: Some(160) },
    pattern: Some(&PATTERN_OF_LOCAL_MOUNT_PATH),
    values: &[],
    sensitive: false,
};
pub(super) static LOG_FORMAT: Text =
    Text { length: Length::ANY, pattern: None, values: &["JSON", "Text"], sensitive: false };
static PATTERN_OF_LOG_GROUP: Pattern = Pattern::new(r"[\.\-_/#A-Za-z0-9]+", r"[\.\-_/#A-Za-z0-9]+");
pub(super) static LOG_GROUP: Text = Text {
    length: Length { min: Some(1), max: Some(512) },
    pattern: Some(&PATTERN_OF_LOG_GROUP),
    values: &[],
    sensitive: false,
};
pub(super) static LOG_TYPE: Text =
    Text { length: Length::ANY, pattern: None, values: &["None", "Tail"], sensitive: false };
pub(super) static LOGGING_CONFIG: Structure = Structure {
    name: "LoggingConfig",
    members: &[
        member("LogFormat", Shape::Text(&LOG_FORMAT)),
        member("ApplicationLogLevel", Shape::Text(&APPLICATION_LOG_LEVEL)),
        member("SystemLogLevel", Shape::Text(&SYSTEM_LOG_LEVEL)),
        member("LogGroup", Shape::Text(&LOG_GROUP)),
    ],
    sensitive: false,
};
static PATTERN_OF_MASTER_REGION: Pattern = Pattern::new(
    r"ALL|(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}",
    r"ALL|(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-[0-9]{1}",
);
pub(super) static MASTER_REGION: Text = Text {
    length: Length { min: Some(1), max: Some(50) },
    pattern: Some(&PATTERN_OF_MASTER_REGION),
    values: &[],
    sensitive: false,
};
pub(super) static MAX_AGE: Range<i64> = Range { min: Some(0), max: Some(86400) };
pub(super) static MAX_FUNCTION_EVENT_INVOKE_CONFIG_LIST_ITEMS: Range<i64> =
    Range { min: Some(1), max: Some(50) };
pub(super) static MAX_ITEMS: Range<i64> = Range { min: Some(1), max: Some(50) };
pub(super) static MAX_LAYER_LIST_ITEMS: Range<i64> = Range { min: Some(1), max: Some(50) };
pub(super) static MAX_LIST_ITEMS: Range<i64> = Range { min: Some(1), max: Some(10000) };
pub(super) static MAX_PROVISIONED_CONCURRENCY_CONFIG_LIST_ITEMS: Range<i64> =
    Range { min: Some(1), max: Some(50) };
pub(super) static MAXIMUM_EVENT_AGE_IN_SECONDS: Range<i64> =
    Range { min: Some(60), max: Some(21600) };
pub(super) static MAXIMUM_RETRY_ATTEMPTS: Range<i64> = Range { min: Some(0), max: Some(2) };
pub(super) static MEMORY_SIZE: Range<i64> = Range { min: Some(128), max: Some(32768) };
static PATTERN_OF_METHOD: Pattern = Pattern::new(r".*", r"[^\n\r\u{85}\u{2028}\u{2029}]*");
pub(super) static METHOD: Text = Text {
    length: Length { min: Some(0), max: Some(6) },
    pattern: Some(&PATTERN_OF_METHOD),
    values: &[],
    sensitive: false,
};
pub(super) static MODE_NOT_SUPPORTED_EXCEPTION: Structure = Structure {
    name: "ModeNotSupportedException",
    members: &[member("Type", Shape::TEXT), member("message", Shape::TEXT)],
    sensitive: false,
};
static PATTERN_OF_NAMESPACED_FUNCTION_NAME: Pattern = Pattern::new(
    r"(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_\.]+)(:(\$LATEST(\.PUBLISHED)?|[a-zA-Z0-9-_]+))?",
    r"(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-[0-9]{1}:)?([0-9]{12}:)?(function:)?([a-zA-Z0-9-_\.]+)(:(\$LATEST(\.PUBLISHED)?|[a-zA-Z0-9-_]+))?",
);
pub(super) static NAMESPACED_FUNCTION_NAME: Text = Text {
    length: Length { min: Some(1), max: Some(256) },
    pattern: Some(&PATTERN_OF_NAMESPACED_FUNCTION_NAME),
    values: &[],
    sensitive: false,
};
static PATTERN_OF_NAMESPACED_STATEMENT_ID: Pattern =
    Pattern::new(r"([a-zA-Z0-9-_.]+)", r"([a-zA-Z0-9-_.]+)");
pub(super) static NAMESPACED_STATEMENT_ID: Text = Text {
    length: Length { min: Some(1), max: Some(100) },
    pattern: Some(&PATTERN_OF_NAMESPACED_STATEMENT_ID),
    values: &[],
    sensitive: false,
};
pub(super) static NO_PUBLISHED_VERSION_EXCEPTION: Structure = Structure {
    name: "NoPublishedVersionException",
    members: &[member("Type", Shape::TEXT), member("Message", Shape::TEXT)],
    sensitive: false,
};
static PATTERN_OF_NUMERIC_LATEST_PUBLISHED_OR_ALIAS_QUALIFIER: Pattern = Pattern::new(
    r"\$(LATEST(\.PUBLISHED)?)|[a-zA-Z0-9-_$]+",
    r"\$(LATEST(\.PUBLISHED)?)|[a-zA-Z0-9-_$]+",
);
pub(super) static NUMERIC_LATEST_PUBLISHED_OR_ALIAS_QUALIFIER: Text = Text {
    length: Length { min: Some(1), max: Some(128) },
    pattern: Some(&PATTERN_OF_NUMERIC_LATEST_PUBLISHED_OR_ALIAS_QUALIFIER),
    values: &[],
    sensitive: false,
};
pub(super) static ON_FAILURE: Structure = Structure {
    name: "OnFailure",
    members: &[member("Destination", Shape::Text(&DESTINATION_ARN))],
    sensitive: false,
};
pub(super) static ON_SUCCESS: Structure = Structure {
    name: "OnSuccess",
    members: &[member("Destination", Shape::Text(&DESTINATION_ARN))],
    sensitive: false,
};
static PATTERN_OF_ORGANIZATION_ID: Pattern =
    Pattern::new(r"o-[a-z0-9]{10,32}", r"o-[a-z0-9]{10,32}");
pub(super) static ORGANIZATION_ID: Text = Text {
    length: Length { min: Some(0), max: Some(34) },
    pattern: Some(&PATTERN_OF_ORGANIZATION_ID),
    values: &[],
    sensitive: false,
};
static PATTERN_OF_ORIGIN: Pattern = Pattern::new(r".*", r"[^\n\r\u{85}\u{2028}\u{2029}]*");
pub(super) static ORIGIN: Text = Text {
    length: Length { min: Some(1), max: Some(253) },
    pattern: Some(&PATTERN_OF_ORIGIN),
    values: &[],
    sensitive: false,
};
pub(super) static PACKAGE_TYPE: Text =
    Text { length: Length::ANY, pattern: None, values: &["Zip", "Image"], sensitive: false };
pub(super) static PER_EXECUTION_ENVIRONMENT_MAX_CONCURRENCY: Range<i64> =
    Range { min: Some(1), max: Some(1600) };
pub(super) static POLICY_LENGTH_EXCEEDED_EXCEPTION: Structure = Structure {
    name: "PolicyLengthExceededException",
    members: &[member("Type", Shape::TEXT), member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static POSITIVE_INTEGER: Range<i64> = Range { min: Some(1), max: None };
pub(super) static PRECONDITION_FAILED_EXCEPTION: Structure = Structure {
    name: "PreconditionFailedException",
    members: &[member("Type", Shape::TEXT), member("message", Shape::TEXT)],
    sensitive: false,
};
static PATTERN_OF_PRINCIPAL: Pattern = Pattern::new(r"[^\s]+", r"[^ \t\n\x0B\f\r]+");
pub(super) static PRINCIPAL: Text = Text {
    length: Length { min: Some(0), max: Some(2048) },
    pattern: Some(&PATTERN_OF_PRINCIPAL),
    values: &[],
    sensitive: false,
};
static PATTERN_OF_PRINCIPAL_ORG_ID: Pattern =
    Pattern::new(r"o-[a-z0-9]{10,32}", r"o-[a-z0-9]{10,32}");
pub(super) static PRINCIPAL_ORG_ID: Text = Text {
    length: Length { min: Some(12), max: Some(34) },
    pattern: Some(&PATTERN_OF_PRINCIPAL_ORG_ID),
    values: &[],
    sensitive: false,
};
pub(super) static PROVISIONED_CONCURRENCY_CONFIG_LIST: List = List {
    element: Shape::Structure(&PROVISIONED_CONCURRENCY_CONFIG_LIST_ITEM),
    wire: "member",
    length: Length::ANY,
    sensitive: false,
};
pub(super) static PROVISIONED_CONCURRENCY_CONFIG_LIST_ITEM: Structure = Structure {
    name: "ProvisionedConcurrencyConfigListItem",
    members: &[
        member("FunctionArn", Shape::TEXT),
        member("RequestedProvisionedConcurrentExecutions", Shape::Integer(&POSITIVE_INTEGER)),
        member("AvailableProvisionedConcurrentExecutions", Shape::INTEGER),
        member("AllocatedProvisionedConcurrentExecutions", Shape::INTEGER),
        member("Status", Shape::TEXT),
        member("StatusReason", Shape::TEXT),
        member("LastModified", Shape::TEXT),
    ],
    sensitive: false,
};
pub(super) static PROVISIONED_CONCURRENCY_CONFIG_NOT_FOUND_EXCEPTION: Structure = Structure {
    name: "ProvisionedConcurrencyConfigNotFoundException",
    members: &[member("Type", Shape::TEXT), member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static PUBLIC_POLICY_EXCEPTION: Structure = Structure {
    name: "PublicPolicyException",
    members: &[member("Type", Shape::TEXT), member("Message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static PUBLISH_LAYER_VERSION_REQUEST: Structure = Structure {
    name: "PublishLayerVersionRequest",
    members: &[
        member("LayerName", Shape::Text(&LAYER_NAME_OR_ARN)).at(Place::Label).required(),
        member("Description", Shape::Text(&DESCRIPTION)),
        member("Content", Shape::Structure(&LAYER_VERSION_CONTENT_INPUT)).required(),
        member("CompatibleArchitectures", Shape::List(&COMPATIBLE_ARCHITECTURES)),
        member("CompatibleRuntimes", Shape::List(&COMPATIBLE_RUNTIMES)),
        member("LicenseInfo", Shape::Text(&LICENSE_INFO)),
    ],
    sensitive: false,
};
pub(super) static PUBLISH_LAYER_VERSION_RESPONSE: Structure = Structure {
    name: "PublishLayerVersionResponse",
    members: &[
        member("Content", Shape::Structure(&LAYER_VERSION_CONTENT_OUTPUT)),
        member("LayerArn", Shape::TEXT),
        member("LayerVersionArn", Shape::Text(&LAYER_VERSION_ARN)),
        member("Description", Shape::Text(&DESCRIPTION)),
        member("CreatedDate", Shape::TEXT),
        member("Version", Shape::LONG),
        member("CompatibleArchitectures", Shape::List(&COMPATIBLE_ARCHITECTURES)),
        member("CompatibleRuntimes", Shape::List(&COMPATIBLE_RUNTIMES)),
        member("LicenseInfo", Shape::Text(&LICENSE_INFO)),
    ],
    sensitive: false,
};
pub(super) static PUBLISH_VERSION_REQUEST: Structure = Structure {
    name: "PublishVersionRequest",
    members: &[
        member("FunctionName", Shape::Text(&FUNCTION_NAME)).at(Place::Label).required(),
        member("CodeSha256", Shape::TEXT),
        member("Description", Shape::Text(&DESCRIPTION)),
        member("RevisionId", Shape::TEXT),
        member("PublishTo", Shape::Text(&FUNCTION_VERSION_LATEST_PUBLISHED)),
    ],
    sensitive: false,
};
pub(super) static PUT_FUNCTION_CODE_SIGNING_CONFIG_REQUEST: Structure = Structure {
    name: "PutFunctionCodeSigningConfigRequest",
    members: &[
        member("CodeSigningConfigArn", Shape::Text(&CODE_SIGNING_CONFIG_ARN)).required(),
        member("FunctionName", Shape::Text(&NAMESPACED_FUNCTION_NAME)).at(Place::Label).required(),
    ],
    sensitive: false,
};
pub(super) static PUT_FUNCTION_CODE_SIGNING_CONFIG_RESPONSE: Structure = Structure {
    name: "PutFunctionCodeSigningConfigResponse",
    members: &[
        member("CodeSigningConfigArn", Shape::Text(&CODE_SIGNING_CONFIG_ARN)).required(),
        member("FunctionName", Shape::Text(&FUNCTION_NAME)).required(),
    ],
    sensitive: false,
};
pub(super) static PUT_FUNCTION_CONCURRENCY_REQUEST: Structure = Structure {
    name: "PutFunctionConcurrencyRequest",
    members: &[
        member("FunctionName", Shape::Text(&FUNCTION_NAME)).at(Place::Label).required(),
        member("ReservedConcurrentExecutions", Shape::Integer(&RESERVED_CONCURRENT_EXECUTIONS))
            .required(),
    ],
    sensitive: false,
};
pub(super) static PUT_FUNCTION_EVENT_INVOKE_CONFIG_REQUEST: Structure = Structure {
    name: "PutFunctionEventInvokeConfigRequest",
    members: &[
        member("FunctionName", Shape::Text(&NAMESPACED_FUNCTION_NAME)).at(Place::Label).required(),
        member("Qualifier", Shape::Text(&NUMERIC_LATEST_PUBLISHED_OR_ALIAS_QUALIFIER))
            .at(Place::Query),
        member("MaximumRetryAttempts", Shape::Integer(&MAXIMUM_RETRY_ATTEMPTS)),
        member("MaximumEventAgeInSeconds", Shape::Integer(&MAXIMUM_EVENT_AGE_IN_SECONDS)),
        member("DestinationConfig", Shape::Structure(&DESTINATION_CONFIG)),
    ],
    sensitive: false,
};
pub(super) static PUT_FUNCTION_RECURSION_CONFIG_REQUEST: Structure = Structure {
    name: "PutFunctionRecursionConfigRequest",
    members: &[
        member("FunctionName", Shape::Text(&UNQUALIFIED_FUNCTION_NAME)).at(Place::Label).required(),
        member("RecursiveLoop", Shape::Text(&RECURSIVE_LOOP)).required(),
    ],
    sensitive: false,
};
pub(super) static PUT_FUNCTION_RECURSION_CONFIG_RESPONSE: Structure = Structure {
    name: "PutFunctionRecursionConfigResponse",
    members: &[member("RecursiveLoop", Shape::Text(&RECURSIVE_LOOP))],
    sensitive: false,
};
pub(super) static PUT_PROVISIONED_CONCURRENCY_CONFIG_REQUEST: Structure = Structure {
    name: "PutProvisionedConcurrencyConfigRequest",
    members: &[
        member("FunctionName", Shape::Text(&FUNCTION_NAME)).at(Place::Label).required(),
        member("Qualifier", Shape::Text(&QUALIFIER)).at(Place::Query).required(),
        member("ProvisionedConcurrentExecutions", Shape::Integer(&POSITIVE_INTEGER)).required(),
    ],
    sensitive: false,
};
pub(super) static PUT_PROVISIONED_CONCURRENCY_CONFIG_RESPONSE: Structure = Structure {
    name: "PutProvisionedConcurrencyConfigResponse",
    members: &[
        member("RequestedProvisionedConcurrentExecutions", Shape::Integer(&POSITIVE_INTEGER)),
        member("AllocatedProvisionedConcurrentExecutions", Shape::INTEGER),
        member("AvailableProvisionedConcurrentExecutions", Shape::INTEGER),
        member("Status", Shape::TEXT),
        member("StatusReason", Shape::TEXT),
        member("LastModified", Shape::TEXT),
    ],
    sensitive: false,
};
pub(super) static PUT_RUNTIME_MANAGEMENT_CONFIG_REQUEST: Structure = Structure {
    name: "PutRuntimeManagementConfigRequest",
    members: &[
        member("FunctionName", Shape::Text(&NAMESPACED_FUNCTION_NAME)).at(Place::Label).required(),
        member("Qualifier", Shape::Text(&NUMERIC_LATEST_PUBLISHED_OR_ALIAS_QUALIFIER))
            .at(Place::Query),
        member("UpdateRuntimeOn", Shape::Text(&UPDATE_RUNTIME_ON)).required(),
        member("RuntimeVersionArn", Shape::Text(&RUNTIME_VERSION_ARN)),
    ],
    sensitive: false,
};
pub(super) static PUT_RUNTIME_MANAGEMENT_CONFIG_RESPONSE: Structure = Structure {
    name: "PutRuntimeManagementConfigResponse",
    members: &[
        member("UpdateRuntimeOn", Shape::Text(&UPDATE_RUNTIME_ON)).required(),
        member("FunctionArn", Shape::TEXT).required(),
        member("RuntimeVersionArn", Shape::Text(&RUNTIME_VERSION_ARN)),
    ],
    sensitive: false,
};
static PATTERN_OF_QUALIFIER: Pattern = Pattern::new(r"(|[a-zA-Z0-9$_-]+)", r"(|[a-zA-Z0-9$_-]+)");
pub(super) static QUALIFIER: Text = Text {
    length: Length { min: Some(1), max: Some(128) },
    pattern: Some(&PATTERN_OF_QUALIFIER),
    values: &[],
    sensitive: false,
};
pub(super) static RECURSIVE_INVOCATION_EXCEPTION: Structure = Structure {
    name: "RecursiveInvocationException",
    members: &[member("Type", Shape::TEXT), member("Message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static RECURSIVE_LOOP: Text =
    Text { length: Length::ANY, pattern: None, values: &["Allow", "Terminate"], sensitive: false };
pub(super) static REMOVE_LAYER_VERSION_PERMISSION_REQUEST: Structure = Structure {
    name: "RemoveLayerVersionPermissionRequest",
    members: &[
        member("LayerName", Shape::Text(&LAYER_NAME_OR_ARN)).at(Place::Label).required(),
        member("VersionNumber", Shape::LONG).at(Place::Label).required(),
        member("StatementId", Shape::Text(&STATEMENT_ID)).at(Place::Label).required(),
        member("RevisionId", Shape::TEXT).at(Place::Query),
    ],
    sensitive: false,
};
pub(super) static REMOVE_PERMISSION_REQUEST: Structure = Structure {
    name: "RemovePermissionRequest",
    members: &[
        member("FunctionName", Shape::Text(&NAMESPACED_FUNCTION_NAME)).at(Place::Label).required(),
        member("StatementId", Shape::Text(&NAMESPACED_STATEMENT_ID)).at(Place::Label).required(),
        member("Qualifier", Shape::Text(&NUMERIC_LATEST_PUBLISHED_OR_ALIAS_QUALIFIER))
            .at(Place::Query),
        member("RevisionId", Shape::TEXT).at(Place::Query),
    ],
    sensitive: false,
};
pub(super) static REQUEST_TOO_LARGE_EXCEPTION: Structure = Structure {
    name: "RequestTooLargeException",
    members: &[member("Type", Shape::TEXT), member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static RESERVED_CONCURRENT_EXECUTIONS: Range<i64> = Range { min: Some(0), max: None };
pub(super) static RESOLVED_S3_OBJECT: Structure = Structure {
    name: "ResolvedS3Object",
    members: &[
        member("S3Bucket", Shape::Text(&S3_BUCKET)),
        member("S3Key", Shape::Text(&S3_KEY)),
        member("S3ObjectVersion", Shape::Text(&S3_OBJECT_VERSION)),
    ],
    sensitive: false,
};
static PATTERN_OF_RESOURCE_ARN: Pattern = Pattern::new(
    r"(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()",
    r"(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:[^\n\r\u{85}\u{2028}\u{2029}]*)|()",
);
pub(super) static RESOURCE_ARN: Text = Text {
    length: Length { min: Some(0), max: Some(10000) },
    pattern: Some(&PATTERN_OF_RESOURCE_ARN),
    values: &[],
    sensitive: false,
};
pub(super) static RESOURCE_CONFLICT_EXCEPTION: Structure = Structure {
    name: "ResourceConflictException",
    members: &[member("Type", Shape::TEXT), member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static RESOURCE_NOT_FOUND_EXCEPTION: Structure = Structure {
    name: "ResourceNotFoundException",
    members: &[member("Type", Shape::TEXT), member("Message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static RESOURCE_NOT_READY_EXCEPTION: Structure = Structure {
    name: "ResourceNotReadyException",
    members: &[member("Type", Shape::TEXT), member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static RESPONSE_STREAMING_INVOCATION_TYPE: Text = Text {
    length: Length::ANY,
    pattern: None,
    values: &["RequestResponse", "DryRun"],
    sensitive: false,
};
pub(super) static RETENTION_PERIOD_IN_DAYS: Range<i64> = Range { min: Some(1), max: Some(90) };
static PATTERN_OF_ROLE_ARN: Pattern = Pattern::new(
    r"arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+",
    r"arn:(aws[a-zA-Z-]*)?:iam::[0-9]{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+",
);
pub(super) static ROLE_ARN: Text = Text {
    length: Length { min: Some(0), max: Some(10000) },
    pattern: Some(&PATTERN_OF_ROLE_ARN),
    values: &[],
    sensitive: false,
};
pub(super) static RUNTIME: Text = Text {
    length: Length::ANY,
    pattern: None,
    values: &[
        "nodejs",
        "nodejs4.3",
        "nodejs6.10",
        "nodejs8.10",
        "nodejs10.x",
        "nodejs12.x",
        "nodejs14.x",
        "nodejs16.x",
        "nodejs18.x",
        "nodejs20.x",
        "nodejs22.x",
        "nodejs24.x",
        "java8",
        "java8.al2",
        "java11",
        "java17",
        "java21",
        "java25",
        "python2.7",
        "python3.6",
        "python3.7",
        "python3.8",
        "python3.9",
        "python3.10",
        "python3.11",
        "python3.12",
        "python3.13",
        "python3.14",
        "dotnetcore1.0",
        "dotnetcore2.0",
        "dotnetcore2.1",
        "dotnetcore3.1",
        "dotnet6",
        "dotnet8",
        "dotnet10",
        "nodejs4.3-edge",
        "go1.x",
        "ruby2.5",
        "ruby2.7",
        "ruby3.2",
        "ruby3.3",
        "ruby3.4",
        "ruby4.0",
        "provided",
        "provided.al2",
        "provided.al2023",
        "nodejs26.x",
        "python3.15",
        "java8.al2023",
        "java11.al2023",
        "java17.al2023",
        "custom",
    ],
    sensitive: false,
};
pub(super) static RUNTIME_ALIAS_DELETED_EXCEPTION: Structure = Structure {
    name: "RuntimeAliasDeletedException",
    members: &[member("Type", Shape::TEXT), member("message", Shape::TEXT)],
    sensitive: false,
};
static PATTERN_OF_RUNTIME_VERSION_ARN: Pattern = Pattern::new(
    r"((arn:(aws[a-zA-Z-]*):lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}::runtime:.+)|(arn:(aws[a-zA-Z-]*):lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:runtime/[A-Za-z0-9_.-]{1,128}/version/[A-Za-z0-9_.-]{1,128}))",
    r"((arn:(aws[a-zA-Z-]*):lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-[0-9]{1}::runtime:[^\n\r\u{85}\u{2028}\u{2029}]+)|(arn:(aws[a-zA-Z-]*):lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-[0-9]{1}:[0-9]{12}:runtime/[A-Za-z0-9_.-]{1,128}/version/[A-Za-z0-9_.-]{1,128}))",
);
pub(super) static RUNTIME_VERSION_ARN: Text = Text {
    length: Length { min: Some(26), max: Some(2048) },
    pattern: Some(&PATTERN_OF_RUNTIME_VERSION_ARN),
    values: &[],
    sensitive: false,
};
pub(super) static RUNTIME_VERSION_CONFIG: Structure = Structure {
    name: "RuntimeVersionConfig",
    members: &[
        member("RuntimeVersionArn", Shape::Text(&RUNTIME_VERSION_ARN)),
        member("Error", Shape::Structure(&RUNTIME_VERSION_ERROR)),
    ],
    sensitive: false,
};
pub(super) static RUNTIME_VERSION_DELETED_EXCEPTION: Structure = Structure {
    name: "RuntimeVersionDeletedException",
    members: &[member("Type", Shape::TEXT), member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static RUNTIME_VERSION_ERROR: Structure = Structure {
    name: "RuntimeVersionError",
    members: &[member("ErrorCode", Shape::TEXT), member("Message", Shape::Text(&SENSITIVE_STRING))],
    sensitive: false,
};
static PATTERN_OF_S3_BUCKET: Pattern =
    Pattern::new(r"[0-9A-Za-z\.\-_]*(?<!\.)", r"([0-9A-Za-z._-]*[0-9A-Za-z_-])?");
pub(super) static S3_BUCKET: Text = Text {
    length: Length { min: Some(3), max: Some(63) },
    pattern: Some(&PATTERN_OF_S3_BUCKET),
    values: &[],
    sensitive: false,
};
pub(super) static S3_FILES_CONFIG: Structure = Structure {
    name: "S3FilesConfig",
    members: &[member("DirectS3Read", Shape::Text(&DIRECT_S3_READ))],
    sensitive: false,
};
pub(super) static S3_FILES_MOUNT_CONNECTIVITY_EXCEPTION: Structure = Structure {
    name: "S3FilesMountConnectivityException",
    members: &[member("Type", Shape::TEXT), member("Message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static S3_FILES_MOUNT_FAILURE_EXCEPTION: Structure = Structure {
    name: "S3FilesMountFailureException",
    members: &[member("Type", Shape::TEXT), member("Message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static S3_FILES_MOUNT_TIMEOUT_EXCEPTION: Structure = Structure {
    name: "S3FilesMountTimeoutException",
    members: &[member("Type", Shape::TEXT), member("Message", Shape::TEXT)],
    sensitive: false,
};
static PATTERN_OF_S3_KEY: Pattern = Pattern::new(r".*", r"[^\n\r\u{85}\u{2028}\u{2029}]*");
pub(super) static S3_KEY: Text = Text {
    length: Length { min: Some(1), max: Some(1024) },
    pattern: Some(&PATTERN_OF_S3_KEY),
    values: &[],
    sensitive: false,
};
pub(super) static S3_OBJECT_STORAGE_MODE: Text =
    Text { length: Length::ANY, pattern: None, values: &["COPY", "REFERENCE"], sensitive: false };
static PATTERN_OF_S3_OBJECT_VERSION: Pattern =
    Pattern::new(r".*", r"[^\n\r\u{85}\u{2028}\u{2029}]*");
pub(super) static S3_OBJECT_VERSION: Text = Text {
    length: Length { min: Some(1), max: Some(1024) },
    pattern: Some(&PATTERN_OF_S3_OBJECT_VERSION),
    values: &[],
    sensitive: false,
};
static PATTERN_OF_SECURITY_GROUP_ID: Pattern = Pattern::new(r"sg-[0-9a-zA-Z]*", r"sg-[0-9a-zA-Z]*");
pub(super) static SECURITY_GROUP_ID: Text = Text {
    length: Length { min: Some(0), max: Some(1024) },
    pattern: Some(&PATTERN_OF_SECURITY_GROUP_ID),
    values: &[],
    sensitive: false,
};
pub(super) static SECURITY_GROUP_IDS: List = List {
    element: Shape::Text(&SECURITY_GROUP_ID),
    wire: "member",
    length: Length { min: Some(0), max: Some(5) },
    sensitive: false,
};
pub(super) static SENSITIVE_STRING: Text =
    Text { length: Length::ANY, pattern: None, values: &[], sensitive: true };
pub(super) static SERIALIZED_REQUEST_ENTITY_TOO_LARGE_EXCEPTION: Structure = Structure {
    name: "SerializedRequestEntityTooLargeException",
    members: &[member("Type", Shape::TEXT), member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static SERVICE_EXCEPTION: Structure = Structure {
    name: "ServiceException",
    members: &[member("Type", Shape::TEXT), member("Message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static SERVICE_QUOTA_EXCEEDED_EXCEPTION: Structure = Structure {
    name: "ServiceQuotaExceededException",
    members: &[member("Type", Shape::TEXT), member("Message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static SIGNING_PROFILE_VERSION_ARNS: List =
    List { element: Shape::Text(&ARN), wire: "member", length: Length::ANY, sensitive: false };
pub(super) static SNAP_START: Structure = Structure {
    name: "SnapStart",
    members: &[member("ApplyOn", Shape::Text(&SNAP_START_APPLY_ON))],
    sensitive: false,
};
pub(super) static SNAP_START_APPLY_ON: Text = Text {
    length: Length::ANY,
    pattern: None,
    values: &["PublishedVersions", "None"],
    sensitive: false,
};
pub(super) static SNAP_START_EXCEPTION: Structure = Structure {
    name: "SnapStartException",
    members: &[member("Type", Shape::TEXT), member("Message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static SNAP_START_NOT_READY_EXCEPTION: Structure = Structure {
    name: "SnapStartNotReadyException",
    members: &[member("Type", Shape::TEXT), member("Message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static SNAP_START_REGENERATION_FAILURE_EXCEPTION: Structure = Structure {
    name: "SnapStartRegenerationFailureException",
    members: &[member("Type", Shape::TEXT), member("Message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static SNAP_START_RESPONSE: Structure = Structure {
    name: "SnapStartResponse",
    members: &[
        member("ApplyOn", Shape::Text(&SNAP_START_APPLY_ON)),
        member("OptimizationStatus", Shape::TEXT),
    ],
    sensitive: false,
};
pub(super) static SNAP_START_TIMEOUT_EXCEPTION: Structure = Structure {
    name: "SnapStartTimeoutException",
    members: &[member("Type", Shape::TEXT), member("Message", Shape::TEXT)],
    sensitive: false,
};
static PATTERN_OF_SOURCE_OWNER: Pattern = Pattern::new(r"\d{12}", r"[0-9]{12}");
pub(super) static SOURCE_OWNER: Text = Text {
    length: Length { min: Some(0), max: Some(12) },
    pattern: Some(&PATTERN_OF_SOURCE_OWNER),
    values: &[],
    sensitive: false,
};
static PATTERN_OF_STATEMENT_ID: Pattern = Pattern::new(r"([a-zA-Z0-9-_]+)", r"([a-zA-Z0-9-_]+)");
pub(super) static STATEMENT_ID: Text = Text {
    length: Length { min: Some(1), max: Some(100) },
    pattern: Some(&PATTERN_OF_STATEMENT_ID),
    values: &[],
    sensitive: false,
};
pub(super) static STRING_LIST: List = List {
    element: Shape::TEXT,
    wire: "member",
    length: Length { min: Some(0), max: Some(1500) },
    sensitive: false,
};
pub(super) static SUBNET_IP_ADDRESS_LIMIT_REACHED_EXCEPTION: Structure = Structure {
    name: "SubnetIPAddressLimitReachedException",
    members: &[member("Type", Shape::TEXT), member("Message", Shape::TEXT)],
    sensitive: false,
};
static PATTERN_OF_SUBNET_ID: Pattern = Pattern::new(r"subnet-[0-9a-z]*", r"subnet-[0-9a-z]*");
pub(super) static SUBNET_ID: Text = Text {
    length: Length { min: Some(0), max: Some(1024) },
    pattern: Some(&PATTERN_OF_SUBNET_ID),
    values: &[],
    sensitive: false,
};
pub(super) static SUBNET_IDS: List = List {
    element: Shape::Text(&SUBNET_ID),
    wire: "member",
    length: Length { min: Some(0), max: Some(16) },
    sensitive: false,
};
pub(super) static SYSTEM_LOG_LEVEL: Text = Text {
    length: Length::ANY,
    pattern: None,
    values: &["DEBUG", "INFO", "WARN"],
    sensitive: false,
};
static PATTERN_OF_TAG_KEY: Pattern =
    Pattern::new(r"([\p{L}\p{Z}\p{N}_.:/=+\-@]*)", r"([\p{L}\p{Z}\p{N}_.:/=+\-@]*)");
pub(super) static TAG_KEY: Text = Text {
    length: Length { min: Some(1), max: Some(128) },
    pattern: Some(&PATTERN_OF_TAG_KEY),
    values: &[],
    sensitive: false,
};
pub(super) static TAG_KEY_LIST: List =
    List { element: Shape::Text(&TAG_KEY), wire: "member", length: Length::ANY, sensitive: false };
pub(super) static TAG_RESOURCE_REQUEST: Structure = Structure {
    name: "TagResourceRequest",
    members: &[
        member("Resource", Shape::Text(&TAGGABLE_RESOURCE)).at(Place::Label).required(),
        member("Tags", Shape::Map(&TAGS)).required(),
    ],
    sensitive: false,
};
static PATTERN_OF_TAG_VALUE: Pattern =
    Pattern::new(r"([\p{L}\p{Z}\p{N}_.:/=+\-@]*)", r"([\p{L}\p{Z}\p{N}_.:/=+\-@]*)");
pub(super) static TAG_VALUE: Text = Text {
    length: Length { min: Some(0), max: Some(256) },
    pattern: Some(&PATTERN_OF_TAG_VALUE),
    values: &[],
    sensitive: false,
};
static PATTERN_OF_TAGGABLE_RESOURCE: Pattern = Pattern::new(
    r"arn:(aws[a-zA-Z-]*):lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:(function:[a-zA-Z0-9-_]+(:(\$LATEST|[a-zA-Z0-9-_]+))?|code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|(capacity-provider|network-connector):[a-zA-Z0-9-_]{1,64})",
    r"arn:(aws[a-zA-Z-]*):lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-[0-9]{1}:[0-9]{12}:(function:[a-zA-Z0-9-_]+(:(\$LATEST|[a-zA-Z0-9-_]+))?|code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|(capacity-provider|network-connector):[a-zA-Z0-9-_]{1,64})",
);
pub(super) static TAGGABLE_RESOURCE: Text = Text {
    length: Length { min: Some(1), max: Some(10000) },
    pattern: Some(&PATTERN_OF_TAGGABLE_RESOURCE),
    values: &[],
    sensitive: false,
};
pub(super) static TAGS: Map = Map {
    key: &TAG_KEY,
    value: Shape::Text(&TAG_VALUE),
    wire: ("key", "value"),
    length: Length::ANY,
    sensitive: false,
};
pub(super) static TAGS_ERROR: Structure = Structure {
    name: "TagsError",
    members: &[
        member("ErrorCode", Shape::TEXT).required(),
        member("Message", Shape::TEXT).required(),
    ],
    sensitive: false,
};
pub(super) static TENANCY_CONFIG: Structure = Structure {
    name: "TenancyConfig",
    members: &[member("TenantIsolationMode", Shape::Text(&TENANT_ISOLATION_MODE)).required()],
    sensitive: false,
};
static PATTERN_OF_TENANT_ID: Pattern =
    Pattern::new(r"[a-zA-Z0-9\._:\/=+\-@ ]+", r"[a-zA-Z0-9\._:/=+\-@ ]+");
pub(super) static TENANT_ID: Text = Text {
    length: Length { min: Some(1), max: Some(256) },
    pattern: Some(&PATTERN_OF_TENANT_ID),
    values: &[],
    sensitive: false,
};
pub(super) static TENANT_ISOLATION_MODE: Text =
    Text { length: Length::ANY, pattern: None, values: &["PER_TENANT"], sensitive: false };
pub(super) static TIMEOUT: Range<i64> = Range { min: Some(1), max: Some(5400) };
pub(super) static TOO_MANY_REQUESTS_EXCEPTION: Structure = Structure {
    name: "TooManyRequestsException",
    members: &[
        member("retryAfterSeconds", Shape::TEXT).wire("Retry-After").at(Place::Header),
        member("Type", Shape::TEXT),
        member("message", Shape::TEXT),
        member("Reason", Shape::TEXT),
    ],
    sensitive: false,
};
pub(super) static TRACING_CONFIG: Structure = Structure {
    name: "TracingConfig",
    members: &[member("Mode", Shape::Text(&TRACING_MODE))],
    sensitive: false,
};
pub(super) static TRACING_CONFIG_RESPONSE: Structure = Structure {
    name: "TracingConfigResponse",
    members: &[member("Mode", Shape::Text(&TRACING_MODE))],
    sensitive: false,
};
pub(super) static TRACING_MODE: Text = Text {
    length: Length::ANY,
    pattern: None,
    values: &["Active", "PassThrough"],
    sensitive: false,
};
static PATTERN_OF_UNQUALIFIED_FUNCTION_NAME: Pattern = Pattern::new(
    r"(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_]+)",
    r"(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-[0-9]{1}:)?([0-9]{12}:)?(function:)?([a-zA-Z0-9-_]+)",
);
pub(super) static UNQUALIFIED_FUNCTION_NAME: Text = Text {
    length: Length { min: Some(1), max: Some(140) },
    pattern: Some(&PATTERN_OF_UNQUALIFIED_FUNCTION_NAME),
    values: &[],
    sensitive: false,
};
pub(super) static UNSUPPORTED_MEDIA_TYPE_EXCEPTION: Structure = Structure {
    name: "UnsupportedMediaTypeException",
    members: &[member("Type", Shape::TEXT), member("message", Shape::TEXT)],
    sensitive: false,
};
pub(super) static UNTAG_RESOURCE_REQUEST: Structure = Structure {
    name: "UntagResourceRequest",
    members: &[
        member("Resource", Shape::Text(&TAGGABLE_RESOURCE)).at(Place::Label).required(),
        member("TagKeys", Shape::List(&TAG_KEY_LIST)).wire("tagKeys").at(Place::Query).required(),
    ],
    sensitive: false,
};
pub(super) static UPDATE_ALIAS_REQUEST: Structure = Structure {
    name: "UpdateAliasRequest",
    members: &[
        member("FunctionName", Shape::Text(&FUNCTION_NAME)).at(Place::Label).required(),
        member("Name", Shape::Text(&ALIAS)).at(Place::Label).required(),
        member("FunctionVersion", Shape::Text(&VERSION_WITH_LATEST_PUBLISHED)),
        member("Description", Shape::Text(&DESCRIPTION)),
        member("RoutingConfig", Shape::Structure(&ALIAS_ROUTING_CONFIGURATION)),
        member("RevisionId", Shape::TEXT),
    ],
    sensitive: false,
};
pub(super) static UPDATE_FUNCTION_CODE_REQUEST: Structure = Structure {
    name: "UpdateFunctionCodeRequest",
    members: &[
        member("FunctionName", Shape::Text(&FUNCTION_NAME)).at(Place::Label).required(),
        member("ZipFile", Shape::Blob(&BLOB)),
        member("S3Bucket", Shape::Text(&S3_BUCKET)),
        member("S3Key", Shape::Text(&S3_KEY)),
        member("S3ObjectVersion", Shape::Text(&S3_OBJECT_VERSION)),
        member("S3ObjectStorageMode", Shape::Text(&S3_OBJECT_STORAGE_MODE)),
        member("ImageUri", Shape::TEXT),
        member("Architectures", Shape::List(&ARCHITECTURES_LIST)),
        member("Publish", Shape::Bool),
        member("PublishTo", Shape::Text(&FUNCTION_VERSION_LATEST_PUBLISHED)),
        member("DryRun", Shape::Bool),
        member("RevisionId", Shape::TEXT),
        member("SourceKMSKeyArn", Shape::Text(&KMS_KEY_ARN)),
    ],
    sensitive: false,
};
pub(super) static UPDATE_FUNCTION_CONFIGURATION_REQUEST: Structure = Structure {
    name: "UpdateFunctionConfigurationRequest",
    members: &[
        member("FunctionName", Shape::Text(&FUNCTION_NAME)).at(Place::Label).required(),
        member("Role", Shape::Text(&ROLE_ARN)),
        member("Handler", Shape::Text(&HANDLER)),
        member("Description", Shape::Text(&DESCRIPTION)),
        member("Timeout", Shape::Integer(&TIMEOUT)),
        member("MemorySize", Shape::Integer(&MEMORY_SIZE)),
        member("VpcConfig", Shape::Structure(&VPC_CONFIG)),
        member("Environment", Shape::Structure(&ENVIRONMENT)),
        member("Runtime", Shape::Text(&RUNTIME)),
        member("DeadLetterConfig", Shape::Structure(&DEAD_LETTER_CONFIG)),
        member("KMSKeyArn", Shape::Text(&KMS_KEY_ARN)),
        member("TracingConfig", Shape::Structure(&TRACING_CONFIG)),
        member("RevisionId", Shape::TEXT),
        member("Layers", Shape::List(&LAYER_LIST)),
        member("FileSystemConfigs", Shape::List(&FILE_SYSTEM_CONFIG_LIST)),
        member("ImageConfig", Shape::Structure(&IMAGE_CONFIG)),
        member("EphemeralStorage", Shape::Structure(&EPHEMERAL_STORAGE)),
        member("SnapStart", Shape::Structure(&SNAP_START)),
        member("LoggingConfig", Shape::Structure(&LOGGING_CONFIG)),
        member("CapacityProviderConfig", Shape::Structure(&CAPACITY_PROVIDER_CONFIG)),
        member("DurableConfig", Shape::Structure(&DURABLE_CONFIG)),
        member("RuntimeConfig", Shape::Structure(&FUNCTION_RUNTIME_CONFIG)),
        member("AcceleratorConfig", Shape::Structure(&ACCELERATOR_CONFIG)),
    ],
    sensitive: false,
};
pub(super) static UPDATE_FUNCTION_EVENT_INVOKE_CONFIG_REQUEST: Structure = Structure {
    name: "UpdateFunctionEventInvokeConfigRequest",
    members: &[
        member("FunctionName", Shape::Text(&NAMESPACED_FUNCTION_NAME)).at(Place::Label).required(),
        member("Qualifier", Shape::Text(&NUMERIC_LATEST_PUBLISHED_OR_ALIAS_QUALIFIER))
            .at(Place::Query),
        member("MaximumRetryAttempts", Shape::Integer(&MAXIMUM_RETRY_ATTEMPTS)),
        member("MaximumEventAgeInSeconds", Shape::Integer(&MAXIMUM_EVENT_AGE_IN_SECONDS)),
        member("DestinationConfig", Shape::Structure(&DESTINATION_CONFIG)),
    ],
    sensitive: false,
};
pub(super) static UPDATE_FUNCTION_URL_CONFIG_REQUEST: Structure = Structure {
    name: "UpdateFunctionUrlConfigRequest",
    members: &[
        member("FunctionName", Shape::Text(&FUNCTION_URL_FUNCTION_NAME))
            .at(Place::Label)
            .required(),
        member("Qualifier", Shape::Text(&FUNCTION_URL_QUALIFIER)).at(Place::Query),
        member("AuthType", Shape::Text(&FUNCTION_URL_AUTH_TYPE)),
        member("Cors", Shape::Structure(&CORS)),
        member("InvokeMode", Shape::Text(&INVOKE_MODE)),
    ],
    sensitive: false,
};
pub(super) static UPDATE_FUNCTION_URL_CONFIG_RESPONSE: Structure = Structure {
    name: "UpdateFunctionUrlConfigResponse",
    members: &[
        member("FunctionUrl", Shape::TEXT).required(),
        member("FunctionArn", Shape::TEXT).required(),
        member("AuthType", Shape::Text(&FUNCTION_URL_AUTH_TYPE)).required(),
        member("Cors", Shape::Structure(&CORS)),
        member("CreationTime", Shape::TEXT).required(),
        member("LastModifiedTime", Shape::TEXT).required(),
        member("InvokeMode", Shape::Text(&INVOKE_MODE)),
    ],
    sensitive: false,
};
pub(super) static UPDATE_RUNTIME_ON: Text = Text {
    length: Length::ANY,
    pattern: None,
    values: &["Auto", "Manual", "FunctionUpdate"],
    sensitive: false,
};
static PATTERN_OF_VERSION_WITH_LATEST_PUBLISHED: Pattern =
    Pattern::new(r"(\$LATEST(\.PUBLISHED)?|[0-9]+)", r"(\$LATEST(\.PUBLISHED)?|[0-9]+)");
pub(super) static VERSION_WITH_LATEST_PUBLISHED: Text = Text {
    length: Length { min: Some(1), max: Some(1024) },
    pattern: Some(&PATTERN_OF_VERSION_WITH_LATEST_PUBLISHED),
    values: &[],
    sensitive: false,
};
pub(super) static VPC_CONFIG: Structure = Structure {
    name: "VpcConfig",
    members: &[
        member("SubnetIds", Shape::List(&SUBNET_IDS)),
        member("SecurityGroupIds", Shape::List(&SECURITY_GROUP_IDS)),
        member("Ipv6AllowedForDualStack", Shape::Bool),
    ],
    sensitive: false,
};
pub(super) static VPC_CONFIG_RESPONSE: Structure = Structure {
    name: "VpcConfigResponse",
    members: &[
        member("SubnetIds", Shape::List(&SUBNET_IDS)),
        member("SecurityGroupIds", Shape::List(&SECURITY_GROUP_IDS)),
        member("VpcId", Shape::TEXT),
        member("Ipv6AllowedForDualStack", Shape::Bool),
    ],
    sensitive: false,
};
pub(super) static WEIGHT: Range<f64> = Range { min: Some(0.0), max: Some(1.0) };
pub(super) static WORKING_DIRECTORY: Text = Text {
    length: Length { min: Some(0), max: Some(1000) },
    pattern: None,
    values: &[],
    sensitive: false,
};
