//! `mayfly deploy`: build, upload what is missing, and change everything at once.

mod flow;
mod progress;
mod reply;
mod unloadable;

pub use flow::deploy_dir;
pub use reply::render;
pub use unloadable::unloadable;

use std::path::PathBuf;
use std::time::Instant;

use crate::client::{Client, Endpoint};
use crate::{Outcome, Screen};

/// Build a project and deploy its functions: all of them, or none
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The project: a directory with mayfly.toml, or with one handler file
    #[arg(value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,
    /// Do not wait to see whether the code loads
    #[arg(long)]
    pub no_check: bool,
}

pub async fn run(args: Args, endpoint: &Endpoint, screen: &Screen) -> Outcome {
    let began = Instant::now();
    let client = Client::find(endpoint)?;
    let reply = deploy_dir(&client, &args.dir, !args.no_check, screen).await?;
    match (screen.json, screen.quiet) {
        (true, _) => screen.out_json(&reply),
        (_, true) => Ok(()),
        _ => screen.out(render(&reply, began.elapsed(), screen.stdout_colour())),
    }
}
