//! `mayfly up`: the platform in the foreground.

mod data;
mod isolation;
mod listen;
mod listener;
mod patient;
mod platform;
mod pressure;
mod sweep;
mod watched;
mod welcome;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use identity::CredentialsBook;
use rustix::fs::Mode;
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::client::{Client, Endpoint};
use crate::commands::deploy::deploy_dir;
use crate::render::Style;
use crate::{Failure, Screen, log};
use data::DataDir;
pub use isolation::Isolation;
pub use listen::Listen;
use listen::Listeners;
use platform::Platform;

const OPEN: &str = "open: whoever reaches this port is let in as the owner, with any keys or none";

/// How long running calls may take to end once the platform is asked to stop.
const PATIENCE: Duration = Duration::from_secs(10);

/// Run the platform in the foreground
#[derive(Debug, Clone, clap::Args)]
pub struct UpOptions {
    /// Project directories to deploy once the platform is ready
    #[arg(value_name = "DIR")]
    pub dirs: Vec<PathBuf>,
    /// Where the platform keeps everything
    #[arg(long, value_name = "DIR", default_value = ".mayfly")]
    pub data: PathBuf,
    /// Where to listen: an address of this machine, or a name, and the port
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:4566")]
    pub listen: Listen,
    /// Calls executing at once, all functions together
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    pub concurrency: u32,
    /// What all instances together may use; four fifths of the machine's memory by default
    #[arg(long, value_name = "MB")]
    pub memory_mb: Option<u64>,
    /// What compiling one WebAssembly component may take, in memory
    #[arg(long, value_name = "MB", default_value_t = 2_048, value_parser = clap::value_parser!(u64).range(64..=65_536))]
    pub compile_memory_mb: u64,
    /// How long compiling one WebAssembly component may take
    #[arg(long, value_name = "S", default_value_t = 120, value_parser = clap::value_parser!(u64).range(1..=3_600))]
    pub compile_seconds: u64,
    /// How functions are kept apart: auto uses all this machine allows, require accepts no less
    /// than everything, off only ends and limits them
    #[arg(long, value_name = "HOW", value_enum, default_value_t)]
    pub sandbox: Isolation,
    /// Let everybody on this machine in as the owner, whatever keys they come with. For
    /// environments that are thrown away
    #[arg(long)]
    pub open: bool,
    /// How instances of Python and Node functions start: auto copies a loaded one where that works
    /// and else takes an interpreter that runs already, stems always does that, off starts anew
    #[arg(long, value_name = "HOW", value_enum, default_value_t)]
    pub fork_start: ForkStart,
    /// Memory that comes with a whole processor's share of time; idle processors are anybody's
    #[arg(long, value_name = "MB", default_value_t = 1_769, value_parser = clap::value_parser!(u32).range(1..))]
    pub mb_per_cpu: u32,
    /// What uploaded packages and layers may take on the disk; those of one function a quarter
    #[arg(long, value_name = "MB", default_value_t = 20_480, value_parser = clap::value_parser!(u64).range(1..1 << 40))]
    pub packages_mb: u64,
    /// What unpacked packages may take on the disk: the code of what runs, and of what ran lately
    #[arg(long, value_name = "MB", default_value_t = 10_240, value_parser = clap::value_parser!(u64).range(1..1 << 40))]
    pub code_mb: u64,
    /// What the events of waiting asynchronous calls may take; those of one function a quarter
    #[arg(long, value_name = "MB", default_value_t = 1_024, value_parser = clap::value_parser!(u64).range(1..1 << 40))]
    pub queue_mb: u64,
    /// How often packages that nobody needs are looked for
    #[arg(long, value_name = "MS", default_value_t = 60_000, hide = true, value_parser = clap::value_parser!(u64).range(10..))]
    pub sweep_ms: u64,
    /// The pause before an asynchronous call is tried again
    #[arg(long, value_name = "MS", default_value_t = 60_000, hide = true)]
    pub retry_base_ms: u64,
    #[arg(skip)]
    pub json: bool,
    #[arg(skip)]
    pub quiet: bool,
}

/// How instances start.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum ForkStart {
    /// As copies of a loaded one, where that can be.
    #[default]
    Auto,
    /// In an interpreter that runs already.
    Stems,
    Off,
}

pub async fn run(options: UpOptions) -> Result<()> {
    let began = Instant::now();
    log::to_stderr();
    // Programs run as users of their own, and must be able to read what is unpacked for them. Nobody
    // else gets into the data directory.
    rustix::process::umask(Mode::from_raw_mode(0o022));
    let mut stop = Stop::listen()?;
    let screen = Screen::new(options.json, options.quiet);
    let addresses = options.listen.resolve().await?;
    if let Some(far) = addresses.iter().find(|address| options.open && !address.ip().is_loopback())
    {
        bail!(
            "--open lets everybody in who reaches {far}; listen on 127.0.0.1, or leave --open out"
        );
    }
    let data = DataDir::open(&options.data, addresses[0])?;
    let listeners = Listeners::bind(&addresses).await?;
    let address = listeners.local_addr().context("no address to listen on")?;
    data.note(address)?;
    let (platform, door) = Platform::open(&data, address, &options)?;
    let platform = Arc::new(platform);
    let book = record(&platform)?;
    let server = listener::Server::start(listeners, door, platform.clone());
    let mut failed = Vec::new();
    for dir in &options.dirs {
        let endpoint = Endpoint::parse(&platform.endpoint).map_err(anyhow::Error::msg)?;
        let client = Client::new(endpoint, platform.keys.admin().clone());
        let deployed = tokio::select! {
            deployed = deploy_dir(&client, dir, true, &screen) => deployed,
            () = stop.asked() => break,
        };
        if let Err(failure) = deployed {
            failed.push(failure);
        }
    }
    if options.sandbox == Isolation::Off {
        screen.err(isolation::WARNING);
    }
    if options.open {
        screen.err(&Style::Red.paint(OPEN, screen.stderr_terminal));
    }
    greet(&screen, &platform, &data, book.as_deref(), began)?;
    for failure in failed {
        // What is deployed already serves on; the broken project is for its owner to mend.
        screen.err(&failure.render(screen.json, screen.stderr_colour()));
    }
    stop.asked().await;
    screen.note("stopping: running calls may take 10 seconds; Ctrl-C again stops at once\n");
    tokio::select! {
        () = shut_down(server, &platform) => {}
        () = stop.asked() => screen.note("stopped at once\n"),
    }
    Ok(())
}

async fn shut_down(server: listener::Server, platform: &Platform) {
    server.refuse_new();
    platform.invoker.stop(PATIENCE).await;
    server.finish().await;
    platform.close().await;
}

/// Notes endpoint and key in the account's credentials book. An account without a home has none.
fn record(platform: &Platform) -> Result<Option<PathBuf>> {
    let Some(path) = CredentialsBook::default_path() else { return Ok(None) };
    CredentialsBook::put(&path, &platform.endpoint, platform.keys.admin())?;
    Ok(Some(path))
}

fn greet(
    screen: &Screen,
    platform: &Platform,
    data: &DataDir,
    book: Option<&std::path::Path>,
    began: Instant,
) -> Result<(), Failure> {
    let functions = platform.urls();
    let welcome = welcome::Welcome {
        endpoint: &platform.endpoint,
        data: data.path(),
        book,
        functions: &functions,
        isolation: isolation::describe(&platform.isolation()),
        internet: platform.invoker.no_internet(),
        ready: began.elapsed(),
    };
    if screen.json {
        return screen.out_json(&welcome);
    }
    if screen.quiet { Ok(()) } else { screen.out(welcome.render(screen.stdout_colour())) }
}

/// The wish to stop: Ctrl-C, or a polite signal of the system.
struct Stop {
    interrupt: Signal,
    terminate: Signal,
}

impl Stop {
    fn listen() -> Result<Self> {
        let interrupt = signal(SignalKind::interrupt()).context("cannot hear Ctrl-C")?;
        let terminate = signal(SignalKind::terminate()).context("cannot hear SIGTERM")?;
        Ok(Self { interrupt, terminate })
    }

    async fn asked(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
