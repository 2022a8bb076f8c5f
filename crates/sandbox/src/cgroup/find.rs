use super::group::TCP_LIMIT;
use super::{Cgroups, Found, Numbers, Place, Version, claim};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};

/// A mounted hierarchy.
#[derive(Debug, PartialEq, Eq)]
struct Mount {
    point: PathBuf,
    version: Version,
    controllers: Vec<String>,
}

pub(super) fn find(name: &str) -> Cgroups {
    let Ok(mountinfo) = fs::read_to_string("/proc/self/mountinfo") else {
        return Cgroups::none("/proc/self/mountinfo cannot be read");
    };
    let own = fs::read_to_string("/proc/self/cgroup").unwrap_or_default();
    let mut mounts: Vec<Mount> = mountinfo.lines().filter_map(parse).collect();
    for mount in mounts.iter_mut().filter(|mount| mount.version == Version::V2) {
        let list = fs::read_to_string(mount.point.join("cgroup.controllers")).unwrap_or_default();
        mount.controllers = list.split_whitespace().map(str::to_owned).collect();
    }
    let finder = Finder { mounts, own, name: super::parent(name), held: RefCell::default() };
    let memory = finder.controller("memory");
    let pids = finder.controller("pids");
    let numbers = Numbers::look(pids.as_ref().ok());
    let pids = pids.and_then(|place| count(place, numbers));
    let cpu = finder.controller("cpu");
    if let Ok(place) = &cpu {
        weigh(place);
    }
    if let Ok(place) = &memory {
        expect_sockets(place);
    }
    let cpu_time = finder.cpu_time(&memory);
    let _held = finder.held.into_inner().into_values().collect();
    Cgroups { memory, pids, cpu, cpu_time, numbers, _held }
}

/// All slots together have no more processes than that.
fn count(place: Place, numbers: Numbers) -> Found {
    let file = place.parent.join("pids.max");
    let why = |error| format!("{} cannot be set: {error}", file.display());
    fs::write(&file, numbers.total().to_string()).map_err(why)?;
    Ok(place)
}

/// The kernel changes its own code when the first group limits sockets, which takes a while: better once
/// than with a slot that somebody waits for.
fn expect_sockets(place: &Place) {
    if place.version == Version::V1 {
        let _ = fs::write(place.parent.join(TCP_LIMIT), "-1");
    }
}

/// All slots together weigh as much as a process for each processor would, and not as one.
fn weigh(place: &Place) {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let (file, whole, most) = match place.version {
        Version::V1 => ("cpu.shares", 1024, 262_144),
        Version::V2 => ("cpu.weight", 100, 10_000),
    };
    // If it cannot be, slots get less when the machine is busy, and nothing else changes.
    let _ = fs::write(place.parent.join(file), (whole * processors).min(most).to_string());
}

/// `36 31 0:33 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory`
fn parse(line: &str) -> Option<Mount> {
    let (mount, kind) = line.split_once(" - ")?;
    let point = PathBuf::from(mount.split(' ').nth(4)?);
    let mut kind = kind.split(' ');
    let version = match kind.next()? {
        "cgroup" => Version::V1,
        "cgroup2" => Version::V2,
        _ => return None,
    };
    let controllers = kind.nth(1)?.split(',').map(str::to_owned).collect();
    Some(Mount { point, version, controllers })
}

struct Finder {
    mounts: Vec<Mount>,
    own: String,
    name: String,
    /// The parents we have made, and what keeps them ours.
    held: RefCell<BTreeMap<PathBuf, OwnedFd>>,
}

impl Finder {
    fn controller(&self, controller: &str) -> Found {
        let has = |mount: &&Mount| mount.controllers.iter().any(|name| name == controller);
        for version in [Version::V2, Version::V1] {
            let mut mounts = self.mounts.iter().filter(|mount| mount.version == version);
            if let Some(mount) = mounts.find(has) {
                return self.place(mount, Some(controller));
            }
        }
        Err(format!("the {controller} controller is mounted nowhere under /sys/fs/cgroup"))
    }

    /// Every group of version 2 counts CPU time, whatever its controllers; so take the memory's if it
    /// is one, else version 1's own controller, else any version 2.
    fn cpu_time(&self, memory: &Found) -> Found {
        match memory {
            Ok(place) if place.version == Version::V2 => return Ok(place.clone()),
            _ => {}
        }
        self.controller("cpuacct").or_else(|why| {
            let v2 = self.mounts.iter().find(|mount| mount.version == Version::V2);
            v2.map_or(Err(why), |mount| self.place(mount, None))
        })
    }

    /// At the top, where a later platform finds it from wherever it runs; else (in a container, or as
    /// a user with a delegated group) below our own group.
    fn place(&self, mount: &Mount, controller: Option<&str>) -> Found {
        let below = self.own_group(mount).map(|own| mount.point.join(own));
        let mut why = String::new();
        for at in std::iter::once(mount.point.clone()).chain(below) {
            match self.claim(&at, mount.version, controller) {
                Ok(parent) => {
                    let home = self.own_group(mount).map(|own| mount.point.join(own));
                    let home = home.unwrap_or_else(|| mount.point.clone());
                    return Ok(Place { version: mount.version, parent, home });
                }
                Err(error) => why = format!("{} cannot be used: {error}", at.display()),
            }
        }
        Err(why)
    }

    fn own_group(&self, mount: &Mount) -> Option<PathBuf> {
        let ours = |controllers: &str| match mount.version {
            Version::V2 => controllers.is_empty(),
            Version::V1 => {
                controllers.split(',').any(|one| mount.controllers.iter().any(|c| c == one))
            }
        };
        self.own.lines().find_map(|line| {
            let mut parts = line.splitn(3, ':').skip(1);
            let (controllers, path) = (parts.next()?, parts.next()?);
            let path = path.trim_start_matches('/');
            (ours(controllers) && !path.is_empty()).then(|| PathBuf::from(path))
        })
    }

    fn claim(&self, at: &Path, version: Version, controller: Option<&str>) -> io::Result<PathBuf> {
        let parent = at.join(&self.name);
        let mut held = self.held.borrow_mut();
        let known = held.contains_key(&parent);
        if !known {
            held.insert(parent.clone(), claim::make(&parent)?);
        }
        if let (Version::V2, Some(controller)) = (version, controller) {
            delegate(at, &parent, controller).inspect_err(|_| {
                // Another controller may have its groups here already.
                if !known && fs::remove_dir(&parent).is_ok() {
                    held.remove(&parent);
                }
            })?;
        }
        Ok(parent)
    }
}

/// Lets the groups below `parent` have a controller. Version 2 refuses that to a group with processes
/// in it (except at the very top): if we are the only one there, we move into a leaf.
fn delegate(at: &Path, parent: &Path, controller: &str) -> io::Result<()> {
    let enable = |dir: &Path| {
        let file = dir.join("cgroup.subtree_control");
        let on = fs::read_to_string(&file)?;
        if on.split_whitespace().any(|name| name == controller) {
            return Ok(());
        }
        fs::write(file, format!("+{controller}"))
    };
    let busy = |error: &io::Error| error.kind() == io::ErrorKind::ResourceBusy;
    if let Err(error) = enable(at) {
        let inside = fs::read_to_string(at.join("cgroup.procs"))?;
        if !busy(&error) || inside.trim() != std::process::id().to_string() {
            return Err(error);
        }
        let leaf = super::leaf(parent);
        let _ = fs::create_dir(&leaf);
        fs::write(leaf.join("cgroup.procs"), "0")?;
        enable(at)?;
    }
    enable(parent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mounts_of_both_versions_are_understood() {
        let check = |line: &str, want: Option<(&str, Version, &[&str])>| {
            let got = parse(line);
            let got = got.as_ref().map(|mount| {
                let controllers: Vec<&str> = mount.controllers.iter().map(|c| &**c).collect();
                (mount.point.to_str().unwrap(), mount.version, controllers)
            });
            assert_eq!(got, want.map(|(point, version, list)| (point, version, list.to_vec())));
        };
        check(
            "36 31 0:33 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct",
            Some(("/sys/fs/cgroup/cpu,cpuacct", Version::V1, &["rw", "cpu", "cpuacct"])),
        );
        check(
            "41 31 0:38 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate",
            Some(("/sys/fs/cgroup", Version::V2, &["rw", "nsdelegate"])),
        );
        check("31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755", None);
        check("", None);
    }
}
