//! Which function answers an operation, and whether its caller may ask for it.

use http::Response;
use protocol::logs::{Error, Operation, op};
use protocol::{Contract, Fault};
use runtime::Body;

use super::Logs;
use super::about::{About, Subject};
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
        self.authorize(asked, &input.about(&self.home))?;
        Ok(input)
    }

    fn authorize(&self, asked: &Asked, subject: &Subject) -> Result<(), Fault> {
        let protocol::Operation::Logs(operation) = asked.call.operation else {
            return Err(Fault::internal());
        };
        let action = format!("logs:{}", operation.name());
        for resource in &subject.resources {
            let context = subject.context.clone();
            let wish = Wish { action: &action, resource, context, resource_policy: None };
            let checked = self.access.check(&asked.principal, wish);
            checked.map_err(|refused| Fault::access_denied(asked.call.protocol, refused))?;
        }
        Ok(())
    }
}
