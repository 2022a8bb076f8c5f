//! What can be measured, by name.

mod burst;
mod cold;
mod contest;
mod control;
mod first_calls;
mod inside;
mod kept;
mod memory;
mod parked;
mod platform_idle;
mod provided;
mod thousand;
mod warm;
mod wasm;

use super::lab::Lab;
use super::results::Findings;

const MB: f64 = 1024.0 * 1024.0;

pub(crate) struct Measure {
    pub(crate) name: &'static str,
    /// For people, in a list.
    pub(crate) about: &'static str,
    pub(crate) run: fn(&Lab) -> anyhow::Result<Findings>,
}

pub(crate) const ALL: &[Measure] = &[
    Measure {
        name: "python-cold",
        about: "a Python function's first answer when no instance is there",
        run: cold::python,
    },
    Measure { name: "node-cold", about: "the same for Node", run: cold::node },
    Measure { name: "parked", about: "first calls of instances kept ready", run: parked::parked },
    Measure { name: "provided-cold", about: "a static program's start", run: provided::cold },
    Measure { name: "wasm", about: "a fresh WebAssembly instance for each call", run: wasm::wasm },
    Measure { name: "warm", about: "the same handler bare and behind us", run: warm::warm },
    Measure {
        name: "throughput",
        about: "answers a second on sixteen connections",
        run: warm::throughput,
    },
    Measure { name: "memory", about: "what an idle instance holds alone", run: memory::idle },
    Measure {
        name: "idle-1000",
        about: "a thousand idle instances together",
        run: thousand::thousand,
    },
    Measure { name: "burst", about: "two hundred calls from nothing", run: burst::burst },
    Measure {
        name: "platform-idle",
        about: "the platform when nobody calls",
        run: platform_idle::idle,
    },
    Measure {
        name: "control",
        about: "ten thousand functions through Lambda's interface",
        run: control::control,
    },
];
