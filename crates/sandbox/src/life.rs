//! The name of one sandbox's life. What it makes outside of its directory is called after this name and
//! nothing else. It is drawn anew each time, as a name that is read from a directory is also that of
//! the directory's copies. The directory remembers the names of lives that may have left something.

use crate::Error;
use rustix::rand::{GetRandomFlags, getrandom};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A life leaves nothing unless it is killed, and the next one sweeps; more names than this are noise.
const REMEMBERED: usize = 16;
const BYTES: usize = 8;

#[derive(Debug)]
pub(crate) struct Life {
    pub(crate) name: String,
    /// Where the names are.
    file: PathBuf,
}

impl Life {
    /// Begins one in a directory, and gives the names of those before that may have left something.
    pub(crate) fn begin(dir: &Path) -> Result<(Life, Vec<String>), Error> {
        let failed = |source| Error::Dir { path: dir.to_owned(), source };
        let file = dir.join("lives");
        let earlier = match fs::read_to_string(&file) {
            Ok(text) => read(&text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(failed(error)),
        };
        let life = Life { name: draw().map_err(failed)?, file };
        // Before there is anything to leave behind.
        life.remember(&earlier).map_err(failed)?;
        Ok((life, earlier))
    }

    /// The names before this one's that are still to be swept.
    pub(crate) fn remember(&self, earlier: &[String]) -> io::Result<()> {
        let names = earlier.iter().rev().take(REMEMBERED - 1).rev().chain([&self.name]);
        let text: String = names.map(|name| format!("{name}\n")).collect();
        // At once or not at all, as whoever reads half a name finds nothing by it.
        let new = self.file.with_extension("new");
        File::create(&new).and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_data()
        })?;
        fs::rename(new, &self.file)
    }

    /// It has left nothing.
    pub(crate) fn end(&self) {
        let _ = fs::remove_file(&self.file);
    }
}

fn draw() -> io::Result<String> {
    let mut bytes = [0; BYTES];
    getrandom(&mut bytes, GetRandomFlags::empty())?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Only names that `draw` may have given: they become parts of paths.
fn read(text: &str) -> Vec<String> {
    let is_name =
        |line: &&str| line.len() == BYTES * 2 && line.bytes().all(|byte| byte.is_ascii_hexdigit());
    text.lines().filter(is_name).take(REMEMBERED).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_life_is_remembered_until_what_it_left_is_swept() {
        let dir = tempfile::tempdir().unwrap();
        let (first, earlier) = Life::begin(dir.path()).unwrap();
        assert!(earlier.is_empty());
        let (second, earlier) = Life::begin(dir.path()).unwrap();
        assert_eq!(earlier, [first.name.as_str()]);
        assert_ne!(first.name, second.name);
        second.remember(&[]).unwrap();
        let (third, earlier) = Life::begin(dir.path()).unwrap();
        assert_eq!(earlier, [second.name.as_str()]);
        third.end();
        assert!(Life::begin(dir.path()).unwrap().1.is_empty());
    }

    #[test]
    fn only_names_are_read() {
        let text = "../../../etc/pass\n0123456789abcdef\n0123456789abcde\n\n0123456789abcdeg\n";
        assert_eq!(read(text), ["0123456789abcdef"]);
        assert_eq!(read(&"0123456789abcdef\n".repeat(100)).len(), REMEMBERED);
    }
}
