//! What a start costs: a slot from nothing and from the pool, a plain spawn, and other sandboxes where
//! they are installed. One after another in each round, so that all see the same machine.

mod crun;
mod spawned;
mod table;

use crun::Crun;
use sandbox::{Egress, Options, Program, Sandbox, Spec};
use spawned::{PROGRAM, Time, spawned, version};
use std::io::{Read, pipe};
use std::time::{Duration, Instant};

const ROUNDS: usize = 1000;
/// In which the pool fills up again, and the kernel clears away the network of who came before.
const PAUSE: Duration = Duration::from_millis(20);
/// As near to a slot as its options come.
const BWRAP: &str = "bwrap --unshare-all --ro-bind /usr /usr --symlink usr/bin /bin --symlink \
                     usr/lib /lib --symlink usr/lib64 /lib64 --proc /proc --dev /dev --tmpfs /tmp";

pub(crate) type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// One way to start the program.
enum Way {
    Spawn(Vec<String>),
    Crun(Crun),
    Slot(Sandbox, Egress),
}

impl Way {
    async fn time(&mut self) -> Result<Time> {
        match self {
            Way::Spawn(argv) => spawned(argv),
            Way::Crun(crun) => crun.time(),
            Way::Slot(sandbox, egress) => in_slot(sandbox, *egress).await,
        }
    }
}

async fn in_slot(sandbox: &Sandbox, egress: Egress) -> Result<Time> {
    let (mut output, write) = pipe()?;
    let program = Program::new(PROGRAM, write.try_clone()?.into(), write.into());
    let spec = Spec { egress, ..Spec::new("/usr/share") };
    let began = Instant::now();
    let process = sandbox.slot(spec).await?.start(program)?;
    output.read_exact(&mut [0])?;
    let first_byte = began.elapsed();
    process.wait().await;
    Ok(Time { first_byte, end: began.elapsed() })
}

fn sandbox(name: &str, pool_max: usize) -> Result<Sandbox> {
    let mut options =
        Options::new(std::env::temp_dir().join(format!("bench-{name}-{}", std::process::id())));
    options.pool_max = pool_max;
    Ok(Sandbox::new(options)?)
}

/// Those of others that work here; says why one does not.
fn others() -> Vec<(String, Way)> {
    let spawn = |words: &str| {
        Way::Spawn(words.split_whitespace().chain(PROGRAM).map(str::to_owned).collect())
    };
    let mut ways = vec![("posix_spawn".to_owned(), spawn(""))];
    match version("bwrap") {
        Ok(version) => ways.push((version, spawn(BWRAP))),
        Err(error) => println!("without bwrap: {error}"),
    }
    match version("crun").and_then(|version| Ok((version, Way::Crun(Crun::find()?)))) {
        Ok(crun) => ways.push(crun),
        Err(error) => println!("without crun: {error}"),
    }
    ways
}

#[tokio::main]
async fn main() -> Result<()> {
    if std::env::args().nth(1).as_deref() == Some(crun::HELPER) {
        return crun::help();
    }
    // What a platform has in memory, and a fork would copy the tables of.
    let ballast = vec![1u8; 64 << 20];
    let rounds = std::env::args().filter_map(|word| word.parse().ok()).next().unwrap_or(ROUNDS);
    let (cold, pooled) = (sandbox("cold", 0)?, sandbox("pool", 16)?);
    let mut ways = others();
    for (from, sandbox) in [("nothing", &cold), ("the pool", &pooled)] {
        for (reach, egress) in [("platform only", Egress::None), ("internet", Egress::Internet)] {
            let name = format!("slot from {from}, {reach}");
            ways.push((name, Way::Slot(sandbox.clone(), egress)));
        }
    }
    let mut times: Vec<Vec<Time>> = ways.iter().map(|_| Vec::new()).collect();
    for _ in 0..rounds {
        for ((name, way), times) in ways.iter_mut().zip(&mut times) {
            times.push(way.time().await.map_err(|error| format!("{name}: {error}"))?);
            tokio::time::sleep(PAUSE).await;
        }
    }
    println!("{rounds} starts of {} each, microseconds", PROGRAM[0]);
    let names: Vec<&str> = ways.iter().map(|(name, _)| name.as_str()).collect();
    print!("{}", table::table(&names, &times));
    cold.close().await;
    pooled.close().await;
    drop(ballast);
    Ok(())
}
