use crate::{Door, Error};
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
    /// Marks what belongs to one data directory, so that a new platform can sweep what a dead one
    /// left. Two live sandboxes must not share a tag.
    pub tag: String,
    /// For the slots' temporary files; made with access for this user alone.
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
    pub fn new(tag: impl Into<String>) -> Options {
        let tag = tag.into();
        let user = rustix::process::geteuid().as_raw();
        let dir = std::env::temp_dir().join(format!("mayfly-{tag}-{user}"));
        Options {
            mode: Mode::default(),
            tag,
            dir,
            slots_max: 16_384,
            mb_per_cpu: 1769,
            pool_max: 8,
            door: None,
            avoid: Avoid::default(),
        }
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        let fine = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        if self.tag.is_empty() || self.tag.len() > 64 || !self.tag.bytes().all(fine) {
            return Err(Error::Tag { tag: self.tag.clone() });
        }
        Ok(())
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
