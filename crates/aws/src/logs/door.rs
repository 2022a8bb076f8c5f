//! Which function answers an operation, and whether its caller may ask for it.

use http::Response;
use identity::Principal;
use identity::policy::Context;
use protocol::logs::{Error, Operation, op};
use protocol::{Contract, Fault};
use runtime::Body;
use telemetry::GroupsError;

use super::Logs;
use super::about::{About, Subject};
use super::error::told;
use crate::access::Wish;
use crate::asked::{Asked, refuse};

/// A megabyte of text may take six as JSON, and each of ten thousand events has a frame.
const PUT_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Any other request.
const REQUEST_BYTES_MAX: usize = 1024 * 1024;

pub(crate) fn bytes_max(operation: Operation) -> usize {
    if operation == Operation::PutLogEvents { PUT_BYTES_MAX } else { REQUEST_BYTES_MAX }
}

/// One line for each operation: what it is called here.
macro_rules! dispatch {
    ($logs:ident, $operation:ident, $asked:ident; $( $op:ident => $method:ident, )*) => {
        match $operation {
            $( Operation::$op => {
                $logs.answer::<op::$op, _>($asked, |input| $logs.$method(input)).await
            } )*
            Operation::StartLiveTail => $logs.answer_live_tail($asked).await,
        }
    };
}

impl Logs {
    pub(crate) async fn serve(&self, operation: Operation, asked: Asked) -> Response<Body> {
        dispatch! { self, operation, asked;
            CreateLogGroup => create_log_group,
            DeleteLogGroup => delete_log_group,
            DescribeLogGroups => describe_log_groups,
            CreateLogStream => create_log_stream,
            DeleteLogStream => delete_log_stream,
            DescribeLogStreams => describe_log_streams,
            PutLogEvents => put_log_events,
            GetLogEvents => get_log_events,
            FilterLogEvents => filter_log_events,
            PutRetentionPolicy => put_retention_policy,
            DeleteRetentionPolicy => delete_retention_policy,
            TagResource => tag_resource,
            UntagResource => untag_resource,
            ListTagsForResource => list_tags_for_resource,
            TagLogGroup => tag_log_group,
            UntagLogGroup => untag_log_group,
            ListTagsLogGroup => list_tags_log_group,
        }
    }

    /// Reads the input, asks whether its sender may, and lets `work` answer it.
    async fn answer<C: Contract, F>(
        &self,
        asked: Asked,
        work: impl FnOnce(C::Input) -> F,
    ) -> Response<Body>
    where
        C::Input: About + Send + 'static,
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
        C::Input: About + Send + 'static,
    {
        let input = asked.read::<C>().await?;
        self.authorize(asked, &input.about(&self.home)).await?;
        Ok(input)
    }

    async fn authorize(&self, asked: &Asked, subject: &Subject) -> Result<(), Fault> {
        let protocol::Operation::Logs(operation) = asked.call.operation else {
            return Err(Fault::internal());
        };
        if asked.principal == Principal::Admin {
            return Ok(());
        }
        let action = format!("logs:{}", operation.name());
        let tagging = subject.tags_anew.then_some("logs:TagResource");
        for resource in &subject.resources {
            let mut context = subject.context.clone();
            context.fill(self.tags_of(resource).await?);
            for action in std::iter::once(&*action).chain(tagging) {
                let context = context.clone();
                let wish = Wish { action, resource, context, resource_policy: None };
                let checked = self.access.check(&asked.principal, wish);
                checked.map_err(|refused| Fault::access_denied(asked.call.protocol, refused))?;
            }
        }
        Ok(())
    }

    /// The tags of the group that a resource is, or is in. One that is not there has none.
    async fn tags_of(&self, resource: &str) -> Result<Context, Fault> {
        let mut context = Context::new();
        let Some(group) = self.home.group_of(resource) else { return Ok(context) };
        match self.groups().tags(&group).await {
            Ok(tags) => {
                for (key, value) in tags {
                    context.add(&format!("aws:ResourceTag/{key}"), value);
                }
                Ok(context)
            }
            Err(GroupsError::NoGroup) => Ok(context),
            // Who cannot be told from others must not be let in.
            Err(error) => Err(Fault::from(told(error))),
        }
    }
}
