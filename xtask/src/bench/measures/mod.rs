//! What can be measured, by name.

mod cold;
mod contest;
mod first_calls;
mod parked;
mod provided;
mod warm;

use super::lab::Lab;
use super::results::Findings;

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
    Measure { name: "warm", about: "the same handler bare and behind us", run: warm::warm },
    Measure {
        name: "throughput",
        about: "answers a second on sixteen connections",
        run: warm::throughput,
    },
];
