//! InvokeWithResponseStream: the answer as it comes, in frames of an event stream.

use ::invoke::Invocation;
use bytes::Bytes;
use http::Response;
use http_body_util::BodyExt;
use protocol::lambda::{
    Error, InvokeResponseStreamUpdate, InvokeWithResponseStreamCompleteEvent,
    InvokeWithResponseStreamResponse, InvokeWithResponseStreamResponseEvent as Event, LogType,
    ResponseStreamingInvocationType, op,
};
use protocol::schema::Protocol;
use runtime::{Body, BodyError, ChunkSender, Chunks, Failure, Output};
use telemetry::Trigger;

use super::Lambda;
use super::door::{Asked, refuse, sent};
use super::event::refused;
use super::invoke::Given;
use super::log_tail::log_tail;

const UNHANDLED: &str = "Unhandled";

impl Lambda {
    pub(super) async fn answer_stream(&self, asked: Asked) -> Response<Body> {
        let input = match self.input::<op::InvokeWithResponseStream>(&asked).await {
            Ok(input) => input,
            Err(fault) => return refuse(&asked, fault),
        };
        let invocation =
            self.named(&input.function_name, input.qualifier.as_deref()).and_then(|named| {
                let given = Given {
                    named: &named,
                    payload: input.payload,
                    context: input.client_context.as_deref(),
                    trigger: Trigger::Sync,
                };
                self.invocation(given, &asked.head)
            });
        let invocation = match invocation {
            Ok(invocation) => invocation,
            Err(error) => return refuse(&asked, error),
        };
        let dry = input.invocation_type == Some(ResponseStreamingInvocationType::DryRun);
        if dry {
            let head = InvokeWithResponseStreamResponse {
                status_code: Some(204),
                ..InvokeWithResponseStreamResponse::default()
            };
            let id = invocation.request_id;
            return sent(asked.call.output::<op::InvokeWithResponseStream>(head, &id));
        }
        match self.stream(&asked, invocation, input.log_type == Some(LogType::Tail)).await {
            Ok(response) => response,
            Err(error) => refuse(&asked, error),
        }
    }

    async fn stream(
        &self,
        asked: &Asked,
        invocation: Invocation,
        wants_log: bool,
    ) -> Result<Response<Body>, Error> {
        let (name, since_us) = (invocation.function.name.to_string(), ::invoke::now_us());
        let answer = self.invoker.invoke(invocation).await.map_err(refused)?;
        let id = answer.request_id;
        let head = InvokeWithResponseStreamResponse {
            status_code: Some(200),
            executed_version: Some(answer.version.to_string()),
            ..InvokeWithResponseStreamResponse::default()
        };
        let response = asked.call.output::<op::InvokeWithResponseStream>(head, &id);
        let (frames, body) = Chunks::channel();
        let (protocol, telemetry) = (asked.call.protocol, self.telemetry.clone());
        tokio::spawn(async move {
            let frames = Frames { protocol, frames };
            let mut end = frames.send(answer.output, &id).await;
            if wants_log {
                end.log_result = Some(log_tail(&telemetry, name.into(), &id, since_us).await);
            }
            let _ = frames.event(Event::InvokeComplete(end)).await;
        });
        Ok(response.map(|_| body.boxed_unsync()))
    }
}

struct Frames {
    protocol: Protocol,
    frames: ChunkSender,
}

/// Whoever reads has gone.
struct Gone;

impl Frames {
    /// Sends all of an answer but its end.
    async fn send(
        &self,
        output: Result<Output, Failure>,
        id: &str,
    ) -> InvokeWithResponseStreamCompleteEvent {
        let failed = |details: String| InvokeWithResponseStreamCompleteEvent {
            error_code: Some(UNHANDLED.into()),
            error_details: Some(details),
            log_result: None,
        };
        match output {
            Ok(Output::Value(value)) => {
                let _ = self.piece(value).await;
            }
            Ok(Output::Stream(_, mut chunks)) => {
                while let Some(piece) = chunks.next().await {
                    match piece {
                        Ok(piece) => {
                            if self.piece(piece).await.is_err() {
                                break;
                            }
                        }
                        Err(BodyError(why)) => return failed(why),
                    }
                }
            }
            Ok(Output::Http(response)) => match response.into_body().collect().await {
                Ok(body) => drop(self.piece(body.to_bytes()).await),
                Err(BodyError(why)) => return failed(why),
            },
            Err(failure) => {
                return failed(String::from_utf8_lossy(&failure.json(id)).into_owned());
            }
        }
        InvokeWithResponseStreamCompleteEvent::default()
    }

    async fn piece(&self, payload: Bytes) -> Result<(), Gone> {
        let payload = Some(payload);
        self.event(Event::PayloadChunk(InvokeResponseStreamUpdate { payload })).await
    }

    async fn event(&self, event: Event) -> Result<(), Gone> {
        // A frame that cannot be written ends the stream: the reader sees that it is not whole.
        let frame = event.frame(self.protocol).ok_or(Gone)?;
        self.frames.send(Ok(frame)).await.map_err(|_| Gone)
    }
}
