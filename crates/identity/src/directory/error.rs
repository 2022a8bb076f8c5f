//! Why the directory refused, by the codes and in the words of IAM and STS.

use crate::policy::Malformed;

#[derive(Debug, Clone, thiserror::Error)]
pub enum DirectoryError {
    #[error("{0}")]
    NoSuchEntity(String),
    #[error("{0}")]
    EntityAlreadyExists(String),
    #[error("{0}")]
    DeleteConflict(&'static str),
    #[error("{0}")]
    LimitExceeded(String),
    #[error(transparent)]
    MalformedPolicyDocument(#[from] Malformed),
    #[error("{0}")]
    InvalidInput(String),
    /// A value outside what its parameter takes.
    #[error("{0}")]
    Validation(String),
    #[error("{0}")]
    AccessDenied(String),
    /// A role that follows from a function's manifest.
    #[error(
        "Cannot perform the operation on the protected role '{0}' - roles of this name follow from \
         the manifests of functions: change `uses` in mayfly.toml and deploy"
    )]
    Unmodifiable(String),
    #[error("Packed policy consumes {percent}% of allotted space, please use smaller policy.")]
    PackedPolicyTooLarge { percent: usize },
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error("the kernel's random generator failed: {0}")]
    Random(String),
}

impl DirectoryError {
    /// The error code clients know.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchEntity(_) => "NoSuchEntity",
            Self::EntityAlreadyExists(_) => "EntityAlreadyExists",
            Self::DeleteConflict(_) => "DeleteConflict",
            Self::LimitExceeded(_) => "LimitExceeded",
            Self::MalformedPolicyDocument(_) => "MalformedPolicyDocument",
            Self::InvalidInput(_) => "InvalidInput",
            Self::Validation(_) => "ValidationError",
            Self::AccessDenied(_) => "AccessDenied",
            Self::Unmodifiable(_) => "UnmodifiableEntity",
            Self::PackedPolicyTooLarge { .. } => "PackedPolicyTooLarge",
            Self::Store(_) | Self::Random(_) => "ServiceFailure",
        }
    }

    pub(super) fn no_entity(kind: &str, name: &str) -> Self {
        Self::NoSuchEntity(format!("The {kind} with name {} cannot be found.", short(name)))
    }

    pub(super) fn no_policy(arn: &str) -> Self {
        Self::NoSuchEntity(format!("Policy {} was not found.", short(arn)))
    }

    pub(super) fn quota(name: &str, most: usize) -> Self {
        Self::LimitExceeded(format!("Cannot exceed quota for {name}: {most}"))
    }
}

/// What others wrote comes back in messages, but not endlessly.
pub(super) fn short(text: &str) -> String {
    text.chars().take(2_048).collect()
}
