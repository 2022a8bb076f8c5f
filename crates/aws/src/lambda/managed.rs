//! What tools set and read though little here depends on it: when runtimes are updated, what becomes of
//! loops, who signed the code.

use functions::RuntimeUpdates;
use protocol::Unit;
use protocol::lambda::*;

use super::Lambda;
use super::code::invalid;

impl Lambda {
    pub(super) async fn put_runtime_management_config(
        &self,
        input: PutRuntimeManagementConfigRequest,
    ) -> Result<PutRuntimeManagementConfigResponse, Error> {
        let named = self.named(&input.function_name, input.qualifier.as_deref())?;
        let manual = input.update_runtime_on == UpdateRuntimeOn::Manual;
        if manual != input.runtime_version_arn.is_some() {
            return Err(invalid(
                "RuntimeVersionArn is given with UpdateRuntimeOn Manual, and with nothing else.",
            ));
        }
        let key = named.qualifier.clone().unwrap_or_else(|| "$LATEST".into());
        self.change(&named, |draft| {
            let entry = draft.entry().ok_or_else(|| self.not_found(&named))?;
            self.version(entry, &named)?;
            let updates = RuntimeUpdates {
                mode: input.update_runtime_on.to_string(),
                version_arn: input.runtime_version_arn.clone(),
            };
            draft.settings()?.runtime_updates.insert(key, updates);
            Ok(())
        })
        .await?;
        Ok(PutRuntimeManagementConfigResponse {
            update_runtime_on: input.update_runtime_on,
            function_arn: self.qualified_arn(&named),
            runtime_version_arn: input.runtime_version_arn,
        })
    }

    pub(super) async fn get_runtime_management_config(
        &self,
        input: GetRuntimeManagementConfigRequest,
    ) -> Result<GetRuntimeManagementConfigResponse, Error> {
        let named = self.named(&input.function_name, input.qualifier.as_deref())?;
        let entry = self.entry(&named)?;
        self.version(&entry, &named)?;
        let key = named.qualifier.as_deref().unwrap_or("$LATEST");
        let set = entry.settings.runtime_updates.get(key);
        let mode = set.and_then(|set| UpdateRuntimeOn::parse(&set.mode));
        Ok(GetRuntimeManagementConfigResponse {
            update_runtime_on: mode.or(Some(UpdateRuntimeOn::Auto)),
            function_arn: Some(self.qualified_arn(&named)),
            runtime_version_arn: set.and_then(|set| set.version_arn.clone()),
        })
    }

    pub(super) async fn put_function_recursion_config(
        &self,
        input: PutFunctionRecursionConfigRequest,
    ) -> Result<PutFunctionRecursionConfigResponse, Error> {
        let named = self.unqualified(&input.function_name)?;
        self.change(&named, |draft| {
            draft.settings()?.recursion = Some(input.recursive_loop.to_string());
            Ok(())
        })
        .await?;
        Ok(PutFunctionRecursionConfigResponse { recursive_loop: Some(input.recursive_loop) })
    }

    pub(super) async fn get_function_recursion_config(
        &self,
        input: GetFunctionRecursionConfigRequest,
    ) -> Result<GetFunctionRecursionConfigResponse, Error> {
        let named = self.unqualified(&input.function_name)?;
        let entry = self.entry(&named)?;
        let set = entry.settings.recursion.as_deref().and_then(RecursiveLoop::parse);
        Ok(GetFunctionRecursionConfigResponse {
            recursive_loop: set.or(Some(RecursiveLoop::Terminate)),
        })
    }

    pub(super) async fn get_function_code_signing_config(
        &self,
        input: GetFunctionCodeSigningConfigRequest,
    ) -> Result<GetFunctionCodeSigningConfigResponse, Error> {
        let named = self.unqualified(&input.function_name)?;
        self.entry(&named)?;
        Ok(GetFunctionCodeSigningConfigResponse {
            code_signing_config_arn: String::new(),
            function_name: named.name.to_string(),
        })
    }

    pub(super) async fn put_function_code_signing_config(
        &self,
        input: PutFunctionCodeSigningConfigRequest,
    ) -> Result<PutFunctionCodeSigningConfigResponse, Error> {
        let named = self.unqualified(&input.function_name)?;
        self.entry(&named)?;
        Err(no_signing(&input.code_signing_config_arn))
    }

    pub(super) async fn delete_function_code_signing_config(
        &self,
        input: DeleteFunctionCodeSigningConfigRequest,
    ) -> Result<Unit, Error> {
        let named = self.unqualified(&input.function_name)?;
        self.entry(&named)?;
        Ok(Unit)
    }

    pub(super) async fn list_code_signing_configs(
        &self,
        _: ListCodeSigningConfigsRequest,
    ) -> Result<ListCodeSigningConfigsResponse, Error> {
        Ok(ListCodeSigningConfigsResponse {
            next_marker: None,
            code_signing_configs: Some(Vec::new()),
        })
    }

    pub(super) async fn get_code_signing_config(
        &self,
        input: GetCodeSigningConfigRequest,
    ) -> Result<GetCodeSigningConfigResponse, Error> {
        Err(Error::ResourceNotFound {
            message: format!(
                "The code signing configuration cannot be found: {}",
                input.code_signing_config_arn
            ),
        })
    }
}

fn no_signing(arn: &str) -> Error {
    let message = format!("The code signing configuration cannot be found: {arn}");
    Error::CodeSigningConfigNotFound { message }
}
