//! Many connections at once, driven by one thread: what a server can do, not what threads cost.

use std::io::{Error, ErrorKind, Result, Write};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use rustix::event::Timespec;
use rustix::event::epoll::{self, CreateFlags, EventData, EventFlags};

use super::connection::{Connection, Request};
use super::response::Whole;

const EVENTS_MAX: usize = 64;

/// Connections that are kept between rounds.
#[derive(Debug)]
pub(crate) struct Load {
    connections: Vec<Connection>,
    request: Request,
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
    pub(crate) took: Duration,
}

#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) answers: u64,
    took: Duration,
}

impl Run {
    /// Answers a second.
    pub(crate) fn rate(&self) -> f64 {
        self.answers as f64 / self.took.as_secs_f64()
    }
}

impl Load {
    pub(crate) fn open(address: SocketAddr, count: usize, request: Request) -> Result<Self> {
        let connections = (0..count).map(|_| Connection::open(address)).collect::<Result<_>>()?;
        Ok(Self { connections, request })
    }

    /// Every connection sends its next request as soon as it has its answer.
    pub(crate) fn run(&mut self, time: Duration) -> Result<Run> {
        let (began, mut answers) = (Instant::now(), 0_u64);
        let mut last = began;
        self.drive(|whole| {
            if whole.status != 200 {
                let text = String::from_utf8_lossy(&whole.body);
                return Err(Error::other(format!("answer {}: {text}", whole.status)));
            }
            answers += 1;
            last = Instant::now();
            Ok(last - began < time)
        })?;
        Ok(Run { answers, took: last - began })
    }

    /// Every connection sends one request, all at once; gives the answers with the time each took.
    pub(crate) fn burst(&mut self) -> Result<Vec<Answer>> {
        let (began, mut answers) = (Instant::now(), Vec::new());
        self.drive(|whole| {
            answers.push(Answer { status: whole.status, body: whole.body, took: began.elapsed() });
            Ok(false)
        })?;
        Ok(answers)
    }

    /// Sends a request on every connection, and the next where `more` says so of an answer.
    fn drive(&mut self, mut more: impl FnMut(Whole) -> Result<bool>) -> Result<()> {
        let poll = epoll::create(CreateFlags::CLOEXEC)?;
        for (index, connection) in self.connections.iter_mut().enumerate() {
            connection.stream.set_nonblocking(true)?;
            let index = EventData::new_u64(index as u64);
            epoll::add(&poll, &connection.stream, index, EventFlags::IN)?;
            connection.stream.write_all(self.request.bytes())?;
        }
        let mut open = self.connections.len();
        let mut events = Vec::with_capacity(EVENTS_MAX);
        while open > 0 {
            events.clear();
            let patience = Timespec { tv_sec: 120, tv_nsec: 0 };
            let space = rustix::buffer::spare_capacity(&mut events);
            if epoll::wait(&poll, space, Some(&patience))? == 0 {
                return Err(Error::new(ErrorKind::TimedOut, "no answer within two minutes"));
            }
            for event in &events {
                let connection = &mut self.connections[event.data.u64() as usize];
                connection.hear()?;
                let Some(answer) = connection.take()? else { continue };
                if more(answer)? {
                    connection.stream.write_all(self.request.bytes())?;
                } else {
                    open -= 1;
                }
            }
        }
        for connection in &self.connections {
            connection.stream.set_nonblocking(false)?;
        }
        Ok(())
    }
}
