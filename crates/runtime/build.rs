//! Builds `hosts/native`, what language hosts load to be forked, with this machine's C compiler.

use std::env;
use std::process::Command;

const SOURCES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../hosts/native");

fn main() {
    println!("cargo::rerun-if-changed={SOURCES}");
    println!("cargo::rerun-if-env-changed=CC");
    let out = env::var("OUT_DIR").unwrap_or_else(|_| panic!("cargo sets OUT_DIR"));
    let built = Command::new("sh").arg(format!("{SOURCES}/build.sh")).arg(out).status();
    if !built.as_ref().is_ok_and(std::process::ExitStatus::success) {
        panic!(
            "hosts/native does not build ({built:?}): install a C compiler (`apt install gcc`, \
             `apk add gcc musl-dev`), or name one in CC"
        );
    }
}
