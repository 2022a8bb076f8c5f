//! From arguments to an exit code.

use std::ffi::OsString;
use std::io;
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use crate::cli::{Cli, Command};
use crate::{Failure, Outcome, Screen, commands, up};

pub fn main() -> ExitCode {
    // Before anything else: a compiler's process has nothing to do with the command line.
    if let Some(code) = runtime::compile_if_asked() {
        return code;
    }
    let cli = match parse(std::env::args_os()) {
        Ok(cli) => cli,
        Err(Unparsed::Help(text)) => {
            let screen = Screen::new(false, false);
            return finish(&screen, screen.out(text));
        }
        Err(Unparsed::Wrong { failure, json }) => {
            return finish(&Screen::new(json, false), Err(failure));
        }
    };
    let screen = Screen::new(cli.global.json, cli.global.quiet);
    let runtime = match build(&cli.command) {
        Ok(runtime) => runtime,
        Err(error) => {
            let failure = Failure::new(
                format!("cannot start: {error}"),
                "free some memory, threads or open files and try again",
            );
            return finish(&screen, Err(failure));
        }
    };
    let outcome = runtime.block_on(Box::pin(run(cli, &screen)));
    // Reads of stdin cannot be cancelled; nobody waits for them.
    runtime.shutdown_background();
    finish(&screen, outcome)
}

/// Only the platform needs more than one thread, and only for half of the machine: functions work
/// on the other half, and each thread more is one more to wake for what another could do.
fn build(command: &Command) -> io::Result<tokio::runtime::Runtime> {
    let Command::Up(_) = command else {
        return tokio::runtime::Builder::new_current_thread().enable_all().build();
    };
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let workers = (processors / 2).max(1);
    tokio::runtime::Builder::new_multi_thread().worker_threads(workers).enable_all().build()
}

async fn run(cli: Cli, screen: &Screen) -> Outcome {
    let endpoint = cli.global.endpoint;
    match cli.command {
        Command::Up(mut options) => {
            (options.json, options.quiet) = (screen.json, screen.quiet);
            up::run(options).await.map_err(|error| Failure::from_chain(&error))
        }
        Command::Deploy(args) => commands::deploy::run(args, &endpoint, screen).await,
        Command::Invoke(args) => commands::invoke::run(args, &endpoint, screen).await,
        Command::Logs(args) => commands::logs::run(args, &endpoint, screen).await,
        Command::Audit(args) => commands::audit::run(args, &endpoint, screen).await,
        Command::Ls(args) => commands::ls::run(args, &endpoint, screen).await,
        Command::Show(args) => commands::show::run(args, &endpoint, screen).await,
        Command::Rm(args) => commands::rm::run(args, &endpoint, screen).await,
        Command::Env(args) => commands::env::run(args, &endpoint, screen),
        Command::Doctor(args) => commands::doctor::run(args, &endpoint, screen).await,
    }
}

fn finish(screen: &Screen, outcome: Outcome) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            screen.err(&failure.render(screen.json, screen.stderr_colour()));
            failure.exit_code()
        }
    }
}

/// Arguments that are not a command to run.
#[derive(Debug)]
pub enum Unparsed {
    /// Help or the version was asked for.
    Help(String),
    Wrong {
        failure: Failure,
        json: bool,
    },
}

pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Cli, Unparsed> {
    let arguments: Vec<_> = arguments.into_iter().collect();
    let json = arguments.iter().take_while(|a| *a != "--").any(|a| a == "--json");
    Cli::try_parse_from(&arguments).map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let text = error.render();
            let colour = Screen::new(false, false).stdout_colour();
            Unparsed::Help(if colour { text.ansi().to_string() } else { text.to_string() })
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => Unparsed::Wrong {
            failure: Failure::usage("no command was given", "see them all with `mayfly --help`"),
            json,
        },
        _ => {
            let failure =
                Failure::usage(complaint(&error), format!("see `{} --help`", asked(&arguments)));
            Unparsed::Wrong { failure, json }
        }
    })
}

/// What clap found wrong, without its prefix and its own advice on what to do next.
fn complaint(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    let end = text.find("\n\nFor more information").unwrap_or(text.len());
    text[..end].trim_end().replace("\n\n", "\n")
}

/// The command whose help is worth reading.
fn asked(arguments: &[OsString]) -> String {
    use clap::CommandFactory;
    let cli = Cli::command();
    let names: Vec<_> = cli.get_subcommands().map(clap::Command::get_name).collect();
    let given = arguments.iter().skip(1).filter_map(|a| a.to_str()).find(|a| names.contains(a));
    given.map_or_else(|| "mayfly".to_owned(), |name| format!("mayfly {name}"))
}
