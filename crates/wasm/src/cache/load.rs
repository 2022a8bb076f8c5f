//! The one place where bytes become code that runs.

use wasmtime::Engine;
use wasmtime::component::Component;

/// What wasmtime serialized, as its tag shows.
pub(super) struct Verified<'a>(pub(super) &'a [u8]);

impl Verified<'_> {
    #[expect(unsafe_code, reason = "the only way to load what was compiled before")]
    pub(super) fn load(&self, engine: &Engine) -> Option<Component> {
        // SAFETY: deserializing runs what the bytes say, so they must come from wasmtime's compiler.
        // They do: only what wasmtime serialized is tagged, and the tag was checked on these bytes
        // in memory, not on a file; or they came through a pipe from a process of our own program
        // that was given a component and nothing else. That they are for this version and these settings, wasmtime
        // checks itself.
        unsafe { Component::deserialize(engine, self.0) }.ok()
    }
}
