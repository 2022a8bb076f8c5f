//! Builds `init/`, the few kilobytes that run as the first process of every slot.
//!
//! It is a program of its own without libc or std, because the platform is far too big to be
//! copied into every slot. It becomes bytes inside this crate and is started from memory, so there is
//! nothing to install.

use std::env;
use std::path::PathBuf;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=init");
    println!("cargo::rerun-if-changed=src/wire.rs");
    let var = |name: &str| env::var(name).unwrap_or_else(|_| panic!("cargo sets {name}"));
    let out = PathBuf::from(var("OUT_DIR")).join("init.elf");
    let mut rustc = Command::new(var("RUSTC"));
    rustc.args(["--edition=2024", "--crate-type=bin", "--crate-name=mayfly_init"]);
    rustc.args(["--target", &var("TARGET"), "-Dwarnings"]);
    for setting in [
        "panic=abort",
        "opt-level=s",
        "lto=fat",
        "codegen-units=1",
        "strip=symbols",
        "relocation-model=static",
        "target-feature=+crt-static",
        "link-args=-nostdlib -nostartfiles -static -Wl,--build-id=none -Wl,-z,noseparate-code",
    ] {
        rustc.arg("-C").arg(setting);
    }
    if var("TARGET").contains("musl") {
        // It would add musl's own start files, and this program has one.
        rustc.args(["-C", "link-self-contained=no"]);
    }
    if let Ok(linker) = env::var("RUSTC_LINKER") {
        rustc.arg("-C").arg(format!("linker={linker}"));
    }
    let status = rustc.arg("-o").arg(&out).arg("init/main.rs").status();
    match status {
        Ok(status) if status.success() => {}
        other => panic!("the slots' init does not build ({other:?}): {rustc:?}"),
    }
}
