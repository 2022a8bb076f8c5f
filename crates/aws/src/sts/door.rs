//! Which function answers an operation.

use ::identity::Principal;
use ::identity::policy::Context;
use http::Response;
use protocol::sts::{Operation, op};
use protocol::{Contract, Fault};
use runtime::Body;

use super::Sts;
use crate::access::Wish;
use crate::asked::{Asked, refuse};

impl Sts {
    pub(crate) async fn serve(&self, operation: Operation, asked: Asked) -> Response<Body> {
        let by = asked.principal.clone();
        match operation {
            Operation::GetCallerIdentity => {
                answer::<op::GetCallerIdentity>(asked, |_| Ok(self.get_caller_identity(&by))).await
            }
            Operation::AssumeRole => {
                answer::<op::AssumeRole>(asked, |input| self.assume_role(&by, input)).await
            }
            Operation::GetSessionToken => {
                let work = |input| self.get_session_token(&by, input);
                answer::<op::GetSessionToken>(asked, work).await
            }
            Operation::GetAccessKeyInfo => {
                let work = |input| self.get_access_key_info(&by, input);
                answer::<op::GetAccessKeyInfo>(asked, work).await
            }
            Operation::DecodeAuthorizationMessage => {
                let work = |input| self.decode_authorization_message(&by, input);
                answer::<op::DecodeAuthorizationMessage>(asked, work).await
            }
            Operation::AssumeRoleWithWebIdentity => {
                let work = |input| self.assume_role_with_web_identity(input);
                answer::<op::AssumeRoleWithWebIdentity>(asked, work).await
            }
        }
    }

    /// For actions that have no resource.
    pub(super) fn authorize(&self, by: &Principal, action: &str) -> Result<(), Fault> {
        let context = Context::new();
        let wish = Wish { action, resource: "*", context, resource_policy: None };
        self.access.check(by, wish).map_err(denied)
    }
}

async fn answer<C: Contract>(
    asked: Asked,
    work: impl FnOnce(C::Input) -> Result<C::Output, C::Error>,
) -> Response<Body>
where
    C::Input: Send + 'static,
{
    match asked.read::<C>().await {
        Ok(input) => asked.tell::<C>(work(input)),
        Err(fault) => refuse(&asked, fault),
    }
}

fn denied(message: String) -> Fault {
    Fault::new(403, "AccessDenied", message)
}
