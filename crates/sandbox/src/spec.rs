use crate::cgroup::Numbers;
use std::path::{Path, PathBuf};

/// What a slot must offer to the program that will run in it.
#[derive(Clone, Debug)]
pub struct Spec {
    pub memory_mb: u32,
    /// Processes and threads at most. Small slots may have fewer: 2 for each MB of memory, or what
    /// the machine's numbers allow, but 64.
    pub pids_max: u32,
    /// Room under `/tmp`, where the slot has one of its own.
    pub tmp_mb: u32,
    pub egress: Egress,
    /// The program's files, read-only to it.
    pub code: PathBuf,
    pub layers: Vec<PathBuf>,
    /// What comes with the provider's runtime, seen at `/var/runtime`.
    pub runtime: Option<PathBuf>,
    /// Other places it may read: language prefixes, hosts.
    pub read_only: Vec<PathBuf>,
    /// Others that it sees somewhere else, so that it does not learn where they are on the host.
    pub placed: Vec<Placed>,
    /// Programs of different owners get different user ids.
    pub owner: u64,
    /// The program will put copies of itself into [nested slots](crate::Process::nested).
    pub nursery: bool,
}

impl Spec {
    /// 128 MB, 1,024 processes and threads at most, 512 MB of `/tmp`, the internet.
    pub fn new(code: impl Into<PathBuf>) -> Spec {
        Spec {
            memory_mb: 128,
            pids_max: 1024,
            tmp_mb: 512,
            egress: Egress::Internet,
            code: code.into(),
            layers: Vec::new(),
            runtime: None,
            read_only: Vec::new(),
            placed: Vec::new(),
            owner: 0,
            nursery: false,
        }
    }

    /// With no more processes than its memory's share of the machine's.
    pub(crate) fn with_share(self, numbers: &Numbers) -> Spec {
        Spec { pids_max: numbers.of_slot(self.memory_mb, self.pids_max), ..self }
    }

    pub(crate) fn cpu_shares(&self, mb_per_cpu: u32) -> u64 {
        u64::from(self.memory_mb) * 1024 / u64::from(mb_per_cpu.max(1))
    }

    pub(crate) fn memory_bytes(&self) -> u64 {
        u64::from(self.memory_mb) << 20
    }
}

/// Something of the host's, and where a program sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    pub host: PathBuf,
    pub seen: PathBuf,
}

impl Placed {
    /// How the program sees a path of the host's, if it is this or below it.
    pub fn see(&self, host: &Path) -> Option<PathBuf> {
        moved(host, &self.host, &self.seen)
    }

    /// What of the host's the program sees at a path.
    pub(crate) fn behind(&self, seen: &Path) -> Option<PathBuf> {
        moved(seen, &self.seen, &self.host)
    }
}

fn moved(path: &Path, from: &Path, to: &Path) -> Option<PathBuf> {
    let rest = path.strip_prefix(from).ok()?;
    Some(if rest.as_os_str().is_empty() { to.to_owned() } else { to.join(rest) })
}

/// What the program may reach over the network.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Egress {
    /// The internet and the platform, but neither the host nor its private networks.
    #[default]
    Internet,
    /// The platform alone.
    None,
    /// Whatever the host can reach, the host included.
    Host,
}
