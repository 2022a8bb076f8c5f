//! Waits for the end: of the program, or of the platform.

use crate::{CONTROL, sys, tell, tell_with_socket, wire};

/// Reaps until the program `main` has ended (and tells the platform), or the platform hangs up.
pub fn until_end(main: i32) {
    let children = sys::child_signals();
    loop {
        // The program may have ended before the signals were asked for: look first, then wait.
        while let Some((pid, status)) = sys::reap() {
            if pid == main {
                tell(wire::EXITED, status, 0);
                return;
            }
        }
        if sys::wait_readable([children, CONTROL])[1] {
            match sys::receive(CONTROL, &mut [-1; wire::MAX_FDS + 1]) {
                Some(([wire::GIVE_SOCKET, ..], _)) => tell_with_socket(wire::SOCKET),
                Some(([wire::SIGNAL, signal, _], _)) => sys::kill(main, signal as i32),
                _ => return,
            }
        }
        sys::drain_signals(children);
    }
}
