//! What the platform and the init of a slot say to each other, shared by both programs (so: `core` only).
//!
//! Over one seqpacket socket go three words each way. `PREPARE` comes first and sets the slot up;
//! `START` carries a block in memory (the first descriptor) that describes the program, and
//! then the program's own descriptors.

/// Platform to init: `[PREPARE, flags, 0]`.
pub(crate) const PREPARE: u32 = 1;
/// Platform to init: `[START, length of the block, 0]`, with descriptors.
pub(crate) const START: u32 = 2;

/// Init to platform: `[READY, 0, 0]`.
pub(crate) const READY: u32 = 16;
/// Init to platform: `[STARTED, 0, 0]`: the program's `execve` succeeded.
pub(crate) const STARTED: u32 = 17;
/// Init to platform: `[FAILED, step, errno]`; nothing runs, init has ended.
pub(crate) const FAILED: u32 = 18;
/// Init to platform: `[EXITED, wait status, 0]`.
pub(crate) const EXITED: u32 = 19;

/// `PREPARE` flags: init is pid 1 of its own pid namespace, which dies with it.
pub(crate) const OWN_PIDS: u32 = 1;
/// `PREPARE` flags: init has its own mount namespace: mount a /proc that fits the pid namespace.
pub(crate) const OWN_MOUNTS: u32 = 2;

/// Steps that can fail, named in `FAILED`.
pub(crate) const STEP_GUARD: u32 = 1;
pub(crate) const STEP_MOUNT: u32 = 2;
pub(crate) const STEP_BLOCK: u32 = 3;
pub(crate) const STEP_SPAWN: u32 = 4;
pub(crate) const STEP_FDS: u32 = 5;
pub(crate) const STEP_LIMITS: u32 = 6;
pub(crate) const STEP_CWD: u32 = 7;
pub(crate) const STEP_EXEC: u32 = 8;

/// The block starts with these 64-bit words. Offsets count bytes from its start; lists are offsets
/// that end with a 0. Init turns offsets into pointers in place.
pub(crate) const WORD_PATHS: usize = 0;
pub(crate) const WORD_ARGV: usize = 1;
pub(crate) const WORD_ENV: usize = 2;
pub(crate) const WORD_CWD: usize = 3;
pub(crate) const WORD_FILES_SOFT: usize = 4;
pub(crate) const WORD_FILES_HARD: usize = 5;
pub(crate) const WORD_FDS: usize = 6;
/// The numbers the program sees its descriptors under, `WORD_FDS` of them.
pub(crate) const WORD_FIRST_FD: usize = 7;
/// At most this many descriptors go to a program, stdin, stdout and stderr included.
pub(crate) const MAX_FDS: usize = 32;
/// A program's descriptors have numbers below this.
pub(crate) const FD_LIMIT: i32 = 256;
pub(crate) const HEADER_WORDS: usize = WORD_FIRST_FD + MAX_FDS;
