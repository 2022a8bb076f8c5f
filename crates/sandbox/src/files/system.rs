//! The part that is the same for every slot, found once.

use super::etc;
use super::view::{self, NOTHING, View};
use crate::script::{Script, Value};
use crate::wire::{self, NO_DEV, NO_EXEC, NO_SUID, READ_ONLY};
use std::collections::BTreeSet;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Nobody writes to the root but the script, which needs little.
const ROOT_SIZE: &str = "4m";
const ROOT_FILES: &str = "4096";
const SHM: &str = "mode=1777,size=64m,nr_inodes=4096";
const DEV: &str = "mode=755,size=64k,nr_inodes=64";
const DEVICES: &[&str] = &["null", "zero", "full", "random", "urandom"];
const DEVICE_LINKS: &[(&str, &str)] = &[
    ("dev/fd", "/proc/self/fd"),
    ("dev/stdin", "/proc/self/fd/0"),
    ("dev/stdout", "/proc/self/fd/1"),
    ("dev/stderr", "/proc/self/fd/2"),
];
/// What of /proc is about the machine and not the slot, and may say or do too much.
const MASKED: &[&str] = &["kcore", "keys", "key-users", "kmsg", "sysrq-trigger", "timer_list"];

/// What `mount` takes, as it has no attributes.
pub(super) const MS_NO_SUID_DEV: u64 = 2 | 4;
const MS_NO_SUID: u64 = 2;
const MS_NO_EXEC: u64 = 8;

/// Where all slots are one user, this keeps each from taking the watches of all. (A slot's user namespace
/// is its own then, and the kernel counts in each.)
fn watches(script: &mut Script) {
    for (name, most) in [("instances", "32"), ("watches", "8192")] {
        let path = format!("proc/sys/user/max_inotify_{name}");
        let values = [(&*path).into(), most.into(), (most.len() as u64).into()];
        script.add(wire::OP_SETTING, values);
    }
}

#[derive(Debug)]
pub(crate) struct System {
    pub(super) script: Script,
    /// What hides parts of /proc, when that is mounted.
    pub(super) masks: Script,
    /// Directories the script makes, so that none is made twice.
    pub(super) dirs: BTreeSet<String>,
    /// Paths at and below which the host's files are shown already.
    pub(super) shown: BTreeSet<String>,
    pub(super) user: u64,
    pub(super) view: View,
    /// Where the host has mounted something.
    pub(super) mounts: Arc<Vec<PathBuf>>,
}

impl System {
    /// For programs that run as `user`, who is root (0) where the platform is not.
    pub(crate) fn look(user: u64, view: View) -> System {
        let (script, dirs, shown) = (Script::default(), BTreeSet::new(), BTreeSet::new());
        let (masks, mounts) = (Script::default(), Arc::new(view::mounts()));
        let mut system = System { script, masks, dirs, shown, user, view, mounts };
        system.script.add(wire::OP_ROOT, [ROOT_SIZE.into(), ROOT_FILES.into()]);
        system.dir(NOTHING);
        system.programs();
        system.etc();
        system.dev();
        system.masks();
        for dir in ["proc", "tmp", "opt", "run", "var/task"] {
            system.dir(dir);
        }
        system.link("var/tmp", "/tmp");
        system.link("var/run", "/run");
        // Where Node looks above the code, and before it comes to the runtime's own.
        system.link("var/node_modules", "/opt/nodejs/node_modules");
        system
    }

    /// What all slots have in common.
    pub(crate) fn script(&self) -> Script {
        let mut script = self.script.clone();
        let flags = MS_NO_SUID_DEV | MS_NO_EXEC;
        let proc = ["proc".into(), "proc".into(), flags.into(), "hidepid=2".into()];
        script.add(wire::OP_MOUNT, proc);
        if self.user == 0 {
            watches(&mut script);
        }
        script.append(&self.masks);
        script
    }

    /// The same without a /proc.
    pub(crate) fn script_without_proc(&self) -> &Script {
        &self.script
    }

    pub(super) fn without_script(&self) -> System {
        let (dirs, shown) = (self.dirs.clone(), self.shown.clone());
        let (script, masks) = (Script::default(), Script::default());
        let (view, mounts) = (self.view, Arc::clone(&self.mounts));
        System { script, masks, dirs, shown, user: self.user, view, mounts }
    }

    fn programs(&mut self) {
        self.show("usr");
        for name in ["bin", "sbin", "lib", "lib32", "lib64", "libx32"] {
            match fs::read_link(Path::new("/").join(name)) {
                Ok(target) => self.link(name, target.as_os_str().as_bytes()),
                Err(_) => self.show(name),
            }
        }
    }

    fn etc(&mut self) {
        for (path, content) in etc::written(self.user) {
            self.file(path, content.as_bytes());
        }
        // Usually a link, whose target is what counts.
        if let Ok(zone) = fs::read("/etc/localtime") {
            self.file("etc/localtime", &zone);
        }
        let mut shown: Vec<String> = etc::SHOWN.iter().map(|&path| path.to_owned()).collect();
        for entry in fs::read_dir("/etc").into_iter().flatten().flatten() {
            if let Some(name) = entry.file_name().to_str()
                && name.starts_with(etc::SHOWN_PREFIX)
            {
                shown.push(format!("etc/{name}"));
            }
        }
        self.show_parts(Path::new("/etc"), &shown);
    }

    fn dev(&mut self) {
        self.dir("dev");
        let own = self.own_devices();
        if own {
            let flags = MS_NO_SUID | MS_NO_EXEC;
            let dev = ["dev".into(), "tmpfs".into(), flags.into(), DEV.into()];
            self.script.add(wire::OP_MOUNT, dev);
        }
        for name in DEVICES {
            let path = format!("dev/{name}");
            match fs::metadata(format!("/{path}")) {
                Ok(device) if own => {
                    self.script.add(wire::OP_DEVICE, [(&*path).into(), device.rdev().into()]);
                }
                _ => {
                    self.file(&path, b"");
                    self.bind(&path, &*format!("/{path}"), READ_ONLY | NO_SUID | NO_EXEC);
                }
            }
        }
        for (path, target) in DEVICE_LINKS {
            self.link(path, *target);
        }
        self.dir("dev/shm");
        if own {
            self.bind("dev", "dev", READ_ONLY | NO_SUID | NO_EXEC);
        }
        let flags = MS_NO_SUID_DEV | MS_NO_EXEC;
        let shm = ["dev/shm".into(), "tmpfs".into(), flags.into(), SHM.into()];
        self.script.add(wire::OP_MOUNT, shm);
    }

    /// Whether the slot has device nodes of its own; only root may make some.
    fn own_devices(&self) -> bool {
        self.view == View::Own && self.user != 0
    }

    fn masks(&mut self) {
        let null = if self.own_devices() { "dev/null" } else { "/dev/null" };
        let mut bind = |path: &str, source: &str| {
            let closed = READ_ONLY | NO_SUID | NO_DEV | NO_EXEC;
            self.masks.add(wire::OP_BIND, [path.into(), source.into(), closed.into()]);
        };
        bind("proc/sys", "proc/sys");
        for name in MASKED.iter().filter(|name| Path::new("/proc").join(name).exists()) {
            // A device that no device node may be: opening it fails.
            bind(&format!("proc/{name}"), null);
        }
    }

    /// Shows what the host has there, if it has.
    pub(super) fn show(&mut self, path: &str) {
        let Ok(host) = fs::canonicalize(Path::new("/").join(path)) else { return };
        self.show_at(path, &host);
    }

    pub(super) fn show_at(&mut self, path: &str, host: &Path) {
        let is_dir = host.is_dir();
        self.make_place(path, is_dir);
        match is_dir {
            true => self.show_tree(path, host),
            false => self.show_file(path, host),
        }
        self.shown.insert(path.to_owned());
    }

    /// Something to show a directory or a file on.
    pub(super) fn make_place(&mut self, path: &str, is_dir: bool) {
        match is_dir {
            true => self.dir(path),
            false => self.file(path, b""),
        }
    }

    pub(super) fn bind(&mut self, path: &str, source: impl Into<Value>, attributes: u64) {
        self.script.add(wire::OP_BIND, [path.into(), source.into(), attributes.into()]);
    }

    /// Makes it and what is above it.
    pub(super) fn dir(&mut self, path: &str) {
        if let Some((parent, _)) = path.rsplit_once('/') {
            self.dir(parent);
        }
        if self.dirs.insert(path.to_owned()) {
            self.script.add(wire::OP_DIR, [path.into(), 0o755.into()]);
        }
    }

    pub(super) fn file(&mut self, path: &str, content: &[u8]) {
        if let Some((parent, _)) = path.rsplit_once('/') {
            self.dir(parent);
        }
        let length = content.len() as u64;
        self.script.add(wire::OP_FILE, [path.into(), content.into(), length.into()]);
    }

    pub(super) fn link(&mut self, path: &str, target: impl Into<Value>) {
        if let Some((parent, _)) = path.rsplit_once('/') {
            self.dir(parent);
        }
        self.script.add(wire::OP_LINK, [path.into(), target.into()]);
    }
}
