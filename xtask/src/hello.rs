//! The first thing a newcomer runs: a platform with a function on it, and what it answers.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use crate::steps::{cargo, run};

const PATIENCE: Duration = Duration::from_secs(30);
const PATH: &str = "/fn/hello/?name=newcomer";

#[derive(Debug, clap::Args)]
pub struct Options {
    /// Where the platform listens.
    #[arg(long, default_value = "127.0.0.1:4566")]
    listen: String,
    /// Stop after the answer.
    #[arg(long)]
    once: bool,
    /// Only call, and print the answer.
    #[arg(long, hide = true)]
    call: bool,
}

/// Builds the platform, starts it in the foreground and calls the function once it is up.
pub fn hello(options: &Options) -> anyhow::Result<()> {
    if options.call {
        return call(&options.listen);
    }
    run(cargo().args(["build", "-p", "mayfly"]))?;
    let mut platform = Command::new(crate::target().join("debug/mayfly"));
    platform.args(["up", "examples/hello", "--listen", &options.listen, "--data"]);
    platform.arg(crate::target().join("hello")).current_dir(crate::root());
    if options.once {
        let mut platform = platform.spawn().context("cannot start mayfly")?;
        let answered = call(&options.listen);
        run(Command::new("kill").args(["-INT", &platform.id().to_string()]))?;
        platform.wait()?;
        return answered;
    }
    // This process becomes the platform, so that Ctrl-C reaches it and its end is ours; the call is
    // made from beside it.
    let own = std::env::current_exe()?;
    Command::new(own).args(["hello", "--call", "--listen", &options.listen]).spawn()?;
    Err(platform.exec()).context("cannot start mayfly")
}

/// Calls until the function answers, and shows the answer as a person would see it.
fn call(address: &str) -> anyhow::Result<()> {
    let start = Instant::now();
    let answer = loop {
        match get(address) {
            Ok(answer) if answer.starts_with("HTTP/1.1 200 ") => break answer,
            _ if start.elapsed() > PATIENCE => bail!("no answer from http://{address}{PATH}"),
            _ => sleep(Duration::from_millis(50)),
        }
    };
    // The platform's own screen comes first.
    sleep(Duration::from_millis(300));
    let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    println!("\n$ curl 'http://{address}{PATH}'\n{body}");
    Ok(())
}

fn get(address: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(stream, "GET {PATH} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}
