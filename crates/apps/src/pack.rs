//! Zips a package so that equal content gives equal bytes, whenever and wherever it is zipped.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

use blob::Hash;
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::Error;
use crate::files::{Entry, Kind, Tree, open};

/// Deploys wait for this; the smaller package of a higher level is not worth the wait.
const LEVEL: i64 = 3;

/// A finished package.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Packed {
    pub(crate) sha256: Hash,
    pub(crate) bytes: u64,
}

pub(crate) fn pack(tree: &Tree, path: &Path) -> Result<Packed, Error> {
    let file = File::create_new(path).map_err(Error::io("create", path))?;
    let failed =
        |e: &dyn std::fmt::Display| Error::Pack { path: path.to_owned(), problem: e.to_string() };
    let mut zip = ZipWriter::new(BufWriter::with_capacity(256 * 1024, file));
    let plain = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(LEVEL))
        .last_modified_time(DateTime::default());
    for (name, entry) in &tree.entries {
        match &entry.kind {
            Kind::Link { target } => {
                let options = plain.unix_permissions(0o777);
                zip.add_symlink(name, target, options).map_err(|e| failed(&e))?;
            }
            Kind::File { executable, .. } => {
                let mode = if *executable { 0o755 } else { 0o644 };
                zip.start_file(name, plain.unix_permissions(mode)).map_err(|e| failed(&e))?;
                add(entry, &mut zip)?;
            }
        }
    }
    let buffered = zip.finish().map_err(|e| failed(&e))?;
    let file = buffered.into_inner().map_err(|e| failed(e.error()))?;
    // The name it gets next promises its content.
    file.sync_all().map_err(|e| failed(&e))?;
    sum(path)
}

/// Copies a file, which must still be what it was when it was looked at.
fn add(entry: &Entry, zip: &mut impl Write) -> Result<(), Error> {
    let Kind::File { bytes, sha256, .. } = &entry.kind else { return Ok(()) };
    let source = &entry.source;
    let mut file = open(source).map_err(Error::io("open", source))?.take(bytes + 1);
    let mut hash = Sha256::new();
    let mut buffer = [0; 64 * 1024];
    let mut copied = 0;
    loop {
        let read = file.read(&mut buffer).map_err(Error::io("read", source))?;
        if read == 0 {
            break;
        }
        copied += read as u64;
        if sha256.is_some() {
            hash.update(&buffer[..read]);
        }
        zip.write_all(&buffer[..read]).map_err(Error::io("pack", source))?;
    }
    let same = sha256.is_none_or(|seen| seen[..] == hash.finalize()[..]);
    if copied == *bytes && same { Ok(()) } else { Err(Error::Changed { path: source.clone() }) }
}

fn sum(path: &Path) -> Result<Packed, Error> {
    let mut hash = Hashing(Sha256::new());
    let mut file = File::open(path).map_err(Error::io("open", path))?;
    let bytes = io::copy(&mut file, &mut hash).map_err(Error::io("read", path))?;
    Ok(Packed { sha256: Hash::from_bytes(hash.0.finalize().into()), bytes })
}

struct Hashing(Sha256);

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
