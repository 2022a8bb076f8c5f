//! The environment as a guest sees it: its program's, and in a command its call's too.
//!
//! What a guest has not asked for is not copied: most ask for nothing.

use wasmtime_wasi::p2::bindings::cli::environment;

use crate::call::Call;
use crate::state::State;
use crate::world::World;

/// What a command learns of its call. The other worlds are told in their own ways.
pub(crate) struct OfCall(Call);

impl OfCall {
    pub(crate) fn new(world: World, call: &Call) -> Option<Self> {
        (world == World::Command).then(|| Self(call.clone()))
    }

    fn variables(&self) -> [(&'static str, String); 4] {
        let Self(call) = self;
        [
            ("MAYFLY_REQUEST_ID", call.request_id.to_string()),
            ("MAYFLY_TRACE_ID", call.trace_id.to_string()),
            ("MAYFLY_FUNCTION", call.function.to_string()),
            ("MAYFLY_DEADLINE_MS", call.deadline_ms().to_string()),
        ]
    }
}

impl environment::Host for State {
    fn get_environment(&mut self) -> wasmtime::Result<Vec<(String, String)>> {
        let mut all = self.settings().environment.clone();
        let own = self.of_call().map(OfCall::variables).into_iter().flatten();
        all.extend(own.map(|(name, value)| (name.to_owned(), value)));
        Ok(all)
    }

    fn get_arguments(&mut self) -> wasmtime::Result<Vec<String>> {
        Ok(Vec::new())
    }

    fn initial_cwd(&mut self) -> wasmtime::Result<Option<String>> {
        Ok(None)
    }
}
