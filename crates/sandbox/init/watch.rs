//! Waits for the end: of the program, or of the platform.

use crate::{CONTROL, message, sys, tell, tell_with_socket, wire};

/// Whose end is the slot's.
#[derive(Clone, Copy)]
pub enum Main {
    Child(i32),
    /// Somebody else's child, by its handle.
    Guest(i32),
}

/// Reaps until the program has ended (and tells the platform), or the platform hangs up. `stay`: only
/// the latter counts, as others live on in nested slots.
pub fn until_end(main: Main, stay: bool) {
    let children = sys::child_signals();
    let (mut child, guest) = match main {
        Main::Child(pid) => (Some(pid), -1),
        Main::Guest(handle) => (None, handle),
    };
    loop {
        // The program may have ended before the signals were asked for: look first, then wait.
        while let Some((pid, status)) = sys::reap() {
            if child == Some(pid) {
                tell(wire::EXITED, status, 0);
                // Its number may be anybody's next.
                child = None;
                if !stay {
                    return;
                }
            }
        }
        let [_, control, ended] = sys::wait_readable([children, CONTROL, guest]);
        if ended {
            // Without a word, it was killed.
            if let Some(status) = sys::exit_status(guest) {
                tell(wire::EXITED, status, 0);
            }
            return;
        }
        if control {
            match message::receive(CONTROL, &mut [-1; wire::MAX_FDS + 1]) {
                Some(([wire::GIVE_SOCKET, ..], _)) => tell_with_socket(wire::SOCKET, None),
                Some(([wire::SIGNAL, signal, _], _)) => match child {
                    Some(pid) => sys::kill(pid, signal as i32),
                    None => sys::kill_by_handle(guest, signal as i32),
                },
                _ => return,
            }
        }
        sys::drain_signals(children);
    }
}

/// Until somebody has entered, which may be never.
pub fn until_arrival(arrivals: i32) -> Main {
    loop {
        let [arrived, control] = sys::wait_readable([arrivals, CONTROL]);
        if arrived {
            let guest = sys::read_byte(arrivals).and_then(|_| sys::pidfd(wire::GUEST).ok());
            let guest = guest.unwrap_or_else(|| sys::exit(0));
            sys::write_byte(arrivals, b'1');
            sys::close(arrivals);
            return Main::Guest(guest);
        }
        if control {
            match message::receive(CONTROL, &mut [-1; wire::MAX_FDS + 1]) {
                Some(([wire::GIVE_SOCKET, ..], _)) => tell_with_socket(wire::SOCKET, None),
                Some(([wire::SIGNAL, ..], _)) => {}
                _ => sys::exit(0),
            }
        }
    }
}
