use std::io;
use std::path::{Path, PathBuf};

/// Why a component cannot be used, or the engine cannot be started.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the component has {bytes} bytes; the most is {most}: leave out what it does not need")]
    TooLarge { bytes: usize, most: usize },
    #[error(
        "this is a WebAssembly module, not a component: build it for wasm32-wasip2, or make a \
         component of it with `wasm-tools component new`"
    )]
    Module,
    #[error("this is not a WebAssembly component: build it anew, it may have been cut short")]
    NotWasm,
    #[error("not a valid component: {0}: build it anew with current tools")]
    Invalid(String),
    #[error("the component is made of too many parts ({what}; the most is {most}): simplify it")]
    TooManyParts { what: &'static str, most: u64 },
    #[error(
        "the component exports {exports}; export `wasi:http/incoming-handler@0.2` to answer requests, or \
         `mayfly:function/handler@0.1` or `wasi:cli/run@0.2` to answer events"
    )]
    UnknownWorld { exports: String },
    #[error(
        "the component cannot be linked: {0}: functions are given wasi:cli, wasi:http, wasi:io, \
         wasi:clocks and wasi:random 0.2, and mayfly:function 0.1; build it without the other"
    )]
    Import(String),
    #[error("cannot start the WebAssembly engine: {0}: allow fewer instances (instances_max)")]
    Engine(String),
    #[error("the compiler failed: {0}: report it with the component")]
    Compiler(String),
    #[error(
        "compiling it is not done after {seconds} s, and that is the most: leave out what it does not \
         need, or allow more with `mayfly up --compile-seconds`"
    )]
    CompileTime { seconds: u64 },
    #[error(
        "compiling it takes more than {mb} MB of memory, and that is the most: leave out what it does \
         not need, or allow more with `mayfly up --compile-memory-mb`"
    )]
    CompileMemory { mb: u64 },
    #[error("cannot {verb} {}: {source}: is the disk full, or the directory another user's?", path.display())]
    Cache { verb: &'static str, path: PathBuf, source: io::Error },
}

impl Error {
    pub(crate) fn cache(verb: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Cache { verb, path: path.to_owned(), source }
    }
}

/// The first few of what may be very many names.
pub(crate) fn listed(names: &[&str]) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<_> =
        names.iter().take(SHOWN).map(|name| format!("`{}`", shortened(name, 100))).collect();
    match names.len() {
        0 => "nothing".to_owned(),
        1..=SHOWN => shown.join(", "),
        all => format!("{} and {} more", shown.join(", "), all - SHOWN),
    }
}

/// What the engine says, within bounds.
pub(crate) fn text(error: &wasmtime::Error) -> String {
    shortened(&format!("{error:#}"), 2_000)
}

pub(crate) fn shortened(text: &str, most: usize) -> String {
    if text.len() <= most {
        return text.to_owned();
    }
    format!("{}…", &text[..text.floor_char_boundary(most)])
}
