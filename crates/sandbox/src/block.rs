//! Writes a [`Program`] down as init reads it (see `wire`).

use crate::{Error, Program, wire};
use rustix::fs::MemfdFlags;
use std::ffi::OsStr;
use std::io::Write;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd, RawFd};
use std::os::unix::ffi::OsStrExt;

/// The kernel takes about 2 MiB at the usual stack limit and then says E2BIG.
const BYTES_MAX: usize = 4 << 20;
const PATHS_MAX: usize = 128;

/// A program in the form init takes: a block in memory, and descriptors.
#[derive(Debug)]
pub(crate) struct Block {
    file: OwnedFd,
    pub(crate) length: u32,
    fds: Vec<OwnedFd>,
}

impl Block {
    pub(crate) fn new(program: Program, stdin: OwnedFd) -> Result<Block, Error> {
        let paths = paths(&program)?;
        let env = environment(&program)?;
        let (soft, hard) = program.open_files;
        let argv: Vec<&[u8]> = program.argv.iter().map(|arg| arg.as_bytes()).collect();
        let mut fds = vec![(0, stdin), (1, program.stdout), (2, program.stderr)];
        add_fds(&mut fds, program.fds)?;

        let mut bytes = Bytes { bytes: vec![0; wire::HEADER_WORDS * 8] };
        let lists = [(wire::WORD_PATHS, paths), (wire::WORD_ENV, env)];
        for (word, list) in &lists {
            let list: Vec<&[u8]> = list.iter().map(Vec::as_slice).collect();
            bytes.list(*word, &list, "a variable or the path")?;
        }
        bytes.list(wire::WORD_ARGV, &argv, "an argument")?;
        let cwd = bytes.string(program.cwd.as_os_str().as_bytes(), "the directory")?;
        bytes.put(wire::WORD_CWD, cwd);
        bytes.put(wire::WORD_FILES_SOFT, soft);
        bytes.put(wire::WORD_FILES_HARD, hard);
        bytes.put(wire::WORD_FDS, fds.len() as u64);
        for (index, (number, _)) in fds.iter().enumerate() {
            bytes.put(wire::WORD_FIRST_FD + index, *number as u64);
        }
        let bytes = bytes.bytes;
        if bytes.len() > BYTES_MAX {
            return Err(Error::TooLarge { bytes: bytes.len(), max: BYTES_MAX });
        }
        let file = in_memory(&bytes)
            .map_err(|source| Error::Machine { doing: "describe the program", source })?;
        let fds = fds.into_iter().map(|(_, fd)| fd).collect();
        Ok(Block { file, length: bytes.len() as u32, fds })
    }

    pub(crate) fn fds(&self) -> Vec<BorrowedFd<'_>> {
        std::iter::once(&self.file).chain(&self.fds).map(AsFd::as_fd).collect()
    }
}

fn in_memory(bytes: &[u8]) -> std::io::Result<OwnedFd> {
    let mut file: std::fs::File =
        rustix::fs::memfd_create("mayfly-program", MemfdFlags::CLOEXEC)?.into();
    file.write_all(bytes)?;
    Ok(file.into())
}

/// The files to try, in order.
fn paths(program: &Program) -> Result<Vec<Vec<u8>>, Error> {
    let Some(name) = program.argv.first().filter(|name| !name.is_empty()) else {
        return Err(Error::NoProgram);
    };
    if name.as_bytes().contains(&b'/') {
        return Ok(vec![name.as_bytes().to_vec()]);
    }
    let path = program.env.iter().rev().find(|(key, _)| key == "PATH");
    let path = path.map_or(OsStr::new("/usr/local/bin:/usr/bin:/bin"), |(_, path)| path);
    let dirs = path.as_bytes().split(|&byte| byte == b':').filter(|dir| !dir.is_empty());
    Ok(dirs.take(PATHS_MAX).map(|dir| [dir, b"/", name.as_bytes()].concat()).collect())
}

fn environment(program: &Program) -> Result<Vec<Vec<u8>>, Error> {
    let pair = |(name, value): &(std::ffi::OsString, std::ffi::OsString)| {
        let name = name.as_bytes();
        if name.is_empty() || name.contains(&b'=') {
            return Err(Error::Malformed { what: "a variable" });
        }
        Ok([name, b"=", value.as_bytes()].concat())
    };
    program.env.iter().map(pair).collect()
}

fn add_fds(fds: &mut Vec<(RawFd, OwnedFd)>, more: Vec<(RawFd, OwnedFd)>) -> Result<(), Error> {
    for (number, fd) in more {
        let taken = fds.iter().any(|(other, _)| *other == number);
        if taken || !(3..wire::FD_LIMIT).contains(&number) || fds.len() == wire::MAX_FDS {
            return Err(Error::Descriptor { number });
        }
        fds.push((number, fd));
    }
    Ok(())
}

struct Bytes {
    bytes: Vec<u8>,
}

impl Bytes {
    fn put(&mut self, word: usize, value: u64) {
        self.bytes[word * 8..word * 8 + 8].copy_from_slice(&value.to_ne_bytes());
    }

    fn string(&mut self, string: &[u8], what: &'static str) -> Result<u64, Error> {
        if string.contains(&0) {
            return Err(Error::Malformed { what });
        }
        let at = self.bytes.len() as u64;
        self.bytes.extend_from_slice(string);
        self.bytes.push(0);
        Ok(at)
    }

    fn list(&mut self, word: usize, list: &[&[u8]], what: &'static str) -> Result<(), Error> {
        let mut offsets = Vec::with_capacity(list.len() + 1);
        for string in list {
            offsets.push(self.string(string, what)?);
        }
        offsets.push(0);
        self.bytes.resize(self.bytes.len().next_multiple_of(8), 0);
        let at = self.bytes.len() as u64;
        self.put(word, at);
        self.bytes.extend(offsets.iter().flat_map(|offset| offset.to_ne_bytes()));
        Ok(())
    }
}
