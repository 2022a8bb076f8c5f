//! UpdateFunctionCode and UpdateFunctionConfiguration.

use functions::Function;
use protocol::lambda::{
    Error, FunctionCode, FunctionConfiguration, UpdateFunctionCodeRequest,
    UpdateFunctionConfigurationRequest,
};

use super::Lambda;
use super::change::check_revision;
use super::code::invalid;
use super::configuration::{Wanted, check_sizes};
use super::shown::Progress;

impl Lambda {
    pub(super) async fn update_function_code(
        &self,
        input: UpdateFunctionCodeRequest,
    ) -> Result<FunctionConfiguration, Error> {
        let named = self.unqualified(&input.function_name)?;
        let before = self.entry(&named)?;
        check_revision(input.revision_id.as_deref(), before.latest.revision, "GetFunction")?;
        let code = FunctionCode {
            zip_file: input.zip_file,
            s3_bucket: input.s3_bucket,
            image_uri: input.image_uri,
            ..FunctionCode::default()
        };
        let upload = self.upload_of(code)?;
        let (hash, bytes) = (upload.hash, upload.bytes);
        let architecture =
            input.architectures.and_then(|all| all.first().map(|one| one.to_string()));
        let renew = |latest: &Function| {
            let mut function = latest.clone();
            function.package = hash;
            function.package_bytes = bytes;
            if architecture.is_some() {
                function.config.declared.architecture.clone_from(&architecture);
            }
            check_sizes(function.package_bytes, &function.config.layers)?;
            Ok::<_, Error>(function)
        };
        let renewed = renew(&before.latest)?;
        if input.dry_run == Some(true) {
            self.check(upload).await?;
            return Ok(self.shown(&renewed, None, Progress::Updating));
        }
        let package = self.keep(upload).await?;
        let publish = input.publish == Some(true);
        let changed = self.change(&named, |draft| {
            let latest = draft.entry().map(|entry| entry.latest.clone());
            let latest = latest.ok_or_else(|| self.not_found(&named))?;
            check_revision(input.revision_id.as_deref(), latest.revision, "GetFunction")?;
            let changed = draft.put_latest(renew(&latest)?)?;
            Ok(if publish { draft.publish(None)? } else { changed })
        });
        let changed = changed.await;
        let changed = self.or_give_up(package, changed).await?;
        Ok(self.shown(&changed, None, Progress::Updating))
    }

    pub(super) async fn update_function_configuration(
        &self,
        mut input: UpdateFunctionConfigurationRequest,
    ) -> Result<FunctionConfiguration, Error> {
        let named = self.unqualified(&input.function_name)?;
        let revision = input.revision_id.take();
        if input.role.as_deref().is_some_and(|role| !self.access.lambda_may_assume(role)) {
            return Err(invalid("The role defined for the function cannot be assumed by Lambda."));
        }
        let wanted = Wanted::of_update(&mut input);
        let changed = self.change(&named, |draft| {
            let latest = draft.entry().map(|entry| entry.latest.clone());
            let latest = latest.ok_or_else(|| self.not_found(&named))?;
            check_revision(revision.as_deref(), latest.revision, "GetFunction")?;
            let mut function = Function::clone(&latest);
            self.configure(&mut function, wanted)?;
            Ok(draft.put_latest(function)?)
        });
        Ok(self.shown(&*changed.await?, None, Progress::Updating))
    }
}
