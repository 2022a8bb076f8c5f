//! The kernel and what it gives us to limit programs with.

use std::path::Path;

use super::Check;
use crate::render::bytes;

pub(super) fn checks() -> Vec<Check> {
    vec![kernel(), size(), cgroups(Path::new("/sys/fs/cgroup"))]
}

fn kernel() -> Check {
    let names = rustix::system::uname();
    let release = names.release().to_string_lossy().into_owned();
    let (name, system) = ("kernel", names.sysname().to_string_lossy());
    match numbers(&release) {
        Some(version) if version < (5, 10) => Check::warn(
            name,
            format!("{system} {release}"),
            "isolation needs features of Linux 5.10 and newer; upgrade the system",
        ),
        _ => Check::good(name, format!("{system} {release}")),
    }
}

fn numbers(release: &str) -> Option<(u32, u32)> {
    let mut parts = release.split(|c: char| !c.is_ascii_digit());
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

fn size() -> Check {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let memory = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let memory = memory.lines().find_map(|line| line.strip_prefix("MemTotal:"));
    let kilobytes = memory.and_then(|text| text.trim().split(' ').next()?.parse::<u64>().ok());
    let memory = kilobytes.map_or("unknown".into(), |kb| bytes(kb * 1_024));
    let plural = if processors == 1 { "" } else { "s" };
    Check::good("size", format!("{processors} processor{plural}, {memory} of memory"))
}

fn cgroups(root: &Path) -> Check {
    let name = "cgroups";
    let controllers = std::fs::read_to_string(root.join("cgroup.controllers"));
    if let Ok(controllers) = controllers {
        return Check::good(name, format!("v2 ({})", controllers.trim()));
    }
    let has = |controller: &str| root.join(controller).is_dir();
    let present: Vec<_> = ["cpu", "memory", "pids"].into_iter().filter(|c| has(c)).collect();
    if present.is_empty() {
        return Check::warn(
            name,
            "none",
            "memory and processor limits need cgroups: mount them at /sys/fs/cgroup",
        );
    }
    Check::good(name, format!("v1 ({})", present.join(" ")))
}
