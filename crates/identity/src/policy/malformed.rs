//! Why a text is no policy, in the words clients of IAM know.

/// What a message repeats of the policy.
const REPEATED: usize = 2_048;

/// The beginning of a text, for a message.
pub(super) fn cut(text: &str) -> String {
    text.chars().take(REPEATED).collect()
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    #[error("Syntax errors in policy.")]
    Syntax,
    #[error("This policy contains invalid Json")]
    Json,
    #[error("Policy document must be version 2012-10-17 or greater.")]
    Version,
    #[error("The policy failed legacy parsing")]
    Legacy,
    #[error("Statement IDs (SID) in a single policy must be unique.")]
    SidTwice,
    #[error("Policy statement must contain actions.")]
    NoActions,
    #[error("Policy statement must contain resources.")]
    NoResources,
    #[error("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.")]
    NoVendor,
    #[error("Actions/Condition can contain only one colon.")]
    Colons,
    #[error("Vendor {0} is not valid")]
    Vendor(String),
    #[error("Policy document should not specify a principal.")]
    HasPrincipal,
    #[error("Resource {0} must be in ARN format or \"*\".")]
    NoArn(String),
    #[error("Partition \"{partition}\" is not valid for resource \"{resource}\".")]
    Partition { partition: String, resource: String },
    #[error("Resource vendor must be fully qualified and cannot contain regexes.")]
    ResourceVendor,
    #[error("IAM resource {0} cannot contain region information.")]
    IamRegion(String),
    #[error("Resource {0} can not contain region information.")]
    S3Region(String),
    #[error(
        "IAM resource path must either be \"*\" or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/."
    )]
    IamPath,
    #[error("Could not parse the policy: Statement is empty!")]
    StatementEmpty,
    #[error("Missing required field {0}")]
    Missing(&'static str),
    #[error("Missing required field Principal cannot be empty!")]
    PrincipalEmpty,
    #[error("Invalid principal in policy: \"{word}\":\"{text}\"")]
    Principal { word: String, text: String },
    #[error("Allow with NotPrincipal is not allowed.")]
    AllowNotPrincipal,
    #[error("Has prohibited field Resource")]
    HasResource,
    #[error("AssumeRole policy must not contain resources.")]
    HasNotResource,
    #[error("AssumeRole policy may only specify STS AssumeRole actions.")]
    NotSts,
    #[error("The policy is longer than {most} characters.")]
    TooLong { most: usize },
}
