//! Everything that can go wrong between us and the platform.

use std::io;
use std::path::PathBuf;

use api::LoadFailure;
use http::StatusCode;

#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    #[error("cannot connect to {endpoint}: {source}")]
    Connect { endpoint: String, source: io::Error },
    #[error("{endpoint} did not answer within {seconds} s")]
    Timeout { endpoint: String, seconds: u64 },
    #[error("the connection to {endpoint} broke: {source}")]
    Broken { endpoint: String, source: hyper::Error },
    #[error("no credentials for {endpoint}")]
    NoCredentials { endpoint: String, book: Option<PathBuf> },
    #[error("MAYFLY_ACCESS_KEY and MAYFLY_SECRET_KEY belong together and only one of them is set")]
    HalfCredentials,
    #[error(transparent)]
    Book(#[from] identity::BookError),
    #[error(transparent)]
    Sign(#[from] identity::SignError),
    #[error("cannot make the request: {0}")]
    Request(#[from] http::Error),
    #[error("{message}")]
    Refused {
        status: StatusCode,
        message: String,
        remedy: Option<String>,
        /// What kept a deploy from being made.
        failures: Vec<LoadFailure>,
    },
    #[error("{endpoint} answered HTTP {status}, and not as Mayfly does")]
    NotMayfly { endpoint: String, status: StatusCode },
    #[error("an answer of {endpoint} makes no sense: {problem}")]
    Nonsense { endpoint: String, problem: String },
    #[error("cannot read {path}: {source}")]
    File { path: PathBuf, source: io::Error },
}

impl ClientError {
    /// What to do about it.
    pub fn next(&self) -> String {
        match self {
            Self::Connect { .. } => {
                "start the platform with `mayfly up`, or set --endpoint to where it runs".into()
            }
            Self::Timeout { .. } => "look at what `mayfly up` prints, and try again".into(),
            Self::Broken { .. } => "see whether `mayfly up` is still running, and try again".into(),
            Self::NoCredentials { book, .. } => missing_keys(book.as_ref()),
            Self::HalfCredentials => "set both, or neither to use the credentials book".into(),
            Self::Book(_) => "or set MAYFLY_ACCESS_KEY and MAYFLY_SECRET_KEY".into(),
            Self::Sign(_) => "see what is configured with `mayfly env`".into(),
            Self::Request(_) => "check the arguments of the command".into(),
            Self::Refused { remedy: Some(remedy), .. } => remedy.clone(),
            Self::Refused { status, .. } => after(*status).into(),
            Self::NotMayfly { .. } => {
                "set --endpoint to where `mayfly up` listens; another program answers here".into()
            }
            Self::Nonsense { .. } => {
                "use the same version of `mayfly` for the platform and the command line".into()
            }
            Self::File { .. } => "check that the file is there and yours to read".into(),
        }
    }
}

fn missing_keys(book: Option<&PathBuf>) -> String {
    let book = match book {
        Some(path) => path.display().to_string(),
        None => "no credentials book, as HOME is not set".into(),
    };
    format!(
        "start the platform with `mayfly up` as this user, or set MAYFLY_ACCESS_KEY and \
         MAYFLY_SECRET_KEY (looked there, and in {book})"
    )
}

/// Advice for a refusal that came without any.
fn after(status: StatusCode) -> &'static str {
    match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
            "check MAYFLY_ACCESS_KEY and MAYFLY_SECRET_KEY, or restart `mayfly up` to have the \
             credentials book written again"
        }
        StatusCode::NOT_FOUND => "see what there is with `mayfly ls`",
        StatusCode::PAYLOAD_TOO_LARGE => "send less at once",
        StatusCode::TOO_MANY_REQUESTS => "try again in a moment, or raise the limit",
        status if status.is_server_error() => "look at what `mayfly up` prints, and try again",
        _ => "see `mayfly --help`",
    }
}
