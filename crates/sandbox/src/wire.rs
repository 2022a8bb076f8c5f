//! What the platform and the init of a slot say to each other, shared by both programs (so: `core` only).
//!
//! Over one seqpacket socket go three words each way. `PREPARE` comes first. Where the slot is isolated,
//! `FURNISH` follows with a script in memory (the first descriptor) that makes it what one program
//! needs. `START` carries a block in memory that describes the program, and then the program's own
//! descriptors.

/// Platform to init: `[PREPARE, flags, 0]`.
pub(crate) const PREPARE: u32 = 1;
/// Platform to init: `[FURNISH, length of the script, whether it is the last]`, with the script and what its
/// operations need.
pub(crate) const FURNISH: u32 = 3;
/// Platform to init, any time after `READY`: `[SOCKET, 0, 0]`; answered by `SOCKET`.
pub(crate) const GIVE_SOCKET: u32 = 4;
/// Platform to init, once the program runs: `[SIGNAL, number, 0]`, for the program.
pub(crate) const SIGNAL: u32 = 5;
/// Platform to init, instead of all else: `[USERS, user, 0]`: makes a user namespace as this user, who
/// is charged for what is counted in it, and waits; answered by `READY`.
pub(crate) const USERS: u32 = 6;
/// Platform to init: `[START, length of the block, 0]`, with descriptors.
pub(crate) const START: u32 = 2;

/// Init to platform: `[READY, errno, 0]`, with a TCP socket if one is to come, and in a nested slot
/// with the Landlock rules of whom it is for.
pub(crate) const READY: u32 = 16;
/// Init to platform: `[STARTED, 0, 0]`: the program's `execve` succeeded.
pub(crate) const STARTED: u32 = 17;
/// Init to platform: `[FAILED, step, errno]`; nothing runs, init has ended.
pub(crate) const FAILED: u32 = 18;
/// Init to platform: `[EXITED, wait status, 0]`.
pub(crate) const EXITED: u32 = 19;
/// Init to platform: `[SOCKET, errno, 0]`, with a TCP socket of the slot's network unless it failed.
pub(crate) const SOCKET: u32 = 20;
/// Init to platform: `[NESTED, 0, 0]`, with a handle of itself and a /proc that is not mounted yet. It
/// comes from the init of a nested slot, which has taken over from who furnished it.
pub(crate) const NESTED: u32 = 21;

/// `PREPARE` flags: init is pid 1 of its own pid namespace, which dies with it.
pub(crate) const OWN_PIDS: u32 = 1;
/// `PREPARE` flags: init has its own mount namespace: mount a /proc that fits the pid namespace.
pub(crate) const OWN_MOUNTS: u32 = 2;
/// `PREPARE` flags: the slot has files of its own, which `FURNISH` will make.
pub(crate) const ISOLATED: u32 = 4;
/// `PREPARE` flags: init has its own network namespace, and is to set up its loopback.
pub(crate) const OWN_NETWORK: u32 = 8;

/// `PREPARE` flags: a TCP socket of the slot's network is to come with `READY`.
pub(crate) const WITH_DOOR: u32 = 16;

/// Where the platform is reachable inside a slot with a network of its own, in network order.
pub(crate) const PLATFORM_IP: [u8; 4] = [169, 254, 100, 1];

/// What a nested slot is entered with, in this order: a socket to its init, Landlock rules, namespaces.
/// Then follow the network, if it has its own, and the files that move who writes to them into the
/// slot's control groups.
///
/// Who enters says so to init (a byte), and goes on when init, which has a handle of it by then, has
/// answered (another).
pub(crate) const ENTRY_ARRIVAL: usize = 0;
pub(crate) const ENTRY_RULES: usize = 1;
pub(crate) const ENTRY_PIDS: usize = 2;
pub(crate) const ENTRY_MOUNTS: usize = 3;
pub(crate) const ENTRY_IPC: usize = 4;
pub(crate) const ENTRY_NAMES: usize = 5;
pub(crate) const ENTRY_CGROUPS: usize = 6;
pub(crate) const ENTRY_MORE: usize = 7;
/// The first process of a nested slot after its init: who entered it.
pub(crate) const GUEST: i32 = 2;

/// Steps that can fail, named in `FAILED`.
pub(crate) const STEP_GUARD: u32 = 1;
pub(crate) const STEP_MOUNT: u32 = 2;
pub(crate) const STEP_BLOCK: u32 = 3;
pub(crate) const STEP_SPAWN: u32 = 4;
pub(crate) const STEP_FDS: u32 = 5;
pub(crate) const STEP_LIMITS: u32 = 6;
pub(crate) const STEP_CWD: u32 = 7;
pub(crate) const STEP_EXEC: u32 = 8;
pub(crate) const STEP_IDENTITY: u32 = 9;
pub(crate) const STEP_NETWORK: u32 = 10;
/// A record of the scripts failed: `STEP_SCRIPT | its index << 8`, counted through all of them.
pub(crate) const STEP_SCRIPT: u32 = 11;

/// Whether the step is one of starting the program, after all preparing.
pub(crate) fn is_of_start(step: u32) -> bool {
    (STEP_BLOCK..=STEP_IDENTITY).contains(&step)
}

/// A script is records of `RECORD_WORDS` 64-bit words, an operation and what it needs. Offsets count
/// bytes from the script's start and lead to terminated strings. Paths of the slot have no slash at
/// their start and are made by nobody but the script.
pub(crate) const RECORD_WORDS: usize = 5;
pub(crate) const OP_END: u64 = 0;
/// `[_, size, most files]`: an empty root for the slot, not yet entered.
pub(crate) const OP_ROOT: u64 = 1;
/// `[_, path, mode]`: a directory; one that is there already is fine.
pub(crate) const OP_DIR: u64 = 2;
/// `[_, path, content, length]`
pub(crate) const OP_FILE: u64 = 3;
/// `[_, path, target]`
pub(crate) const OP_LINK: u64 = 4;
/// `[_, path, source, attributes]`: shows a host's file or tree (or, without a leading slash, one of the
/// slot's) at the path.
pub(crate) const OP_BIND: u64 = 5;
/// `[_, path, kind, flags, options]`
pub(crate) const OP_MOUNT: u64 = 6;
/// The root becomes the slot's, and the host's files are gone.
pub(crate) const OP_ENTER: u64 = 7;
/// Enters the user namespace that came along, as its root.
pub(crate) const OP_USERS: u64 = 8;
/// `[_, name, length]`
pub(crate) const OP_HOSTNAME: u64 = 9;
/// `[_, user, group]`: who the program will be.
pub(crate) const OP_IDENTITY: u64 = 10;
/// `[_, version of Landlock]`: nothing is to be written but where the slot is writable.
pub(crate) const OP_LANDLOCK: u64 = 11;
/// `[_, filter, instructions]`: only the system calls the filter lets through.
pub(crate) const OP_SECCOMP: u64 = 12;

/// `[_, capabilities]`: nothing that is run can gain a capability any more. The program keeps these
/// (as bits) in the owner's user namespace; if there are any, the slot is a nursery, and outlives it.
pub(crate) const OP_BOUND: u64 = 13;

/// `[_, processes]`: for where a user namespace is one slot's alone, and counts them.
pub(crate) const OP_PROCESSES: u64 = 14;

/// `[_, whether it has a network]`: hands over to an init that carries on with the scripts. Its
/// namespaces belong to the user namespace that came along first, and lie below the pid namespace
/// that came second.
pub(crate) const OP_NEST: u64 = 15;
/// `[_, path]`: shows the mount that came along first at the path; the second is the socket to hear of
/// arrivals from.
pub(crate) const OP_ATTACH: u64 = 16;

/// `[_, path, number]`: a device node, the number as the kernel has it.
pub(crate) const OP_DEVICE: u64 = 17;
/// `[_, path]`: takes a mount away again; what was shown of it elsewhere stays.
pub(crate) const OP_UNMOUNT: u64 = 18;
/// `[_, path, value, length]`: one of the kernel's settings, where it has it.
pub(crate) const OP_SETTING: u64 = 19;

/// Attributes of `OP_BIND`, as the kernel has them.
pub(crate) const READ_ONLY: u64 = 1;
pub(crate) const NO_SUID: u64 = 2;
pub(crate) const NO_DEV: u64 = 4;
pub(crate) const NO_EXEC: u64 = 8;

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
