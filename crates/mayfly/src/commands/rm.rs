use std::io::{self, IsTerminal};

use functions::FunctionName;
use serde_json::json;

use crate::client::{Client, Endpoint};
use crate::render::many;
use crate::{Failure, Outcome, Screen, arguments};

/// Delete a function
#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_name = "NAME", value_parser = arguments::function_name)]
    pub name: FunctionName,
    /// Do not ask
    #[arg(long, short)]
    pub yes: bool,
}

pub async fn run(args: Args, endpoint: &Endpoint, screen: &Screen) -> Outcome {
    let name = &args.name;
    let somebody_there = io::stdin().is_terminal() && screen.stderr_terminal;
    if !args.yes && !somebody_there {
        return Err(Failure::new(
            format!("{name} is not deleted: there is no terminal to ask on"),
            format!("say it with `mayfly rm {name} --yes`"),
        ));
    }
    let client = Client::find(endpoint)?;
    if !args.yes {
        let function = client.function(name).await?;
        let calls = many(function.summary.last_hour.invocations, "call");
        let of = function.summary.app.map(|app| format!(" of app {app}")).unwrap_or_default();
        screen.err(&format!("Delete {name}{of} ({calls} in the last hour)? [y/N] "));
        if !confirmed(&read_answer().await) {
            return Err(Failure::new(
                format!("{name} is not deleted"),
                "answer y to delete it, or use --yes",
            ));
        }
    }
    client.delete(name).await?;
    match (screen.json, screen.quiet) {
        (true, _) => screen.out_json(&json!({ "deleted": name })),
        (_, true) => Ok(()),
        _ => screen.out(format!("deleted {name}\n")),
    }
}

async fn read_answer() -> String {
    let read = || {
        let mut answer = String::new();
        // A terminal that cannot be read has not said yes.
        io::stdin().read_line(&mut answer).ok();
        answer
    };
    tokio::task::spawn_blocking(read).await.unwrap_or_default()
}

/// Only a clear yes is one.
pub fn confirmed(answer: &str) -> bool {
    matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes")
}
