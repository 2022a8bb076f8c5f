use std::path::{Path, PathBuf};
use std::sync::Arc;

use api::{PACKAGE_BYTES_MAX, PackRequest, PackState};

use super::{Progress, Wanted, ls, pack_name};
use crate::client::{Client, Endpoint};
use crate::{Failure, Outcome, Screen};

/// Install a pack on the platform's machine, for all functions that bring no such packages
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The pack: aws
    #[arg(value_name = "PACK", value_parser = pack_name)]
    pack: String,
    #[command(flatten)]
    wanted: Wanted,
    /// Take it from a file that `mayfly runtime pack` made on a machine with a network
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
}

pub(super) async fn run(args: Args, endpoint: &Endpoint, screen: &Screen) -> Outcome {
    let client = Client::find(endpoint)?;
    let runtimes = args.wanted.runtimes()?;
    let bundle = match &args.from {
        Some(file) => Some(upload(&client, file).await?),
        None => None,
    };
    let mut list = client.add_packs(&PackRequest { runtimes, bundle }).await?;
    let notes = list.notes.join("\n");
    if list.packs.is_empty() || !(args.wanted.is_everything() || notes.is_empty()) {
        return Err(Failure::new(notes, "see what this machine offers with `mayfly doctor`"));
    }
    let mut progress = Progress::new(screen);
    let packs = client.wait_for_packs(list.packs, |pack| progress.show(pack)).await;
    progress.end();
    list.packs = packs?;
    let failed: Vec<&str> = list.packs.iter().filter_map(|pack| problem(&pack.state)).collect();
    if !failed.is_empty() {
        // The last line of the problem says what to do.
        let whole = failed.join("\n");
        let (what, next) = whole.rsplit_once('\n').unwrap_or((&whole, "try again"));
        return Err(Failure::new(what, next));
    }
    list.notes.iter().for_each(|note| screen.note(&format!("note: {note}\n")));
    match (screen.json, screen.quiet) {
        (true, _) => screen.out_json(&list),
        (_, true) => Ok(()),
        _ => screen.out(ls::render(&list, screen.stdout_colour())),
    }
}

fn problem(state: &PackState) -> Option<&str> {
    match state {
        PackState::Failed { problem } => Some(problem),
        _ => None,
    }
}

/// Sends the bundle as packages are sent, and gives its hash.
async fn upload(client: &Client, file: &Path) -> Result<blob::Hash, Failure> {
    let unreadable = |error: std::io::Error| {
        Failure::new(
            format!("cannot read {}: {error}", file.display()),
            "make it with `mayfly runtime pack aws -o FILE` on a machine with a network",
        )
    };
    let bytes = tokio::fs::metadata(file).await.map_err(unreadable)?.len();
    if bytes > PACKAGE_BYTES_MAX {
        return Err(Failure::new(
            format!("{} is too large for a bundle of packs", file.display()),
            "make it with `mayfly runtime pack aws -o FILE`",
        ));
    }
    // At most 250 MB, and once in a long while.
    let content = tokio::fs::read(file).await.map_err(unreadable)?;
    let hash = blob::Hash::of(&content);
    drop(content);
    if !client.has_package(&hash).await? {
        client.upload_package(&hash, file, Arc::new(|_| ())).await?;
    }
    Ok(hash)
}
