//! A component with its settings: what the pool takes for an instance.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt;
use identity::Session;
use sandbox::{Exit, Status, Usage};
use wasm::Program;

use super::components::Held;
use super::ending::Ending;
use super::failure::failure;
use super::settings::sink;
use crate::instance::{Label, request};
use crate::{BodyError, Call, CallInfo, Ended, Failure, Finish, Input, Output};

/// What a killed program ends with.
const KILLED: Status = Status::Signal(9);

#[derive(Debug)]
/// An opaque part of [`Running`](crate::Running).
pub struct Component {
    pub(super) program: Program,
    pub(super) label: Label,
    pub(super) ending: Ending,
    pub(super) _held: Held,
    /// Its keys stop working when it is gone.
    pub(super) _session: Arc<Session>,
}

impl Component {
    pub(crate) async fn call(
        &self,
        call: Call,
        timeout: Duration,
        head: impl FnOnce(Output) + Send,
    ) -> (Ended, Finish) {
        let _running = self.ending.running();
        tokio::select! {
            biased;
            done = self.answer(call, timeout, head) => done,
            // Dropping a call stops it.
            () = self.ending.asked() => Ended::failed(Failure::Exit(KILLED), false),
        }
    }

    /// Whether an instance can be made of it. What it prints meanwhile belongs to no call.
    pub(crate) async fn try_instance(&self, limit: Duration) -> Result<(), Failure> {
        let nobody: Arc<str> = Arc::from("");
        let call = wasm::Call {
            request_id: nobody.clone(),
            trace_id: nobody.clone(),
            function: nobody,
            timeout: limit,
            log: sink(&self.label, None),
        };
        let tried = self.program.try_instance(call).await;
        tried.or_else(|of| failure(of).map_or(Ok(()), Err))
    }

    async fn answer(
        &self,
        call: Call,
        timeout: Duration,
        head: impl FnOnce(Output) + Send,
    ) -> (Ended, Finish) {
        let of_call = self.of_call(&call.info, timeout);
        let takes_requests = self.program.component().world().takes_requests();
        let event = match call.input {
            Input::Http(_) if takes_requests => {
                let answer = |response: http::Response<wasm::AnswerBody>| {
                    let broken = |off: wasm::BrokenOff| BodyError(off.to_string());
                    head(Output::Http(response.map(|body| body.map_err(broken).boxed_unsync())));
                };
                let finish = self.program.call_http(request(call), of_call, answer).await;
                let (usage, bytes_out) = (finish.usage, finish.bytes_out);
                let ended = match finish.failure.and_then(failure) {
                    // Whether anything was answered before, whoever reads it knows.
                    Some(failure) => Err(failure),
                    None => Ok(Ended::Streamed),
                };
                return end(ended, bytes_out, usage);
            }
            Input::Http(_) => {
                let failure = crate::instance::takes_events();
                return Ended::failed(failure, true);
            }
            Input::Event(event) => event,
        };
        let ended = self.program.call_event(event, of_call).await;
        let value = ended.answer.map_err(failure).map(value);
        let bytes_out = value.as_ref().map_or(0, |value| value.len() as u64);
        let value = value.map(Ended::Value);
        // No caller of an event goes away before its answer.
        end(
            value.or_else(|failure| failure.map_or(Ok(Ended::Streamed), Err)),
            bytes_out,
            ended.usage,
        )
    }

    fn of_call(&self, info: &CallInfo, timeout: Duration) -> wasm::Call {
        wasm::Call {
            request_id: info.request_id.clone(),
            trace_id: info.trace_id.clone(),
            function: info.arn.clone(),
            timeout,
            log: sink(&self.label, Some(info.request_id.clone())),
        }
    }

    pub(crate) fn label(&self) -> &Label {
        &self.label
    }

    /// What all calls had at once, with the code they run. Processor time is known of each call.
    pub(crate) fn usage(&self) -> Usage {
        let bytes = self.program.memory_peak_bytes() + self.program.component().code_bytes();
        Usage { memory_peak_bytes: bytes as u64, cpu_us: 0 }
    }

    /// Takes no more calls and cuts off those that run.
    pub(crate) fn kill(&self) {
        self.ending.ask();
    }

    pub(crate) async fn gone(&self) -> Exit {
        self.ending.over().await;
        Exit { status: KILLED, oom: false, usage: self.usage() }
    }
}

/// Nothing at all is JSON's nothing, as with servers.
fn value(answer: Bytes) -> Bytes {
    if answer.is_empty() { Bytes::from_static(b"null") } else { answer }
}

fn end(ended: Result<Ended, Failure>, bytes_out: u64, usage: wasm::Usage) -> (Ended, Finish) {
    let wasm::Usage { cpu_us, memory_peak_bytes } = usage;
    let usage = Some(Usage { memory_peak_bytes, cpu_us });
    // What failed was the call's own instance.
    let finish = |failure| Finish { failure, bytes_out, reusable: true, usage };
    match ended {
        Ok(ended) => (ended, finish(None)),
        Err(failure) => (Ended::Failed(failure.clone()), finish(Some(failure))),
    }
}
