//! `mayfly doctor`: looks at the machine with the eyes of the platform.

mod account;
mod check;
mod disk;
mod held;
mod isolation;
mod machine;
mod runtimes;
mod space;
mod starts;

pub use check::{Check, Mark, Section, render};
pub use disk::{median, speed};

use std::path::{Path, PathBuf};

use account::Account;
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
    let (here, platform) =
        tokio::join!(tokio::task::spawn_blocking(move || local(&args.data)), platform(endpoint));
    let mut sections = here.unwrap_or_default();
    sections.push(Section { name: "platform", checks: platform });
    if screen.json {
        let healthy = !sections.iter().flat_map(|s| &s.checks).any(|c| c.mark == Mark::Bad);
        return screen.out_json(&json!({ "ok": healthy, "sections": sections }));
    }
    screen.out(render(&sections, screen.stdout_look()))
}

/// The disk goes last, so that its time is measured while nothing else works.
fn local(data: &Path) -> Vec<Section> {
    let account = Account::own();
    let isolation = isolation::look(account);
    let folder = disk::existing(data);
    let machine = std::iter::once(account.check()).chain(machine::checks());
    vec![
        Section { name: "machine", checks: machine.collect() },
        Section { name: "isolation", checks: isolation.checks },
        Section { name: "runtimes", checks: runtimes::checks() },
        Section { name: "quick starts", checks: starts::checks(isolation.copies) },
        Section { name: "disk", checks: vec![space::check(&folder), disk::check(&folder)] },
    ]
}

/// Some things are tried in a folder that is removed again.
fn no_folder(name: &str, error: &std::io::Error) -> Check {
    let next = "make room in the directory for temporary files, or name another in TMPDIR";
    Check::warn(name, format!("not tried: {error}"), next)
}

async fn platform(endpoint: &Endpoint) -> Vec<Check> {
    let mine = env!("CARGO_PKG_VERSION");
    let health = match Client::anonymous(endpoint.clone()).health().await {
        Ok(health) => health,
        Err(ClientError::Connect { .. }) => {
            let next = "start the platform with `mayfly up`";
            return vec![Check::warn("mayfly", format!("nothing runs at {endpoint}"), next)];
        }
        Err(error) => return vec![Check::bad("mayfly", error.to_string(), error.next())],
    };
    let running = format!("{} runs at {endpoint}", health.version);
    let running = match health.version == mine {
        true => Check::good("mayfly", running),
        false => {
            let next = format!("this program is {mine}; restart `mayfly up` with it");
            Check::warn("mayfly", running, next)
        }
    };
    let starts = match health.problem {
        None => Check::good("starts", "instances can be started, as far as it knows"),
        Some(problem) => Check::bad(
            "starts",
            problem,
            "read what the platform prints, mend it, or restart `mayfly up`; it tries by itself",
        ),
    };
    let internet = health.internet.map(|missing| {
        let next = "see \"internet\" under isolation; it needs no restart to see a default route";
        Check::warn("its internet", missing, next)
    });
    let mut checks = vec![running, starts];
    checks.extend(internet);
    checks.push(keys(endpoint).await);
    if let Ok(client) = Client::find(endpoint) {
        checks.extend(held::held(&client).await);
    }
    checks
}

async fn keys(endpoint: &Endpoint) -> Check {
    let asked = match Client::find(endpoint) {
        Ok(client) => client.functions().await.map(drop),
        Err(error) => Err(error),
    };
    match asked {
        Ok(()) => Check::good("keys", "the platform accepts them"),
        Err(error) => Check::bad("keys", error.to_string(), error.next()),
    }
}
