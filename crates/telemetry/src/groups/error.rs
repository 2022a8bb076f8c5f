use crate::Error;

/// Why log groups could not do what they were asked, in the words of CloudWatch Logs.
#[derive(Debug, Clone, thiserror::Error)]
pub enum GroupsError {
    #[error("The specified log group already exists")]
    GroupExists,
    #[error("The specified log group does not exist.")]
    NoGroup,
    #[error("The specified log stream already exists")]
    StreamExists,
    #[error("The specified log stream does not exist.")]
    NoStream,
    #[error("{0}")]
    Invalid(String),
    #[error("Resource limit exceeded.")]
    LimitExceeded,
    #[error("The specified log group has too many tags: 50 is the most.")]
    TooManyTags,
    #[error(transparent)]
    Failed(#[from] Error),
}

impl GroupsError {
    /// The error code CloudWatch Logs answers with.
    pub fn code(&self) -> &'static str {
        match self {
            Self::GroupExists | Self::StreamExists => "ResourceAlreadyExistsException",
            Self::NoGroup | Self::NoStream => "ResourceNotFoundException",
            Self::Invalid(_) => "InvalidParameterException",
            Self::LimitExceeded => "LimitExceededException",
            Self::TooManyTags => "TooManyTagsException",
            Self::Failed(_) => "ServiceUnavailableException",
        }
    }

    /// A value that breaks a rule, as AWS says it.
    pub(super) fn constraint(value: &str, member: &str, rule: &str) -> Self {
        let shown: String = value.chars().take(64).collect();
        Self::Invalid(format!(
            "1 validation error detected: Value '{shown}' at '{member}' failed to satisfy \
             constraint: Member must {rule}"
        ))
    }
}

impl From<store::Error> for GroupsError {
    fn from(error: store::Error) -> Self {
        Self::Failed(Error::Store(error))
    }
}
