//! What a call costs: in the process, and over HTTP beside a server that does nothing else.
//!
//! ```console
//! $ cargo bench -p wasm --bench wasm [-- inside | http | --all-of=ROUNDS]
//! ```
//! Rounds are interleaved and medians compared, as other work on the machine disturbs all alike.
//! With `--all-of` a program reads what it prints: the time of each call in the process.

mod client;
mod inside;
mod over_http;

use std::path::Path;

use wasm::{Engine, Options, Program, Settings};

const ROUNDS: usize = 5;
/// Calls of a round where each is told.
const CALLS_OF_ALL: usize = 500;
const ALL_OF: &str = "--all-of=";

fn main() {
    if client::is_asked_for() {
        return client::main();
    }
    // `cargo test --benches` only wants to know that it builds and runs.
    let calls = if std::env::args().any(|argument| argument == "--bench") { 20_000 } else { 50 };
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("runtime");
    let dir = tempfile::tempdir().expect("a directory");
    let fresh = runtime.block_on(program(dir.path(), 0));
    let kept = runtime.block_on(program(dir.path(), 16));
    if let Some(rounds) = std::env::args().find_map(|it| it.strip_prefix(ALL_OF)?.parse().ok()) {
        return inside::print_all(&runtime, &fresh, &kept, rounds, CALLS_OF_ALL);
    }
    let wanted = |name: &str| std::env::args().skip(1).all(|it| it.starts_with('-') || it == name);
    if wanted("inside") {
        inside::run(&runtime, &fresh, &kept, calls);
    }
    if wanted("http") {
        over_http::run(&fresh, &kept, calls);
    }
}

async fn program(dir: &Path, reuse: usize) -> Program {
    let engine = Engine::new(Options::new(dir)).expect("an engine");
    let guest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/wasm-rust");
    let built = std::process::Command::new("cargo")
        .args(["build", "--quiet", "--release", "--locked", "--target", "wasm32-wasip2"])
        .arg("--target-dir")
        .arg(dir)
        .current_dir(guest)
        .status();
    assert!(built.expect("cargo").success(), "run `rustup target add wasm32-wasip2`");
    let bytes = std::fs::read(dir.join("wasm32-wasip2/release/wasm_rust.wasm")).expect("a guest");
    let component = engine.compile(bytes.into()).await.expect("a component");
    eprintln!("{:?}", component.origin());
    component.program(Settings { reuse, ..Settings::default() })
}

/// The middle one.
fn median(values: &mut [f64]) -> f64 {
    quantile(values, 0.5)
}

fn quantile(values: &mut [f64], which: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    values[((values.len() - 1) as f64 * which) as usize]
}
