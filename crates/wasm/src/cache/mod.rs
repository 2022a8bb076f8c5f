//! Machine code that was compiled before.
//!
//! Running a file is trusting it: code is loaded only if it is the code that we wrote, under the
//! name we gave it, which a tag made with a key of our own shows. Anything else is compiled anew.

mod files;
mod key;
mod load;

use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use wasmtime::Engine;
use wasmtime::component::Component;

use crate::Error;
use key::Key;
use load::Verified;

/// What a compiled component is kept under: its content and what it was compiled for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name(String);

impl Name {
    pub(crate) fn of(bytes: &[u8], engine: &Engine) -> Self {
        let mut settings = DefaultHasher::new();
        engine.precompile_compatibility_hash().hash(&mut settings);
        let content = hex::encode(Sha256::digest(bytes));
        Self(format!("{content}-{:016x}.{SUFFIX}", settings.finish()))
    }
}

const SUFFIX: &str = "code";
const TAG_BYTES: usize = 32;

pub(crate) struct Cache {
    dir: PathBuf,
    key: Key,
    bytes_max: u64,
}

impl Cache {
    pub(crate) fn open(dir: &Path, bytes_max: u64) -> Result<Self, Error> {
        files::make_dir(dir).map_err(Error::cache("create", dir))?;
        files::remove_unfinished(dir);
        let key = Key::open(dir)?;
        Ok(Self { dir: dir.to_owned(), key, bytes_max })
    }

    /// The component if it was compiled before and nobody touched it since.
    pub(crate) fn load(&self, name: &Name, engine: &Engine) -> Option<Component> {
        let path = self.dir.join(&name.0);
        let bytes = files::read(&path, self.bytes_max)?;
        let component = self.verified(name, &bytes).and_then(|code| code.load(engine));
        if component.is_some() {
            files::touch(&path);
        } else {
            // It is of no use to anybody; the next one to compile writes it anew.
            files::remove(&path);
        }
        component
    }

    /// The component of code that a process we started, of our own program, has just compiled.
    pub(crate) fn load_ours(&self, code: &[u8], engine: &Engine) -> Option<Component> {
        Verified(code).load(engine)
    }

    /// Keeps a component's code. Without room or right to, it says why, and that is all.
    pub(crate) fn store(&self, name: &Name, code: &[u8]) -> Result<(), String> {
        let path = self.dir.join(&name.0);
        let tag = self.mac(name, code).finalize().into_bytes();
        files::write(&path, &[&tag, code]).map_err(|error| error.to_string())?;
        files::make_room(&self.dir, SUFFIX, self.bytes_max, &path);
        Ok(())
    }

    fn verified<'a>(&self, name: &Name, bytes: &'a [u8]) -> Option<Verified<'a>> {
        let (tag, code) = bytes.split_at_checked(TAG_BYTES)?;
        self.mac(name, code).verify_slice(tag).ok().map(|()| Verified(code))
    }

    fn mac(&self, name: &Name, code: &[u8]) -> Hmac<Sha256> {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.key.bytes()) else {
            unreachable!("an HMAC's key may have any length");
        };
        mac.update(name.0.as_bytes());
        mac.update(code);
        mac
    }
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache").field("dir", &self.dir).finish_non_exhaustive()
    }
}
