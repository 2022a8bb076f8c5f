//! Why a deploy or a look-up was refused.

use crate::{AppName, FunctionName};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(
        "function \"{name}\" belongs to the app \"{owner}\"; choose another name, or remove it there first"
    )]
    Taken { name: FunctionName, owner: AppName },
    #[error(
        "function \"{0}\" was made by the Lambda API; choose another name, or delete it there first"
    )]
    Foreign(FunctionName),
    #[error("function \"{0}\" is named twice in one deploy; give each its own name")]
    Twice(FunctionName),
    #[error("there is no function \"{0}\"; `mayfly ls` shows what is deployed")]
    Unknown(String),
    #[error("function \"{name}\": {problem}")]
    Config { name: FunctionName, problem: String },
    #[error(
        "an app has at most {most} functions, this one has {found}; split it into several apps"
    )]
    TooMany { most: usize, found: usize },
    #[error(
        "the packages of {whose} take {} MB with this one, and {} MB are allowed; delete versions that \
         nobody calls, or raise --packages-mb",
        bytes.div_ceil(1024 * 1024),
        most / (1024 * 1024)
    )]
    TooMuchCode { whose: String, bytes: u64, most: u64 },
    #[error(transparent)]
    Store(#[from] store::Error),
}
