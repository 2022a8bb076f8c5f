//! A live copy of a component.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::HeaderValue;
use http::header::HOST;
use tokio::sync::{OwnedSemaphorePermit, oneshot};
use wasmtime::Store;
use wasmtime::component::Component;
use wasmtime_wasi::p2::bindings::{Command, CommandPre};
use wasmtime_wasi_http::WasiHttpView;
use wasmtime_wasi_http::p2::bindings::http::types::{ErrorCode, Scheme};
use wasmtime_wasi_http::p2::bindings::{Proxy, ProxyPre};
use wasmtime_wasi_http::p2::body::{HyperIncomingBody, HyperOutgoingBody};

use crate::call::Call;
use crate::failure::Failure;
use crate::meter::Meter;
use crate::program::Plan;
use crate::state::State;
use crate::world::function::exports::mayfly::function::handler::Context;
use crate::world::function::{Function, FunctionPre};

/// What a call hands to its instance.
pub(crate) enum Input {
    Event(Bytes),
    Http(Box<http::Request<HyperIncomingBody>>, oneshot::Sender<Answered>),
    /// None: an instance is made and that is all.
    Nothing,
}

impl Input {
    pub(crate) fn event(&self) -> Option<Bytes> {
        match self {
            Self::Event(event) => Some(event.clone()),
            Self::Http(..) | Self::Nothing => None,
        }
    }
}

/// What a guest answers a request with, first of all.
pub(crate) type Answered = Result<http::Response<HyperOutgoingBody>, ErrorCode>;

/// A component whose imports are linked: instances are made from it.
pub(crate) enum Prepared {
    Http(ProxyPre<State>),
    Command(CommandPre<State>),
    Function(FunctionPre<State>),
}

/// What a guest hands over in one call of a function is copied; this much of it.
const COPIED_MAX: usize = 16 * 1024 * 1024;

enum Exports {
    Http(Proxy),
    Command(Command),
    Function(Function),
}

pub(crate) struct Live {
    store: Store<State>,
    exports: Exports,
    /// Its place among all instances.
    _place: OwnedSemaphorePermit,
    /// Its place among those that are kept.
    kept: Option<OwnedSemaphorePermit>,
}

impl Live {
    pub(crate) async fn start(
        plan: &Arc<Plan>,
        call: &Call,
        meter: &Arc<Meter>,
        event: Option<Bytes>,
    ) -> Result<Self, Failure> {
        let engine = plan.component.engine();
        let place = engine.place().await?;
        let mut store = Store::new(engine.wasmtime(), State::new(plan, call, meter.clone(), event));
        store.limiter(|state| &mut state.memory);
        store.set_hostcall_fuel(COPIED_MAX);
        // Whoever computes for longer than a tick lets others have a turn.
        store.set_epoch_deadline(1);
        store.epoch_deadline_async_yield_and_update(1);
        match plan.component.prepared().instantiate(&mut store).await {
            Ok(exports) => Ok(Self { store, exports, _place: place, kept: None }),
            Err(error) => Err(store.data().failure(&error).unwrap_or(Failure::NoAnswer)),
        }
    }

    /// Makes a kept instance work for another call.
    pub(crate) fn begin(&mut self, call: &Call, meter: &Arc<Meter>) {
        self.store.set_epoch_deadline(1);
        self.store.data_mut().begin(call, meter.clone());
    }

    pub(crate) async fn answer(&mut self, input: Input, call: &Call) -> Result<Bytes, Failure> {
        let answer = self.exports.answer(&mut self.store, input, call).await;
        let state = self.store.data();
        state.printer.close();
        match answer {
            Ok(answer) => answer,
            Err(error) => match state.failure(&error) {
                Some(failure) => Err(failure),
                // It ended itself, in peace.
                None => Ok(state.printed()),
            },
        }
    }
}

impl Prepared {
    pub(crate) fn component(&self) -> &Component {
        match self {
            Self::Http(pre) => pre.instance_pre().component(),
            Self::Command(pre) => pre.instance_pre().component(),
            Self::Function(pre) => pre.instance_pre().component(),
        }
    }

    async fn instantiate(&self, store: &mut Store<State>) -> wasmtime::Result<Exports> {
        Ok(match self {
            Self::Http(pre) => Exports::Http(pre.instantiate_async(store).await?),
            Self::Command(pre) => Exports::Command(pre.instantiate_async(store).await?),
            Self::Function(pre) => Exports::Function(pre.instantiate_async(store).await?),
        })
    }
}

impl Exports {
    async fn answer(
        &self,
        store: &mut Store<State>,
        input: Input,
        call: &Call,
    ) -> wasmtime::Result<Result<Bytes, Failure>> {
        match (self, input) {
            (Self::Http(proxy), Input::Http(mut request, answered)) => {
                let scheme = scheme(&request);
                name_host(&mut request);
                let mut http = store.data_mut().http();
                let request = http.new_incoming_request(scheme, *request)?;
                let answer = http.new_response_outparam(answered)?;
                let handler = proxy.wasi_http_incoming_handler();
                handler.call_handle(store, request, answer).await?;
                Ok(Ok(Bytes::new()))
            }
            (Self::Command(command), Input::Event(_)) => {
                let ended = command.wasi_cli_run().call_run(&mut *store).await?;
                let printed = store.data().printed();
                Ok(ended.map(|()| printed).map_err(|()| Failure::Exit { code: 1 }))
            }
            (Self::Function(function), Input::Event(event)) => {
                let handler = function.mayfly_function_handler();
                let answer = handler.call_handle(&mut *store, &event, &context(call)).await?;
                let limit_bytes = store.data().limits().answer_bytes;
                Ok(match answer {
                    Ok(answer) if answer.len() as u64 > limit_bytes => {
                        Err(Failure::AnswerTooLarge { limit_bytes })
                    }
                    Ok(answer) => Ok(answer.into()),
                    Err(error) => Err(Failure::said(&error.kind, &error.message)),
                })
            }
            (_, Input::Nothing) => Ok(Ok(Bytes::new())),
            (Self::Http(_), _) => Ok(Err(Failure::WrongInput("requests"))),
            (Self::Command(_) | Self::Function(_), _) => Ok(Err(Failure::WrongInput("events"))),
        }
    }
}

fn scheme(request: &http::Request<HyperIncomingBody>) -> Scheme {
    match request.uri().scheme_str() {
        Some("https") => Scheme::Https,
        _ => Scheme::Http,
    }
}

/// Guests expect to be told their name, whatever the caller said.
fn name_host(request: &mut http::Request<HyperIncomingBody>) {
    let named = request.headers().get(HOST).is_some_and(|host| host.to_str().is_ok());
    if request.uri().authority().is_none() && !named {
        request.headers_mut().insert(HOST, HeaderValue::from_static("localhost"));
    }
}

fn context(call: &Call) -> Context {
    Context {
        request_id: call.request_id.to_string(),
        trace_id: call.trace_id.to_string(),
        function: call.function.to_string(),
        deadline_ms: call.deadline_ms(),
    }
}

/// Instances that wait for another call, the last used on top.
pub(crate) struct Kept {
    most: usize,
    idle: Mutex<Vec<Live>>,
}

impl Kept {
    pub(crate) fn new(most: usize) -> Self {
        Self { most, idle: Mutex::default() }
    }

    pub(crate) fn take(&self) -> Option<Live> {
        if self.most == 0 { None } else { self.lock().pop() }
    }

    /// Keeps an instance that is fit for another call, if there is room.
    pub(crate) fn put(&self, plan: &Plan, mut live: Live) {
        if self.most == 0 || matches!(live.exports, Exports::Command(_)) {
            return;
        }
        if live.kept.is_none() {
            live.kept = plan.component.engine().kept_place();
        }
        let mut idle = self.lock();
        if live.kept.is_some() && idle.len() < self.most {
            idle.push(live);
        }
    }

    pub(crate) fn count(&self) -> usize {
        self.lock().len()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Live>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
