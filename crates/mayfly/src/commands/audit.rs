use jiff::tz::TimeZone;

use crate::arguments::Since;
use crate::client::{Client, Endpoint};
use crate::render::{Clock, refusals};
use crate::{Outcome, Screen};

use super::now_ms;

/// Print who was refused what: by policies, or because of a signature; the latest come last
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Start here: 30s, 10m, 2h, 3d ago, or at 2026-01-31T12:00:00Z
    #[arg(long, value_name = "TIME", value_parser = Since::parse)]
    pub since: Option<Since>,
    /// Only the latest N
    #[arg(long, short = 'n', value_name = "N", default_value_t = 100)]
    pub limit: usize,
}

pub async fn run(args: Args, endpoint: &Endpoint, screen: &Screen) -> Outcome {
    let since_ms = args.since.map(|since| since.ms(now_ms()));
    let log = Client::find(endpoint)?.audit(since_ms, args.limit).await?;
    if screen.json {
        let lines: Vec<String> = log.refusals.iter().map(json_line).collect();
        return screen.out(lines.concat());
    }
    if log.refusals.is_empty() {
        screen.note("nobody was refused anything\n");
        return Ok(());
    }
    let zone = if screen.stdout_terminal { Some(TimeZone::system()) } else { None };
    let clock = zone.map_or(Clock::Utc, Clock::Local);
    screen.out(refusals(&log.refusals, &clock, screen.stdout_look()))
}

fn json_line(refusal: &api::AuditRefusal) -> String {
    // Strings and numbers always have a JSON form.
    serde_json::to_string(refusal).unwrap_or_default() + "\n"
}
