//! A component with its settings, ready to be called.

use std::fmt::{self, Display};
use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};
use http_body::Body;
use http_body_util::BodyExt;
use wasmtime_wasi_http::Error;

use crate::account::Account;
use crate::instance::Kept;
use crate::run;
use crate::{AnswerBody, Call, Component, Ended, Failure, Finish, Settings};

/// A component with its settings. Clones are the same program.
#[derive(Clone)]
pub struct Program(Arc<Plan>);

pub(crate) struct Plan {
    pub(crate) component: Component,
    pub(crate) settings: Settings,
    pub(crate) kept: Kept,
    /// What all its instances have.
    pub(crate) memory: Arc<Account>,
}

impl Program {
    pub(crate) fn new(component: Component, settings: Settings) -> Self {
        let kept = Kept::new(settings.reuse);
        let memory = Arc::new(Account::below(component.engine().memory().clone()));
        Self(Arc::new(Plan { component, settings, kept, memory }))
    }

    pub fn component(&self) -> &Component {
        &self.0.component
    }

    /// Answers one event. Dropping the future stops the function.
    pub async fn call_event(&self, event: Bytes, call: Call) -> Ended {
        run::event(&self.0, event, call).await
    }

    /// Answers one request. The answer goes to `head` as soon as its head is there; the future ends
    /// when the function did and its answer was read, so whoever reads must not wait for it.
    /// Dropping it, or the answer's body before its end, stops the function.
    pub async fn call_http<B>(
        &self,
        request: Request<B>,
        call: Call,
        head: impl FnOnce(Response<AnswerBody>) + Send,
    ) -> Finish
    where
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Display,
    {
        let request = request.map(|body| {
            body.map_err(|error| Error::InternalError(Some(error.to_string()))).boxed_unsync()
        });
        run::http(&self.0, request, call, head).await
    }

    /// Whether an instance can be made within the settings' limits and the call's time.
    pub async fn try_instance(&self, call: Call) -> Result<(), Failure> {
        run::instance(&self.0, call).await
    }

    /// The most that all instances together had at once.
    pub fn memory_peak_bytes(&self) -> usize {
        self.0.memory.peak()
    }

    /// How many instances wait for another call.
    pub fn kept(&self) -> usize {
        self.0.kept.count()
    }
}

impl fmt::Debug for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Program").field(&self.0.component).finish()
    }
}
