use std::time::Duration;

use functions::FunctionName;
use jiff::tz::TimeZone;

use crate::arguments::{self, Since};
use crate::client::{Client, ClientError, Endpoint, LogQuery, LogStream, Overlap};
use crate::render::{Clock, log_line};
use crate::{Failure, Outcome, Screen};

use super::now_ms;

/// What is shown when nobody says how much.
const LINES: u32 = 1_000;
const LINES_BEFORE_FOLLOWING: u32 = 20;
const OUTPUT_BYTES: usize = 64 * 1024;
const RECONNECT_FIRST: Duration = Duration::from_millis(200);
const RECONNECT_SLOWEST: Duration = Duration::from_secs(2);

/// Print a function's log, or follow it
#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_name = "NAME", value_parser = arguments::function_name)]
    pub name: FunctionName,
    /// Wait for more lines, until Ctrl-C
    #[arg(long, short)]
    pub follow: bool,
    /// Start here: 30s, 10m, 2h, 3d ago, or at 2026-01-31T12:00:00Z
    #[arg(long, value_name = "TIME", value_parser = Since::parse)]
    pub since: Option<Since>,
    /// Only the lines of this call
    #[arg(long, value_name = "ID", value_parser = arguments::request_id)]
    pub request: Option<String>,
    /// Only the latest N lines
    #[arg(long, short = 'n', value_name = "N")]
    pub limit: Option<u32>,
}

impl Args {
    fn query(&self, now_ms: u64) -> LogQuery {
        let whole = self.since.is_some() || self.request.is_some();
        let limit = if self.follow { LINES_BEFORE_FOLLOWING } else { LINES };
        LogQuery {
            since_ms: self.since.map(|since| since.ms(now_ms)),
            request: self.request.clone(),
            follow: self.follow,
            limit: self.limit.or((!whole).then_some(limit)),
        }
    }
}

pub async fn run(args: Args, endpoint: &Endpoint, screen: &Screen) -> Outcome {
    let client = Client::new(endpoint)?;
    let started_ms = now_ms();
    let mut query = args.query(started_ms);
    let mut printer = Printer::new(screen);
    let mut stream = client.logs(&args.name, &query).await?;
    if !args.follow {
        printer.print(&mut stream).await?;
        if printer.overlap.resume_ms().is_none() {
            screen.note(&nothing(&args));
        }
        return Ok(());
    }
    loop {
        if let Err(Trouble::Final(failure)) = printer.print(&mut stream).await {
            return Err(failure);
        }
        screen.note("the connection is gone; waiting for the platform to come back\n");
        query.since_ms = printer.overlap.resume_ms().or(query.since_ms).or(Some(started_ms));
        query.limit = None;
        stream = reconnect(&client, &args.name, &query).await?;
    }
}

async fn reconnect(
    client: &Client,
    name: &FunctionName,
    query: &LogQuery,
) -> Result<LogStream, Failure> {
    let mut pause = RECONNECT_FIRST;
    loop {
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(RECONNECT_SLOWEST);
        match client.logs(name, query).await.map_err(Trouble::from) {
            Ok(stream) => return Ok(stream),
            Err(Trouble::Passing) => {}
            Err(Trouble::Final(failure)) => return Err(failure),
        }
    }
}

/// What ends a stream of lines before its time.
enum Trouble {
    /// A platform that restarts looks like this.
    Passing,
    Final(Failure),
}

impl From<ClientError> for Trouble {
    fn from(error: ClientError) -> Self {
        match error {
            ClientError::Connect { .. }
            | ClientError::Broken { .. }
            | ClientError::Timeout { .. } => Self::Passing,
            ClientError::Refused { status, .. } if status.is_server_error() => Self::Passing,
            error => Self::Final(error.into()),
        }
    }
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self::Final(failure)
    }
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Final(failure) => failure,
            Trouble::Passing => {
                Self::new("the platform stopped while it was answering", "try again")
            }
        }
    }
}

struct Printer<'a> {
    screen: &'a Screen,
    clock: Clock,
    overlap: Overlap,
    out: String,
}

impl<'a> Printer<'a> {
    fn new(screen: &'a Screen) -> Self {
        let zone = if screen.stdout_terminal { Some(TimeZone::system()) } else { None };
        let clock = zone.map_or(Clock::Utc, Clock::Local);
        Self { screen, clock, overlap: Overlap::default(), out: String::new() }
    }

    /// Prints until the answer is over. Lines that arrive together are written together.
    async fn print(&mut self, stream: &mut LogStream) -> Result<(), Trouble> {
        while let Some(line) = stream.next().await? {
            if self.overlap.admit(&line) {
                self.out += &match self.screen.json {
                    true => serde_json::to_string(&line).unwrap_or_default() + "\n",
                    false => log_line(&line, &self.clock, self.screen.stdout_colour()),
                };
            }
            if self.out.len() > OUTPUT_BYTES || !stream.has_line() {
                self.screen.out(std::mem::take(&mut self.out))?;
            }
        }
        Ok(())
    }
}

fn nothing(args: &Args) -> String {
    let name = &args.name;
    if args.since.is_some() || args.request.is_some() {
        format!("no lines match\nnext: see everything with `mayfly logs {name}`\n")
    } else {
        format!("no lines yet\nnext: call it with `mayfly invoke {name}`\n")
    }
}
