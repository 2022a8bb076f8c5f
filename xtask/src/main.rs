//! The command line of the project's automation.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use xtask::{BenchOptions, CodegenOptions, FuzzOptions, HelloOptions, SizeOptions, TestOptions};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Everything one does with this repository.")]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Builds the platform, starts it with examples/hello and shows a call.
    Hello(HelloOptions),
    /// Runs the Rust tests, hostile programs, then the black-box tests against the real binary.
    Test(TestOptions),
    /// Tries a parser with inputs that nobody would think of, for hours; without a name, lists them.
    Fuzz(FuzzOptions),
    /// Checks what no compiler checks: file sizes, leftovers, the crate graph, links.
    Tidy,
    /// Writes the types and tables of AWS's protocols from the published service models.
    Codegen(CodegenOptions),
    /// What a change must pass: format, clippy, tidy, test; stops at the first failure.
    Ci,
    /// Prints the size of the shipped binary, its number of crates and how long a build takes.
    Size(SizeOptions),
    /// Runs a benchmark by its name; without one, lists them.
    Bench(BenchOptions),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().verb {
        Verb::Hello(options) => xtask::hello(&options),
        Verb::Test(options) => xtask::test(&options),
        Verb::Fuzz(options) => xtask::fuzz(&options),
        Verb::Tidy => xtask::tidy(),
        Verb::Codegen(options) => xtask::codegen(&options),
        Verb::Ci => xtask::ci(),
        Verb::Size(options) => xtask::size(&options),
        Verb::Bench(options) => xtask::bench(&options),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
