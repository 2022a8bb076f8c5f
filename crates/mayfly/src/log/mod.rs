//! What the platform says of itself on stderr: a line each with its time, coloured at a terminal
//! alone, and one line for many alike, so that a flood of the same trouble hides no other.

mod alike;
mod fields;
mod lines;

use std::env;
use std::io::{self, IsTerminal};

use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use lines::Lines;

/// Warnings and worse; `MAYFLY_LOG=debug` tells more.
pub(crate) fn to_stderr() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("MAYFLY_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    let no_colour = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let colour = io::stderr().is_terminal() && !no_colour;
    // Only a second log in the same process fails, and the first goes on.
    let _ = tracing_subscriber::registry()
        .with(filter)
        .with(Lines::new(io::stderr(), colour))
        .try_init();
}
