//! What each operation is about, as permissions name it.

use identity::policy::Context;
use protocol::lambda::*;

use super::names::Named;
use super::{Lambda, conditions};

/// An input that says what it is about.
pub(super) trait Resource {
    /// An ARN, or `*` where there is none.
    fn resource(&self, lambda: &Lambda) -> String;

    /// What conditions can ask of it.
    fn context(&self) -> Context {
        Context::new()
    }

    /// Whether it tags something that it makes.
    fn tags_anew(&self) -> bool {
        false
    }

    /// The role it gives to a function, which its sender must be allowed to give away.
    fn passed_role(&self) -> Option<&str> {
        None
    }

    /// The layers whose code it gives to a function: its sender must be allowed to read them.
    fn layers(&self) -> &[String] {
        &[]
    }

    /// Where a function is to send what becomes of its calls.
    fn destinations(&self) -> Option<(&str, &DestinationConfig)> {
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
            fn resource(&self, lambda: &Lambda) -> String {
                lambda.by_arn(&self.$arn)
            }
        }
    )* };
}

/// Of a function or one of its versions or aliases, whose events may go on to others.
macro_rules! sending {
    ($( $input:ident, )*) => { $(
        impl Resource for $input {
            fn resource(&self, lambda: &Lambda) -> String {
                lambda.resource(&self.function_name, self.qualifier.as_deref())
            }

            fn destinations(&self) -> Option<(&str, &DestinationConfig)> {
                Some((&self.function_name, self.destination_config.as_ref()?))
            }
        }
    )* };
}

sending! {
    PutFunctionEventInvokeConfigRequest,
    UpdateFunctionEventInvokeConfigRequest,
}

impl Resource for CreateFunctionRequest {
    fn resource(&self, lambda: &Lambda) -> String {
        lambda.resource(&self.function_name, None)
    }

    fn context(&self) -> Context {
        let context = conditions::tags(self.tags.iter().flatten());
        conditions::parts(context, self.layers.as_deref(), self.vpc_config.as_ref())
    }

    fn tags_anew(&self) -> bool {
        self.tags.as_ref().is_some_and(|tags| !tags.is_empty())
    }

    fn passed_role(&self) -> Option<&str> {
        Some(&self.role)
    }

    fn layers(&self) -> &[String] {
        self.layers.as_deref().unwrap_or_default()
    }
}

impl Resource for UpdateFunctionConfigurationRequest {
    fn resource(&self, lambda: &Lambda) -> String {
        lambda.resource(&self.function_name, None)
    }

    fn context(&self) -> Context {
        conditions::parts(Context::new(), self.layers.as_deref(), self.vpc_config.as_ref())
    }

    fn passed_role(&self) -> Option<&str> {
        self.role.as_deref()
    }

    fn layers(&self) -> &[String] {
        self.layers.as_deref().unwrap_or_default()
    }
}

impl Resource for AddPermissionRequest {
    fn resource(&self, lambda: &Lambda) -> String {
        lambda.resource(&self.function_name, self.qualifier.as_deref())
    }

    fn context(&self) -> Context {
        conditions::auth(self.function_url_auth_type).with("lambda:Principal", &*self.principal)
    }
}

impl Resource for TagResourceRequest {
    fn resource(&self, lambda: &Lambda) -> String {
        lambda.by_arn(&self.resource)
    }

    fn context(&self) -> Context {
        conditions::tags(&self.tags)
    }
}

impl Resource for UntagResourceRequest {
    fn resource(&self, lambda: &Lambda) -> String {
        lambda.by_arn(&self.resource)
    }

    fn context(&self) -> Context {
        conditions::keys(self.tag_keys.clone())
    }
}

/// Of a function or an alias, at whose URL the public knocks.
macro_rules! opening {
    ($( $input:ident => |$given:ident| $auth:expr, )*) => { $(
        impl Resource for $input {
            fn resource(&self, lambda: &Lambda) -> String {
                lambda.resource(&self.function_name, self.qualifier.as_deref())
            }

            fn context(&self) -> Context {
                let $given = self;
                conditions::auth($auth)
            }
        }
    )* };
}

opening! {
    CreateFunctionUrlConfigRequest => |it| Some(it.auth_type),
    UpdateFunctionUrlConfigRequest => |it| it.auth_type,
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
    GetFunctionEventInvokeConfigRequest.qualifier,
    DeleteFunctionEventInvokeConfigRequest.qualifier,
    ListFunctionEventInvokeConfigsRequest,
    RemovePermissionRequest.qualifier,
    GetPolicyRequest.qualifier,
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

    /// One thing has one ARN in policies, however a request spells it.
    pub(super) fn by_arn(&self, arn: &str) -> String {
        match Named::read(arn, None, self.home()) {
            Ok(named) => self.qualified_arn(&named),
            Err(_) => arn.to_owned(),
        }
    }
}
