//! Many connections at once, driven by one thread: what a server can do, not what threads cost.

use std::io::{Error, ErrorKind, Result, Write};
use std::net::SocketAddr;
use std::os::fd::AsFd;
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
        Ok(Self { connections: open(address, count)?, request })
    }

    /// Every connection sends its next request as soon as it has its answer.
    pub(crate) fn run(&mut self, time: Duration) -> Result<Run> {
        let (began, mut answers) = (Instant::now(), 0_u64);
        let mut last = began;
        let Self { connections, request } = self;
        drive(connections, |answer| {
            if let Some(answer) = answer {
                must_be(200, &answer)?;
                answers += 1;
                last = Instant::now();
            }
            Ok((last - began < time).then_some(&*request))
        })?;
        Ok(Run { answers, took: last - began })
    }

    /// Every connection sends one request, all at once; gives the answers with the time each took.
    pub(crate) fn burst(&mut self) -> Result<Vec<Answer>> {
        let (began, mut answers) = (Instant::now(), Vec::new());
        let Self { connections, request } = self;
        drive(connections, |answer| {
            let Some(answer) = answer else { return Ok(Some(&*request)) };
            let Whole { status, body, .. } = answer;
            answers.push(Answer { status, body, took: began.elapsed() });
            Ok(None)
        })?;
        Ok(answers)
    }
}

/// Sends each request once, over so many connections; all are to be answered with this status.
pub(crate) fn share(
    address: SocketAddr,
    connections: usize,
    requests: &[Request],
    status: u16,
) -> Result<Run> {
    let mut connections = open(address, connections.min(requests.len()))?;
    let (mut left, began) = (requests.iter(), Instant::now());
    drive(&mut connections, |answer| {
        answer.map_or(Ok(()), |answer| must_be(status, &answer))?;
        Ok(left.next())
    })?;
    Ok(Run { answers: requests.len() as u64, took: began.elapsed() })
}

fn open(address: SocketAddr, count: usize) -> Result<Vec<Connection>> {
    (0..count).map(|_| Connection::open(address)).collect()
}

fn must_be(status: u16, answer: &Whole) -> Result<()> {
    if answer.status == status {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&answer.body);
    Err(Error::other(format!("answer {}: {text}", answer.status)))
}

/// Sends what `next` says on every connection, first of all and after each answer, until it says
/// that there is nothing more.
fn drive<'a>(
    connections: &mut [Connection],
    mut next: impl FnMut(Option<Whole>) -> Result<Option<&'a Request>>,
) -> Result<()> {
    let poll = epoll::create(CreateFlags::CLOEXEC)?;
    let mut open = 0;
    for (index, connection) in connections.iter_mut().enumerate() {
        let Some(request) = next(None)? else { continue };
        listen(&poll, connection, index as u64)?;
        connection.stream.write_all(request.bytes())?;
        open += 1;
    }
    let mut events = Vec::with_capacity(EVENTS_MAX);
    while open > 0 {
        events.clear();
        let patience = Timespec { tv_sec: 120, tv_nsec: 0 };
        let space = rustix::buffer::spare_capacity(&mut events);
        if epoll::wait(&poll, space, Some(&patience))? == 0 {
            return Err(Error::new(ErrorKind::TimedOut, "no answer within two minutes"));
        }
        for event in &events {
            let index = event.data.u64();
            let connection = &mut connections[index as usize];
            connection.hear()?;
            let Some(answer) = connection.take()? else { continue };
            let Some(request) = next(Some(answer))? else {
                // That its server closes it later is no matter.
                epoll::delete(&poll, &connection.stream)?;
                open -= 1;
                continue;
            };
            if connection.over {
                // What is closed is listened to no more.
                connection.open_again()?;
                listen(&poll, connection, index)?;
            }
            connection.stream.write_all(request.bytes())?;
        }
    }
    for connection in connections {
        connection.stream.set_nonblocking(false)?;
    }
    Ok(())
}

fn listen(poll: impl AsFd, connection: &Connection, index: u64) -> Result<()> {
    connection.stream.set_nonblocking(true)?;
    Ok(epoll::add(poll, &connection.stream, EventData::new_u64(index), EventFlags::IN)?)
}
