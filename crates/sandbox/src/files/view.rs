//! How a slot sees what is the host's.
//!
//! A file shown as it is has one inode for everybody. Whoever can open it can lock it (`flock` takes a
//! descriptor that only reads) and watch it (`inotify` tells who runs `/usr/bin/env` when): the host's
//! programs and other slots feel that. Through an overlay of a slot's own, inodes are its own too, while
//! the content stays one in memory.

use super::System;
use super::system::MS_NO_SUID_DEV;
use crate::script::Value;
use crate::wire::{self, NO_DEV, NO_SUID, READ_ONLY};
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum View {
    /// Each slot has inodes of its own for everything.
    Own,
    /// As it is on the host.
    Shared,
}

/// An overlay wants two places to look into. This one is empty.
pub(super) const NOTHING: &str = "run/nothing";
/// Where what a file lies in is for a moment, as only directories can be overlaid.
const STAGE: &str = "run/host";
/// Where directories are while something is laid over them.
const ALIASES: &str = "run/below";
const SHOWN: u64 = READ_ONLY | NO_SUID | NO_DEV;
const MS_READ_ONLY: u64 = 1;

impl System {
    /// Shows a directory of the host's.
    pub(super) fn show_tree(&mut self, path: &str, host: &Path) {
        match self.view {
            View::Shared => self.bind(path, host.as_os_str().as_bytes(), SHOWN),
            View::Own => {
                self.overlay(path, &[host]);
                self.show_mounts(path, host);
            }
        }
    }

    /// Shows a file of the host's.
    pub(super) fn show_file(&mut self, path: &str, host: &Path) {
        match (self.view, host.parent(), host.file_name()) {
            (View::Own, Some(dir), Some(name)) => {
                self.stage(dir);
                self.bind(path, staged(Path::new(name)), SHOWN);
                self.unstage();
            }
            _ => self.bind(path, host.as_os_str().as_bytes(), SHOWN),
        }
    }

    /// Shows what there is of these paths in one of the host's directories, by one overlay.
    pub(super) fn show_parts(&mut self, dir: &Path, paths: &[String]) {
        let mut elsewhere = Vec::new();
        let real = |path: &String| fs::canonicalize(Path::new("/").join(path)).ok();
        let mut parts = Vec::new();
        for (path, real) in paths.iter().filter_map(|path| Some((path, real(path)?))) {
            let below_mount = self
                .mounts
                .iter()
                .any(|mount| mount != dir && mount.starts_with(dir) && real.starts_with(mount));
            match real.strip_prefix(dir) {
                Ok(part) if self.view == View::Own && !below_mount => {
                    parts.push((path, real.is_dir(), staged(part)));
                }
                _ => elsewhere.push(path),
            }
        }
        if !parts.is_empty() {
            self.stage(dir);
            for (path, is_dir, part) in parts {
                self.make_place(path, is_dir);
                self.bind(path, part, SHOWN);
                self.shown.insert(path.clone());
            }
            self.unstage();
        }
        elsewhere.into_iter().for_each(|path| self.show(path));
    }

    /// The later directories over the earlier.
    pub(super) fn overlay(&mut self, path: &str, lower: &[&Path]) {
        self.overlay_over(path, lower, NOTHING);
    }

    /// The same over a directory of the slot's; the length of what describes it.
    ///
    /// The kernel tells whoever asks what was laid over what, in these words. So what says something of
    /// this machine goes by another name for a moment.
    pub(super) fn overlay_over(&mut self, path: &str, lower: &[&Path], ground: &str) -> usize {
        let mut options = b"lowerdir=".to_vec();
        let mut aliases = Vec::new();
        for dir in lower.iter().rev() {
            if is_everywhere(dir) {
                options.extend(escaped(dir));
            } else {
                let alias = format!("{ALIASES}/{}", aliases.len());
                self.dir(&alias);
                self.bind(&alias, dir.as_os_str().as_bytes(), SHOWN);
                options.extend_from_slice(alias.as_bytes());
                aliases.push(alias);
            }
            options.push(b':');
        }
        options.extend_from_slice(ground.as_bytes());
        let flags = MS_READ_ONLY | MS_NO_SUID_DEV;
        let values = [path.into(), "overlay".into(), flags.into(), (&*options).into()];
        self.script.add(wire::OP_MOUNT, values);
        for alias in aliases {
            self.script.add(wire::OP_UNMOUNT, [(&*alias).into()]);
        }
        options.len()
    }

    /// What the host has mounted below, which an overlay does not show.
    fn show_mounts(&mut self, path: &str, host: &Path) {
        for mount in self.mounts.clone().iter() {
            if let Ok(rest) = mount.strip_prefix(host)
                && let (Some(rest), true) = (rest.to_str(), mount != host && mount.is_dir())
            {
                self.overlay(&format!("{path}/{rest}"), &[mount]);
            }
        }
    }

    fn stage(&mut self, dir: &Path) {
        self.dir(STAGE);
        self.overlay(STAGE, &[dir]);
    }

    fn unstage(&mut self) {
        self.script.add(wire::OP_UNMOUNT, [STAGE.into()]);
    }
}

/// Whether it says nothing of this machine that another would not have.
fn is_everywhere(dir: &Path) -> bool {
    ["/bin", "/etc", "/lib", "/lib32", "/lib64", "/libx32", "/sbin", "/usr"]
        .iter()
        .any(|known| dir.starts_with(known))
}

fn staged(part: &Path) -> Value {
    Path::new(STAGE).join(part).as_os_str().as_bytes().into()
}

/// As the kernel wants directories in a mount's options.
fn escaped(dir: &Path) -> Vec<u8> {
    let bytes = dir.as_os_str().as_bytes().iter();
    bytes.fold(Vec::new(), |mut out, &byte| {
        if matches!(byte, b':' | b'\\' | b',') {
            out.push(b'\\');
        }
        out.push(byte);
        out
    })
}

/// Where the host has mounted something, the upper first.
pub(super) fn mounts() -> Vec<PathBuf> {
    let text = fs::read("/proc/self/mountinfo").unwrap_or_default();
    let points = text.split(|byte| *byte == b'\n').filter_map(|line| {
        let point = line.split(|byte| *byte == b' ').nth(4)?;
        Some(PathBuf::from(std::ffi::OsStr::from_bytes(&unescaped(point))))
    });
    let mut points: Vec<PathBuf> = points.filter(|point| point.components().count() > 1).collect();
    points.sort();
    points.dedup();
    points
}

/// Spaces and the like are in octal there.
fn unescaped(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&first, after)) = rest.split_first() {
        let octal = (first == b'\\').then(|| after.get(..3)).flatten();
        let byte =
            octal.and_then(|digits| u8::from_str_radix(str::from_utf8(digits).ok()?, 8).ok());
        let (byte, after) = match byte {
            Some(byte) => (byte, after.get(3..).unwrap_or_default()),
            None => (first, after),
        };
        out.push(byte);
        rest = after;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_survive_both_ways_of_writing() {
        assert_eq!(escaped(Path::new("/a:b,c\\d e")), b"/a\\:b\\,c\\\\d e");
        assert_eq!(unescaped(b"/a\\040b\\134c\\"), b"/a b\\c\\");
    }
}
