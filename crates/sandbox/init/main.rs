//! The first process of a slot: it sets the slot up, starts the program, reaps what the program
//! leaves behind, and reports how it ended. When init ends, everything in the slot ends.
//!
//! It has no libc and no heap: a few kilobytes that the program inside can neither kill (pid 1 is
//! immune to signals from within) nor look into (it is not dumpable).

#![no_std]
#![no_main]
#![deny(unsafe_op_in_unsafe_fn)]

mod entry;
mod furnish;
mod kill;
mod lock;
mod message;
mod mount;
mod nest;
mod prepare;
mod start;
mod sys;
mod watch;
#[allow(dead_code)]
#[path = "../src/wire.rs"]
mod wire;

/// The control socket: the platform puts it where stdin would be.
const CONTROL: i32 = 0;

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    sys::exit(126)
}

/// Called by `_start` on an aligned stack.
#[unsafe(no_mangle)]
extern "C" fn init_main() -> ! {
    prepare::quiet();
    let mut fds = [-1; wire::MAX_FDS + 1];
    let flags = match message::receive(CONTROL, &mut fds) {
        Some(([wire::PREPARE, flags, _], _)) => flags,
        Some(([wire::USERS, user, _], _)) => own_users(user.into(), &mut fds),
        _ => sys::exit(0),
    };
    let own_pids = flags & wire::OWN_PIDS != 0;
    let slot = make(flags, &mut fds).unwrap_or_else(|(step, errno)| fail(step, errno));
    let rules = if slot.arrivals.is_some() { Some(slot.rules) } else { None };
    match flags & wire::WITH_DOOR {
        0 => tell_with(wire::READY, None, rules),
        _ => tell_with_socket(wire::READY, rules),
    }
    let main = match slot.arrivals {
        Some(arrivals) => watch::until_arrival(arrivals),
        None => await_start(&mut fds, own_pids, &slot),
    };
    watch::until_end(main, slot.keep != 0);
    if !own_pids {
        kill::descendants();
    }
    sys::exit(0)
}

fn await_start(
    fds: &mut [i32; wire::MAX_FDS + 1],
    own_pids: bool,
    slot: &furnish::Furnisher,
) -> watch::Main {
    let pid = loop {
        match message::receive(CONTROL, fds) {
            Some(([wire::GIVE_SOCKET, ..], _)) => tell_with_socket(wire::SOCKET, None),
            Some(([wire::START, length, _], count)) => {
                match start::start(length as usize, &fds[..count], own_pids, slot) {
                    Ok(pid) => break pid,
                    Err((step, errno)) => fail(step, errno),
                }
            }
            _ => sys::exit(0),
        }
    };
    tell(wire::STARTED, 0, 0);
    sys::close_from(CONTROL + 1);
    watch::Main::Child(pid)
}

fn make(flags: u32, fds: &mut [i32; wire::MAX_FDS + 1]) -> Result<furnish::Furnisher, (u32, i32)> {
    let mut furnisher = furnish::Furnisher::new();
    prepare::prepare(flags)?;
    if flags & wire::ISOLATED == 0 {
        return Ok(furnisher);
    }
    loop {
        match message::receive(CONTROL, fds) {
            Some(([wire::FURNISH, length, last], count)) => {
                furnisher.carry_out(length as usize, &fds[..count])?;
                if last != 0 {
                    break;
                }
            }
            _ => sys::exit(0),
        }
    }
    furnisher.clear_away();
    prepare::guard(flags).map_err(|errno| (wire::STEP_GUARD, errno))?;
    Ok(furnisher)
}

/// Sockets belong to the network they are made in, so the platform has the slot's made here.
fn tell_with_socket(kind: u32, rules: Option<i32>) {
    tell_with(kind, Some(lock::tcp_socket()), rules);
}

/// Lives until the platform has the user namespace.
fn own_users(user: u64, fds: &mut [i32; wire::MAX_FDS + 1]) -> ! {
    lock::make_users(user).unwrap_or_else(|errno| fail(wire::STEP_IDENTITY, errno));
    tell(wire::READY, 0, 0);
    message::receive(CONTROL, fds);
    sys::exit(0)
}

/// What is told is ours no longer.
fn tell_with(kind: u32, socket: Option<Result<i32, i32>>, rules: Option<i32>) {
    let errno = socket.and_then(Result::err).unwrap_or(0);
    let mut fds = [-1; 2];
    let mut count = 0;
    for fd in [socket.and_then(Result::ok), rules].into_iter().flatten() {
        fds[count] = fd;
        count += 1;
    }
    message::send_fds(CONTROL, &[kind, errno as u32, 0], &fds[..count]);
    fds[..count].iter().for_each(|fd| sys::close(*fd));
}

/// A platform that is gone hears nothing, and then the socket's end says so where we wait.
fn tell(kind: u32, a: u32, b: u32) {
    message::send(CONTROL, &[kind, a, b]);
}

fn fail(step: u32, errno: i32) -> ! {
    tell(wire::FAILED, step, errno as u32);
    sys::exit(1)
}
