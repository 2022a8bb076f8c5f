//! What can be typed.

use clap::{Args, Parser, Subcommand};

use crate::client::Endpoint;
use crate::commands::{audit, deploy, doctor, env, invoke, logs, ls, rm, runtime, show};
use crate::up::UpOptions;

/// Mayfly: a serverless platform in one program
///
/// Start it with `mayfly up DIR`, where DIR holds your functions; then call them, watch them and
/// deploy new code with the commands below.
#[derive(Debug, Parser)]
#[command(name = "mayfly", version, propagate_version = false, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Everywhere")]
pub struct Global {
    /// The platform to talk to
    #[arg(
        long,
        global = true,
        value_name = "URL",
        env = "MAYFLY_ENDPOINT",
        default_value = "http://127.0.0.1:4566",
        value_parser = Endpoint::parse
    )]
    pub endpoint: Endpoint,
    /// Print JSON, for scripts
    #[arg(long, global = true)]
    pub json: bool,
    /// Print only what was asked for, and errors
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Up(UpOptions),
    Deploy(deploy::Args),
    Invoke(invoke::Args),
    Logs(logs::Args),
    Audit(audit::Args),
    Ls(ls::Args),
    Show(show::Args),
    Rm(rm::Args),
    Env(env::Args),
    Runtime(runtime::Args),
    Doctor(doctor::Args),
}
