//! The system calls that make a slot's files.

use crate::sys::{AT_FDCWD, call, check, nr};
use core::ffi::{CStr, c_char};

const EMPTY_PATH: usize = 0x1000;
const RECURSIVE: usize = 0x8000;
const CLOEXEC: usize = 0o2000000;
const EEXIST: i32 = 17;
const SET_STRING: usize = 1;
const CREATE: usize = 6;

/// A file system of its own, mounted nowhere yet.
pub fn new_tmpfs(options: [(&CStr, *const c_char); 3]) -> Result<i32, i32> {
    let fs = check(call!(nr::FSOPEN, c"tmpfs".as_ptr() as usize, 1))? as usize;
    for (key, value) in options {
        check(call!(nr::FSCONFIG, fs, SET_STRING, key.as_ptr() as usize, value as usize, 0))?;
    }
    check(call!(nr::FSCONFIG, fs, CREATE, 0, 0, 0))?;
    const NO_SUID_NO_DEV: usize = 2 | 4;
    let mount = check(call!(nr::FSMOUNT, fs, 1, NO_SUID_NO_DEV));
    call!(nr::CLOSE, fs);
    mount.map(|fd| fd as i32)
}

/// A /proc of the pid namespace we are in, which somebody else is to make a mount of: a kernel that does
/// not see one already would not let us, lest it shows us more than we saw.
pub fn new_proc() -> Result<i32, i32> {
    let fs = check(call!(nr::FSOPEN, c"proc".as_ptr() as usize, 1))? as usize;
    let (key, value) = (c"hidepid".as_ptr() as usize, c"2".as_ptr() as usize);
    check(call!(nr::FSCONFIG, fs, SET_STRING, key, value, 0))?;
    check(call!(nr::FSCONFIG, fs, CREATE, 0, 0, 0))?;
    Ok(fs as i32)
}

/// A copy of the tree at `source`, mounted nowhere yet.
pub fn copy_tree(at: usize, source: *const c_char) -> Result<i32, i32> {
    const CLONE: usize = 1;
    let flags = CLONE | CLOEXEC | RECURSIVE;
    check(call!(nr::OPEN_TREE, at, source as usize, flags)).map(|fd| fd as i32)
}

/// Sets attributes on a tree; what the host mounts there later will not arrive.
pub fn set_attributes(tree: i32, attributes: u64, whole: bool) -> Result<(), i32> {
    const PRIVATE: u64 = 1 << 18;
    let attr = [attributes, 0, PRIVATE, 0];
    let flags = EMPTY_PATH | if whole { RECURSIVE } else { 0 };
    let (tree, empty) = (tree as usize, c"".as_ptr() as usize);
    let size = size_of_val(&attr);
    check(call!(nr::MOUNT_SETATTR, tree, empty, flags, attr.as_ptr() as usize, size)).map(|_| ())
}

/// Puts a tree where `place` leads.
pub fn attach(tree: i32, place: i32) -> Result<(), i32> {
    const BOTH_EMPTY: usize = 0x4 | 0x40;
    let empty = c"".as_ptr() as usize;
    check(call!(nr::MOVE_MOUNT, tree as usize, empty, place as usize, empty, BOTH_EMPTY))?;
    Ok(())
}

/// A handle for a path below `root`, on the way to which there may be no link.
pub fn place(root: i32, path: *const c_char) -> Result<i32, i32> {
    const PATH: u64 = 0o10000000;
    const NO_SYMLINKS: u64 = 4;
    const BENEATH: u64 = 8;
    let how = [PATH | CLOEXEC as u64, 0, NO_SYMLINKS | BENEATH];
    let size = size_of_val(&how);
    let fd = call!(nr::OPENAT2, root as usize, path as usize, how.as_ptr() as usize, size);
    check(fd).map(|fd| fd as i32)
}

/// The root we see.
pub fn root() -> Result<i32, i32> {
    const PATH_DIRECTORY: usize = 0o10000000 | 0o200000;
    let flags = PATH_DIRECTORY | CLOEXEC;
    check(call!(nr::OPENAT, AT_FDCWD, c"/".as_ptr() as usize, flags, 0)).map(|fd| fd as i32)
}

pub fn make_dir(root: i32, path: *const c_char, mode: usize) -> Result<(), i32> {
    match check(call!(nr::MKDIRAT, root as usize, path as usize, mode)) {
        Err(errno) if errno != EEXIST => Err(errno),
        _ => Ok(()),
    }
}

pub fn make_file(root: i32, path: *const c_char, content: *const u8, n: usize) -> Result<(), i32> {
    const NEW: usize = 0o100 | 0o200 | 0o1;
    let fd = check(call!(nr::OPENAT, root as usize, path as usize, NEW | CLOEXEC, 0o644))?;
    let written = match n {
        0 => Ok(0),
        _ => check(call!(nr::WRITE, fd as usize, content as usize, n)),
    };
    call!(nr::CLOSE, fd as usize);
    written.map(|_| ())
}

/// Anybody may read and write it; what that does is the device's affair.
pub fn make_device(root: i32, path: *const c_char, number: u64) -> Result<(), i32> {
    const CHARACTER: usize = 0o020000 | 0o666;
    let mask = call!(nr::UMASK, 0) as usize;
    let made = check(call!(nr::MKNODAT, root as usize, path as usize, CHARACTER, number as usize));
    call!(nr::UMASK, mask);
    made.map(|_| ())
}

/// Takes away what is mounted there, relative to the working directory.
pub fn unmount(path: *const c_char) -> Result<(), i32> {
    const DETACH_NO_FOLLOW: usize = 2 | 8;
    check(call!(nr::UMOUNT2, path as usize, DETACH_NO_FOLLOW)).map(|_| ())
}

pub fn make_link(root: i32, path: *const c_char, target: *const c_char) -> Result<(), i32> {
    check(call!(nr::SYMLINKAT, target as usize, root as usize, path as usize)).map(|_| ())
}

/// Relative to the working directory.
pub fn mount(
    path: *const c_char,
    kind: *const c_char,
    flags: usize,
    options: *const c_char,
) -> Result<(), i32> {
    let kind = kind as usize;
    check(call!(nr::MOUNT, kind, path as usize, kind, flags, options as usize)).map(|_| ())
}

/// The mount behind `root`, which lies over the host's, becomes all there is.
pub fn enter(root: i32) -> Result<(), i32> {
    const DETACH: usize = 2;
    let here = c".".as_ptr() as usize;
    check(call!(nr::FCHDIR, root as usize))?;
    check(call!(nr::PIVOT_ROOT, here, here))?;
    check(call!(nr::UMOUNT2, here, DETACH))?;
    check(call!(nr::CHDIR, c"/".as_ptr() as usize))?;
    Ok(())
}
