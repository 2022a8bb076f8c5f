//! Messages of three words and some descriptors, as they go over the control socket.

use crate::sys::{EINTR, MSG_NOSIGNAL, call, nr};
use crate::wire::MAX_FDS;

const SOL_SOCKET: i32 = 1;
const SCM_RIGHTS: i32 = 1;
const MSG_CMSG_CLOEXEC: usize = 0x4000_0000;

#[repr(C)]
struct Header {
    name: usize,
    name_length: usize,
    parts: *const [usize; 2],
    parts_length: usize,
    control: *mut Control,
    control_length: usize,
    flags: usize,
}

#[repr(C)]
struct Control {
    length: usize,
    level: i32,
    kind: i32,
    fds: [i32; MAX_FDS + 1],
}

const CONTROL_HEAD: usize = 16;

/// One message of three words; the descriptors that came with it go to `fds`, their number is
/// returned. None when the other side is gone.
pub fn receive(socket: i32, fds: &mut [i32; MAX_FDS + 1]) -> Option<([u32; 3], usize)> {
    let mut words = [0u32; 3];
    let part = [words.as_mut_ptr() as usize, size_of_val(&words)];
    let mut control = Control { length: 0, level: 0, kind: 0, fds: [-1; MAX_FDS + 1] };
    let mut header = Header {
        name: 0,
        name_length: 0,
        parts: &raw const part,
        parts_length: 1,
        control: &raw mut control,
        control_length: size_of::<Control>(),
        flags: 0,
    };
    let length = loop {
        let got = call!(nr::RECVMSG, socket as usize, (&raw mut header) as usize, MSG_CMSG_CLOEXEC);
        if got != -(EINTR as isize) {
            break got;
        }
    };
    if length != size_of_val(&words) as isize {
        return None;
    }
    // SAFETY: the kernel wrote to both behind the compiler's back; both are plain numbers.
    let (words, control) =
        unsafe { ((&raw const words).read_volatile(), (&raw const control).read_volatile()) };
    let rights = control.level == SOL_SOCKET && control.kind == SCM_RIGHTS;
    if header.control_length < CONTROL_HEAD || !rights {
        return Some((words, 0));
    }
    let count = (control.length.saturating_sub(CONTROL_HEAD) / size_of::<i32>()).min(fds.len());
    for (to, from) in fds.iter_mut().zip(control.fds).take(count) {
        *to = from;
    }
    Some((words, count))
}

/// Like `send`, with descriptors.
pub fn send_fds(socket: i32, words: &[u32; 3], fds: &[i32]) {
    let part = [words.as_ptr() as usize, size_of_val(words)];
    if fds.is_empty() {
        return send(socket, words);
    }
    let length = CONTROL_HEAD + size_of_val(fds);
    let mut all = [-1; MAX_FDS + 1];
    for (to, from) in all.iter_mut().zip(fds) {
        *to = *from;
    }
    let mut control = Control { length, level: SOL_SOCKET, kind: SCM_RIGHTS, fds: all };
    let header = Header {
        name: 0,
        name_length: 0,
        parts: &raw const part,
        parts_length: 1,
        control: &raw mut control,
        control_length: length,
        flags: 0,
    };
    call!(nr::SENDMSG, socket as usize, (&raw const header) as usize, MSG_NOSIGNAL);
}

pub fn send(socket: i32, words: &[u32; 3]) {
    let size = size_of_val(words);
    call!(nr::SENDTO, socket as usize, words.as_ptr() as usize, size, MSG_NOSIGNAL, 0, 0);
}
