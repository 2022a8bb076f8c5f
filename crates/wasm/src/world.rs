//! Which of the worlds we can call a component lives in.

use std::fmt;

/// Our own world, from `wit/function.wit`.
pub(crate) mod function {
    wasmtime::component::bindgen!({
        path: "wit",
        world: "function",
        exports: { default: async },
    });
}

/// What a component exports, and so how it is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum World {
    /// `wasi:http/proxy`: answers requests.
    Http,
    /// `wasi:cli/command`: reads an event on stdin and prints the answer on stdout.
    Command,
    /// `mayfly:function`: answers events.
    Function,
}

const HTTP: &str = "wasi:http/incoming-handler@0.2.";
const COMMAND: &str = "wasi:cli/run@0.2.";
const FUNCTION: &str = "mayfly:function/handler@0.1.";

impl World {
    pub(crate) fn of(exports: &[&str]) -> Option<Self> {
        let exports = |name: &str| exports.iter().any(|export| export.starts_with(name));
        // What answers requests and can be run as well is a server first of all.
        if exports(FUNCTION) {
            Some(Self::Function)
        } else if exports(HTTP) {
            Some(Self::Http)
        } else if exports(COMMAND) {
            Some(Self::Command)
        } else {
            None
        }
    }

    pub fn takes_requests(self) -> bool {
        self == Self::Http
    }
}

impl fmt::Display for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Http => "wasi:http/proxy",
            Self::Command => "wasi:cli/command",
            Self::Function => "mayfly:function",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(exports: &[&str], expected: Option<World>) {
        assert_eq!(World::of(exports), expected);
    }

    #[test]
    fn the_world_is_told_by_the_exports() {
        check(&["wasi:http/incoming-handler@0.2.0"], Some(World::Http));
        check(&["x", "wasi:http/incoming-handler@0.2.12"], Some(World::Http));
        check(&["wasi:cli/run@0.2.6"], Some(World::Command));
        check(&["mayfly:function/handler@0.1.0"], Some(World::Function));
        check(&["wasi:cli/run@0.2.6", "wasi:http/incoming-handler@0.2.6"], Some(World::Http));
        check(&[], None);
        check(&["handle", "wasi:http/handler@0.3.0", "wasi:cli/run@0.3.0"], None);
    }
}
