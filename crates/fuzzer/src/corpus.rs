//! Inputs that are known to lead somewhere.

use std::fs;
use std::path::{Path, PathBuf};

use crate::settings::Finds;

pub(crate) struct Corpus {
    inputs: Vec<Vec<u8>>,
    /// Where new ones go.
    keep: Option<PathBuf>,
}

impl Corpus {
    /// What is checked in, and what was found before.
    pub(crate) fn read(crate_dir: &str, name: &str, finds: &Finds) -> Self {
        let dir = Path::new(crate_dir).join("fuzz").join(name);
        let mut inputs = files(&dir);
        assert!(!inputs.is_empty(), "{dir:?} holds no corpus: put some inputs there, a file each");
        let keep = finds.keeps_all.then(|| finds.dir.clone());
        inputs.extend(keep.iter().flat_map(|dir| files(dir)));
        Self { inputs, keep }
    }

    pub(crate) fn inputs(&self) -> &[Vec<u8>] {
        &self.inputs
    }

    pub(crate) fn keep(&mut self, input: Vec<u8>) {
        if let Some(dir) = &self.keep {
            write(dir, "new", &input);
        }
        self.inputs.push(input);
    }
}

/// In the order of their names, so that the same corpus is the same everywhere.
fn files(dir: &Path) -> Vec<Vec<u8>> {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths.iter().filter_map(|path| fs::read(path).ok()).collect()
}

/// A file whose name follows from what is in it.
pub(crate) fn write(dir: &Path, kind: &str, input: &[u8]) -> PathBuf {
    let hash = input.iter().fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let path = dir.join(format!("{kind}-{hash:016x}"));
    let written = fs::create_dir_all(dir).and_then(|()| fs::write(&path, input));
    written.unwrap_or_else(|error| panic!("{path:?}: {error}"));
    path
}
