//! What a start costs: a slot from nothing and from the pool, a plain spawn, and other sandboxes where
//! they are installed. One after another in each round, so that all see the same machine.

use sandbox::{Egress, Options, Program, Sandbox, Spec};
use std::io::{PipeReader, Read, pipe};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const ROUNDS: usize = 1000;
const PROGRAM: [&str; 2] = ["/bin/echo", "x"];
/// In which the pool fills up again, and the kernel clears away the network of who came before.
const PAUSE: Duration = Duration::from_millis(20);

/// Microseconds until the program's first byte, and until its end.
type Times = Vec<(u128, u128)>;

fn first_byte(mut output: PipeReader) -> std::io::Result<()> {
    output.read_exact(&mut [0])
}

fn spawned(argv: &[&str]) -> Result<(u128, u128), Box<dyn std::error::Error>> {
    let (output, write) = pipe()?;
    let began = Instant::now();
    let mut command = Command::new(argv[0]);
    command.args(&argv[1..]).stdin(Stdio::null()).stdout(write).stderr(Stdio::null());
    let mut child = command.spawn()?;
    drop(command);
    first_byte(output)?;
    let first = began.elapsed().as_micros();
    child.wait()?;
    Ok((first, began.elapsed().as_micros()))
}

async fn in_slot(
    sandbox: &Sandbox,
    egress: Egress,
) -> Result<(u128, u128), Box<dyn std::error::Error>> {
    let (output, write) = pipe()?;
    let program = Program::new(PROGRAM, write.try_clone()?.into(), write.into());
    let spec = Spec { egress, ..Spec::new("/usr/share") };
    let began = Instant::now();
    let process = sandbox.slot(spec).await?.start(program)?;
    first_byte(output)?;
    let first = began.elapsed().as_micros();
    process.wait().await;
    Ok((first, began.elapsed().as_micros()))
}

fn sandbox(name: &str, pool_max: usize) -> Result<Sandbox, sandbox::Error> {
    let mut options = Options::new(format!("bench-{name}-{}", std::process::id()));
    options.pool_max = pool_max;
    Sandbox::new(options)
}

fn print(name: &str, mut times: Times) {
    let mut line = format!("{name:<34}");
    let mut column = |at: fn(&(u128, u128)) -> u128| {
        times.sort_unstable_by_key(at);
        for percent in [50, 90, 99] {
            let value = at(&times[(times.len() - 1) * percent / 100]);
            line += &format!("{value:>8}");
        }
        line += "    ";
    };
    column(|time| time.0);
    column(|time| time.1);
    println!("{}", line.trim_end());
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // What a platform has in memory, and a fork would copy the tables of.
    let ballast = vec![1u8; 64 << 20];
    let rounds = std::env::args().filter_map(|word| word.parse().ok()).next().unwrap_or(ROUNDS);
    let bwrap = "bwrap --unshare-all --ro-bind /usr /usr --symlink usr/bin /bin --symlink usr/lib \
                 /lib --symlink usr/lib64 /lib64 --proc /proc --dev /dev --tmpfs /tmp";
    let bwrap: Vec<&str> = bwrap.split_whitespace().chain(PROGRAM).collect();
    let others: Vec<(&str, Vec<&str>)> = [("posix_spawn", PROGRAM.to_vec()), ("bwrap", bwrap)]
        .into_iter()
        .filter(|(_, argv)| spawned(argv).is_ok())
        .collect();
    let (cold, pooled) = (sandbox("cold", 0)?, sandbox("pool", 16)?);
    let kinds = [
        ("slot, from nothing, platform only", &cold, Egress::None),
        ("slot, from nothing, internet", &cold, Egress::Internet),
        ("slot, from the pool, platform only", &pooled, Egress::None),
        ("slot, from the pool, internet", &pooled, Egress::Internet),
    ];
    let mut times: Vec<Times> = vec![Times::new(); others.len() + kinds.len()];
    for _ in 0..rounds {
        let mut all = times.iter_mut();
        for ((_, argv), times) in others.iter().zip(&mut all) {
            times.push(spawned(argv)?);
            tokio::time::sleep(PAUSE).await;
        }
        for ((_, sandbox, egress), times) in kinds.iter().zip(&mut all) {
            times.push(in_slot(sandbox, *egress).await?);
            tokio::time::sleep(PAUSE).await;
        }
    }
    println!("{rounds} starts of {} each, microseconds", PROGRAM[0]);
    println!("{:<34}{:>24}{:>28}", "", "to its first byte", "to its end");
    println!("{:<34}     50%     90%     99%         50%     90%     99%", "");
    let names = others.iter().map(|(name, _)| *name).chain(kinds.iter().map(|kind| kind.0));
    for (name, times) in names.zip(times) {
        print(name, times);
    }
    cold.close().await;
    pooled.close().await;
    drop(ballast);
    Ok(())
}
