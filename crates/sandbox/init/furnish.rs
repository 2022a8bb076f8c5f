//! Carries out the script that makes a slot what one program needs (see `wire`).

use crate::{CONTROL, lock, mount, nest, sys, wire};
use core::ffi::c_char;

type Failure = (u32, i32);

/// Who the program will be.
#[derive(Clone, Copy)]
pub struct Identity {
    pub user: u64,
    pub group: u64,
}

/// What one script leaves to the next.
pub struct Furnisher {
    root: i32,
    done: u32,
    pub identity: Option<Identity>,
    /// The capabilities the program keeps.
    pub keep: u64,
    /// Landlock's rules.
    pub rules: i32,
    /// Where who enters a nested slot says so.
    pub arrivals: Option<i32>,
}

/// A mapped script.
struct Script<'a> {
    base: *const u64,
    /// What came along.
    fds: &'a [i32],
    slot: &'a mut Furnisher,
}

impl Furnisher {
    pub const fn new() -> Furnisher {
        Furnisher { root: -1, done: 0, identity: None, keep: 0, rules: -1, arrivals: None }
    }

    /// Closes all but what is wanted later.
    pub fn clear_away(&mut self) {
        const HIGH: i32 = 64;
        let Some(arrivals) = self.arrivals else { return sys::close_from(CONTROL + 1) };
        self.arrivals = Some(sys::dup_above(arrivals, HIGH) as i32);
        self.rules = sys::dup_above(self.rules, HIGH) as i32;
        sys::close_range(CONTROL + 1, HIGH - 1);
    }

    /// `fds` are the script and what its operations need.
    pub fn carry_out(&mut self, length: usize, fds: &[i32]) -> Result<(), Failure> {
        let Some((&block, fds)) = fds.split_first() else { return Err((wire::STEP_BLOCK, 0)) };
        let base = sys::map(block, length).map_err(|errno| (wire::STEP_BLOCK, errno))?;
        sys::close(block);
        let mut script = Script { base, fds, slot: self };
        let mut index = 0;
        // SAFETY: the platform made the script: whole records up to an OP_END, offsets inside it.
        while let Some(record) = unsafe { script.record(index) } {
            let step = wire::STEP_SCRIPT | script.slot.done << 8;
            // SAFETY: as above.
            unsafe { script.perform(record) }.map_err(|errno| (step, errno))?;
            script.slot.done += 1;
            index += 1;
        }
        sys::unmap(base, length);
        Ok(())
    }
}

impl Script<'_> {
    /// # Safety
    /// No record before this one is an `OP_END`.
    unsafe fn record(&self, index: usize) -> Option<[u64; wire::RECORD_WORDS]> {
        // SAFETY: by the caller.
        let at = unsafe { self.base.add(index * wire::RECORD_WORDS) };
        // SAFETY: by the caller.
        let record = unsafe { at.cast::<[u64; wire::RECORD_WORDS]>().read() };
        (record[0] != wire::OP_END).then_some(record)
    }

    fn string(&self, offset: u64) -> *const c_char {
        self.base.wrapping_byte_add(offset as usize).cast()
    }

    /// # Safety
    /// The record's offsets lead to what its operation wants.
    unsafe fn perform(&mut self, record: [u64; wire::RECORD_WORDS]) -> Result<(), i32> {
        let [op, a, b, c, d] = record;
        let path = self.string(a);
        match op {
            wire::OP_ROOT => self.new_root(path, self.string(b)),
            wire::OP_DIR => mount::make_dir(self.slot.root, path, b as usize),
            wire::OP_FILE => {
                mount::make_file(self.slot.root, path, self.string(b).cast(), c as usize)
            }
            wire::OP_LINK => mount::make_link(self.slot.root, path, self.string(b)),
            // SAFETY: by the caller.
            wire::OP_BIND => unsafe { self.bind(path, self.string(b), c) },
            wire::OP_MOUNT => {
                sys::check(sys::fchdir(self.slot.root))?;
                mount::mount(path, self.string(b), c as usize, self.string(d))
            }
            wire::OP_UNMOUNT => {
                sys::check(sys::fchdir(self.slot.root))?;
                mount::unmount(path)
            }
            wire::OP_DEVICE => mount::make_device(self.slot.root, path, b),
            wire::OP_SETTING => {
                // A kernel that has no such setting has no such thing to limit.
                sys::write_file(self.slot.root, path, self.string(b).cast(), c as usize);
                Ok(())
            }
            wire::OP_ENTER => {
                mount::enter(self.slot.root)?;
                mount::set_attributes(self.slot.root, wire::READ_ONLY | wire::NO_EXEC, false)
            }
            wire::OP_USERS => lock::enter_users(self.fd(0)).and_then(|()| lock::become_root()),
            wire::OP_NEST => {
                self.slot.root = nest::nest(self.fd(1), self.fd(0), a != 0)?;
                Ok(())
            }
            wire::OP_ATTACH => {
                let place = mount::place(self.slot.root, path)?;
                self.slot.arrivals = Some(self.fd(1));
                mount::attach(self.fd(0), place)
            }
            wire::OP_HOSTNAME => lock::name(path, b as usize),
            wire::OP_IDENTITY => {
                self.slot.identity = Some(Identity { user: a, group: b });
                Ok(())
            }
            wire::OP_PROCESSES => sys::limit(sys::RLIMIT_NPROC, a, a),
            wire::OP_BOUND => {
                self.slot.keep = a;
                lock::bound(a)
            }
            wire::OP_LANDLOCK => {
                self.slot.rules = lock::landlock(a)?;
                // A guest's signals must come from outside of its rules, so only it follows them.
                if self.slot.arrivals.is_some() { Ok(()) } else { lock::restrict(self.slot.rules) }
            }
            wire::OP_SECCOMP => lock::filter(path.cast(), b as u16),
            _ => Err(sys::EINVAL),
        }
    }

    fn fd(&self, index: usize) -> i32 {
        self.fds.get(index).copied().unwrap_or(-1)
    }

    /// Laid over the host's root, where it changes nothing yet for who is inside.
    fn new_root(&mut self, size: *const c_char, files: *const c_char) -> Result<(), i32> {
        let mode = c"755".as_ptr();
        self.slot.root =
            mount::new_tmpfs([(c"size", size), (c"nr_inodes", files), (c"mode", mode)])?;
        let host = mount::root()?;
        let attached = mount::attach(self.slot.root, host);
        sys::close(host);
        attached
    }

    /// # Safety
    /// Both are terminated strings.
    unsafe fn bind(
        &self,
        path: *const c_char,
        source: *const c_char,
        attributes: u64,
    ) -> Result<(), i32> {
        // SAFETY: by the caller; there is at least the end of the string.
        let absolute = unsafe { *source } == b'/' as c_char;
        let at = if absolute { sys::AT_FDCWD } else { self.slot.root as usize };
        let tree = mount::copy_tree(at, source)?;
        let place = mount::place(self.slot.root, path)?;
        let done =
            mount::set_attributes(tree, attributes, true).and_then(|()| mount::attach(tree, place));
        sys::close(tree);
        sys::close(place);
        done
    }
}
