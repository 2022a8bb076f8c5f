//! `mayfly doctor`: looks at the machine with the eyes of the platform.

mod check;
mod disk;
mod isolation;
mod machine;
mod runtimes;

pub use check::{Check, Mark, Section, render};
pub use disk::{median, speed};

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::client::{Client, ClientError, Endpoint};
use crate::{Outcome, Screen};

/// Say what this machine offers, what is missing and how to get it
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The data directory whose disk is tested
    #[arg(long, value_name = "DIR", default_value = ".mayfly")]
    pub data: PathBuf,
}

pub async fn run(args: Args, endpoint: &Endpoint, screen: &Screen) -> Outcome {
    let (here, platform) = tokio::join!(
        tokio::task::spawn_blocking(move || local(&args.data)),
        platform(endpoint)
    );
    let mut sections = here.unwrap_or_default();
    sections.push(Section { name: "platform", checks: vec![platform] });
    if screen.json {
        let healthy = !sections.iter().flat_map(|s| &s.checks).any(|c| c.mark == Mark::Bad);
        return screen.out_json(&json!({ "ok": healthy, "sections": sections }));
    }
    screen.out(render(&sections, screen.stdout_colour()))
}

/// The disk goes last, so that its time is measured while nothing else works.
fn local(data: &Path) -> Vec<Section> {
    vec![
        Section { name: "machine", checks: machine::checks() },
        Section { name: "isolation", checks: isolation::checks() },
        Section { name: "runtimes", checks: runtimes::checks() },
        Section { name: "disk", checks: vec![disk::check(data)] },
    ]
}

async fn platform(endpoint: &Endpoint) -> Check {
    let name = "mayfly";
    let client = match Client::new(endpoint) {
        Ok(client) => client,
        Err(error) => return Check::warn(name, error.to_string(), error.next()),
    };
    match client.health().await {
        Ok(health) if health.version == env!("CARGO_PKG_VERSION") => {
            Check::good(name, format!("{} runs at {endpoint}", health.version))
        }
        Ok(health) => Check::warn(
            name,
            format!("{} runs at {endpoint}", health.version),
            format!("this program is {}; restart `mayfly up` with it", env!("CARGO_PKG_VERSION")),
        ),
        Err(ClientError::Connect { .. }) => Check::warn(
            name,
            format!("nothing runs at {endpoint}"),
            "start the platform with `mayfly up`",
        ),
        Err(error) => Check::bad(name, error.to_string(), error.next()),
    }
}
