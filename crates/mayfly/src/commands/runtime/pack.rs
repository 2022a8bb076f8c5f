use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Instant;

use functions::Runtime;
use packs::{AWS, Edition, Interpreter, Step};

use super::{Progress, Wanted, pack_name};
use crate::render::bytes;
use crate::{Failure, Outcome, Screen};

/// Fetch a pack into a file, for a platform whose machine has no network
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The pack: aws
    #[arg(value_name = "PACK", value_parser = pack_name)]
    pack: String,
    #[command(flatten)]
    wanted: Wanted,
    /// The file to write
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
}

/// Everything happens on this machine: no platform is asked.
pub(super) async fn run(args: Args, screen: &Screen) -> Outcome {
    let mut editions = Vec::new();
    for runtime in args.wanted.runtimes()? {
        let runtime: Runtime = runtime.parse().map_err(|error| failed(&error))?;
        let found = runtime::find(runtime).map_err(|missing| failed(&missing))?.interpreter;
        let edition = Edition::of(AWS, found.language, found.version).ok_or_else(|| {
            let what = format!("{} {}", found.language.name(), found.version_text());
            failed(&packs::Error::NoEdition(what))
        })?;
        let interpreter = Interpreter { path: found.path, version: found.version };
        editions.push((edition, vec![interpreter]));
    }
    let temp = tempfile::tempdir().map_err(|error| failed(&error))?;
    let began = Instant::now();
    let progress = Mutex::new(Progress::new(screen));
    let tell = |step| {
        let doing = match step {
            Step::Checking => "comparing with what is pinned",
            _ => "fetching",
        };
        if let Ok(mut progress) = progress.lock() {
            progress.doing(AWS, doing, began.elapsed().as_secs());
        }
    };
    let written = packs::bundle(&editions, temp.path(), &args.output, &tell).await;
    if let Ok(mut progress) = progress.lock() {
        progress.end();
    }
    let size = written.map_err(|error| failed(&error))?;
    let file = args.output.display();
    match (screen.json, screen.quiet) {
        (true, _) => {
            let file = args.output.to_string_lossy();
            screen.out_json(&serde_json::json!({ "file": file, "bytes": size }))
        }
        (_, true) => Ok(()),
        _ => screen.out(format!(
            "{file}, {}\nnext: bring it to the platform's machine and run there \
             `mayfly runtime add {AWS} --from {file}`\n",
            bytes(size)
        )),
    }
}

/// What went wrong says in its last line, or in itself, what to do.
fn failed(error: &dyn std::error::Error) -> Failure {
    let text = error.to_string();
    match text.rsplit_once('\n') {
        Some((what, next)) => Failure::new(what, next),
        None => Failure::new(text, "mend that and run the command again"),
    }
}
