//! The guests that tests run, built as their readers build them.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use bytes::Bytes;

const TARGET: &str = "wasm32-wasip2";

/// `examples/wasm-rust`
pub(crate) fn hello() -> Bytes {
    static BYTES: OnceLock<Bytes> = OnceLock::new();
    BYTES.get_or_init(|| build("examples/wasm-rust", "wasm_rust")).clone()
}

/// `examples/wasm-rust-event`
pub(crate) fn words() -> Bytes {
    static BYTES: OnceLock<Bytes> = OnceLock::new();
    BYTES.get_or_init(|| build("examples/wasm-rust-event", "wasm_rust_event")).clone()
}

/// `examples/wasm-command`
pub(crate) fn command() -> Bytes {
    static BYTES: OnceLock<Bytes> = OnceLock::new();
    BYTES.get_or_init(|| build("crates/wasm/tests/guests/command", "command")).clone()
}

/// Misbehaves as its path says.
pub(crate) fn hostile() -> Bytes {
    static BYTES: OnceLock<Bytes> = OnceLock::new();
    BYTES.get_or_init(|| build("crates/wasm/tests/guests/hostile", "hostile")).clone()
}

/// A component in text.
pub(crate) fn text(wat: &str) -> Bytes {
    wat::parse_str(wat).expect("good text").into()
}

/// Where tests may leave what other tests and later runs will need again.
pub(crate) fn target() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    target.unwrap_or_else(|| root().join("target"))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("crates/wasm")
}

fn build(package: &str, name: &str) -> Bytes {
    install_target();
    let target = target().join("guests");
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--quiet", "--release", "--locked", "--target", TARGET]);
    cargo.arg("--manifest-path").arg(root().join(package).join("Cargo.toml"));
    cargo.arg("--target-dir").arg(&target).current_dir(root());
    // What the tests themselves are built with is not for their guests.
    for variable in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_TARGET"] {
        cargo.env_remove(variable);
    }
    assert!(cargo.status().expect("cargo").success(), "cannot build {package}");
    let built = target.join(TARGET).join("release").join(name).with_extension("wasm");
    std::fs::read(&built).expect("what was built").into()
}

fn install_target() {
    let mut rustc = Command::new("rustc");
    let library = rustc.args(["--print", "target-libdir", "--target", TARGET]).output();
    let library = library.expect("rustc").stdout;
    if !Path::new(String::from_utf8_lossy(&library).trim()).exists() {
        let added = Command::new("rustup").args(["target", "add", TARGET]).status();
        assert!(added.expect("rustup").success(), "run `rustup target add {TARGET}`");
    }
}
