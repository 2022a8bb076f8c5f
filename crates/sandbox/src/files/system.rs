//! The part that is the same for every slot, found once.

use super::etc;
use crate::script::{Script, Value};
use crate::wire::{self, NO_DEV, NO_EXEC, NO_SUID, READ_ONLY};
use std::collections::BTreeSet;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// Nobody writes to the root but the script, which needs little.
const ROOT_SIZE: &str = "4m";
const ROOT_FILES: &str = "4096";
const SHM: &str = "mode=1777,size=64m,nr_inodes=4096";
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
const MS_NO_EXEC: u64 = 8;

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
}

impl System {
    /// For programs that run as `user`.
    pub(crate) fn look(user: u64) -> System {
        let (script, dirs, shown) = (Script::default(), BTreeSet::new(), BTreeSet::new());
        let masks = Script::default();
        let mut system = System { script, masks, dirs, shown, user };
        system.script.add(wire::OP_ROOT, [ROOT_SIZE.into(), ROOT_FILES.into()]);
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
        System { script, masks, dirs, shown, user: self.user }
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
        etc::SHOWN.iter().for_each(|path| self.show(path));
        for entry in fs::read_dir("/etc").into_iter().flatten().flatten() {
            if let Some(name) = entry.file_name().to_str()
                && name.starts_with(etc::SHOWN_PREFIX)
            {
                self.show(&format!("etc/{name}"));
            }
        }
    }

    fn dev(&mut self) {
        self.dir("dev");
        for name in DEVICES {
            let path = format!("dev/{name}");
            self.file(&path, b"");
            self.bind(&path, &*format!("/{path}"), READ_ONLY | NO_SUID | NO_EXEC);
        }
        for (path, target) in DEVICE_LINKS {
            self.link(path, *target);
        }
        self.dir("dev/shm");
        let flags = MS_NO_SUID_DEV | MS_NO_EXEC;
        let shm = ["dev/shm".into(), "tmpfs".into(), flags.into(), SHM.into()];
        self.script.add(wire::OP_MOUNT, shm);
    }

    fn masks(&mut self) {
        let mut bind = |path: &str, source: &str| {
            let closed = READ_ONLY | NO_SUID | NO_DEV | NO_EXEC;
            self.masks.add(wire::OP_BIND, [path.into(), source.into(), closed.into()]);
        };
        bind("proc/sys", "proc/sys");
        for name in MASKED.iter().filter(|name| Path::new("/proc").join(name).exists()) {
            // A device that no device node may be: opening it fails.
            bind(&format!("proc/{name}"), "/dev/null");
        }
    }

    /// Shows what the host has there, if it has.
    pub(super) fn show(&mut self, path: &str) {
        let host = format!("/{path}");
        let Ok(kind) = fs::metadata(&host) else { return };
        match kind.is_dir() {
            true => self.dir(path),
            false => self.file(path, b""),
        }
        self.bind(path, &*host, READ_ONLY | NO_SUID | NO_DEV);
        self.shown.insert(path.to_owned());
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
