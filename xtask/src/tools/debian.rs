//! Debian's packages that a machine of ours has: what tests deploy is compiled or run by them, and
//! other sandboxes are measured beside our own.

use std::path::Path;
use std::process::Command;

use crate::steps::{output, run};

/// A program, and the package it comes from.
const WANTED: &[(&str, &str)] = &[
    ("cc", "gcc libc6-dev"),
    ("javac", "default-jdk-headless"),
    ("bwrap", "bubblewrap"),
    ("crun", "crun"),
];

/// Installs what is missing, where that is possible. Tests that need it say so when they are skipped.
pub(crate) fn debian() -> anyhow::Result<()> {
    let missing: Vec<_> = WANTED.iter().filter(|(program, _)| !installed(program)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().flat_map(|(_, package)| package.split(' ')).collect();
    let names = packages.join(" ");
    let root = output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    if !root || !installed("apt-get") {
        eprintln!(
            "not installed, what needs it is SKIPPED; as root on Debian: apt install {names}"
        );
        return Ok(());
    }
    let install = || {
        let mut command = Command::new("apt-get");
        command.args(["install", "-y", "-qq", "--no-install-recommends"]).args(&packages);
        run(command.env("DEBIAN_FRONTEND", "noninteractive"))
    };
    if install().is_err() {
        // A fresh machine has no list of packages yet.
        run(Command::new("apt-get").args(["update", "-qq"]))?;
        install()?;
    }
    Ok(())
}

fn installed(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain([Path::new("/usr/bin").into()])
        .any(|dir| dir.join(program).exists())
}
