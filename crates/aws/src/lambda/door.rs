//! Which function answers an operation, and whether its caller may ask for it.

use http::Response;
use identity::policy::Context;
use protocol::lambda::{Error, Operation, op};
use protocol::{Contract, Fault};
use runtime::{Body, EVENT_BYTES_MAX};

use super::Lambda;
use super::resource::Resource;
pub(super) use crate::asked::{Asked, refuse, sent};

/// A package sent with a request, in base64, and what is said of it.
const PACKAGE_REQUEST_BYTES_MAX: usize = 70_167_211;
/// Any other request.
const REQUEST_BYTES_MAX: usize = 1024 * 1024;

/// One line for each operation: what it is called here.
macro_rules! dispatch {
    ($lambda:ident, $operation:ident, $asked:ident; $( $op:ident => $method:ident, )*) => {
        match $operation {
            $( Operation::$op => {
                $lambda.answer::<op::$op, _>($asked, |input| $lambda.$method(input)).await
            } )*
            Operation::Invoke => $lambda.answer_invoke($asked).await,
            Operation::InvokeAsync => $lambda.answer_invoke_async($asked).await,
            Operation::InvokeWithResponseStream => $lambda.answer_stream($asked).await,
        }
    };
}

impl Lambda {
    pub(crate) async fn serve(&self, operation: Operation, asked: Asked) -> Response<Body> {
        dispatch! { self, operation, asked;
            CreateFunction => create_function,
            UpdateFunctionCode => update_function_code,
            UpdateFunctionConfiguration => update_function_configuration,
            GetFunction => get_function,
            GetFunctionConfiguration => get_function_configuration,
            ListFunctions => list_functions,
            DeleteFunction => delete_function,
            PublishVersion => publish_version,
            ListVersionsByFunction => list_versions_by_function,
            CreateAlias => create_alias,
            UpdateAlias => update_alias,
            GetAlias => get_alias,
            DeleteAlias => delete_alias,
            ListAliases => list_aliases,
            PutFunctionConcurrency => put_function_concurrency,
            GetFunctionConcurrency => get_function_concurrency,
            DeleteFunctionConcurrency => delete_function_concurrency,
            PutProvisionedConcurrencyConfig => put_provisioned_concurrency_config,
            GetProvisionedConcurrencyConfig => get_provisioned_concurrency_config,
            DeleteProvisionedConcurrencyConfig => delete_provisioned_concurrency_config,
            ListProvisionedConcurrencyConfigs => list_provisioned_concurrency_configs,
            PutFunctionEventInvokeConfig => put_function_event_invoke_config,
            UpdateFunctionEventInvokeConfig => update_function_event_invoke_config,
            GetFunctionEventInvokeConfig => get_function_event_invoke_config,
            DeleteFunctionEventInvokeConfig => delete_function_event_invoke_config,
            ListFunctionEventInvokeConfigs => list_function_event_invoke_configs,
            PublishLayerVersion => publish_layer_version,
            GetLayerVersion => get_layer_version,
            GetLayerVersionByArn => get_layer_version_by_arn,
            DeleteLayerVersion => delete_layer_version,
            ListLayerVersions => list_layer_versions,
            ListLayers => list_layers,
            AddLayerVersionPermission => add_layer_version_permission,
            RemoveLayerVersionPermission => remove_layer_version_permission,
            GetLayerVersionPolicy => get_layer_version_policy,
            AddPermission => add_permission,
            RemovePermission => remove_permission,
            GetPolicy => get_policy,
            CreateFunctionUrlConfig => create_function_url_config,
            UpdateFunctionUrlConfig => update_function_url_config,
            GetFunctionUrlConfig => get_function_url_config,
            DeleteFunctionUrlConfig => delete_function_url_config,
            ListFunctionUrlConfigs => list_function_url_configs,
            PutRuntimeManagementConfig => put_runtime_management_config,
            GetRuntimeManagementConfig => get_runtime_management_config,
            PutFunctionRecursionConfig => put_function_recursion_config,
            GetFunctionRecursionConfig => get_function_recursion_config,
            GetFunctionCodeSigningConfig => get_function_code_signing_config,
            PutFunctionCodeSigningConfig => put_function_code_signing_config,
            DeleteFunctionCodeSigningConfig => delete_function_code_signing_config,
            ListCodeSigningConfigs => list_code_signing_configs,
            GetCodeSigningConfig => get_code_signing_config,
            TagResource => tag_resource,
            UntagResource => untag_resource,
            ListTags => list_tags,
            GetAccountSettings => get_account_settings,
        }
    }

    /// Reads the input, asks whether its sender may, and lets `work` answer it.
    async fn answer<C: Contract, F>(
        &self,
        asked: Asked,
        work: impl FnOnce(C::Input) -> F,
    ) -> Response<Body>
    where
        C::Input: Resource + Send + 'static,
        C::Error: From<Error>,
        F: Future<Output = Result<C::Output, C::Error>>,
    {
        let input = match self.input::<C>(&asked).await {
            Ok(input) => input,
            Err(fault) => return refuse(&asked, fault),
        };
        asked.tell::<C>(work(input).await)
    }

    /// The input, for who may do this.
    pub(super) async fn input<C: Contract>(&self, asked: &Asked) -> Result<C::Input, Fault>
    where
        C::Input: Resource + Send + 'static,
    {
        let input = asked.read::<C>().await?;
        let action = asked.call.operation.schema().name;
        let (by, resource) = (&asked.principal, input.resource(self));
        self.authorize(by, action, &resource, input.context())?;
        if input.tags_anew() {
            self.authorize(by, "TagResource", &resource, input.context())?;
        }
        if let Some(role) = input.passed_role() {
            self.may_pass(by, role)?;
        }
        for layer in input.layers() {
            self.authorize(by, "GetLayerVersion", layer, Context::new())?;
        }
        if let Some((function, to)) = input.destinations() {
            self.may_send(by, function, to)?;
        }
        Ok(input)
    }
}

/// Whether the operation is a call of a function, which ends when its caller leaves.
pub(crate) fn is_call(operation: protocol::Operation) -> bool {
    matches!(
        operation,
        protocol::Operation::Lambda(
            Operation::Invoke | Operation::InvokeWithResponseStream | Operation::InvokeAsync
        )
    )
}

pub(crate) fn bytes_max(operation: Operation) -> usize {
    match operation {
        Operation::Invoke | Operation::InvokeWithResponseStream | Operation::InvokeAsync => {
            EVENT_BYTES_MAX
        }
        Operation::CreateFunction
        | Operation::UpdateFunctionCode
        | Operation::PublishLayerVersion => PACKAGE_REQUEST_BYTES_MAX,
        _ => REQUEST_BYTES_MAX,
    }
}
