//! What belongs to one instance beside its memory: its view of the world outside.

use std::sync::Arc;

use bytes::Bytes;
use wasmtime::component::ResourceTable;
use wasmtime_wasi::p2::pipe::MemoryInputPipe;
use wasmtime_wasi::{WasiCtx, WasiCtxBuilder, WasiCtxView, WasiView};
use wasmtime_wasi_http::{WasiHttpCtx, WasiHttpCtxView, WasiHttpView};

use crate::call::Call;
use crate::egress::Reach;
use crate::failure::Failure;
use crate::memory::Memory;
use crate::meter::Meter;
use crate::output::{Capture, Level, Pipe, Printer, Source};
use crate::program::Plan;
use crate::settings::{Limits, Settings};
use crate::variables::OfCall;
use crate::world::World;
use crate::world::function::mayfly::function::{config, log, types};

/// Handles a guest may hold at once. With [`HEADER_BYTES_MAX`] this bounds what it can make the
/// platform remember.
const HANDLES_MAX: usize = 1_000;

/// The headers of one request or answer.
const HEADER_BYTES_MAX: usize = 64 * 1024;

/// The most random bytes to ask for at once.
const RANDOM_BYTES_MAX: u64 = 64 * 1024;

pub(crate) struct State {
    wasi: WasiCtx,
    http: WasiHttpCtx,
    table: ResourceTable,
    reach: Reach,
    plan: Arc<Plan>,
    pub(crate) printer: Arc<Printer>,
    /// What a command prints on stdout.
    answer: Option<Arc<Capture>>,
    pub(crate) memory: Memory,
    of_call: Option<OfCall>,
}

impl State {
    pub(crate) fn new(
        plan: &Arc<Plan>,
        call: &Call,
        meter: Arc<Meter>,
        event: Option<Bytes>,
    ) -> Self {
        let limits = &plan.settings.limits;
        let printer = Arc::new(Printer::new(call.log.clone(), limits.log_bytes));
        let mut wasi = WasiCtxBuilder::new();
        wasi.allow_tcp(false).allow_udp(false).allow_ip_name_lookup(false);
        wasi.max_random_size(RANDOM_BYTES_MAX);
        wasi.stderr(Pipe::new(printer.stream(Source::Stderr)));
        let answer = match (plan.component.world(), event) {
            (World::Command, Some(event)) => {
                let answer = Arc::new(Capture::new(limits.answer_bytes));
                wasi.stdin(MemoryInputPipe::new(event)).stdout(Pipe::new(answer.clone()));
                Some(answer)
            }
            _ => {
                wasi.stdout(Pipe::new(printer.stream(Source::Stdout)));
                None
            }
        };
        let mut http = WasiHttpCtx::new();
        http.set_field_size_limit(HEADER_BYTES_MAX);
        let mut table = ResourceTable::new();
        table.set_max_capacity(HANDLES_MAX);
        let reach = Reach::new(plan.clone());
        let memory = Memory::new(limits.memory_bytes, meter, plan.memory.clone());
        let of_call = OfCall::new(plan.component.world(), call);
        let (wasi, plan) = (wasi.build(), plan.clone());
        Self { wasi, http, table, reach, plan, printer, answer, memory, of_call }
    }

    /// From here on, the instance works for this call.
    pub(crate) fn begin(&mut self, call: &Call, meter: Arc<Meter>) {
        self.printer.print_to(call.log.clone(), self.plan.settings.limits.log_bytes);
        self.memory.account_to(meter);
    }

    /// The answer of a command that is over.
    pub(crate) fn printed(&self) -> Bytes {
        self.answer.as_ref().map(|answer| answer.take_all()).unwrap_or_default()
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.settings().limits
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.plan.settings
    }

    pub(crate) fn of_call(&self) -> Option<&OfCall> {
        self.of_call.as_ref()
    }

    /// What the engine's error means. An exit with status 0 is no failure.
    pub(crate) fn failure(&self, error: &wasmtime::Error) -> Option<Failure> {
        Failure::of(error, &self.memory, self.limits().answer_bytes)
    }
}

impl Drop for State {
    fn drop(&mut self) {
        // However the call ended, what was printed before is not lost.
        self.printer.close();
    }
}

impl WasiView for State {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView { ctx: &mut self.wasi, table: &mut self.table }
    }
}

impl WasiHttpView for State {
    fn http(&mut self) -> WasiHttpCtxView<'_> {
        WasiHttpCtxView { hooks: &mut self.reach, table: &mut self.table, ctx: &mut self.http }
    }
}

impl log::Host for State {
    fn write(&mut self, level: log::Level, message: String) {
        let level = match level {
            log::Level::Trace => Level::Trace,
            log::Level::Debug => Level::Debug,
            log::Level::Info => Level::Info,
            log::Level::Warn => Level::Warn,
            log::Level::Error => Level::Error,
        };
        self.printer.event(Source::Log(level), &message);
    }
}

impl types::Host for State {}

impl config::Host for State {
    fn get(&mut self, name: String) -> Option<String> {
        self.plan.settings.config.get(&name).cloned()
    }
}
