//! PublishVersion and ListVersionsByFunction.

use protocol::lambda::{
    Error, FunctionConfiguration, ListVersionsByFunctionRequest, ListVersionsByFunctionResponse,
    PublishVersionRequest,
};

use super::Lambda;
use super::change::check_revision;
use super::code::invalid;
use super::list::Page;
use super::shown::{Progress, code_sha256};

/// Versions of one function at a time.
const VERSIONS_MAX: usize = 1_000;

impl Lambda {
    pub(super) async fn publish_version(
        &self,
        input: PublishVersionRequest,
    ) -> Result<FunctionConfiguration, Error> {
        let named = self.unqualified(&input.function_name)?;
        let published = self.change(&named, |draft| {
            let entry = draft.entry().ok_or_else(|| self.not_found(&named))?;
            check_revision(input.revision_id.as_deref(), entry.latest.revision, "GetFunction")?;
            let now = code_sha256(&entry.latest.package);
            if let Some(seen) = input.code_sha256.filter(|seen| *seen != now) {
                return Err(invalid(format!(
                    "CodeSHA256 ({seen}) is different from current CodeSHA256 in $LATEST ({now}). \
                     Please try again with the CodeSHA256 in $LATEST."
                ))
                .into());
            }
            if entry.published.len() >= VERSIONS_MAX {
                let message = format!(
                    "A function has {VERSIONS_MAX} versions at most. Delete some that nobody calls."
                );
                return Err(Error::CodeStorageExceeded { message }.into());
            }
            Ok(draft.publish(input.description)?)
        });
        Ok(self.shown(&*published.await?, None, Progress::Done))
    }

    pub(super) async fn list_versions_by_function(
        &self,
        input: ListVersionsByFunctionRequest,
    ) -> Result<ListVersionsByFunctionResponse, Error> {
        let named = self.unqualified(&input.function_name)?;
        let entry = self.entry(&named)?;
        let page = Page::read(input.marker.as_deref(), input.max_items)?;
        // The latest comes first, and numbers of one length sort as numbers.
        let key = |function: &&std::sync::Arc<functions::Function>| match function.label {
            functions::Label::Latest => format!("{:020}", 0),
            functions::Label::Published(number) => format!("{number:020}"),
        };
        let (versions, next_marker) = page.of(entry.all(), key);
        let show = |function: &std::sync::Arc<functions::Function>| {
            self.shown(function, Some(&function.label.text()), Progress::Done)
        };
        let versions = Some(versions.into_iter().map(show).collect());
        Ok(ListVersionsByFunctionResponse { next_marker, versions })
    }
}
