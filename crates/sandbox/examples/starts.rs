//! Times a slot's life against a plain spawn of the same program, interleaved, from a large parent.

use sandbox::{Avoid, Options, Program, Sandbox, Spec};
use std::fs::File;
use std::process::{Command, Stdio};
use std::time::Instant;

const ROUNDS: usize = 300;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // What a platform has in memory, and a fork would copy the tables of.
    let ballast = vec![1u8; 256 << 20];
    let avoids = [
        ("full", Avoid::default()),
        ("without cgroups", Avoid { cgroups: true, ..Avoid::default() }),
        ("without a mount namespace", Avoid { mount_namespace: true, ..Avoid::default() }),
        ("without any namespace", Avoid { pid_namespace: true, ..Avoid::default() }),
    ];
    for (name, avoid) in avoids {
        let mut options = Options::new(format!("starts-{}", std::process::id()));
        options.avoid = avoid;
        let sandbox = Sandbox::new(options)?;
        let mut times: [Vec<u128>; 5] = Default::default();
        for _ in 0..ROUNDS {
            let began = Instant::now();
            let mut command = Command::new("/bin/true");
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            command.status()?;
            times[0].push(began.elapsed().as_micros());
            let null = || File::options().write(true).open("/dev/null").map(Into::into);
            let program = Program::new(["/bin/true"], null()?, null()?);
            let began = Instant::now();
            let slot = sandbox.slot(Spec::new("/usr")).await?;
            times[1].push(began.elapsed().as_micros());
            let started = Instant::now();
            let process = slot.start(program)?;
            times[2].push(started.elapsed().as_micros());
            let waited = Instant::now();
            process.wait().await;
            times[3].push(waited.elapsed().as_micros());
            times[4].push(began.elapsed().as_micros());
        }
        let labels = ["Command, spawn to end", "slot", "start", "wait", "slot to end"];
        println!("{name}: microseconds, median and 90th percentile of {ROUNDS}");
        for (label, times) in labels.iter().zip(&mut times) {
            times.sort_unstable();
            println!("  {label:<24}{:>6}{:>8}", times[ROUNDS / 2], times[ROUNDS * 9 / 10]);
        }
        sandbox.close().await;
    }
    drop(ballast);
    Ok(())
}
