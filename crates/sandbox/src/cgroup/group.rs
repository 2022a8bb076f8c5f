use super::{Cgroups, Version, kill};
use crate::{Error, Spec};
use rustix::process::Pid;
use std::fs;
use std::io::{self, Read as _};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) memory_bytes: u64,
    pub(crate) pids: u64,
    /// What it gets of the processors when they are wanted by others too; a whole one is 1,024.
    pub(crate) cpu_shares: u64,
}

impl Limits {
    pub(crate) fn of(spec: &Spec, mb_per_cpu: u32) -> Limits {
        Limits {
            memory_bytes: spec.memory_bytes(),
            // Init is a process too.
            pids: u64::from(spec.pids_max) + 1,
            cpu_shares: spec.cpu_shares(mb_per_cpu),
        }
    }
}

/// A thread's stay in a group, after which it goes home.
#[derive(Debug)]
pub(crate) struct Visit {
    homes: Vec<PathBuf>,
    all: bool,
}

impl Visit {
    pub(crate) fn end(&mut self) {
        for home in self.homes.drain(..) {
            if let Err(error) = fs::write(&home, "0") {
                tracing::warn!("a thread stays in a slot's group: {}: {error}", home.display());
            }
        }
    }
}

impl Drop for Visit {
    fn drop(&mut self) {
        self.end();
    }
}

/// One slot's groups, a directory for each hierarchy used.
#[derive(Debug, Default)]
pub(crate) struct Group {
    pub(super) dirs: Vec<(Version, PathBuf)>,
    memory: Option<(Version, PathBuf)>,
    cpu_time: Option<(Version, PathBuf)>,
    pids: Option<(Version, PathBuf)>,
    pub(super) cpu: Option<(Version, PathBuf)>,
}

/// Version 1 counts what TCP keeps for a slot's sockets apart from all else.
pub(super) const TCP_LIMIT: &str = "memory.kmem.tcp.limit_in_bytes";
const TCP_LEAST: u64 = 4 << 20;

impl Group {
    /// Without limits yet.
    pub(crate) fn create(cgroups: &Cgroups, name: &str) -> Result<Group, Error> {
        let mut group = Group::default();
        group.fill(cgroups, name).inspect_err(|_| group.remove())?;
        Ok(group)
    }

    fn fill(&mut self, cgroups: &Cgroups, name: &str) -> Result<(), Error> {
        for place in cgroups.places() {
            let dir = place.parent.join(name);
            fs::create_dir(&dir).map_err(|source| failed(&dir, source))?;
            self.dirs.push((place.version, dir));
        }
        let dir = |found: &super::Found| {
            found.as_ref().ok().map(|place| (place.version, place.parent.join(name)))
        };
        self.cpu_time = dir(&cgroups.cpu_time);
        self.memory = dir(&cgroups.memory);
        self.pids = dir(&cgroups.pids);
        self.cpu = dir(&cgroups.cpu);
        Ok(())
    }

    pub(crate) fn limit(&self, limits: Limits) -> Result<(), Error> {
        if let Some((_, dir)) = &self.pids {
            write(&dir.join("pids.max"), limits.pids)?;
        }
        match &self.cpu {
            Some((Version::V1, dir)) => write(&dir.join("cpu.shares"), limits.cpu_shares.max(2))?,
            Some((Version::V2, dir)) => {
                let weight = (limits.cpu_shares * 100 / 1024).clamp(1, 10_000);
                write(&dir.join("cpu.weight"), weight)?;
            }
            None => {}
        }
        match &self.memory {
            Some((Version::V1, dir)) => {
                write(&dir.join("memory.limit_in_bytes"), limits.memory_bytes)?;
                let tcp = dir.join(TCP_LIMIT);
                if tcp.exists() {
                    write(&tcp, (limits.memory_bytes / 8).max(TCP_LEAST))?;
                }
                // Absent without swap accounting; then no swap is asked for the other way.
                let swap = write(&dir.join("memory.memsw.limit_in_bytes"), limits.memory_bytes);
                swap.or_else(|_| write(&dir.join("memory.swappiness"), 0))
            }
            Some((Version::V2, dir)) => {
                write(&dir.join("memory.max"), limits.memory_bytes)?;
                match write(&dir.join("memory.swap.max"), 0) {
                    // Absent on kernels without swap.
                    Err(Error::Cgroup { source, .. })
                        if source.kind() == io::ErrorKind::NotFound =>
                    {
                        Ok(())
                    }
                    written => written,
                }
            }
            None => Ok(()),
        }
    }

    /// Has the calling thread's next children born here, in version 1. Moving another process waits
    /// until every processor has passed through the scheduler, which takes milliseconds on an idle
    /// machine; a thread that moves itself does not wait.
    pub(crate) fn enter(&self, cgroups: &Cgroups) -> Visit {
        let places = cgroups.places().into_iter().zip(&self.dirs);
        let places = places.filter(|(place, _)| place.version == Version::V1);
        let mut visit = Visit { homes: Vec::new(), all: true };
        for (place, (_, dir)) in places {
            match fs::write(dir.join("tasks"), "0") {
                Ok(()) => visit.homes.push(place.home.join("tasks")),
                Err(_) => visit.all = false,
            }
        }
        visit
    }

    /// Moves a process here, where it was not born here.
    pub(crate) fn attach(&self, pid: Pid, visit: &Visit) -> Result<(), Error> {
        for (version, dir) in &self.dirs {
            if *version == Version::V2 || !visit.all {
                write(&dir.join("cgroup.procs"), pid.as_raw_nonzero().get() as u64)?;
            }
        }
        Ok(())
    }

    /// The files that move a process here that writes 0 to them.
    pub(crate) fn entrances(&self) -> Result<Vec<OwnedFd>, Error> {
        let open = |(version, dir): &(Version, PathBuf)| {
            let file = dir.join(match version {
                Version::V1 => "tasks",
                Version::V2 => "cgroup.procs",
            });
            let opened = fs::File::options().write(true).open(&file);
            opened.map(OwnedFd::from).map_err(|source| failed(&file, source))
        };
        self.dirs.iter().map(open).collect()
    }

    /// Who is inside, if there is a group to tell.
    pub(crate) fn processes(&self) -> Option<Vec<Pid>> {
        self.dirs.first().map(|(_, dir)| kill::processes(dir))
    }

    /// Whether somebody is inside.
    pub(crate) fn is_populated(&self) -> bool {
        self.dirs.iter().any(|(_, dir)| kill::is_populated(dir))
    }

    pub(crate) fn limits_memory(&self) -> bool {
        self.memory.is_some()
    }

    pub(crate) fn memory_peak(&self) -> Option<u64> {
        let (version, dir) = self.memory.as_ref()?;
        let file = match version {
            Version::V1 => "memory.max_usage_in_bytes",
            Version::V2 => "memory.peak",
        };
        // Kernels before 5.19 have no memory.peak.
        number(&dir.join(file)).or_else(|| number(&dir.join("memory.current")))
    }

    pub(crate) fn cpu_us(&self) -> Option<u64> {
        let (version, dir) = self.cpu_time.as_ref()?;
        match version {
            Version::V1 => number(&dir.join("cpuacct.usage")).map(|ns| ns / 1000),
            Version::V2 => value(&dir.join("cpu.stat"), "usage_usec"),
        }
    }

    /// Whether the kernel has killed a process here for want of memory.
    pub(crate) fn oom(&self) -> bool {
        let kills = self.memory.as_ref().and_then(|(version, dir)| match version {
            Version::V1 => value(&dir.join("memory.oom_control"), "oom_kill"),
            Version::V2 => value(&dir.join("memory.events"), "oom_kill"),
        });
        kills.is_some_and(|kills| kills > 0)
    }

    /// Kills what is inside now; whether there was a group to do it by.
    pub(crate) fn kill(&self) -> bool {
        self.dirs.first().is_some_and(|(version, dir)| {
            kill::kill(*version, dir);
            true
        })
    }

    /// Kills until nothing is left inside.
    pub(crate) fn empty(&self) {
        if let Some((version, dir)) = self.dirs.first() {
            kill::empty(*version, dir);
        }
    }

    pub(crate) fn remove(&self) {
        for (_, dir) in &self.dirs {
            remove(dir);
        }
    }
}

/// The last process may be accounted for a moment longer than it can be seen.
pub(super) fn remove(dir: &Path) {
    let mut pause = Duration::from_micros(100);
    loop {
        match fs::remove_dir(dir) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return,
            Err(error) if pause > Duration::from_millis(200) => {
                tracing::warn!("{} stays until the next start: {error}", dir.display());
                return;
            }
            Err(_) => sleep(pause),
            Ok(()) => return,
        }
        pause *= 2;
    }
}

fn write(file: &Path, value: u64) -> Result<(), Error> {
    fs::write(file, value.to_string()).map_err(|source| failed(file, source))
}

fn failed(path: &Path, source: io::Error) -> Error {
    Error::Cgroup { path: path.to_owned(), source }
}

/// Read at once and into place: it is asked for again and again while an instance works.
fn number(file: &Path) -> Option<u64> {
    let mut text = [0; 32];
    let bytes = fs::File::open(file).and_then(|mut file| file.read(&mut text)).ok()?;
    str::from_utf8(&text[..bytes]).ok()?.trim().parse().ok()
}

/// A value of a file of `name value` lines.
fn value(file: &Path, name: &str) -> Option<u64> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))?;
    line.trim().parse().ok()
}
