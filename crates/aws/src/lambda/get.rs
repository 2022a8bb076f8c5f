//! GetFunction and GetFunctionConfiguration.

use functions::Label;
use protocol::lambda::{
    Concurrency, Error, FunctionCodeLocation, FunctionConfiguration,
    GetFunctionConfigurationRequest, GetFunctionRequest, GetFunctionResponse,
};

use super::Lambda;
use super::shown::Progress;

impl Lambda {
    pub(super) async fn get_function(
        &self,
        input: GetFunctionRequest,
    ) -> Result<GetFunctionResponse, Error> {
        let named = self.named(&input.function_name, input.qualifier.as_deref())?;
        let entry = self.entry(&named)?;
        let function = self.version(&entry, &named)?;
        let tags = Some(entry.settings.tags.clone()).filter(|tags| !tags.is_empty());
        let reserved = entry.reserved().filter(|_| function.label == Label::Latest);
        Ok(GetFunctionResponse {
            configuration: Some(self.shown(&function, named.qualifier.as_deref(), Progress::Done)),
            code: Some(FunctionCodeLocation {
                repository_type: Some("S3".into()),
                location: Some(self.packages.location(&function.package)),
                ..FunctionCodeLocation::default()
            }),
            tags,
            tags_error: None,
            concurrency: reserved.map(|reserved| Concurrency {
                reserved_concurrent_executions: i32::try_from(reserved).ok(),
            }),
        })
    }

    pub(super) async fn get_function_configuration(
        &self,
        input: GetFunctionConfigurationRequest,
    ) -> Result<FunctionConfiguration, Error> {
        let named = self.named(&input.function_name, input.qualifier.as_deref())?;
        let entry = self.entry(&named)?;
        let function = self.version(&entry, &named)?;
        Ok(self.shown(&function, named.qualifier.as_deref(), Progress::Done))
    }
}
