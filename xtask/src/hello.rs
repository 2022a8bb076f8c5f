//! The first thing a newcomer runs: build, start the platform with an example, and make a call.

use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use crate::steps::{cargo, run, works};

const PAYLOAD: &str = r#"{"name": "you"}"#;

/// A first start makes keys and packs the example; a slow machine needs a moment for that.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Debug, Default, clap::Args)]
pub struct Options {
    /// Where the platform listens.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:4566")]
    listen: String,
    /// Stop after the first response instead of staying up.
    #[arg(long)]
    once: bool,
}

pub fn hello(options: &Options) -> anyhow::Result<()> {
    run(cargo().args(["build", "-p", "mayfly"]))?;
    let mayfly = crate::target().join("debug/mayfly");
    let endpoint = format!("http://{}", options.listen);
    let mut up = Command::new(&mayfly)
        .args(["up", "examples/hello", "--listen", &options.listen, "--data"])
        .arg(crate::target().join("hello"))
        .current_dir(crate::root())
        .spawn()
        .context("cannot start the platform")?;
    let mayfly = |arguments: &[&str]| {
        let mut command = Command::new(&mayfly);
        command.args(["--endpoint", &endpoint]).args(arguments);
        command
    };
    wait_for(&mut up, || works(&mut mayfly(&["show", "hello"])))?;
    println!("\n$ mayfly invoke hello --payload '{PAYLOAD}' --logs");
    let called = run(&mut mayfly(&["invoke", "hello", "--payload", PAYLOAD, "--logs"]));
    println!();
    if options.once || called.is_err() {
        stop(&mut up)?;
        return called;
    }
    // Ctrl-C reaches the platform as well, which stops in good order.
    up.wait().context("the platform was lost")?;
    Ok(())
}

fn wait_for(up: &mut Child, ready: impl Fn() -> bool) -> anyhow::Result<()> {
    let began = Instant::now();
    while !ready() {
        if let Some(status) = up.try_wait()? {
            bail!("the platform ended with {status}; what it printed says why");
        }
        if began.elapsed() > PATIENCE {
            stop(up)?;
            bail!("the function did not answer within {} s", PATIENCE.as_secs());
        }
        sleep(Duration::from_millis(100));
    }
    Ok(())
}

/// Asks the platform to stop, as Ctrl-C does, and waits until it has.
fn stop(up: &mut Child) -> anyhow::Result<()> {
    run(Command::new("kill").args(["-INT", &up.id().to_string()]))?;
    up.wait()?;
    Ok(())
}
