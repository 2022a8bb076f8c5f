//! Invoke: a call now, a call kept for later, or only the question whether it would be allowed.

use std::sync::Arc;

use ::invoke::Invocation;
use bytes::{Bytes, BytesMut};
use http::Response;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::request::Parts;
use http_body_util::BodyExt;
use protocol::Fault;
use protocol::lambda::{
    Error, InvocationRequest, InvocationResponse, InvocationType, InvokeAsyncResponse, LogType, op,
};
use runtime::{Body, Chunks, Failure, Input, Output, PAYLOAD_BYTES_MAX};
use telemetry::Trigger;
use web::Peer;

use super::Lambda;
use super::door::{Asked, refuse, sent};
use super::event::{client_context, event, refused};
use super::log_tail::log_tail;
use super::names::Named;

/// What a call is given, whichever operation asks for it.
pub(super) struct Given<'a> {
    pub(super) named: &'a Named,
    pub(super) payload: Option<Bytes>,
    pub(super) context: Option<&'a str>,
    pub(super) trigger: Trigger,
}

impl Lambda {
    pub(super) async fn answer_invoke(&self, asked: Asked) -> Response<Body> {
        let input = match self.input::<op::Invoke>(&asked).await {
            Ok(input) => input,
            Err(fault) => return refuse(&asked, fault),
        };
        match self.invoke(input, &asked).await {
            Ok((id, output)) => {
                let (head, body) = asked.call.output::<op::Invoke>(output, &id).into_parts();
                let mut response = match asked.shares.answer(body).await {
                    Ok(body) => Response::from_parts(head, body),
                    Err(_) => return refuse(&asked, Fault::throttled(asked.call.protocol)),
                };
                let json = HeaderValue::from_static("application/json");
                response.headers_mut().insert(CONTENT_TYPE, json);
                response
            }
            Err(error) => refuse(&asked, error),
        }
    }

    /// The answer, and the id of the call.
    async fn invoke(
        &self,
        input: InvocationRequest,
        asked: &Asked,
    ) -> Result<(Arc<str>, InvocationResponse), Error> {
        let named = self.named(&input.function_name, input.qualifier.as_deref())?;
        let kind = input.invocation_type.unwrap_or(InvocationType::RequestResponse);
        let is_event = kind == InvocationType::Event;
        let given = Given {
            named: &named,
            payload: input.payload,
            context: input.client_context.as_deref(),
            trigger: if is_event { Trigger::Async } else { Trigger::Sync },
        };
        let invocation = self.invocation(given, &asked.head)?;
        match kind {
            InvocationType::DryRun => Ok((invocation.request_id, done(204))),
            InvocationType::Event => {
                let id = self.invoker.enqueue(invocation).await.map_err(refused)?;
                Ok((id, done(202)))
            }
            InvocationType::RequestResponse => {
                self.wait(invocation, input.log_type == Some(LogType::Tail)).await
            }
        }
    }

    /// The call as it is made, of the version that its qualifier leads to.
    pub(super) fn invocation(&self, given: Given<'_>, head: &Parts) -> Result<Invocation, Error> {
        let Given { named, payload, context, trigger } = given;
        let entry = self.entry(named)?;
        let qualifier = named.qualifier.as_deref();
        let dice = || uuid::Uuid::new_v4().as_u128() as u32;
        let function = entry.resolve(qualifier, dice).map_err(|_| self.not_found(named))?;
        let input = Input::Event(event(payload.unwrap_or_default())?);
        let trace = head.headers.get("x-amzn-trace-id").and_then(|trace| trace.to_str().ok());
        let mut invocation = Invocation::new(function.clone(), input, trigger, trace);
        invocation.client_context = client_context(context)?;
        invocation.from = head.extensions.get::<Peer>().map(Peer::holder);
        invocation.qualifier = named.qualifier.as_deref().map(Arc::from);
        Ok(invocation)
    }

    async fn wait(
        &self,
        invocation: Invocation,
        wants_log: bool,
    ) -> Result<(Arc<str>, InvocationResponse), Error> {
        let name: Arc<str> = invocation.function.name.as_str().into();
        let since_us = ::invoke::now_us();
        let answer = self.invoker.invoke(invocation).await.map_err(refused)?;
        let id = answer.request_id;
        let (body, failed) = match answer.output {
            Ok(Output::Value(value)) => (value, false),
            Ok(Output::Stream(_, chunks)) => collect(chunks, &id).await,
            // An event's answer is never a bare response: the instance makes it a value.
            Ok(Output::Http(response)) => match response.into_body().collect().await {
                Ok(body) => (body.to_bytes(), false),
                Err(error) => (error.to_string().into(), true),
            },
            Err(failure) => (failure.json(&id), true),
        };
        let log_result = match wants_log {
            true => Some(log_tail(&self.telemetry, name, &id, since_us).await),
            false => None,
        };
        let response = InvocationResponse {
            function_error: failed.then(|| "Unhandled".to_owned()),
            log_result,
            payload: Some(body),
            executed_version: Some(answer.version.to_string()),
            ..done(200)
        };
        Ok((id, response))
    }

    /// The oldest way to have a call kept.
    pub(super) async fn answer_invoke_async(&self, asked: Asked) -> Response<Body> {
        let answer = async {
            let input = self.input::<op::InvokeAsync>(&asked).await?;
            let named = self.named(&input.function_name, None)?;
            let given = Given {
                named: &named,
                payload: Some(input.invoke_args),
                context: None,
                trigger: Trigger::Async,
            };
            let invocation = self.invocation(given, &asked.head)?;
            let id = self.invoker.enqueue(invocation).await.map_err(refused)?;
            Ok::<_, Error>((id, InvokeAsyncResponse { status: Some(202) }))
        };
        match answer.await {
            Ok((id, output)) => sent(asked.call.output::<op::InvokeAsync>(output, &id)),
            Err(error) => refuse(&asked, error),
        }
    }
}

fn done(status: i32) -> InvocationResponse {
    InvocationResponse { status_code: Some(status), ..InvocationResponse::default() }
}

/// A whole stream, for a caller that asked for one answer.
async fn collect(mut chunks: Chunks, request_id: &str) -> (Bytes, bool) {
    let mut all = BytesMut::new();
    while let Some(piece) = chunks.next().await {
        match piece {
            Ok(piece) if all.len() + piece.len() > PAYLOAD_BYTES_MAX => {
                return (Failure::ResponseTooLarge.json(request_id), true);
            }
            Ok(piece) => all.extend_from_slice(&piece),
            Err(error) => return (error.0.into(), true),
        }
    }
    (all.freeze(), false)
}
