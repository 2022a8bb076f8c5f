use api::PackState;
use packs::{EDITIONS, Language};

use super::pack_name;
use crate::client::{Client, Endpoint};
use crate::render::many;
use crate::{Failure, Outcome, Screen};

/// Take a pack away from the platform's machine; functions that run keep it until they end
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The pack: aws
    #[arg(value_name = "PACK", value_parser = pack_name)]
    pack: String,
    /// Only Python's
    #[arg(long)]
    python: bool,
    /// Only Node's
    #[arg(long)]
    node: bool,
}

pub(super) async fn run(args: Args, endpoint: &Endpoint, screen: &Screen) -> Outcome {
    let client = Client::find(endpoint)?;
    let chosen = |id: &str| {
        let language = EDITIONS.iter().find(|edition| edition.id() == id).map(|it| it.language);
        match (args.python, args.node) {
            (false, false) => true,
            (python, node) => match language {
                Some(Language::Python) => python,
                Some(Language::Node) => node,
                None => false,
            },
        }
    };
    let there = client.packs().await?.packs;
    let is_there = |state: &PackState| matches!(state, PackState::Installed { .. });
    let gone: Vec<_> = there.iter().filter(|one| chosen(&one.id) && is_there(&one.state)).collect();
    if gone.is_empty() {
        return Err(Failure::new(
            format!("{} is not installed", args.pack),
            "see what is with `mayfly runtime ls`",
        ));
    }
    for pack in &gone {
        client.remove_pack(&pack.id).await?;
    }
    match (screen.json, screen.quiet) {
        (true, _) => screen.out_json(&serde_json::json!({
            "removed": gone.iter().map(|pack| &pack.id).collect::<Vec<_>>(),
        })),
        (_, true) => Ok(()),
        _ => screen.out(format!("removed {}\n", many(gone.len() as u64, "pack"))),
    }
}
