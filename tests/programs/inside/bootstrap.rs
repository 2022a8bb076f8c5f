//! A program without any library of the system's: `rustc -C target-feature=+crt-static`. Answers
//! calls if there is a Runtime API, else says that it works.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};

fn main() {
    let answer = work();
    match std::env::var("AWS_LAMBDA_RUNTIME_API") {
        Ok(api) => loop {
            let (id, _event) = call(&api, "GET", "next", "");
            call(&api, "POST", &format!("{id}/response"), &answer);
        },
        Err(_) => println!("works"),
    }
}

/// Threads, a file and a connection to itself.
fn work() -> String {
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
    assert!(!maps.contains(".so"), "it is not static: {maps}");
    let threads: Vec<_> = (0..8u64).map(|n| std::thread::spawn(move || n * n)).collect();
    let sum: u64 = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
    let file = std::env::temp_dir().join("static");
    std::fs::write(&file, sum.to_string()).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let sender = std::thread::spawn(move || {
        let text = std::fs::read(file).unwrap();
        TcpStream::connect(address).unwrap().write_all(&text).unwrap();
    });
    let mut text = String::new();
    listener.accept().unwrap().0.read_to_string(&mut text).unwrap();
    sender.join().unwrap();
    text
}

/// One request to the Runtime API: the call's id, if there is one, and the body.
fn call(api: &str, method: &str, path: &str, body: &str) -> (String, String) {
    let mut stream = TcpStream::connect(api).unwrap();
    let length = body.len();
    let path = format!("/2018-06-01/runtime/invocation/{path}");
    let head = format!("{method} {path} HTTP/1.1\r\nHost: {api}\r\nContent-Length: {length}");
    write!(stream, "{head}\r\nConnection: close\r\n\r\n{body}").unwrap();
    let mut answer = BufReader::new(stream);
    let (mut id, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        answer.read_line(&mut line).unwrap();
        let line = line.trim_end().to_ascii_lowercase();
        match line.split_once(": ") {
            Some(("lambda-runtime-aws-request-id", value)) => id = value.to_owned(),
            Some(("content-length", value)) => length = value.parse().unwrap(),
            _ if line.is_empty() => break,
            _ => {}
        }
    }
    let mut body = vec![0; length];
    answer.read_exact(&mut body).unwrap();
    (id, String::from_utf8(body).unwrap())
}
