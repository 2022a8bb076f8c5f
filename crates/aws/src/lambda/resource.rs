//! What each operation is about, as permissions name it.

use protocol::lambda::*;

use super::Lambda;
use super::names::Named;

/// An input that says what it is about.
pub(super) trait Resource {
    /// An ARN, or `*` where there is none.
    fn resource(&self, lambda: &Lambda) -> String;

    /// The role it gives to a function, which its sender must be allowed to give away.
    fn passed_role(&self) -> Option<&str> {
        None
    }
}

/// Of a function alone, or of one of its versions or aliases.
macro_rules! function {
    ($( $input:ident $( . $qualifier:ident )?, )*) => { $(
        impl Resource for $input {
            fn resource(&self, lambda: &Lambda) -> String {
                #[allow(unused_mut, unused_assignments)]
                let mut qualifier: Option<&str> = None;
                $( qualifier = Qualifier::text(&self.$qualifier); )?
                lambda.resource(&self.function_name, qualifier)
            }
        }
    )* };
}

macro_rules! anything {
    ($( $input:ident, )*) => { $(
        impl Resource for $input {
            fn resource(&self, _: &Lambda) -> String {
                "*".into()
            }
        }
    )* };
}

macro_rules! by_arn {
    ($( $input:ident . $arn:ident, )*) => { $(
        impl Resource for $input {
            fn resource(&self, _: &Lambda) -> String {
                self.$arn.clone()
            }
        }
    )* };
}

impl Resource for CreateFunctionRequest {
    fn resource(&self, lambda: &Lambda) -> String {
        lambda.resource(&self.function_name, None)
    }

    fn passed_role(&self) -> Option<&str> {
        Some(&self.role)
    }
}

impl Resource for UpdateFunctionConfigurationRequest {
    fn resource(&self, lambda: &Lambda) -> String {
        lambda.resource(&self.function_name, None)
    }

    fn passed_role(&self) -> Option<&str> {
        self.role.as_deref()
    }
}

/// Qualifiers are required by some operations and not by others.
trait Qualifier {
    fn text(&self) -> Option<&str>;
}

impl Qualifier for Option<String> {
    fn text(&self) -> Option<&str> {
        self.as_deref()
    }
}

impl Qualifier for String {
    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

function! {
    UpdateFunctionCodeRequest,
    GetFunctionRequest.qualifier,
    GetFunctionConfigurationRequest.qualifier,
    DeleteFunctionRequest.qualifier,
    PublishVersionRequest,
    ListVersionsByFunctionRequest,
    CreateAliasRequest.name,
    UpdateAliasRequest.name,
    GetAliasRequest.name,
    DeleteAliasRequest.name,
    ListAliasesRequest,
    InvocationRequest.qualifier,
    InvokeAsyncRequest,
    InvokeWithResponseStreamRequest.qualifier,
    PutFunctionConcurrencyRequest,
    GetFunctionConcurrencyRequest,
    DeleteFunctionConcurrencyRequest,
    PutProvisionedConcurrencyConfigRequest.qualifier,
    GetProvisionedConcurrencyConfigRequest.qualifier,
    DeleteProvisionedConcurrencyConfigRequest.qualifier,
    ListProvisionedConcurrencyConfigsRequest,
    PutFunctionEventInvokeConfigRequest.qualifier,
    UpdateFunctionEventInvokeConfigRequest.qualifier,
    GetFunctionEventInvokeConfigRequest.qualifier,
    DeleteFunctionEventInvokeConfigRequest.qualifier,
    ListFunctionEventInvokeConfigsRequest,
    AddPermissionRequest.qualifier,
    RemovePermissionRequest.qualifier,
    GetPolicyRequest.qualifier,
    CreateFunctionUrlConfigRequest.qualifier,
    UpdateFunctionUrlConfigRequest.qualifier,
    GetFunctionUrlConfigRequest.qualifier,
    DeleteFunctionUrlConfigRequest.qualifier,
    ListFunctionUrlConfigsRequest,
    PutRuntimeManagementConfigRequest.qualifier,
    GetRuntimeManagementConfigRequest.qualifier,
    PutFunctionRecursionConfigRequest,
    GetFunctionRecursionConfigRequest,
    GetFunctionCodeSigningConfigRequest,
    PutFunctionCodeSigningConfigRequest,
    DeleteFunctionCodeSigningConfigRequest,
}

/// Of a version of a layer, or of the layer as a whole.
macro_rules! layer {
    ($( $input:ident $( . $number:ident )?, )*) => { $(
        impl Resource for $input {
            fn resource(&self, lambda: &Lambda) -> String {
                let arn = match lambda.layer_name(&self.layer_name) {
                    Ok(name) => lambda.layer_arn(name),
                    Err(_) => self.layer_name.clone(),
                };
                $( let arn = format!("{arn}:{}", self.$number); )?
                arn
            }
        }
    )* };
}

layer! {
    PublishLayerVersionRequest,
    ListLayerVersionsRequest,
    GetLayerVersionRequest.version_number,
    DeleteLayerVersionRequest.version_number,
    AddLayerVersionPermissionRequest.version_number,
    RemoveLayerVersionPermissionRequest.version_number,
    GetLayerVersionPolicyRequest.version_number,
}

anything! {
    ListFunctionsRequest,
    GetAccountSettingsRequest,
    ListLayersRequest,
    ListCodeSigningConfigsRequest,
}

by_arn! {
    TagResourceRequest.resource,
    UntagResourceRequest.resource,
    ListTagsRequest.resource,
    GetLayerVersionByArnRequest.arn,
    GetCodeSigningConfigRequest.code_signing_config_arn,
}

impl Lambda {
    /// The ARN of what a request names. What makes no sense stays as it is: nothing has it.
    fn resource(&self, name: &str, qualifier: Option<&str>) -> String {
        match Named::read(name, qualifier, self.home()) {
            Ok(named) => self.qualified_arn(&named),
            Err(_) => self.arn(name),
        }
    }
}
