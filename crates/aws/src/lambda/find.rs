//! Finding what a request names.

use std::sync::Arc;

use functions::{Entry, Function};
use protocol::Fault;
use protocol::lambda::Error;

use super::Lambda;
use super::names::{Home, Misnamed, Named};

impl Lambda {
    pub(super) fn home(&self) -> Home<'_> {
        Home { region: &self.region, account: self.keys.account() }
    }

    pub(super) fn arn(&self, name: &str) -> String {
        format!("arn:aws:lambda:{}:{}:function:{name}", self.region, self.keys.account())
    }

    pub(super) fn qualified_arn(&self, named: &Named) -> String {
        let arn = self.arn(named.name.as_str());
        match &named.qualifier {
            Some(qualifier) => format!("{arn}:{qualifier}"),
            None => arn,
        }
    }

    pub(super) fn named(&self, text: &str, qualifier: Option<&str>) -> Result<Named, Error> {
        Named::read(text, qualifier, self.home()).map_err(|misnamed| match misnamed {
            Misnamed::Twice { in_name, asked } => Error::InvalidParameterValue {
                message: format!(
                    "The derived qualifier from the function name does not match the specified \
                     qualifier: {in_name} and {asked}."
                ),
            },
            Misnamed::Elsewhere => Fault::new(
                403,
                "AccessDeniedException",
                format!("{text} belongs to another region or account than this platform's."),
            )
            .into(),
            Misnamed::Nothing => Error::ResourceNotFound {
                message: format!("Function not found: {}", self.arn(text)),
            },
        })
    }

    pub(super) fn entry(&self, named: &Named) -> Result<Arc<Entry>, Error> {
        self.registry.entry(named.name.as_str()).ok_or_else(|| self.not_found(named))
    }

    pub(super) fn not_found(&self, named: &Named) -> Error {
        let message = format!("Function not found: {}", self.qualified_arn(named));
        Error::ResourceNotFound { message }
    }

    /// The version that a qualifier names, or the first of those its alias leads to.
    pub(super) fn version(&self, entry: &Entry, named: &Named) -> Result<Arc<Function>, Error> {
        let found = entry.primary(named.qualifier.as_deref());
        found.cloned().map_err(|_| self.not_found(named))
    }

    /// Functions alone are meant, no versions of them.
    pub(super) fn unqualified(&self, text: &str) -> Result<Named, Error> {
        let named = self.named(text, None)?;
        match &named.qualifier {
            None => Ok(named),
            Some(qualifier) => Err(Error::InvalidParameterValue {
                message: format!(
                    "This operation is for the function as a whole; leave out the qualifier \
                     {qualifier}."
                ),
            }),
        }
    }
}
