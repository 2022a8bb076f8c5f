//! The platform's own memory: what it has freed goes back to the system.
//!
//! Here because these are calls of the C library, and all `unsafe` code is in this crate.

/// Large pieces of memory, as bodies are, are mapped one by one and go back as soon as they are
/// freed; by default the C library keeps up to 32 MB of them for later.
#[allow(unsafe_code)]
pub fn prefer_giving_memory_back() {
    #[cfg(target_env = "gnu")]
    {
        const LARGE: libc::c_int = 512 * 1024;
        // SAFETY: sets a number of the allocator's own; it reads no memory of ours.
        unsafe { libc::mallopt(libc::M_MMAP_THRESHOLD, LARGE) };
    }
}

/// Gives back what is free between what is still in use.
#[allow(unsafe_code)]
pub fn give_memory_back() {
    #[cfg(target_env = "gnu")]
    // SAFETY: the allocator locks what it looks at, and moves nothing.
    unsafe {
        libc::malloc_trim(0);
    }
}
