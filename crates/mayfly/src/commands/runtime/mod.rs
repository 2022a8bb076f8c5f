//! `mayfly runtime`: what functions find beside their language.

mod add;
mod ls;
mod pack;
mod progress;
mod rm;

pub(crate) use progress::Progress;

use clap::Subcommand;
use functions::Runtime;

use crate::client::Endpoint;
use crate::{Failure, Outcome, Screen};

/// Runtime packs: packages that all functions find, such as boto3 and the AWS SDK for JavaScript
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Add(add::Args),
    Ls(ls::Args),
    Rm(rm::Args),
    Pack(pack::Args),
}

pub async fn run(args: Args, endpoint: &Endpoint, screen: &Screen) -> Outcome {
    match args.verb {
        Verb::Add(args) => add::run(args, endpoint, screen).await,
        Verb::Ls(args) => ls::run(args, endpoint, screen).await,
        Verb::Rm(args) => rm::run(args, endpoint, screen).await,
        Verb::Pack(args) => pack::run(args, screen).await,
    }
}

/// For which languages; for all when none is named.
#[derive(Debug, Clone, clap::Args)]
struct Wanted {
    /// For Python alone, or for a version of it other than the machine's first
    #[arg(long, value_name = "3.N", num_args = 0..=1, require_equals = true)]
    python: Option<Option<String>>,
    /// For Node alone, or for a version of it other than the machine's first
    #[arg(long, value_name = "N", num_args = 0..=1, require_equals = true)]
    node: Option<Option<String>>,
}

impl Wanted {
    /// As functions name their runtimes.
    fn runtimes(&self) -> Result<Vec<String>, Failure> {
        let named = |given: &Option<Option<String>>, plain: &str, of: &dyn Fn(&str) -> String| {
            given.as_ref().map(|version| version.as_deref().map_or(plain.to_owned(), of))
        };
        let python = named(&self.python, "python", &|version| format!("python{version}"));
        let node = named(&self.node, "node", &|version| format!("nodejs{version}.x"));
        let chosen: Vec<String> = python.into_iter().chain(node).collect();
        if chosen.is_empty() {
            return Ok(vec!["python".into(), "node".into()]);
        }
        for text in &chosen {
            text.parse::<Runtime>().map_err(|_| {
                Failure::usage(
                    format!("no runtime is called {text}"),
                    "name a version as in --python=3.12 or --node=22",
                )
            })?;
        }
        Ok(chosen)
    }

    fn is_everything(&self) -> bool {
        self.python.is_none() && self.node.is_none()
    }
}

/// The name of a pack; there is one.
fn pack_name(text: &str) -> Result<String, String> {
    match text == packs::AWS {
        true => Ok(text.to_owned()),
        false => Err(format!("there is no such pack; there is {}", packs::AWS)),
    }
}
