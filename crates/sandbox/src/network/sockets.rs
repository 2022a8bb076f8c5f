//! Sockets in a slot's network. They are made by its init and come here as descriptors, so that no
//! thread of the platform ever has to go there.

use crate::control::Control;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::net::sockopt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4, TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::time::Duration;

const BACKLOG: i32 = 128;

pub(crate) fn listen(control: &Control, address: SocketAddrV4) -> io::Result<TcpListener> {
    let socket = control.socket()?;
    sockopt::set_socket_reuseaddr(&socket, true)?;
    rustix::net::bind(&socket, &address)?;
    rustix::net::listen(&socket, BACKLOG)?;
    Ok(socket.into())
}

/// Makes a socket of a slot's network the platform's door in it.
pub(crate) fn open_door(socket: OwnedFd, port: u16) -> io::Result<TcpListener> {
    let address = SocketAddrV4::new(crate::wire::PLATFORM_IP.into(), port);
    rustix::io::ioctl_fionbio(&socket, true)?;
    rustix::net::bind(&socket, &address)?;
    rustix::net::listen(&socket, BACKLOG)?;
    Ok(socket.into())
}

/// A port nobody has at this moment, nor has been promised.
pub(crate) fn free_port(control: &Control, promised: &[u16]) -> io::Result<u16> {
    loop {
        let socket = control.socket()?;
        rustix::net::bind(&socket, &SocketAddrV4::new(Ipv4Addr::LOCALHOST, 0))?;
        let address: SocketAddr = rustix::net::getsockname(&socket)?.try_into()?;
        if !promised.contains(&address.port()) {
            return Ok(address.port());
        }
    }
}

pub(crate) fn connect(control: &Control, port: u16, patience: Duration) -> io::Result<TcpStream> {
    let socket = control.socket()?;
    rustix::io::ioctl_fionbio(&socket, true)?;
    match rustix::net::connect(&socket, &SocketAddrV4::new(Ipv4Addr::LOCALHOST, port)) {
        Ok(()) => {}
        Err(Errno::INPROGRESS) => {
            let limit = Timespec { tv_sec: patience.as_secs() as i64, tv_nsec: 0 };
            let mut polled = [PollFd::new(&socket, PollFlags::OUT)];
            if poll(&mut polled, Some(&limit))? == 0 {
                return Err(io::ErrorKind::TimedOut.into());
            }
            sockopt::socket_error(&socket)??;
        }
        Err(errno) => return Err(errno.into()),
    }
    rustix::io::ioctl_fionbio(&socket, false)?;
    Ok(socket.into())
}
