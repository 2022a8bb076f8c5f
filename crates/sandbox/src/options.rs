use crate::Door;
use std::path::PathBuf;

/// How much isolation is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// None beyond what ends, limits and accounts for programs.
    Off,
    /// All that this machine allows.
    #[default]
    Auto,
    /// All there is, or an error.
    Require,
}

#[derive(Clone, Debug)]
pub struct Options {
    pub mode: Mode,
    /// One live sandbox's alone, with access for this user alone: for the slots' temporary files, and
    /// for what the next sandbox here must know to sweep what a dead one left.
    pub dir: PathBuf,
    /// Slots that may exist at once.
    pub slots_max: usize,
    /// A whole processor's share of time goes to every so many MB of a slot's memory.
    pub mb_per_cpu: u32,
    /// Slots of each kind kept ready, at most and while they are asked for.
    pub pool_max: usize,
    /// How programs reach the platform, where they have a network of their own.
    pub door: Option<Door>,
    pub avoid: Avoid,
}

impl Options {
    pub fn new(dir: impl Into<PathBuf>) -> Options {
        Options {
            mode: Mode::default(),
            dir: dir.into(),
            slots_max: 16_384,
            mb_per_cpu: 1769,
            pool_max: 8,
            door: None,
            avoid: Avoid::default(),
        }
    }
}

/// Leaves a part unused even where the machine has it, so that every fallback can be tried
/// anywhere.
#[derive(Clone, Copy, Debug, Default)]
pub struct Avoid {
    pub pid_namespace: bool,
    pub mount_namespace: bool,
    pub cgroups: bool,
    pub network: bool,
    /// The way to the internet from a network of its own.
    pub router: bool,
}
