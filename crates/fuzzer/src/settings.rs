//! How long, from where, and with what: from the environment, as tests have no arguments.

use std::env::{temp_dir, var, var_os};
use std::path::PathBuf;
use std::time::Duration;

pub(crate) struct Settings {
    pub(crate) lasts: Duration,
    /// The same inputs are made of the same corpus, until somebody asks for others.
    pub(crate) seed: u64,
    /// Only this one is tried.
    pub(crate) input: Option<PathBuf>,
    /// What is found goes here.
    pub(crate) finds: Finds,
}

/// Where finds go, and whether inputs that take new branches are among them.
pub(crate) struct Finds {
    pub(crate) dir: PathBuf,
    pub(crate) keeps_all: bool,
}

impl Settings {
    pub(crate) fn of(name: &str) -> Self {
        let number = |name: &str| var(name).ok().and_then(|text| text.parse().ok());
        let dir = var_os("MAYFLY_FUZZ_FINDS").map(PathBuf::from);
        let keeps_all = dir.is_some();
        let dir = dir.unwrap_or_else(|| temp_dir().join("mayfly-fuzz")).join(name);
        Self {
            lasts: Duration::from_secs(number("MAYFLY_FUZZ_SECONDS").unwrap_or(2)),
            seed: number("MAYFLY_FUZZ_SEED").unwrap_or(1),
            input: var_os("MAYFLY_FUZZ_INPUT").map(PathBuf::from),
            finds: Finds { dir, keeps_all },
        }
    }
}
