use std::collections::VecDeque;
use std::time::Duration;

use api::LogLine;
use functions::FunctionName;
use jiff::tz::TimeZone;

use crate::arguments::{self, Since};
use crate::client::{Client, ClientError, Endpoint, LogQuery, LogStream, Overlap};
use crate::render::{Clock, log_line};
use crate::{Failure, Outcome, Screen};

use super::now_ms;

/// Followers see a little of the past when they do not say how much.
const BEFORE_FOLLOWING_MS: u64 = 10 * 60 * 1_000;
const LATEST_MAX: usize = 100_000;
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
    /// Only the latest N events
    #[arg(long, short = 'n', value_name = "N", conflicts_with = "follow")]
    pub latest: Option<usize>,
}

impl Args {
    fn query(&self, now_ms: u64) -> LogQuery {
        let recent = self.follow && self.request.is_none();
        let default_ms = recent.then(|| now_ms.saturating_sub(BEFORE_FOLLOWING_MS));
        LogQuery {
            since_ms: self.since.map(|since| since.ms(now_ms)).or(default_ms),
            request: self.request.clone(),
            follow: self.follow,
            limit: None,
        }
    }
}

pub async fn run(args: Args, endpoint: &Endpoint, screen: &Screen) -> Outcome {
    let client = Client::find(endpoint)?;
    let mut query = args.query(now_ms());
    let mut printer = Printer::new(screen);
    let mut stream = client.logs(&args.name, &query).await?;
    if !args.follow {
        match args.latest {
            Some(count) => printer.print_latest(&mut stream, count.min(LATEST_MAX)).await?,
            None => printer.print(&mut stream).await?,
        }
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
        query.since_ms = printer.overlap.resume_ms().or(query.since_ms);
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
            self.add(&line);
            if self.out.len() > OUTPUT_BYTES || !stream.has_line() {
                self.screen.out(std::mem::take(&mut self.out))?;
            }
        }
        Ok(())
    }

    /// Prints the end of the answer, which comes oldest first.
    async fn print_latest(&mut self, stream: &mut LogStream, count: usize) -> Result<(), Trouble> {
        let mut latest = VecDeque::new();
        while let Some(line) = stream.next().await? {
            latest.push_back(line);
            if latest.len() > count {
                latest.pop_front();
            }
        }
        latest.iter().for_each(|line| self.add(line));
        Ok(self.screen.out(std::mem::take(&mut self.out))?)
    }

    fn add(&mut self, line: &LogLine) {
        if self.overlap.admit(line) {
            self.out += &match self.screen.json {
                // Strings and numbers always have a JSON form.
                true => serde_json::to_string(line).unwrap_or_default() + "\n",
                false => log_line(line, &self.clock, self.screen.stdout_colour()),
            };
        }
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
