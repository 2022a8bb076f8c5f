//! Which operation a request asks for, who asks, and the function that answers.

use bytes::Bytes;
use http::request::Parts;
use http::{Request, Response};
use identity::{Denied, Family, Principal, Told};
use protocol::lambda::{Error, Operation, op};
use protocol::{Call, Contract, Fault};
use runtime::{Body, EVENT_BYTES_MAX, full_body};

use super::Lambda;
use super::resource::Resource;

/// A package sent with a request, in base64, and what is said of it.
const PACKAGE_REQUEST_BYTES_MAX: usize = 70_167_211;
/// Any other request.
const REQUEST_BYTES_MAX: usize = 1024 * 1024;
/// A body of this size is taken apart beside the other calls, not before them.
const LARGE: usize = 512 * 1024;

/// A request whose operation is known and whose sender is.
pub(super) struct Asked {
    pub(super) call: Call,
    pub(super) head: Parts,
    pub(super) body: Bytes,
    pub(super) principal: Principal,
    /// The request's own id.
    pub(super) id: String,
}

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
    /// Whether a path belongs to this API: all of them begin with a date.
    pub fn takes(path: &str) -> bool {
        let date = path.as_bytes().get(..12).unwrap_or_default();
        date.iter().enumerate().all(|(at, byte)| match at {
            0 | 11 => *byte == b'/',
            5 | 8 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        }) && !date.is_empty()
    }

    pub async fn serve(&self, request: Request<Body>) -> Response<Body> {
        let (head, body) = request.into_parts();
        let id = ::invoke::request_id().to_string();
        let call = match protocol::route(&head, Some("lambda"), b"") {
            Ok(call) => call,
            Err(mut refusal) => {
                // What there is and what not is told to those who are let in.
                if let Err(why) = self.keys.admit(&head, body, REQUEST_BYTES_MAX).await {
                    refusal.fault = denied(&why, "request");
                }
                return sent(refusal.response(&id));
            }
        };
        let protocol::Operation::Lambda(operation) = call.operation else {
            return sent(call.error(unknown(call.operation.schema().name), &id));
        };
        let most = match operation {
            call if is_call(call) => EVENT_BYTES_MAX,
            Operation::CreateFunction
            | Operation::UpdateFunctionCode
            | Operation::PublishLayerVersion => PACKAGE_REQUEST_BYTES_MAX,
            _ => REQUEST_BYTES_MAX,
        };
        let (principal, body) = match self.keys.admit(&head, body, most).await {
            Ok(admitted) => admitted,
            Err(why) => return sent(call.error(denied(&why, operation.name()), &id)),
        };
        let asked = Asked { call, head, body, principal, id };
        if is_call(operation) {
            return self.dispatch(operation, asked).await;
        }
        // A change goes on to its end although whoever asked for it hangs up: who runs functions
        // must hear of everything that was committed.
        let (this, refused) = (self.clone(), asked.call.clone());
        let id = asked.id.clone();
        let answer = tokio::spawn(async move { this.dispatch(operation, asked).await });
        answer.await.unwrap_or_else(|_| sent(refused.error(Fault::internal(), &id)))
    }

    async fn dispatch(&self, operation: Operation, asked: Asked) -> Response<Body> {
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
        match work(input).await {
            Ok(output) => sent(asked.call.output::<C>(output, &asked.id)),
            Err(error) => refuse(&asked, error),
        }
    }

    /// The input, for who may do this.
    pub(super) async fn input<C: Contract>(&self, asked: &Asked) -> Result<C::Input, Fault>
    where
        C::Input: Resource + Send + 'static,
    {
        let input = if asked.body.len() < LARGE {
            asked.call.input::<C>(&asked.head, asked.body.clone())?
        } else {
            let (call, head, body) = (asked.call.clone(), asked.head.clone(), asked.body.clone());
            let read = tokio::task::spawn_blocking(move || call.input::<C>(&head, body));
            read.await.unwrap_or_else(|_| Err(Fault::internal()))?
        };
        let action = asked.call.operation.schema().name;
        self.authorize(&asked.principal, action, &input.resource(self))?;
        if let Some(role) = input.passed_role() {
            self.may_pass(&asked.principal, role)?;
        }
        Ok(input)
    }
}

fn is_call(operation: Operation) -> bool {
    matches!(
        operation,
        Operation::Invoke | Operation::InvokeWithResponseStream | Operation::InvokeAsync
    )
}

pub(super) fn refuse(asked: &Asked, error: impl Into<Fault>) -> Response<Body> {
    sent(asked.call.error(error, &asked.id))
}

pub(super) fn sent(response: Response<Bytes>) -> Response<Body> {
    response.map(full_body)
}

fn unknown(name: &str) -> Fault {
    Fault::unknown_operation(501, format!("This platform does not have the operation {name} yet."))
}

fn denied(denied: &Denied, operation: &str) -> Fault {
    let message = denied.to_string();
    match denied {
        Denied::Refused(refused) => {
            let Told { status, code, message } = refused.told(Family::Rest);
            Fault::new(status.as_u16(), code, message)
        }
        Denied::TooLarge { most } => {
            let operation = if operation == "Invoke" { "InvokeFunction" } else { operation };
            let message =
                format!("Request must be smaller than {most} bytes for the {operation} operation");
            Fault::new(413, "RequestTooLargeException", message)
        }
        Denied::BrokenOff => Fault::new(400, "InvalidRequestContentException", message),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_begin_with_a_date() {
        for (path, takes) in [
            ("/2015-03-31/functions/", true),
            ("/2021-11-15/functions/f/response-streaming-invocations", true),
            ("/2015-03-31", false),
            ("/2015-3-31/functions", false),
            ("/fn/f/", false),
            ("/", false),
            ("", false),
        ] {
            assert_eq!(Lambda::takes(path), takes, "{path}");
        }
    }

    #[test]
    fn denials_have_the_codes_clients_know() {
        use identity::Refused;
        for (denial, status, code) in [
            (Denied::Refused(Refused::Missing), 403, "MissingAuthenticationTokenException"),
            (Denied::Refused(Refused::Incomplete("x")), 400, "IncompleteSignatureException"),
            (Denied::Refused(Refused::UnknownKey), 403, "UnrecognizedClientException"),
            (Denied::Refused(Refused::Mismatch), 403, "InvalidSignatureException"),
            (Denied::Refused(Refused::Payload), 403, "InvalidSignatureException"),
            (Denied::TooLarge { most: 1 }, 413, "RequestTooLargeException"),
            (Denied::BrokenOff, 400, "InvalidRequestContentException"),
        ] {
            let fault = denied(&denial, "Invoke");
            assert_eq!((fault.status, &*fault.code), (status, code));
        }
    }
}
