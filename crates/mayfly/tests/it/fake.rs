//! A platform that answers what it was told to, and remembers what it was asked.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Output};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

#[derive(Debug)]
pub(crate) struct Asked {
    /// Method and path.
    pub(crate) line: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

pub(crate) struct Fake {
    pub(crate) endpoint: String,
    asked: Receiver<Asked>,
}

/// An answer with `head` lines (its status first) and a body.
pub(crate) fn answer(head: &str, body: &str) -> String {
    format!("HTTP/1.1 {head}\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

impl Fake {
    /// Gives the answers in turn, each on a connection of its own, and then hangs up.
    pub(crate) fn answering(answers: Vec<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let (sender, asked) = channel();
        thread::spawn(move || {
            for answer in answers {
                let (mut stream, _) = listener.accept().unwrap();
                let Some(request) = read(&stream) else { continue };
                let head = request.line.starts_with("HEAD");
                sender.send(request).ok();
                let end = if head { answer.find("\r\n\r\n").unwrap() + 4 } else { answer.len() };
                stream.write_all(&answer.as_bytes()[..end]).ok();
            }
        });
        Self { endpoint, asked }
    }

    pub(crate) fn asked(&self) -> Asked {
        self.asked.recv_timeout(std::time::Duration::from_secs(10)).unwrap()
    }

    /// Runs the program against this platform.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        mayfly(arguments).env("MAYFLY_ENDPOINT", &self.endpoint).output().unwrap()
    }
}

/// The program with keys and nothing else in its environment.
pub(crate) fn mayfly(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mayfly"));
    command.env_clear().args(arguments);
    command.env("MAYFLY_ACCESS_KEY", "AKTEST").env("MAYFLY_SECRET_KEY", "secret").env("TZ", "UTC");
    command
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn read(stream: &TcpStream) -> Option<Asked> {
    let mut reader = BufReader::new(stream);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        match line.trim_end() {
            "" if line.is_empty() => return None,
            "" => break,
            text => lines.push(text.to_owned()),
        }
    }
    let header = |line: &String| {
        let (name, value) = line.split_once(": ").unwrap();
        (name.to_lowercase(), value.to_owned())
    };
    let headers: Vec<_> = lines.iter().skip(1).map(header).collect();
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let mut body = vec![0; length.map_or(0, |(_, value)| value.parse().unwrap())];
    reader.read_exact(&mut body).ok()?;
    let line = lines[0].trim_end_matches(" HTTP/1.1").to_owned();
    Some(Asked { line, headers, body })
}
