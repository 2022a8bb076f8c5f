//! autoconf, automake, libtool and m4: the machine's own, or Debian's packages unpacked under
//! `target/` without installing anything, which needs no privileges.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;

use super::stamp::once;
use crate::steps::{output, run, works};

const NEEDED: &[&str] = &["autoreconf", "automake", "libtoolize", "m4"];
const PACKAGES: &str = "autoconf automake libtool m4 autotools-dev libsigsegv2";

/// What to set in the environment of a build that uses them; its `PATH` goes before the machine's.
pub(super) fn autotools() -> anyhow::Result<Vec<(OsString, OsString)>> {
    if NEEDED.iter().all(|tool| works(Command::new(tool).arg("--version"))) {
        return Ok(Vec::new());
    }
    let folder = crate::target().join("autotools");
    once(&folder, PACKAGES, || unpack(&folder)).context(
        "the official Node runtime's build needs autoconf, automake, libtool and m4; install them",
    )?;
    let library = library(&folder);
    Ok(vec![
        ("PATH".into(), folder.join("usr/bin").into()),
        ("M4".into(), folder.join("usr/bin/m4").into()),
        ("LD_LIBRARY_PATH".into(), library.into()),
    ])
}

fn unpack(folder: &Path) -> anyhow::Result<()> {
    let packages = folder.join("packages");
    std::fs::create_dir_all(&packages)?;
    let download = || {
        let mut command = Command::new("apt-get");
        command.args(["download", "-qq"]).args(PACKAGES.split(' ')).current_dir(&packages);
        run(&mut command)
    };
    if download().is_err() {
        // A fresh machine has no list of packages yet.
        run(Command::new("apt-get").args(["update", "-qq"]))?;
        download()?;
    }
    for package in packages.read_dir()? {
        run(Command::new("dpkg-deb").arg("-x").arg(package?.path()).arg(folder))?;
    }
    relocate(folder)?;
    for tool in ["automake", "aclocal"] {
        let bin = folder.join("usr/bin");
        let real = bin.read_dir()?.filter_map(Result::ok).map(|entry| entry.file_name());
        let versioned = |name: &OsString| name.to_string_lossy().starts_with(&format!("{tool}-"));
        let real = real.into_iter().find(versioned).context("an unpacked tool is missing")?;
        std::os::unix::fs::symlink(real, bin.join(tool))?;
    }
    Ok(())
}

/// These tools are scripts with absolute paths in them: point those to where the files are now.
fn relocate(folder: &Path) -> anyhow::Result<()> {
    let listed = output(
        Command::new("grep")
            .args(["-rlI", "/usr/"])
            .args([folder.join("usr/bin"), folder.join("usr/share")]),
    )?;
    let shared =
        ["autoconf", "automake", "aclocal", "libtool", "misc"].map(|n| format!("share/{n}"));
    let tools = ["m4", "auto", "aclocal", "libtoolize"].map(|name| format!("bin/{name}"));
    for file in listed.lines() {
        let Ok(mut text) = std::fs::read_to_string(file) else { continue };
        for path in shared.iter().chain(&tools) {
            let moved = folder.join("usr").join(path);
            text = text.replace(&format!("/usr/{path}"), &moved.to_string_lossy());
        }
        std::fs::write(file, text)?;
    }
    Ok(())
}

fn library(folder: &Path) -> PathBuf {
    let lib = folder.join("usr/lib");
    let inside = lib.read_dir().ok().and_then(|mut entries| entries.next()?.ok());
    inside.map_or(lib, |entry| entry.path())
}
