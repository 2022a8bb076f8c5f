//! Kills every descendant where there is no pid namespace to do it.

use crate::sys;

/// Orphans come to us (we are their subreaper), so whatever the descendants do, each round finds
/// them among our children, until there are none.
pub fn descendants() {
    let mut buffer = [0u8; 4096];
    loop {
        while sys::reap().is_some() {}
        if !sys::has_children() {
            return;
        }
        let length = sys::read_file(c"/proc/thread-self/children", &mut buffer);
        let mut pid = 0;
        for &byte in &buffer[..length] {
            match byte {
                b'0'..=b'9' => pid = pid * 10 + i32::from(byte - b'0'),
                _ if pid > 0 => {
                    sys::kill(pid, sys::SIGKILL);
                    pid = 0;
                }
                _ => {}
            }
        }
        sys::pause_briefly();
    }
}
