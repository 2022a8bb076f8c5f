//! Changing what is deployed.

use functions::{Draft, FunctionName};
use protocol::lambda::Error;

use super::Lambda;
use super::code::{failed, invalid};
use super::names::Named;

/// Why a change was not made.
#[derive(Debug)]
pub(super) struct Refused(pub(super) Error);

impl From<functions::Error> for Refused {
    fn from(error: functions::Error) -> Self {
        Self(match error {
            functions::Error::Config { problem, .. } => invalid(problem),
            functions::Error::Unknown(name) => {
                Error::ResourceNotFound { message: format!("Function not found: {name}") }
            }
            functions::Error::TooMuchCode { .. } => {
                Error::CodeStorageExceeded { message: error.to_string() }
            }
            other => failed(other),
        })
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

pub(super) fn refused(refused: Refused) -> Error {
    refused.0
}

pub(super) fn now_ms() -> u64 {
    ::invoke::now_us() / 1_000
}

impl Lambda {
    /// Changes a function that exists, and tells who runs it.
    pub(super) async fn change<T>(
        &self,
        named: &Named,
        change: impl FnOnce(&mut Draft) -> Result<T, Refused>,
    ) -> Result<T, Error> {
        let not_found = || Refused(self.not_found(named));
        let changed = self.registry.edit(&named.name, now_ms(), |draft| {
            draft.entry().ok_or_else(not_found)?;
            change(draft)
        });
        let changed = changed.await.map_err(refused)?;
        self.tell(&named.name);
        Ok(changed)
    }

    /// Who runs functions hears of a change.
    pub(super) fn tell(&self, name: &FunctionName) {
        self.invoker.refresh(name);
    }
}

/// Whoever gives the revision he has seen changes that one alone.
pub(super) fn check_revision(
    seen: Option<&str>,
    now: impl std::fmt::Display,
    of: &str,
) -> Result<(), Error> {
    match seen {
        Some(seen) if seen != now.to_string() => {
            let message = format!(
                "The Revision Id provided does not match the latest Revision Id. Call the {of} API to \
                 retrieve the latest Revision Id"
            );
            Err(Error::PreconditionFailed { message })
        }
        _ => Ok(()),
    }
}
