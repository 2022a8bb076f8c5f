//! Builds the two small programs that run where the platform is far too big to be: `init/`, the first
//! process of every slot, and `enter/`, the library with which programs enter nested slots.
//!
//! They are without libc or std, a few kilobytes each, and become bytes inside this crate, so there is
//! nothing to install.

use std::env;
use std::path::PathBuf;
use std::process::Command;

const SETTINGS: &[&str] = &[
    "panic=abort",
    "opt-level=s",
    "lto=fat",
    "codegen-units=1",
    "strip=symbols",
    "link-args=-nostdlib -nostartfiles -Wl,--build-id=none -Wl,-z,noseparate-code",
];
const INIT: &[&str] =
    &["relocation-model=static", "target-feature=+crt-static", "link-args=-static"];
const LIBRARY: &[&str] = &["relocation-model=pic", "target-feature=-crt-static"];

fn main() {
    for path in ["init", "enter", "src/wire.rs"] {
        println!("cargo::rerun-if-changed={path}");
    }
    build("init/main.rs", "bin", "init.elf", INIT);
    build("enter/lib.rs", "cdylib", "enter.so", LIBRARY);
}

fn var(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| panic!("cargo sets {name}"))
}

fn build(source: &str, kind: &str, name: &str, settings: &[&str]) {
    let out = PathBuf::from(var("OUT_DIR")).join(name);
    let mut rustc = Command::new(var("RUSTC"));
    rustc.args(["--edition=2024", "--crate-name=mayfly", "--crate-type", kind]);
    rustc.args(["--target", &var("TARGET"), "-Dwarnings"]);
    for setting in SETTINGS.iter().chain(settings) {
        rustc.args(["-C", setting]);
    }
    if kind == "bin" && var("TARGET").contains("musl") {
        // It would add musl's own start files, and this program has one.
        rustc.args(["-C", "link-self-contained=no"]);
    }
    if let Ok(linker) = env::var("RUSTC_LINKER") {
        rustc.arg("-C").arg(format!("linker={linker}"));
    }
    let status = rustc.arg("-o").arg(&out).arg(source).status();
    match status {
        Ok(status) if status.success() => {}
        other => panic!("{source} does not build ({other:?}): {rustc:?}"),
    }
}
